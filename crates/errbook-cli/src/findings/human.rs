//! Findings for people: with source lines, limited to one hundred, and counted by rule.

use std::collections::BTreeMap;
use std::fmt::Write;

use errbook_catalog::{Diagnostic, Diagnostics, Severity};

use super::word;
use crate::terminal::{DIM, ERROR, WARNING};

/// More findings don't help on a screen.
const SCREEN: usize = 100;

/// The findings with their source lines. If there are too many to show, errors come first.
pub(super) fn human(report: &Diagnostics, colors: bool) -> String {
    let mut found: Vec<&Diagnostic> = report.diagnostics().iter().collect();
    if found.len() > SCREEN {
        found.sort_by_key(|diagnostic| diagnostic.severity);
    }
    let mut text = String::new();
    for diagnostic in found.iter().take(SCREEN) {
        text += &report.human(diagnostic, colors);
        text.push('\n');
    }
    if found.len() > SCREEN {
        let _ = writeln!(text, "{DIM}… and {} more; `--format short` shows all{DIM:#}\n", found.len() - SCREEN);
        text += &rules(&found);
    }
    text
}

/// The number of findings of each rule, most frequent first.
fn rules(found: &[&Diagnostic]) -> String {
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
