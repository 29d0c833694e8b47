//! A request that says `expect: invalid`, though its body satisfies the schema.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| request.expect_invalid) {
        if let Some((operation, Ok(mistakes))) = document.judged(context.manifest, request)
            && mistakes.is_empty()
        {
            let message = format!("`{}` accepts this body, which should be invalid", operation.name());
            let help = "show the mistake in the body, or remove `expect: invalid` if the body is not what is wrong";
            findings.push(document.finding(context.snapshot, operation, message, place.then(key("expect")), help));
        }
    }
}
