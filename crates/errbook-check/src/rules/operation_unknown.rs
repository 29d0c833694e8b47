//! Reports operations in requests, `raised_by`, and wordings that are not in the OpenAPI document.

use errbook_catalog::Request;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests() {
        let is_checked = request.operation.is_some() || document.serves(context.manifest, &request.url);
        if !is_checked || document.called(context.manifest, request).is_some() {
            continue;
        }
        match &request.operation {
            Some(name) => findings.push(unknown(document, name, place.then(key("operation")))),
            None => {
                let message = format!("OpenAPI document has no `{} {}`", request.method, request.url);
                let help = other_method(context, document, request);
                findings.push(Finding::new(message, place.then(key("path")), help));
            }
        }
    }
    for (index, name) in entry.entry.raised_by.operations().filter(|(_, name)| document.named(name).is_none()) {
        findings.push(unknown(
            document,
            name,
            entry.key("raised_by").then(PathStep::Item(index)).then(key("operation")),
        ));
    }
    for (index, wording) in entry.entry.wordings.iter().enumerate() {
        let place = entry.key("wordings").then(PathStep::Item(index)).then(key("operations"));
        let operations = wording.operations.iter().enumerate();
        for (at, name) in operations.filter(|(_, name)| document.named(name).is_none()) {
            findings.push(unknown(document, name, place.clone().then(PathStep::Item(at))));
        }
    }
}

fn unknown(document: &Document, name: &str, place: Place) -> Finding {
    let near = suggest::nearest(name, document.names()).map(did_you_mean);
    let help = near.unwrap_or_else(|| "use an `operationId` of the document, or a method and path".to_owned());
    Finding::new(format!("OpenAPI document has no operation `{name}`"), place, help)
}

fn other_method(context: &Context<'_>, document: &Document, request: &Request) -> String {
    let paths = document.paths(context.manifest, &request.url);
    match document.operations.iter().find(|operation| paths.iter().any(|path| operation.fits(path))) {
        Some(operation) => format!("use `{}`, which the document has for this path", operation.method),
        None => "correct the path, or add it to the document".to_owned(),
    }
}
