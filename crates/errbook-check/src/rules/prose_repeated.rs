//! Reports paragraphs that two entries share word for word.

use std::collections::HashMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<[u64; 2], (usize, &Place)> = HashMap::new();
    for (index, facts) in context.facts.iter().enumerate() {
        for (hash, place) in &facts.paragraphs {
            let (owner, original) = *first.entry(*hash).or_insert((index, place));
            if owner == index {
                continue;
            }
            let code = &context.snapshot.codes()[owner].code;
            let help = "write what is specific to this code, or move the shared text to the group's `description`";
            let finding = Finding::new(format!("this paragraph also appears in `{code}`"), place.clone(), help);
            findings.push(finding.and(original.clone(), "first used here"));
        }
    }
}
