//! A schema of the OpenAPI document by which a body cannot be judged.

use super::*;
use crate::openapi::Unusable;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests() {
        let Some((operation, Err(why))) = document.judged(context.manifest, request) else { continue };
        let (why, help) = match why {
            // A rule of its own shows the reference.
            Unusable::Reference => continue,
            Unusable::Circle => {
                ("it contains itself".to_owned(), "let a schema contain itself only inside of `properties` or `items`")
            }
            Unusable::Steps => ("it takes too many steps".to_owned(), "name each schema of `allOf` once"),
            Unusable::Wrong(reason) => {
                (format!("it is no JSON Schema: {reason}"), "correct the schema in the document")
            }
        };
        let message = format!("the body cannot be judged by the schema of `{}`: {why}", operation.name());
        findings.push(document.finding(context.snapshot, operation, message, place.then(key("body")), help));
    }
}
