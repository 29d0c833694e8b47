//! Reports codes with the same message, which can't be distinguished by the message alone.

use std::collections::HashMap;

use errbook_catalog::{FileId, Messages};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<String, (FileId, &str)> = HashMap::new();
    let live = context.entries().filter(|(_, _, entry)| entry.live());
    let messages = live.flat_map(|(_, file, entry)| {
        let messages = entry.messages.iter().flat_map(Messages::distinct);
        messages.map(move |message| (file, entry.code.as_str(), message))
    });
    for (file, own, message) in messages {
        let text = message.template.trim_end_matches('.').to_lowercase();
        let (original, code) = *first.entry(text).or_insert((file, own));
        if original == file {
            continue;
        }
        let help = "add the detail that distinguishes the two codes, or retire one of them";
        let finding = Finding::new(format!("same message as `{code}`"), Place::key(file, "message"), help);
        findings.push(finding.and(Place::key(original, "message"), "first used here"));
    }
}
