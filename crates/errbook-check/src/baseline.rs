//! Suppresses the findings that existed when a team adopted the check, so only new ones fail.
//!
//! The rule `baseline-mended` reports entries that no longer apply. `format` reads and writes the
//! file's contents. Nothing here touches the disk.

use std::collections::{BTreeMap, HashMap};

use errbook_catalog::{Diagnostic, Diagnostics, FileId, Label, RuleLevel, Severity, Snapshot, Span};

use crate::level;
use crate::options::Options;
use crate::rules::{RULES, Rule};

mod fingerprint;
mod format;

pub use fingerprint::fingerprint;
pub use format::{ReadError, VERSION};

/// The rule that reports entries that no longer apply.
const MENDED: &str = "baseline-mended";

/// Findings to suppress.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::Options;
/// use errbook_check::baseline::{Baseline, Gate};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let mut snapshot = Snapshot::read("mistakes".as_ref());
/// let saved = Baseline::of(snapshot.report()).write();
///
/// let file = snapshot.attach("baseline.json".to_owned(), saved.clone());
/// let gate = Gate::new(&snapshot, &Options::default());
/// let (_, mut report) = snapshot.into_parts();
/// let outcome = Baseline::read(&saved)?.apply(&mut report, file, &gate);
/// assert!(outcome.known > 0);
/// assert_eq!(report.errors(), 0);
/// # Ok::<(), errbook_check::baseline::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Key, Known>,
}

/// Identifies a finding across checks, without its line number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Path relative to the catalog, with forward slashes.
    file: String,
    rule: String,
    fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    /// Number of findings with this key.
    count: usize,
    /// The message of the first one, for people who read the file.
    message: String,
}

/// The result of applying a baseline to a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Known findings, removed from the report.
    pub known: usize,
    /// Known findings that are errors.
    pub known_errors: usize,
    /// Findings in the baseline that no longer exist.
    pub mended: usize,
}

/// Details of a check that decide which entries of a baseline apply.
#[derive(Debug)]
pub struct Gate {
    severity: Option<Severity>,
    /// Rules that did not run. `None` if findings that are missing may still exist, whatever their
    /// rule.
    idle: Option<Vec<&'static str>>,
    /// The previous files of renamed codes, by current file.
    former: HashMap<String, Vec<String>>,
}

impl Gate {
    /// The gate for a check with these options.
    pub fn new(snapshot: &Snapshot, options: &Options) -> Gate {
        let rule = snapshot.manifest().zip(Rule::by_id(MENDED));
        let severity = match rule.map_or(RuleLevel::Error, |(manifest, rule)| level::of(manifest, rule, "")) {
            RuleLevel::Error => Some(Severity::Error),
            RuleLevel::Warn => Some(Severity::Warning),
            RuleLevel::Allow => None,
        };
        let is_idle = |rule: &&Rule| !level::may_run(options, snapshot.manifest(), rule);
        let idle = RULES.iter().filter(is_idle).map(|rule| rule.id).collect();
        Gate { severity, idle: Some(idle), former: former_files(snapshot) }
    }

    /// The gate for findings about what services sent. What one input doesn't show, another one can.
    pub fn of_traffic(snapshot: &Snapshot) -> Gate {
        Gate { severity: None, idle: None, former: former_files(snapshot) }
    }

    /// The keys that a finding may have in a baseline: one for its file, and one for each file that
    /// the code had before it was renamed.
    fn keys(&self, report: &Diagnostics, found: &Diagnostic) -> Vec<Key> {
        let file = file_of(report, found);
        let former = self.former.get(file).into_iter().flatten().map(String::as_str);
        std::iter::once(file).chain(former).map(|file| key_in(file, found)).collect()
    }

    /// Whether the rule ran. If it didn't, its known findings may still exist.
    fn ran(&self, rule: &str) -> bool {
        self.idle.as_ref().is_some_and(|idle| !idle.contains(&rule))
    }
}

impl Baseline {
    /// The baseline that suppresses all findings of a report.
    pub fn of(report: &Diagnostics) -> Baseline {
        let mut baseline = Baseline::default();
        for found in report.diagnostics() {
            let known = Known { count: 0, message: found.message.clone() };
            baseline.known.entry(key_in(file_of(report, found), found)).or_insert(known).count += 1;
        }
        baseline
    }

    /// Number of findings.
    pub fn len(&self) -> usize {
        self.known.values().map(|known| known.count).sum()
    }

