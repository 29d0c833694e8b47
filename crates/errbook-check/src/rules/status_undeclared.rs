//! Reports operations that raise a code but do not declare its status in the OpenAPI document.

use errbook_catalog::RaisedBy;

use super::*;
use crate::openapi::Operation;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::OpenapiEntry(check));

/// Maximum number of operations to name when all of them raise the code.
const NAMED: usize = 3;

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    // Retired codes are no longer sent, and reserved ones not yet.
    if entry.entry.retired.is_some() || entry.entry.reserved.is_some() || entry.entry.responses.is_empty() {
        return;
    }
    let mut statuses: Vec<u16> = entry.entry.responses.iter().map(|response| response.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    // The document describes one service but doesn't specify which, so one of the statuses is
    // enough.
    let lacks = |operation: &Operation| !statuses.iter().any(|status| operation.declares(*status));
    let shown = statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
    let help = "add the response to the OpenAPI document, or correct the entry's status or `raised_by`";
    match &entry.entry.raised_by {
        RaisedBy::Operations(names) => {
            for (index, name) in names.iter().enumerate() {
                let Some(operation) = document.named(name).filter(|operation| lacks(operation)) else { continue };
                let message = format!("operation `{name}` raises this code but does not declare status {shown}");
                let finding = Finding::new(message, entry.key("raised_by").then(PathStep::Item(index)), help);
                let declaration = document.place(context.snapshot, &operation.place);
                findings.push(finding.and(declaration, declared(operation)));
            }
        }
        RaisedBy::All => {
            let lacking: Vec<&Operation> = document.operations.iter().filter(|operation| lacks(operation)).collect();
            if let Some(message) = undeclared_by_some(document, &lacking, &shown) {
                findings.push(Finding::new(message, entry.key("raised_by"), help));
            }
        }
    }
}

fn declared(operation: &Operation) -> String {
    match operation.statuses.as_slice() {
        [] => "declares no responses".to_owned(),
        statuses => format!("declares {}", statuses.join(", ")),
    }
}

fn undeclared_by_some(document: &Document, lacking: &[&Operation], shown: &str) -> Option<String> {
    let names: Vec<String> = lacking.iter().take(NAMED).map(|operation| format!("`{}`", operation.name())).collect();
    let more = if lacking.len() > NAMED { format!(" and {} more", lacking.len() - NAMED) } else { String::new() };
    let (count, all, names) = (lacking.len(), document.operations.len(), names.join(", "));
    let message = format!(
        "every operation raises this code, but status {shown} is not declared by {count} of {all}: {names}{more}"
    );
    (count > 0).then_some(message)
}
