//! Reports requests without the body that their operation requires.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in calls.calls.iter().filter(|call| matches!(call.body, Body::None) && !call.expect_invalid) {
        let Some(operation) = document.called(context.manifest, call) else { continue };
        if call.method != "HEAD" && operation.body.as_ref().is_some_and(|body| body.required) {
            let message = format!("`{}` requires a body, but this request has none", operation.name());
            let help = format!("add a body, or {} if the page is about the missing body", call.mark());
            findings.push(document.finding(context.snapshot, operation, message, call.method_place.clone(), help));
        }
    }
}
