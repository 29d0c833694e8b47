//! Two codes with one message: whoever sees only the message cannot tell them apart.

use errbook_catalog::{FileId, RuleLevel};

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use std::collections::HashMap;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<String, (FileId, &str)> = HashMap::new();
    for (_, file, entry) in context.entries().filter(|(_, _, entry)| entry.raisable()) {
        let Some(message) = &entry.message else { continue };
        let text = message.template.trim_end_matches('.').to_lowercase();
        let (original, code) = *first.entry(text).or_insert((file, entry.code.as_str()));
        if original == file {
            continue;
        }
        let finding = Finding::new(format!("`{code}` has the same message"), Place::key(file, "message"));
        let finding = finding.and(Place::key(original, "message"), "first here");
        findings.push(finding.help("say in each what the other is not, or retire one of the two"));
    }
}
