//! A request whose body does not satisfy the schema of its operation.

use errbook_catalog::{PathStep, RuleLevel, suggest};

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::openapi::{Document, Judgement};
use crate::text::{EntryContext, key};
use errbook_syntax::json::At;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::OpenapiEntry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| !request.expect_invalid) {
        let Some((operation, Judgement::Invalid(mistakes))) = document.judged(context.manifest, request) else {
            continue;
        };
        for mistake in mistakes {
            let steps = mistake.at.into_iter().map(|at| match at {
                At::Member(name) => PathStep::Key(name.into()),
                At::Item(index) => PathStep::Item(index),
            });
            let place = steps.fold(place.clone().then(key("body")), crate::finding::Place::then);
            let near = mistake.unknown.and_then(|(name, known)| {
                suggest::nearest(&name, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
            });
            let message = format!("the body does not fit `{}`: {}", operation.name(), mistake.message);
            let finding =
                Finding::new(message, place).and(document.place(context.snapshot, &operation.place), "declared here");
            findings.push(finding.help(near.unwrap_or_else(|| {
                "correct the body, or add `expect: invalid` if this is the mistake that the page is about".to_owned()
            })));
        }
    }
}
