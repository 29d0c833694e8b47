//! Keys and codes that do not exist, where exactly one that does is near.

use std::collections::{BTreeSet, HashMap};

use errbook_catalog::{Diagnostic, Document, KeyOrder, Snapshot, Written, suggest};

use super::{Proposal, Repair};
use crate::edit::Edit;

/// The rule whose finding is a key, at its place.
pub(super) const KEY: &str = "unknown-key";

/// The rules whose finding is a code, at the place of the code.
pub(super) const CODES: &[&str] = &["unknown-code", "mention-unknown", "mention-renamed"];

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let former = former(snapshot);
    let propose = |(index, found): (usize, &Diagnostic)| {
        let label = found.labels.first()?;
        let (repair, edit) = match found.rule {
            KEY => (Repair::Key, key(snapshot, found)?),
            rule if CODES.contains(&rule) => (Repair::Code, code(snapshot, &former, found)?),
            _ => return None,
        };
        Some(Proposal { file: label.file, repair, edits: vec![edit], mends: vec![index] })
    };
    let mut proposals: Vec<Proposal> = found.iter().enumerate().filter_map(propose).collect();
    // Proposals of one file are made one after the other: from the last to the first, so that none moves another.
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.edits.first().map(|edit| edit.range.start)));
    proposals
}

/// The key that was meant: the only one of its mapping that is near, and that the mapping does not have yet.
fn key(snapshot: &Snapshot, found: &Diagnostic) -> Option<Edit> {
    let label = found.labels.first()?;
    let text = snapshot.report().text(label.file);
    let document = Document::parse(text).ok()?;
    let orders = if snapshot.code_in(label.file).is_some() { document.entry_keys() } else { document.manifest_keys() };
    let (mapping, word) = holder(document.root(), label.span)?;
    let order: &KeyOrder = orders.iter().find(|order| order.start == mapping.span().start)?;
    let free = order.keys.iter().copied().filter(|key| mapping.member(key).is_none());
    let limit = (word.chars().count() / 3).max(1);
    let meant = only(suggest::within(word, limit, free).map(|(_, key)| key))?;
    Some(Edit::replace(range(label.span), meant))
}

/// The mapping that has a key at a place, and the key.
fn holder<'d>(value: Written<'d>, place: errbook_catalog::Span) -> Option<(Written<'d>, &'d str)> {
    if let Some((key, _)) = value.members().find(|(key, _)| key.span() == place) {
        return Some((value, key.scalar()?));
    }
    let mut inside = value.items().chain(value.members().map(|(_, value)| value));
    inside.find_map(|value| holder(value, place))
}

/// The code that was meant: the one of which it is a former name, or the only one that differs in two letters at most or in its group only.
fn code(snapshot: &Snapshot, former: &HashMap<&str, &str>, found: &Diagnostic) -> Option<Edit> {
    /// Codes are long and alike, so that a third of the letters would be another code.
    const LETTERS: usize = 2;
    let label = found.labels.first()?;
    let written = snapshot.report().text(label.file).get(range(label.span))?;
    let word = written.trim_matches(['"', '\'']);
    let own = snapshot.code_in(label.file).map(|index| snapshot.codes()[index].code.as_str());
    let meant = match former.get(word) {
        Some(code) => *code,
        None => {
            let separator = &snapshot.manifest()?.scheme.separator;
            let last = |code: &str| code.rsplit(separator.as_str()).next().map(str::to_owned);
            let several = snapshot.manifest()?.scheme.levels.len() > 1;
            let all = || snapshot.codes().iter().map(|code| code.code.as_str());
            let near = suggest::within(word, LETTERS, all()).map(|(_, code)| code);
            let same = all().filter(|code| several && last(code) == last(word));
            only(near.chain(same))?
        }
    };
    let at = label.span.start as usize + written.find(word)?;
    (Some(meant) != own).then(|| Edit::replace(at..at + word.len(), meant))
}

/// Former codes and the codes that they are today.
fn former(snapshot: &Snapshot) -> HashMap<&str, &str> {
    let of = |entry: &'_ errbook_catalog::Entry| entry.aliases.len();
    let mut former = HashMap::new();
    for entry in snapshot.entries().filter(|entry| of(entry) > 0) {
        former.extend(entry.aliases.iter().map(|alias| (alias.as_str(), entry.code.as_str())));
    }
    former
}

/// The candidate, if there is one only.
fn only<'k>(candidates: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let candidates: BTreeSet<&str> = candidates.collect();
    candidates.first().copied().filter(|_| candidates.len() == 1)
}

pub(super) fn range(span: errbook_catalog::Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}
