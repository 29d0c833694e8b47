//! Related codes that do not name each other, where the manifest asks for both directions (rule `related-one-way`). Pages show both
//! directions of a link that one entry has, so that without the rule there is nothing to mend.

use std::collections::BTreeMap;

use errbook_catalog::{Diagnostic, Document, FileId, Snapshot};

use super::{Proposal, Repair};
use crate::blocks;
use crate::edit::Edit;

/// The rule: its first place is in the entry that names the other, its second in the other.
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
        let mends = missing.iter().map(|(index, _)| *index).collect();
        Some(Proposal { file, repair: Repair::Related, edit, mends })
    };
    missing.into_iter().filter_map(propose).collect()
}

/// Adds codes to the `related` of an entry. When they matter is for a person to say.
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
