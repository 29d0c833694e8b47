//! Fixes unknown keys and codes that are similar to exactly one existing key or code.

use std::collections::{BTreeSet, HashMap, HashSet};

use errbook_catalog::{Diagnostic, Document, FileId, KeyOrder, OutsideCode, Snapshot, Span, Written, suggest};

use super::{Proposal, Repair};
use crate::edit::Edit;

/// The rule whose findings point to an unknown key.
pub(super) const KEY: &str = "unknown-key";

/// The rules whose findings point to an unknown code or an alias.
pub(super) const CODES: &[&str] = &["unknown-code", "mention-unknown", "mention-renamed"];

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (file, findings) in super::by_file(found, |rule| rule == KEY) {
        let Ok(document) = Document::parse(snapshot.report().text(file)) else { continue };
        let entry = snapshot.code_in(file).is_some();
        let keys = WrittenKeys::of(&document, &if entry { document.entry_keys() } else { document.manifest_keys() });
        proposals.extend(super::propose(file, Repair::Key, findings, |span| keys.meant(span)));
    }
    let mut former = HashMap::new();
    for entry in snapshot.entries() {
        former.extend(entry.aliases.iter().map(|alias| (alias.as_str(), entry.code.as_str())));
    }
    for outside in outside(snapshot) {
        former.extend(outside.aliases.iter().map(|alias| (alias.as_str(), outside.code.as_str())));
    }
    for (file, findings) in super::by_file(found, |rule| CODES.contains(&rule)) {
        proposals.extend(super::propose(file, Repair::Code, findings, |span| code(snapshot, &former, file, span)));
    }
    proposals
}

/// The keys of a file, by span.
struct WrittenKeys<'d> {
    /// The key and its mapping.
    places: HashMap<Span, (&'d str, usize)>,
    /// For each mapping, the allowed keys that it does not have.
    free: Vec<Vec<&'static str>>,
}

impl<'d> WrittenKeys<'d> {
    fn of(document: &'d Document<'_>, orders: &[KeyOrder]) -> WrittenKeys<'d> {
        let orders = orders.iter().map(|order| (order.start, order.keys.as_slice())).collect();
        let mut keys = WrittenKeys { places: HashMap::new(), free: Vec::new() };
        keys.collect(document.root(), &orders);
        keys
    }

    fn collect(&mut self, value: Written<'d>, orders: &HashMap<u32, &[&'static str]>) {
        if let Some(order) = orders.get(&value.span().start).filter(|_| value.is_mapping()) {
            let has: HashSet<&str> = value.members().filter_map(|(key, _)| key.scalar()).collect();
            self.free.push(order.iter().copied().filter(|key| !has.contains(key)).collect());
            let mapping = self.free.len() - 1;
            let keys = value.members().filter_map(|(key, _)| Some((key.span(), (key.scalar()?, mapping))));
            self.places.extend(keys);
        }
        value.items().chain(value.members().map(|(_, value)| value)).for_each(|inside| self.collect(inside, orders));
    }

    /// Replaces a key with the only similar one that the mapping does not have.
    fn meant(&self, place: Span) -> Option<Edit> {
        let (word, mapping) = self.places.get(&place)?;
        let limit = (word.chars().count() / 3).max(1);
        let near = suggest::within(word, limit, self.free[*mapping].iter().copied());
        Some(Edit::replace(place.range(), only(near.map(|(_, key)| key))?))
    }
}

/// Replaces an alias with its code, or an unknown code with the only one that differs in at most
/// two letters or has the same last segment.
fn code(snapshot: &Snapshot, former: &HashMap<&str, &str>, file: FileId, place: Span) -> Option<Edit> {
    /// Maximum edit distance. Codes are long and similar, so the usual limit of a third of the
    /// letters would match unrelated codes.
    const LETTERS: usize = 2;
    let written = snapshot.report().text(file).get(place.range())?;
    let word = written.trim_matches(['"', '\'']);
    let own = snapshot.code_in(file).map(|index| snapshot.codes()[index].code.as_str());
    let meant = match former.get(word) {
        Some(code) => *code,
        None => {
            let scheme = &snapshot.manifest()?.scheme;
            let last = |code: &str| code.rsplit(&scheme.separator).next().map(str::to_owned);
            let several = scheme.levels.len() > 1;
            let all = || snapshot.codes().iter().map(|code| code.code.as_str());
            let outside = outside(snapshot).map(|of| of.code.as_str());
            let near = suggest::within(word, LETTERS, all().chain(outside)).map(|(_, code)| code);
            let same = all().filter(|code| several && last(code) == last(word));
            only(near.chain(same))?
        }
    };
    let at = place.start as usize + written.find(word)?;
    (Some(meant) != own).then(|| Edit::replace(at..at + word.len(), meant))
}

/// The codes of dependencies.
fn outside(snapshot: &Snapshot) -> impl Iterator<Item = &OutsideCode> {
    snapshot.manifest().into_iter().flat_map(|manifest| &manifest.depends).flat_map(|of| &of.codes)
}

/// The candidate, if there is exactly one.
fn only<'k>(candidates: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let candidates: BTreeSet<&str> = candidates.collect();
    candidates.first().copied().filter(|_| candidates.len() == 1)
}
