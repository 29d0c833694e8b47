//! Two codes with one message: whoever sees only the message cannot tell them apart.

use std::collections::HashMap;

use errbook_catalog::FileId;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<String, (FileId, &str)> = HashMap::new();
    for (_, file, entry) in context.entries().filter(|(_, _, entry)| entry.raisable()) {
        let Some(message) = &entry.message else { continue };
        let text = message.template.trim_end_matches('.').to_lowercase();
        let (original, code) = *first.entry(text).or_insert((file, entry.code.as_str()));
        if original == file {
            continue;
        }
        let help = "say in each what the other is not, or retire one of the two";
        let finding = Finding::new(format!("`{code}` has the same message"), Place::key(file, "message"), help);
        findings.push(finding.and(Place::key(original, "message"), "first here"));
    }
}
