//! The same paragraph in two entries: written for one of them, or for neither.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use std::collections::HashMap;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: HashMap<&str, (usize, &Place)> = HashMap::new();
    for (index, facts) in context.facts.iter().enumerate() {
        for (paragraph, place) in &facts.paragraphs {
            let (owner, original) = *first.entry(paragraph.as_str()).or_insert((index, place));
            if owner == index {
                continue;
            }
            let code = &context.snapshot.codes()[owner].code;
            let finding = Finding::new(format!("this paragraph also stands in `{code}`"), place.clone());
            findings.push(
                finding
                    .and(original.clone(), "first here")
                    .help("say what is different here, or move what both share to the description of their group"),
            );
        }
    }
}
