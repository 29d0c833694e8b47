//! Reports requests marked with `expect: invalid` whose body matches the schema.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| request.expect_invalid) {
        if let Some((operation, Ok(mistakes))) = document.validated(context.manifest, request)
            && mistakes.is_empty()
        {
            let message = format!("schema of `{}` accepts this body, which is marked as invalid", operation.name());
            let help = "remove `expect: invalid`, or change the body so it contains the mistake";
            findings.push(document.finding(context.snapshot, operation, message, place.then(key("expect")), help));
        }
    }
}
