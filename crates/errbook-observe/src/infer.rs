//! Infers what a catalog lacks from what was observed: drafts of unknown codes, wordings for unknown
//! messages, and operations. Callers write the files.
//!
//! `texts` and `pattern` find the wordings of the sent texts, `draft` and `addition` write them, and
//! `trial` leaves out what would cause an error.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::{CodeKind, Entry, Manifest, RaisedBy, Snapshot};
use errbook_check::edit::FileEdit;
use errbook_check::{Finding, observed, traffic};

use crate::deviation::rules;
use crate::observation::{Detail, Observation, Origin, Seen};
use crate::text::is_plain;
use addition::{Addition, Change};
use draft::Drafts;
use texts::Wordings;
use trial::Trial;
use yaml::Names;

mod addition;
mod draft;
mod pattern;
mod texts;
mod trial;
mod words;
mod yaml;

/// Unknown codes beyond this number get no draft.
const MOST_DRAFTS: usize = 1000;

/// A code that was seen in more operations is probably raised by a stage.
const MOST_OPERATIONS: usize = 50;

/// What was inferred from an observation.
#[derive(Debug, Clone, Default)]
pub struct Inferred {
    /// The edited and new files, by path.
    pub files: Vec<InferredFile>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// A file with inferred content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InferredFile {
    /// The file, before and after.
    pub file: FileEdit,
    /// How much was added of each kind.
    pub added: BTreeMap<Added, usize>,
}

/// Something that wasn't inferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A kind of addition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Added {
    /// A file for an unknown code.
    Draft,
    /// An item of `wordings`.
    Wording,
    /// An operation in `raised_by`, or of a wording.
    Operation,
}

impl Added {
    /// Its name, singular or plural.
    pub fn name(self, count: usize) -> &'static str {
        let names = match self {
            Added::Draft => ("draft", "drafts"),
            Added::Wording => ("wording", "wordings"),
            Added::Operation => ("operation", "operations"),
        };
        if count == 1 { names.0 } else { names.1 }
    }

    /// That a code gets none.
    fn lacking(self, code: &str) -> String {
        match self {
            Added::Draft => format!("no draft of `{code}`"),
            Added::Wording | Added::Operation => format!("no {} added to `{code}`", self.name(1)),
        }
    }
}

impl Observation {
    /// Infers what `snapshot`, the catalog that was observed, lacks. Leaves out what the catalog
    /// allows to lack. `today`, as `YYYY-MM-DD`, decides which suppressions have expired.
    ///
    /// With the edits, the catalog loads without new errors. Observing the same exchanges again and
    /// inferring from them changes nothing.
    ///
    /// ```
    /// use errbook_catalog::Snapshot;
    /// use errbook_observe::{Fields, Lines, Observation, Observer, Origin};
    ///
    /// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
    /// let snapshot = Snapshot::read("shop".as_ref());
    /// let observer = Observer::new(&snapshot, None).expect("a manifest");
    /// let line = br#"{"error": {"code": "err:orders:too_many", "detail": "There are 100 orders already"}}"#;
    /// let mut observation = Observation::default();
    /// let origin = Origin { input: 0, number: 1, request: String::new() };
    /// Lines::new(&observer, Fields::default()).block(line, origin, &mut observation);
    ///
    /// let inferred = observation.infer(&snapshot, None);
    /// assert_eq!(inferred.files[0].file.path, "orders/too_many.yaml");
    /// ```
    pub fn infer(&self, snapshot: &Snapshot, today: Option<&str>) -> Inferred {
        let Some(manifest) = snapshot.manifest() else { return Inferred::default() };
        let mut inference =
            Inference { observation: self, snapshot, manifest, today, all: Vec::new(), skipped: Vec::new() };
        // A wording can list only operations that raise the code.
        inference.raised_by();
        inference.operations_of_wordings();
        inference.wordings();
        inference.drafts();
        let Inference { all, mut skipped, .. } = inference;
        let mut trial = Trial::new(snapshot);
        trial.accept(&all);
        let (files, misfits) = trial.finish();
        for misfit in misfits {
            if !skipped.contains(&misfit) {
                skipped.push(misfit);
            }
        }
        Inferred { files, skipped }
    }
}

/// What is being inferred.
struct Inference<'o> {
    observation: &'o Observation,
    snapshot: &'o Snapshot,
    manifest: &'o Manifest,
    today: Option<&'o str>,
    all: Vec<Addition>,
    skipped: Vec<Skipped>,
}

