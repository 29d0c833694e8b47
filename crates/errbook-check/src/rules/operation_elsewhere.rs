//! Reports requests that call an operation with another method or path than the OpenAPI document
//! declares.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests() {
        let Some(operation) = request.operation.as_deref().and_then(|name| document.named(name)) else { continue };
        let paths = document.paths(context.manifest, &request.url);
        if operation.method == request.method && (paths.is_empty() || paths.iter().any(|path| operation.fits(path))) {
            continue;
        }
        let path = paths.first().map_or(request.url.as_str(), String::as_str);
        let address = format!("{} {}", operation.method, operation.path);
        let message =
            format!("`{}` is `{address}` in the OpenAPI document, not `{} {path}`", operation.name(), request.method);
        let help = "use the method and path of the document, or correct `requests.operation` in the manifest";
        findings.push(document.finding(context.snapshot, operation, message, place.then(key("operation")), help));
    }
}
