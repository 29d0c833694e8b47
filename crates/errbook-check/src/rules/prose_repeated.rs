//! The same paragraph in two entries: written for one of them, or for neither.

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
            let help = "say what is different here, or move what both share to the description of their group";
            let finding = Finding::new(format!("this paragraph also stands in `{code}`"), place.clone(), help);
            findings.push(finding.and(original.clone(), "first here"));
        }
    }
}
