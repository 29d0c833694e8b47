//! Reports request bodies that do not match the schema of their operation.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in calls.calls.iter().filter(|call| !call.expect_invalid) {
        let Some((operation, Ok(mistakes))) = document.validated(context.manifest, call) else { continue };
        for mistake in mistakes {
            let place = call.body_place(&mistake.at, mistake.unknown.is_some());
            let near = mistake.unknown.and_then(|(name, known)| {
                Some(did_you_mean(suggest::nearest(&name, known.iter().map(String::as_str))?))
            });
            let help = near
                .unwrap_or_else(|| format!("correct the body, or {} if the page is about this mistake", call.mark()));
            let message = format!("body does not match the schema of `{}`: {}", operation.name(), mistake.message);
            findings.push(document.finding(context.snapshot, operation, message, place, help));
        }
    }
}
