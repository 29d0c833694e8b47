//! Reports requests marked with `expect: invalid` whose body matches the schema.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in calls.calls.iter().filter(|call| call.expect_invalid) {
        if let Some((operation, Ok(mistakes))) = document.validated(context.manifest, call)
            && mistakes.is_empty()
        {
            let message = format!("schema of `{}` accepts this body, which is marked as invalid", operation.name());
            let help = "remove `expect: invalid`, or change the body so it contains the mistake";
            findings.push(document.finding(context.snapshot, operation, message, call.place("expect"), help));
        }
    }
}
