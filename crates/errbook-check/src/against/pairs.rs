//! Which code of the past is which code of today.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use errbook_catalog::registry::{Code, Lifecycle, Registry};
use errbook_catalog::{FileId, PathStep, Severity, Snapshot};

use crate::finding::Place;

/// A catalog and its past.
#[derive(Debug)]
pub struct Comparison<'c> {
    /// The past.
    pub past: &'c Registry,
    /// Today, in the form of the past.
    pub now: Registry,
    /// Today.
    pub snapshot: &'c Snapshot,
    /// For each code of the past, what became of it.
    fates: Vec<Fate>,
    /// Former names of codes of today, with the position of the code.
    aliases: HashMap<String, usize>,
    /// Files with errors: what is missing there may be misread.
    broken: HashSet<FileId>,
    manifest_file: FileId,
    pub(super) urls: OnceCell<Urls>,
}

/// A URL that led somewhere and does no more.
#[derive(Debug)]
pub(crate) struct DeadUrl {
    pub(crate) url: String,
    /// The code whose page it led to.
    pub(crate) code: Option<String>,
    /// Where a redirect could stand.
    pub(crate) place: Place,
}

/// URLs of the past.
#[derive(Debug, Default)]
pub(crate) struct Urls {
    /// Those that are dead.
    pub(crate) dead: Vec<DeadUrl>,
    /// The site has another address, and no URL of the past is left: that is one change.
    pub(crate) moved: bool,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is the code at this position, under its name or as an alias.
    Lives(usize),
    /// The code at this position seems to be it, under another name.
    Renamed(usize),
    /// Nothing is left of it.
    Gone,
}

/// A code of the past and what it is today.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'c> {
    /// As it was.
    pub old: &'c Code,
    /// As it is.
    pub new: &'c Code,
    /// Its file.
    pub file: FileId,
    /// Its file or the manifest has errors, so that what is missing may be there in truth.
    pub broken: bool,
}

impl Pair<'_> {
    /// A service sent it, and a service sends it: what it looks like matters to somebody.
    pub fn is_sent(&self) -> bool {
        let sent = |code: &Code| !matches!(code.lifecycle, Lifecycle::Draft | Lifecycle::Retired);
        sent(self.old) && sent(self.new)
    }

    /// A key of its file.
    pub fn key(&self, key: &'static str) -> Place {
        Place::key(self.file, key)
    }

    /// Its name for people: the former one.
    pub fn code(&self) -> Option<&str> {
        Some(&self.old.code)
    }
}

impl<'c> Comparison<'c> {
    pub(crate) fn of(past: &'c Registry, snapshot: &'c Snapshot) -> Option<Comparison<'c>> {
        let manifest_file = snapshot.file("catalog.yaml")?;
        let now = Registry::of_snapshot(snapshot)?;
        let aliases = now.codes.iter().enumerate();
        let aliases: HashMap<String, usize> =
            aliases.flat_map(|(at, code)| code.aliases.iter().map(move |alias| (alias.clone(), at))).collect();
        let errors = snapshot.report().diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken = errors.filter_map(|diagnostic| Some(diagnostic.labels.first()?.file)).collect();
        let fates = fates(past, &now, &aliases);
        Some(Comparison { past, now, snapshot, fates, aliases, broken, manifest_file, urls: OnceCell::new() })
    }

    /// The codes that are there in both.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.fates.iter().zip(&self.past.codes).filter_map(|(fate, old)| match *fate {
            Fate::Lives(position) => Some(self.pair(old, position)),
            _ => None,
        })
    }

    /// The codes of the past that are no longer there, with the code that seems to be the same under another name.
    pub fn missing(&self) -> impl Iterator<Item = (&Code, Option<Pair<'_>>)> {
        self.fates.iter().zip(&self.past.codes).filter_map(|(fate, old)| match *fate {
            Fate::Lives(_) => None,
            Fate::Renamed(position) => Some((old, Some(self.pair(old, position)))),
            Fate::Gone => Some((old, None)),
        })
    }

    /// The position of the code of today that has this former name.
    pub(crate) fn alias(&self, code: &str) -> Option<usize> {
        self.aliases.get(code).copied()
    }

    /// A code of today, as if it had always been.
    pub(crate) fn of_today(&self, position: usize) -> Pair<'_> {
        self.pair(&self.now.codes[position], position)
    }

    fn pair<'s>(&'s self, old: &'s Code, position: usize) -> Pair<'s> {
        let code = &self.snapshot.codes()[position];
        Pair {
            old,
            new: &self.now.codes[position],
            file: code.file,
            broken: self.broken.contains(&code.file) || self.is_manifest_broken() || code.entry.is_none(),
        }
    }

    /// Whether what is missing in the manifest may be there in truth.
    pub fn is_manifest_broken(&self) -> bool {
        self.broken.contains(&self.manifest_file)
    }

    /// A value of an entry that its group can give: in the entry if it is there, else in the group.
    pub fn value_of(&self, pair: Pair<'_>, key: &'static str) -> Place {
        if has_key(self.snapshot.report().text(pair.file), key) {
            return pair.key(key);
        }
        let mut segments = self.segments(&pair.new.code);
        segments.pop();
        self.group_of(&segments).then(PathStep::key(key))
    }

    /// A key of the manifest.
    pub fn manifest_key(&self, key: &'static str) -> Place {
        Place::key(self.manifest_file, key)
    }

    /// The group in the manifest that holds, or held, a code or group of the past: the nearest that is still there.
    pub fn group_of(&self, segments: &[String]) -> Place {
        let mut place = Place::file(self.manifest_file);
        for (depth, segment) in segments.iter().enumerate() {
            if !self.snapshot.groups().iter().any(|group| group.path == segments[..=depth]) {
                break;
            }
            place = place.then(PathStep::key("groups")).then(PathStep::key(segment.clone()));
        }
        place
    }

    /// The parts of a code, of the past or of today.
    pub fn segments(&self, code: &str) -> Vec<String> {
        let scheme = &self.past.scheme;
        let rest =
            scheme.prefix.as_deref().and_then(|prefix| code.strip_prefix(prefix)?.strip_prefix(&scheme.separator));
        let rest = rest.unwrap_or(code);
        if scheme.separator.is_empty() {
            return vec![rest.to_owned()];
        }
        rest.split(&scheme.separator).map(str::to_owned).collect()
    }
}

/// Whether a file has a key at its left edge. Prose is always indented.
fn has_key(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
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

/// The one of the `new` codes that has the message, else the one that has the last segment, of a code of the past.
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
