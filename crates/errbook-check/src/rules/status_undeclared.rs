//! Reports operations that raise a code but do not declare its status in the OpenAPI document.

use errbook_catalog::{RaisedBy, Raiser};

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
    for (index, name) in entry.entry.raised_by.operations() {
        let Some(operation) = document.named(name).filter(|operation| lacks(operation)) else { continue };
        let message = format!("operation `{name}` raises this code but does not declare status {shown}");
        let finding = Finding::new(message, entry.key("raised_by").then(PathStep::Item(index)), help);
        let declaration = document.place(context.snapshot, &operation.place);
        findings.push(finding.and(declaration, declared(operation)));
    }
    let all: Vec<&Operation> = document.operations.iter().collect();
    if entry.entry.raised_by == RaisedBy::All {
        let lacking: Vec<&Operation> = all.iter().copied().filter(|of| lacks(of)).collect();
        if let Some(message) = undeclared_by_some("every operation", all.len(), &lacking, &shown) {
            findings.push(Finding::new(message, entry.key("raised_by"), help));
        }
    }
    for (index, origin) in entry.entry.raised_by.origins().iter().enumerate() {
        let Raiser::Stage(stage) = origin.raiser else { continue };
        let Some(stage) = context.manifest.stages.get(stage) else { continue };
        let of_stage: Vec<&Operation> = all.iter().copied().filter(|of| stage.has(&of.name())).collect();
        let lacking: Vec<&Operation> = of_stage.iter().copied().filter(|of| lacks(of)).collect();
        let subject = format!("stage `{}`", stage.name);
        if let Some(message) = undeclared_by_some(&subject, of_stage.len(), &lacking, &shown) {
            findings.push(Finding::new(message, entry.key("raised_by").then(PathStep::Item(index)), help));
        }
    }
}

fn declared(operation: &Operation) -> String {
    match operation.statuses.as_slice() {
        [] => "declares no responses".to_owned(),
        statuses => format!("declares {}", statuses.join(", ")),
    }
}

fn undeclared_by_some(subject: &str, all: usize, lacking: &[&Operation], shown: &str) -> Option<String> {
    let names: Vec<String> = lacking.iter().take(NAMED).map(|operation| format!("`{}`", operation.name())).collect();
    let more = if lacking.len() > NAMED { format!(" and {} more", lacking.len() - NAMED) } else { String::new() };
    let (count, names) = (lacking.len(), names.join(", "));
    let message =
        format!("{subject} raises this code, but status {shown} is not declared by {count} of {all}: {names}{more}");
    (count > 0).then_some(message)
}
