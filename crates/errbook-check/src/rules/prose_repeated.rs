//! The same paragraph in two entries: written for one of them, or for neither.

use std::collections::HashMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<u64, (usize, &Place)> = HashMap::new();
    for (index, facts) in context.facts.iter().enumerate() {
        for (hash, place) in &facts.paragraphs {
            let (owner, original) = *first.entry(*hash).or_insert((index, place));
            // Two texts can have one hash.
            if owner == index || words(context, place) != words(context, original) {
                continue;
            }
            let code = &context.snapshot.codes()[owner].code;
            let help = "say what is different here, or move what both share to the description of their group";
            let finding = Finding::new(format!("this paragraph also stands in `{code}`"), place.clone(), help);
            findings.push(finding.and(original.clone(), "first here"));
        }
    }
}

/// The words of a paragraph.
fn words(context: &Context<'_>, place: &Place) -> Vec<String> {
    let texts = context.snapshot.texts(place.file);
    let text = texts.iter().find(|text| text.path == place.path).map_or("", |text| &text.value);
    let range = place.range.clone().unwrap_or(0..text.len());
    text.get(range).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}
