//! Reports requests that call an operation with another method or path than the OpenAPI document
//! declares.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in &calls.calls {
        let Some(operation) = call.operation.and_then(|name| document.named(name)) else { continue };
        let paths = document.paths(context.manifest, &call.url);
        if operation.method == call.method && (paths.is_empty() || paths.iter().any(|path| operation.fits(path))) {
            continue;
        }
        let path = paths.first().map_or(call.url.as_str(), String::as_str);
        let address = format!("{} {}", operation.method, operation.path);
        let message =
            format!("`{}` is `{address}` in the OpenAPI document, not `{} {path}`", operation.name(), call.method);
        let help = "use the method and path of the document, or correct `requests.operation` in the manifest";
        findings.push(document.finding(context.snapshot, operation, message, call.place("operation"), help));
    }
}
