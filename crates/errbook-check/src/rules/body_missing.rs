//! Reports requests without the body that their operation requires.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| request.body.is_none() && !request.expect_invalid) {
        let Some(operation) = document.called(context.manifest, request) else { continue };
        if operation.body.as_ref().is_some_and(|body| body.required) {
            let message = format!("`{}` requires a body, but this request has none", operation.name());
            let help = "add `body`, or `expect: invalid` if the page is about the missing body";
            findings.push(document.finding(context.snapshot, operation, message, place, help));
        }
    }
}