    /// Whether the baseline is empty.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Number of findings in this baseline that are not in `other`.
    pub fn beyond(&self, other: &Baseline) -> usize {
        let of_other = |key| other.known.get(key).map_or(0, |known| known.count);
        self.known.iter().map(|(key, known)| known.count.saturating_sub(of_other(key))).sum()
    }

    /// Keeps the findings of an earlier baseline whose rules did not run.
    pub fn keep_unjudged(&mut self, earlier: &Baseline, gate: &Gate) {
        for (key, known) in &earlier.known {
            if !gate.ran(&key.rule) {
                self.known.entry(key.clone()).or_insert_with(|| known.clone());
            }
        }
    }

    /// Removes known findings from a report, and adds a finding for each entry that no longer
    /// applies. `file` is the baseline itself, which those findings point to.
    pub fn apply(&self, report: &mut Diagnostics, file: FileId, gate: &Gate) -> Outcome {
        let mut left: BTreeMap<&Key, usize> = self.known.iter().map(|(key, known)| (key, known.count)).collect();
        let keys: Vec<Vec<Key>> = report.diagnostics().iter().map(|found| gate.keys(report, found)).collect();
        let mut keys = keys.iter();
        let mut outcome = Outcome::default();
        report.retain(|found| {
            let keys = keys.next().into_iter().flatten();
            let key = keys.into_iter().find(|key| left.get(*key).is_some_and(|count| *count > 0));
            let Some(count) = key.and_then(|key| left.get_mut(key)) else { return true };
            *count -= 1;
            outcome.known += 1;
            outcome.known_errors += usize::from(found.severity == Severity::Error);
            false
        });
        let left: Vec<_> = left.into_iter().filter(|(key, count)| *count > 0 && gate.ran(&key.rule)).collect();
        outcome.mended = left.iter().map(|(_, count)| count).sum();
        let Some(severity) = gate.severity else { return outcome };
        let places = places(report.text(file));
        let outdated: Vec<_> = left
            .into_iter()
            .map(|(key, gone)| {
                let span = places.get(key.fingerprint.as_str()).copied().unwrap_or_default();
                outdated_entry(
                    key,
                    self.known[key].count,
                    gone,
                    severity,
                    Label { file, span, text: Default::default() },
                )
            })
            .collect();
        report.extend(outdated);
        outcome
    }
}

/// The files that renamed codes had under their aliases, by current file.
fn former_files(snapshot: &Snapshot) -> HashMap<String, Vec<String>> {
    let Some(scheme) = snapshot.manifest().map(|manifest| &manifest.scheme) else { return HashMap::new() };
    let file = |code: &String| {
        let rest = match &scheme.prefix {
            Some(prefix) => code.strip_prefix(prefix.as_str())?.strip_prefix(scheme.separator.as_str())?,
            None => code,
        };
        let path = if scheme.levels.len() > 1 { rest.replace(&scheme.separator, "/") } else { rest.to_owned() };
        Some(path + ".yaml")
    };
    let renamed = snapshot.entries().filter(|entry| !entry.aliases.is_empty());
    renamed.map(|entry| (entry.file.clone(), entry.aliases.iter().filter_map(file).collect())).collect()
}

fn file_of<'r>(report: &'r Diagnostics, found: &Diagnostic) -> &'r str {
    found.labels.first().map_or("", |label| report.path_in_catalog(label.file))
}

fn key_in(file: &str, found: &Diagnostic) -> Key {
    Key {
        file: file.to_owned(),
        rule: found.rule.to_owned(),
        fingerprint: fingerprint(found.rule, file, &found.message),
    }
}

/// The span of each fingerprint. Searches the text, so any JSON layout works.
fn places(text: &str) -> HashMap<&str, Span> {
    let member = "\"fingerprint\"";
    let of = |(at, _): (usize, &str)| {
        let start = at + member.len() + text[at + member.len()..].find('"')? + 1;
        let end = start + text[start..].find('"')?;
        Some((&text[start..end], Span::from(start..end)))
    };
    text.match_indices(member).filter_map(of).collect()
}

fn outdated_entry(key: &Key, count: usize, gone: usize, severity: Severity, label: Label) -> Diagnostic {
    let Key { file, rule, .. } = key;
    let message = if gone == count {
        format!("baseline lists a finding that no longer exists: `{rule}` in `{file}`")
    } else {
        let exist = if gone == 1 { "exists" } else { "exist" };
        format!("baseline lists {count} findings of `{rule}` in `{file}`, but {gone} no longer {exist}")
    };
    let help = vec!["run the check again with `--update-baseline`, and commit the file together with the fix".into()];
    Diagnostic { rule: MENDED, severity, message, labels: vec![label], notes: Vec::new(), help }
}
