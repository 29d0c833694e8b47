//! Adds the missing direction of one-way relations if the rule `related-one-way` is on.
//!
//! If the rule is off, there is nothing to fix: pages show both directions anyway.

use std::collections::BTreeMap;

use errbook_catalog::{Diagnostic, Document, FileId, Snapshot};

use super::{Proposal, Repair};
use crate::blocks;
use crate::edit::Edit;

/// The rule. Its first label is in the entry with the relation, the second in the related entry.
pub(super) const RULE: &str = "related-one-way";

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let mut missing: BTreeMap<FileId, Vec<(usize, &str)>> = BTreeMap::new();
    for (index, found) in found.iter().enumerate().filter(|(_, found)| found.rule == RULE) {
        let [from, to, ..] = found.labels.as_slice() else { continue };
        let Some(code) = snapshot.code_in(from.file).map(|index| snapshot.codes()[index].code.as_str()) else {
            continue;
        };
        missing.entry(to.file).or_default().push((index, code));
    }
    let propose = |(file, missing): (FileId, Vec<(usize, &str)>)| {
        let codes: Vec<&str> = missing.iter().map(|(_, code)| *code).collect();
        let edit = named(snapshot.report().text(file), &codes)?;
        let fixes = missing.iter().map(|(index, _)| *index).collect();
        Some(Proposal { file, repair: Repair::Related, edit, fixes })
    };
    missing.into_iter().filter_map(propose).collect()
}

/// Adds codes to `related` of an entry, without `when`, which only an author can write.
fn named(text: &str, codes: &[&str]) -> Option<Edit> {
    let document = Document::parse(text).ok()?;
    let root = document.root();
    if let Some((_, list)) = root.member("related") {
        let (open, close) = if list.is_flow() { ("{", "}") } else { ("", "") };
        let item = |code: &&str| format!("{open}code: {}{close}", blocks::scalar(code));
        return blocks::push(text, &list, &codes.iter().map(item).collect::<Vec<_>>());
    }
    let mut lines = vec!["related:".to_owned()];
    lines.extend(codes.iter().map(|code| format!("  - code: {}", blocks::scalar(code))));
    blocks::insert(text, &root, &blocks::entry_order(&document), "related", &lines)
}
