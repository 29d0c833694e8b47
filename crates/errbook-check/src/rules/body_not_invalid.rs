//! A request that says `expect: invalid`, though its body satisfies the schema.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::openapi::{Document, Judgement};
use crate::text::{EntryContext, key};

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::OpenapiEntry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| request.expect_invalid) {
        let Some((operation, Judgement::Valid)) = document.judged(context.manifest, request) else { continue };
        let finding = Finding::new(
            format!("`{}` accepts this body, which should be invalid", operation.name()),
            place.then(key("expect")),
        )
        .and(document.place(context.snapshot, &operation.place), "declared here");
        findings.push(
            finding.help("show the mistake in the body, or remove `expect: invalid` if the body is not what is wrong"),
        );
    }
}
