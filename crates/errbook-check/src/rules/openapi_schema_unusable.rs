//! Reports schemas in the OpenAPI document that bodies cannot be checked against.

use super::*;
use crate::openapi::Unusable;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in &calls.calls {
        let Some((operation, Err(why))) = document.validated(context.manifest, call) else { continue };
        let (why, help) = match why {
            // `openapi-reference-broken` reports the reference.
            Unusable::Reference => continue,
            Unusable::Circle => ("it contains itself".to_owned(), "move the recursion into `properties` or `items`"),
            Unusable::Steps => ("it takes too many steps".to_owned(), "list each schema in `allOf` only once"),
            Unusable::Wrong(reason) => {
                (format!("it is not a valid JSON Schema: {reason}"), "correct the schema in the OpenAPI document")
            }
        };
        let message = format!("cannot check the body against the schema of `{}`: {why}", operation.name());
        findings.push(document.finding(context.snapshot, operation, message, call.body_place(&[], false), help));
    }
}
