//! A request names an operation and calls it with another method or path than the OpenAPI document says.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::openapi::Document;
use crate::text::{EntryContext, key};

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::OpenapiEntry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests() {
        let Some(operation) = request.operation.as_deref().and_then(|name| document.named(name)) else { continue };
        let paths = document.paths(context.manifest, &request.url);
        if operation.method == request.method && (paths.is_empty() || paths.iter().any(|path| operation.fits(path))) {
            continue;
        }
        let path = paths.first().map_or(request.url.as_str(), String::as_str);
        let message = format!(
            "`{}` is `{} {}` in the OpenAPI document, not `{} {path}`",
            operation.name(),
            operation.method,
            operation.path,
            request.method,
        );
        let finding = Finding::new(message, place.then(key("operation")))
            .and(document.place(context.snapshot, &operation.place), "declared here");
        findings.push(finding.help(
            "give the request the method and path of the document, or correct `requests.operation` in the manifest",
        ));
    }
}
