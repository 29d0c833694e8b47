//! A request without the body that its operation requires.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::openapi::Document;
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::OpenapiEntry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| request.body.is_none() && !request.expect_invalid) {
        let Some(operation) = document.called(context.manifest, request) else { continue };
        if operation.body.as_ref().is_some_and(|body| body.required) {
            let finding =
                Finding::new(format!("`{}` requires a body, and this request has none", operation.name()), place)
                    .and(document.place(context.snapshot, &operation.place), "declared here");
            findings.push(
                finding
                    .help("add `body`, or `expect: invalid` if leaving it out is the mistake that the page is about"),
            );
        }
    }
}
