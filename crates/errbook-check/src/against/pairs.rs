//! Matches the codes of the base with current codes.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use errbook_catalog::registry::{Audience, Code, Lifecycle, Registry};
use errbook_catalog::{FileId, PathStep, Severity, Snapshot};

use super::base::{Base, group_steps};
use crate::finding::Place;
use crate::text::has_key;

/// A catalog and its base.
#[derive(Debug)]
pub struct Comparison<'c> {
    /// The registry of the base.
    pub past: &'c Registry,
    pub(super) base: &'c Base,
    /// The current catalog, as a registry.
    pub now: Registry,
    /// The current catalog.
    pub snapshot: &'c Snapshot,
    /// The fate of each code in the base.
    fates: Vec<Fate>,
    /// Aliases of current codes, with the position of the code.
    aliases: HashMap<String, usize>,
    /// Files with errors. A value missing there may only be unreadable.
    broken: HashSet<FileId>,
    pub(super) manifest_file: FileId,
    pub(super) urls: OnceCell<Urls>,
}

/// A URL that worked in the base and is now dead.
#[derive(Debug)]
pub(crate) struct DeadUrl {
    pub(crate) url: String,
    /// The code whose page it was.
    pub(crate) code: Option<String>,
    /// Where to add a redirect.
    pub(crate) place: Place,
    /// Where the base sets it.
    pub(crate) was: Option<Place>,
}

/// The URLs of the base.
#[derive(Debug, Default)]
pub(crate) struct Urls {
    /// Dead URLs.
    pub(crate) dead: Vec<DeadUrl>,
    /// Whether the site moved and all URLs are dead, which is reported as one change.
    pub(crate) moved: bool,
}

/// What happened to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It exists at this position, by name or as an alias.
    Lives(usize),
    /// It was probably renamed to the code at this position.
    Renamed(usize),
    /// It was removed.
    Gone,
}

/// A code in the base and the matching current code.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'c> {
    /// The code in the base.
    pub old: &'c Code,
    /// The current code.
    pub new: &'c Code,
    /// The position of the old code in the base.
    position: usize,
    /// The current file.
    pub file: FileId,
    /// Whether its file or the manifest has errors, so a missing value may only be unreadable.
    pub broken: bool,
}

impl Pair<'_> {
    /// Whether services sent the code and still do, so clients may depend on its response.
    pub fn is_sent(&self) -> bool {
        let sent = |code: &Code| !matches!(code.lifecycle, Lifecycle::Draft | Lifecycle::Retired);
        sent(self.old) && sent(self.new)
    }

    /// A key in the current file.
    pub fn key(&self, key: &'static str) -> Place {
        Place::key(self.file, key)
    }

    /// The name to report: the one in the base.
    pub fn code(&self) -> Option<&str> {
        Some(&self.old.code)
    }
}

