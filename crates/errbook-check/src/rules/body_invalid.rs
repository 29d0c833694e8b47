//! Reports request bodies that do not match the schema of their operation.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| !request.expect_invalid) {
        let Some((operation, Ok(mistakes))) = document.validated(context.manifest, request) else {
            continue;
        };
        for mistake in mistakes {
            let place = mistake.at.into_iter().fold(place.clone().then(key("body")), Place::then);
            let near = mistake.unknown.and_then(|(name, known)| {
                Some(did_you_mean(suggest::nearest(&name, known.iter().map(String::as_str))?))
            });
            let help = near.unwrap_or_else(|| {
                "correct the body, or add `expect: invalid` if the page is about this mistake".to_owned()
            });
            let message = format!("body does not match the schema of `{}`: {}", operation.name(), mistake.message);
            findings.push(document.finding(context.snapshot, operation, message, place, help));
        }
    }
}