impl<'o> Inference<'o> {
    fn entry(&self, position: usize) -> Option<&'o Entry> {
        self.snapshot.codes().get(position)?.entry.as_deref()
    }

    /// Whether the catalog doesn't suppress a finding.
    fn is_reported(&self, rule: &'static str, finding: Option<Finding>) -> bool {
        finding.is_some_and(|finding| !traffic(self.snapshot, self.today, vec![(rule, finding)]).is_empty())
    }

    fn add(&mut self, entry: &Entry, change: Change) {
        self.all.push(Addition { path: entry.file.clone(), code: entry.code.clone(), change });
    }

    fn skip(&mut self, added: Added, code: &str, why: &str, help: impl Into<String>) {
        self.skipped.push(Skipped { message: format!("{}: {why}", added.lacking(code)), help: help.into() });
    }

    /// The operations in which codes were seen, and that `raised_by` doesn't include. If nothing is
    /// known of what raises a code, these are all.
    fn raised_by(&mut self) {
        let mut seen: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for ((position, _), operations) in &self.observation.seen {
            seen.entry(*position).or_default().extend(operations.keys().flatten().map(String::as_str));
        }
        for (position, mut operations) in seen {
            let is_sent =
                |entry: &&Entry| entry.kind == CodeKind::Error && entry.retired.is_none() && entry.reserved.is_none();
            let Some(entry) = self.entry(position).filter(is_sent) else { continue };
            let is_known = entry.raised_by == RaisedBy::All || !entry.raised_by.origins().is_empty();
            operations.retain(|operation| {
                let elsewhere = || observed::elsewhere(self.snapshot, position, operation);
                is_plain(operation) && (!is_known || self.is_reported(rules::ELSEWHERE, elsewhere()))
            });
            if operations.len() > MOST_OPERATIONS {
                let why = format!("it was seen in {} operations", operations.len());
                self.skip(Added::Operation, &entry.code, &why, "use `raised_by: all`, or a stage");
            } else if !operations.is_empty() {
                self.add(entry, Change::RaisedBy(operations.into_iter().map(str::to_owned).collect()));
            }
        }
    }

    /// The operations that sent a wording of other operations.
    fn operations_of_wordings(&mut self) {
        let mut unlisted: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for (position, index, operation) in &self.observation.unlisted {
            let wording = self.entry(*position).and_then(|entry| entry.wordings.get(*index));
            if wording.is_some_and(|of| !of.operations.is_empty() && !of.operations.contains(operation)) {
                unlisted.entry((*position, *index)).or_default().push(operation.clone());
            }
        }
        for ((position, index), operations) in unlisted {
            let is_of =
                |(rule, of, _): &&(&str, Option<usize>, String)| *rule == rules::MESSAGE && *of == Some(position);
            let mut found = self.observation.deviations.iter().filter(|(key, _)| is_of(key)).map(|(_, seen)| seen);
            let finding = found.find(|seen| seen.deviation.wording == Some(index));
            let finding = finding.and_then(|seen| seen.deviation.finding(self.snapshot));
            if let Some(entry) = self.entry(position).filter(|_| self.is_reported(rules::MESSAGE, finding)) {
                self.add(entry, Change::Listed(index, operations));
            }
        }
    }

    fn wordings(&mut self) {
        for seen in self.observation.deviations.values() {
            let deviation = &seen.deviation;
            let Some(entry) = deviation.position.and_then(|position| self.entry(position)) else { continue };
            if deviation.rule == rules::MESSAGE
                && !seen.details.is_empty()
                && self.is_reported(rules::MESSAGE, deviation.finding(self.snapshot))
            {
                self.wordings_of(entry, seen);
            }
        }
    }

    fn wordings_of(&mut self, entry: &Entry, seen: &Seen) {
        let details = in_order(seen);
        let code = entry.code.as_str();
        if details.iter().any(|(detail, _)| detail.text.is_none()) {
            let help = "add the texts by hand, with params in place of values";
            self.skip(Added::Wording, code, "its texts can have values of sensitive params", help);
        }
        let wordings = Wordings::of(details.into_iter());
        let mut names = Names::of(entry);
        for pattern in &wordings.patterns {
            let own = names.of_pattern(pattern);
            self.add(entry, Change::Wording(yaml::wording(pattern, &own)));
        }
        for (why, help) in wordings.left_out {
            self.skip(Added::Wording, code, &why, help);
        }
    }

    fn drafts(&mut self) {
        let mut drafts = Drafts::default();
        let unknown = self.observation.deviations.values();
        let unknown: BTreeMap<&str, &Seen> =
            unknown.filter_map(|seen| Some((seen.deviation.sent.as_deref()?, seen))).collect();
        let all = unknown.len();
        for (sent, seen) in unknown.into_iter().take(MOST_DRAFTS) {
            if !self.is_reported(rules::UNKNOWN, seen.deviation.finding(self.snapshot)) {
                continue;
            }
            if let Err(refusal) = drafts.add(self.snapshot, self.manifest, sent, seen.details.values()) {
                self.skip(Added::Draft, sent, &refusal.message, refusal.help.join("\n"));
            }
        }
        if all > MOST_DRAFTS {
            let message = format!("no drafts of {} more unknown codes", all - MOST_DRAFTS);
            self.skipped.push(Skipped { message, help: "run `errbook observe --infer` again".to_owned() });
        }
        let (additions, left_out) = drafts.additions(self.snapshot, self.manifest);
        self.all.extend(additions);
        for (code, (why, help)) in left_out {
            self.skip(Added::Wording, &code, &why, help);
        }
    }
}

/// What differed, in the order in which it was seen first.
fn in_order(seen: &Seen) -> Vec<&(Detail, Origin)> {
    let mut details: Vec<&(Detail, Origin)> = seen.details.values().collect();
    details.sort_by_key(|(_, origin)| origin);
    details
}
