//! Reports operations in requests, `raised_by`, and wordings that are not in the OpenAPI document.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in &calls.calls {
        let is_served = || document.serves(context.manifest, &call.url) && !document.may_have(context.manifest, call);
        if document.called(context.manifest, call).is_none() && (call.operation.is_some() || is_served()) {
            findings.push(not_called(context, document, call));
        }
    }
    if let Some(entry) = calls.entry {
        names(entry, document, findings);
    }
}

/// Checks the operations that an entry names outside of requests.
fn names(entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
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

fn not_called(context: &Context<'_>, document: &Document, call: &Call<'_>) -> Finding {
    if let Some(name) = call.operation {
        return unknown(document, name, call.place("operation"));
    }
    let message = format!("OpenAPI document has no `{} {}`", call.method, call.url);
    let paths = document.paths(context.manifest, &call.url);
    match document.operations.iter().find(|operation| paths.iter().any(|path| operation.fits(path))) {
        Some(operation) => {
            let help = format!("use `{}`, which the document has for this path", operation.method);
            Finding::new(message, call.method_place.clone(), help)
        }
        None => Finding::new(message, call.path_place.clone(), "correct the path, or add it to the document"),
    }
}

fn unknown(document: &Document, name: &str, place: Place) -> Finding {
    let near = suggest::nearest(name, document.names()).map(did_you_mean);
    let help = near.unwrap_or_else(|| "use an `operationId` of the document, or a method and path".to_owned());
    Finding::new(format!("OpenAPI document has no operation `{name}`"), place, help)
}
