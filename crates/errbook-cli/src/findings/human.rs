//! Findings for people: with source lines, limited to one hundred, and counted by rule. A rule that
//! warns about much of the catalog is shown once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use errbook_catalog::{Diagnostic, Diagnostics, FileId, Severity};
use errbook_check::Rule;

use super::{About, word};
use crate::terminal::{DIM, ERROR, WARNING};

/// More findings don't help on a screen.
const SCREEN: usize = 100;

/// A rule is shown once if it warns about more than one in this many entries.
const ONE_IN: usize = 3;

/// A rule that warns about fewer entries is shown in full. In a small catalog, this is still short.
const FEW: usize = 10;

/// The findings with their source lines. If there are too many to show, errors come first.
pub(super) fn human(report: &Diagnostics, about: &About, colors: bool) -> String {
    let mut found =
        if about.all { report.diagnostics().iter().map(Cow::Borrowed).collect() } else { summarized(report, about) };
    let screen = if about.all { usize::MAX } else { SCREEN };
    if found.len() > screen {
        found.sort_by_key(|diagnostic| diagnostic.severity);
    }
    let mut text = String::new();
    for diagnostic in found.iter().take(screen) {
        text += &report.human(diagnostic, colors);
        text.push('\n');
    }
    if found.len() > screen {
        let _ = writeln!(text, "{DIM}… and {} more; `--format short` shows all{DIM:#}\n", found.len() - screen);
        text += &rules(report.diagnostics());
    }
    text
}

/// The findings, but only the first of each frequent rule.
fn summarized<'r>(report: &'r Diagnostics, about: &About) -> Vec<Cow<'r, Diagnostic>> {
    let all = about.entries.as_ref().map_or(0, BTreeSet::len);
    let mut frequent = frequent(report, about);
    let first = |found: &'r Diagnostic| {
        let of_rule = frequent.get_mut(found.rule).filter(|_| found.severity == Severity::Warning);
        let Some(of_rule) = of_rule else { return Some(Cow::Borrowed(found)) };
        let Frequent { findings, files } = std::mem::take(of_rule);
        (findings > 0).then(|| Cow::Owned(example(found, findings, files.len(), all)))
    };
    report.diagnostics().iter().filter_map(first).collect()
}

/// A finding that stands for all of its rule.
fn example(found: &Diagnostic, findings: usize, entries: usize, all: usize) -> Diagnostic {
    let mut example = found.clone();
    let more = findings - 1;
    example.notes.push(
        format!("… and {more} more ({entries} of {all} entries have one); `errbook check --all` shows each").into(),
    );
    // The loader's rules have no level.
    if Rule::by_id(found.rule).is_some() {
        example
            .help
            .push(format!("to turn this rule off, add `{}: allow` to `rules` in catalog.yaml", found.rule).into());
    }
    example
}

/// The warnings of a rule.
#[derive(Default)]
struct Frequent {
    findings: usize,
    /// Entries with a warning.
    files: BTreeSet<FileId>,
}

/// The rules that warn about much of the catalog.
fn frequent<'r>(report: &'r Diagnostics, about: &About) -> BTreeMap<&'r str, Frequent> {
    let Some(entries) = &about.entries else { return BTreeMap::new() };
    let mut rules = BTreeMap::<&str, Frequent>::new();
    let warnings = report.diagnostics().iter().filter(|found| found.severity == Severity::Warning);
    for found in warnings {
        let of_rule = rules.entry(found.rule).or_default();
        of_rule.findings += 1;
        of_rule.files.extend(found.labels.first().map(|label| label.file).filter(|file| entries.contains(file)));
    }
    rules.retain(|_, of_rule| of_rule.files.len() >= FEW && of_rule.files.len() * ONE_IN > entries.len());
    rules
}

/// The number of findings of each rule, most frequent first.
fn rules(found: &[Diagnostic]) -> String {
    let mut by_rule = BTreeMap::<_, usize>::new();
    for diagnostic in found {
        *by_rule.entry((diagnostic.severity, diagnostic.rule)).or_default() += 1;
    }
    let mut by_rule: Vec<_> = by_rule.into_iter().collect();
    by_rule.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let mut text = String::new();
    for ((severity, rule), count) in by_rule {
        let style = if severity == Severity::Error { ERROR } else { WARNING };
        let _ = writeln!(text, "{count:>7}  {style}{}{style:#}[{rule}]", word(severity));
    }
    text
}
