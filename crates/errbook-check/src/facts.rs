//! Collects facts for rules that need all entries: links between codes, and facts from the prose of
//! each entry. The prose itself is dropped, because that of 10,000 entries would take too much
//! memory.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use errbook_catalog::{Ending, Entry, Group, Snapshot, TextKind};

use crate::finding::Place;
use crate::names::Names;
use crate::text::{EntryContext, Text};

/// Minimum number of words. Shorter paragraphs can be the same in two entries by chance.
const WORTH_COMPARING: usize = 12;

/// Facts about one entry, for rules that need all entries.
#[derive(Debug, Default)]
pub struct Facts {
    /// Positions of the codes in links and code spans of its prose.
    pub names: Vec<usize>,
    /// Hashes of its paragraphs of twelve or more words, with their locations. 128 bits avoid
    /// collisions.
    pub paragraphs: Vec<([u64; 2], Place)>,
}

impl Facts {
    pub(crate) fn of(snapshot: &Snapshot, names: &Names, entry: &EntryContext<'_>) -> Facts {
        let mut facts = Facts::default();
        for text in &entry.texts {
            facts.names.extend(named_in(snapshot, names, text));
            if entry.entry.live() {
                facts.paragraphs.extend(paragraphs(text));
            }
        }
        facts
    }
}

fn named_in(snapshot: &Snapshot, names: &Names, text: &Text<'_>) -> impl Iterator<Item = usize> {
    let links = text.markdown.links.iter().map(|link| link.destination.as_ref());
    let spans = text.markdown.code.iter().map(|(code, _)| code.as_ref());
    links.chain(spans).filter_map(|code| names.code(snapshot, code).position())
}

fn paragraphs<'t>(text: &'t Text<'_>) -> impl Iterator<Item = ([u64; 2], Place)> + 't {
    let whole = (text.kind == TextKind::Plain).then_some(0..text.value.len());
    whole.into_iter().chain(text.markdown.paragraphs.iter().cloned()).filter_map(|range| {
        let words = || text.value[range.clone()].split_whitespace();
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            words().for_each(|word| word.hash(&mut hasher));
            hasher.finish()
        };
        (words().count() >= WORTH_COMPARING).then(|| ([hash(0), hash(1)], text.at(range.clone())))
    })
}

/// Links between codes, by their position in the snapshot's codes.
#[derive(Debug)]
pub struct Graph {
    /// For each code, the codes that list it in `related`.
    pub related_from: Vec<Vec<usize>>,
    /// For each code, its replacement.
    pub replaced_by: Vec<Option<usize>>,
    /// The codes whose pages list codes below them.
    pub has_children: HashSet<usize>,
    retired: Vec<bool>,
}

impl Graph {
    pub(crate) fn of(snapshot: &Snapshot) -> Graph {
        let codes = snapshot.codes();
        let mut graph = Graph {
            related_from: vec![Vec::new(); codes.len()],
            replaced_by: codes.iter().map(|code| replaced_by(code.entry.as_ref()?)).collect(),
            has_children: snapshot.groups().iter().filter_map(|group| has_children(snapshot, group)).collect(),
            retired: codes
                .iter()
                .map(|code| code.entry.as_ref().is_some_and(|entry| entry.retired.is_some()))
                .collect(),
        };
        for (index, code) in codes.iter().enumerate() {
            let related = code.entry.iter().flat_map(|entry| &entry.related);
            for to in related.filter_map(|related| related.to.own()) {
                graph.related_from[to].push(index);
            }
        }
        graph
    }

    /// The live code at the end of a retired code's chain of replacements.
    pub fn replacement(&self, retired: usize) -> Option<usize> {
        // A chain with more steps than there are codes never ends.
        let chain = std::iter::successors(Some(retired), |&at| self.replaced_by[at]).take(self.retired.len() + 1);
        chain.into_iter().find(|&at| !self.retired[at])
    }

    /// Whether a code's chain of replacements never ends.
    pub fn runs_in_circles(&self, from: usize) -> bool {
        std::iter::successors(Some(from), |&at| self.replaced_by[at]).nth(self.retired.len()).is_some()
    }

    /// Cycles of replacements. Each cycle is listed once and starts with its first code.
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        let mut seen_from = vec![None; self.replaced_by.len()];
        let mut cycles = Vec::new();
        for start in 0..self.replaced_by.len() {
            let mut at = Some(start);
            while let Some(index) = at.filter(|&index| seen_from[index].is_none()) {
                seen_from[index] = Some(start);
                at = self.replaced_by[index];
            }
            // Back at a code that was first seen from this start, so this is a new cycle.
            if let Some(met) = at.filter(|&index| seen_from[index] == Some(start)) {
                let rest = std::iter::successors(self.replaced_by[met], |&at| self.replaced_by[at]);
                let mut cycle: Vec<usize> = std::iter::once(met).chain(rest.take_while(|&at| at != met)).collect();
                let first = cycle.iter().enumerate().min_by_key(|(_, code)| **code).map_or(0, |(place, _)| place);
                cycle.rotate_left(first);
                cycles.push(cycle);
            }
        }
        cycles
    }
}

/// The code that a group is, if its page has more than retired groups to list.
fn has_children(snapshot: &Snapshot, group: &Group) -> Option<usize> {
    let is_listed = |at: &usize| !snapshot.groups()[*at].retired;
    group.code.filter(|_| !group.entries.is_empty() || group.children.iter().any(is_listed))
}

/// The replacement of an entry. One in `retired` overrides one in `deprecated`.
fn replaced_by(entry: &Entry) -> Option<usize> {
    let of = |ending: &Option<Ending>| ending.as_ref().and_then(|ending| ending.replaced_by);
    of(&entry.retired).or_else(|| of(&entry.deprecated))
}