impl<'c> Comparison<'c> {
    pub(crate) fn of(base: &'c Base, snapshot: &'c Snapshot) -> Option<Comparison<'c>> {
        let past = &base.registry;
        let manifest_file = snapshot.file("catalog.yaml")?;
        let now = Registry::of_snapshot(snapshot, Audience::Internal)?;
        let aliases = now.codes.iter().enumerate();
        let aliases: HashMap<String, usize> =
            aliases.flat_map(|(at, code)| code.aliases.iter().map(move |alias| (alias.clone(), at))).collect();
        let errors = snapshot.report().diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken = errors.filter_map(|diagnostic| Some(diagnostic.labels.first()?.file)).collect();
        let fates = fates(past, &now, &aliases);
        Some(Comparison { past, base, now, snapshot, fates, aliases, broken, manifest_file, urls: OnceCell::new() })
    }

    /// The codes that exist in both.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.fates.iter().enumerate().filter_map(|(old, fate)| match *fate {
            Fate::Lives(position) => Some(self.pair(old, position)),
            _ => None,
        })
    }

    /// The codes that were removed from the base, each with the code that it was probably renamed
    /// to.
    pub fn missing(&self) -> impl Iterator<Item = (&Code, Option<Pair<'_>>)> {
        self.fates.iter().enumerate().filter_map(|(old, fate)| match *fate {
            Fate::Lives(_) => None,
            Fate::Renamed(position) => Some((&self.past.codes[old], Some(self.pair(old, position)))),
            Fate::Gone => Some((&self.past.codes[old], None)),
        })
    }

    /// The position of the current code with this alias.
    pub(crate) fn alias(&self, code: &str) -> Option<usize> {
        self.aliases.get(code).copied()
    }

    /// A current code and its file.
    pub(crate) fn current(&self, position: usize) -> (&Code, FileId) {
        (&self.now.codes[position], self.snapshot.codes()[position].file)
    }

    fn pair(&self, old: usize, position: usize) -> Pair<'_> {
        let code = &self.snapshot.codes()[position];
        Pair {
            old: &self.past.codes[old],
            position: old,
            new: &self.now.codes[position],
            file: code.file,
            broken: self.is_broken(position) || self.is_manifest_broken() || code.entry.is_none(),
        }
    }

    /// Whether the file of a code has errors, or that of a code above, from which it inherits.
    fn is_broken(&self, position: usize) -> bool {
        let codes = self.snapshot.codes();
        let mut above = std::iter::successors(Some(&self.now.codes[position]), |code| self.now.parent(code));
        !self.broken.is_empty()
            && above
                .any(|code| self.snapshot.position(&code.code).is_some_and(|at| self.broken.contains(&codes[at].file)))
    }

    /// Whether the manifest has errors, so a missing value may only be unreadable.
    pub fn is_manifest_broken(&self) -> bool {
        self.broken.contains(&self.manifest_file)
    }

    /// The location of a value that an entry can inherit: in the entry if it has the key, or in a
    /// code above that has it, or else in its group.
    pub fn value_of(&self, pair: Pair<'_>, key: &'static str) -> Place {
        if has_key(self.snapshot.report().text(pair.file), key) {
            return pair.key(key);
        }
        let parents = std::iter::successors(self.now.parent(pair.new), |code| self.now.parent(code));
        let files = parents.filter_map(|code| Some(self.snapshot.codes()[self.snapshot.position(&code.code)?].file));
        if let Some(file) = files.into_iter().find(|file| has_key(self.snapshot.report().text(*file), key)) {
            return Place::key(file, key);
        }
        let mut segments = self.segments(&pair.new.code);
        segments.pop();
        self.group_of(&segments).then(PathStep::key(key))
    }

    /// Whether the base lists headers, which a saved `errors.json` of version 1 lacks.
    pub(crate) fn is_comparable(&self) -> bool {
        !self.base.is_of_version_1()
    }

    /// The location of a value in the base: in the entry, or in the group that sets it.
    pub fn was(&self, pair: Pair<'_>, key: &'static str) -> Option<Place> {
        self.base.entry(pair.position, key, self.snapshot)
    }

    /// The location of a removed code in the base.
    pub fn removed(&self, old: &Code) -> Option<Place> {
        let position = self.past.codes.binary_search_by(|code| code.code.cmp(&old.code)).ok()?;
        self.base.entry(position, "", self.snapshot)
    }

    /// The location of a group in the manifest of the base.
    pub(crate) fn group_was(&self, segments: &[String]) -> Option<Place> {
        self.base.manifest(self.base.group(segments))
    }

    /// The location of a value in the manifest of the base.
    pub fn manifest_was(&self, path: impl IntoIterator<Item = PathStep>) -> Option<Place> {
        self.base.manifest(path)
    }

    /// A key of the manifest.
    pub fn manifest_key(&self, key: &'static str) -> Place {
        self.manifest_at([PathStep::key(key)])
    }

    /// A value of the manifest.
    pub fn manifest_at(&self, path: impl IntoIterator<Item = PathStep>) -> Place {
        Place { file: self.manifest_file, path: path.into_iter().collect(), range: None }
    }

    /// The closest existing group in the manifest that contains, or contained, a code or group of
    /// the base.
    pub fn group_of(&self, segments: &[String]) -> Place {
        self.manifest_at(group_steps(segments, |path| self.snapshot.groups().iter().any(|group| group.path == path)))
    }

    /// The segments of a code in the base.
    pub fn segments(&self, code: &str) -> Vec<String> {
        super::base::segments(self.past, code)
    }
}

fn fates(past: &Registry, now: &Registry, aliases: &HashMap<String, usize>) -> Vec<Fate> {
    let position = |code: &str| now.codes.binary_search_by(|of| of.code.as_str().cmp(code)).ok();
    let new: Vec<usize> = (0..now.codes.len()).filter(|&at| past.code(&now.codes[at].code).is_none()).collect();
    let fate = |old: &Code| {
        let lives = position(&old.code).or_else(|| aliases.get(&old.code).copied()).map(Fate::Lives);
        lives.or_else(|| successor(past, old, now, &new).map(Fate::Renamed)).unwrap_or(Fate::Gone)
    };
    past.codes.iter().map(fate).collect()
}

/// The only `new` code with the same message as a code in the base, or else the only one with the
/// same last segment.
fn successor(past: &Registry, old: &Code, now: &Registry, new: &[usize]) -> Option<usize> {
    let only = |is_like: &dyn Fn(&Code) -> bool| {
        let mut like = new.iter().copied().filter(|&at| is_like(&now.codes[at]));
        like.next().filter(|_| like.next().is_none())
    };
    let message = old.message.as_ref();
    let same_message = message.and_then(|message| only(&|code| code.message.as_ref() == Some(message)));
    let last = last_segment(past, &old.code);
    same_message.or_else(|| only(&|code| last_segment(now, &code.code) == last))
}

fn last_segment<'c>(registry: &Registry, code: &'c str) -> &'c str {
    let separator = &registry.scheme.separator;
    if separator.is_empty() { code } else { code.rsplit(separator.as_str()).next().unwrap_or(code) }
}
