//! Findings as a comment on a pull request: the changes and the version that they need first, then
//! what else was found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use errbook_catalog::{Diagnostic, Diagnostics};
use errbook_check::against::{self, Audience, Bump, Change};

use super::place::{Root, region};
use super::{About, counts, plural, word};
use crate::terminal::printable;

/// How much of a list is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    lines: usize,
    characters: usize,
}

impl Limit {
    /// Everything.
    pub(super) const NONE: Limit = Limit { lines: usize::MAX, characters: usize::MAX };

    /// The changes of a comment. GitHub allows 65,536 characters for all of it.
    const CHANGES: Limit = Limit { lines: 50, characters: 40_000 };

    /// The other findings of a comment.
    const FINDINGS: Limit = Limit { lines: 50, characters: 20_000 };

    /// The lines that fit, and how many don't.
    fn cut(self, lines: impl Iterator<Item = String>) -> (String, usize) {
        let (mut text, mut left, mut out) = (String::new(), self, 0);
        for line in lines {
            let characters = line.chars().count();
            if out > 0 || left.lines == 0 || characters > left.characters {
                out += 1;
                continue;
            }
            left = Limit { lines: left.lines - 1, characters: left.characters - characters };
            text.push_str(&line);
        }
        (text, out)
    }
}

pub(super) fn markdown(report: &Diagnostics, about: &About, root: &Root) -> String {
    let mut text = "### errbook check\n".to_owned();
    let mut shown = BTreeSet::new();
    if let Some((base, changes)) = &about.against {
        let mut sorted: Vec<&Change> = changes.iter().collect();
        sorted.sort_by_key(|change| std::cmp::Reverse(change.bump));
        let _ = write!(text, "\n{}\n{}", verdict(base, changes), table(&sorted, &about.pages, Limit::CHANGES));
        shown.extend(changes.iter().filter_map(|change| change.rule));
    }
    let checked = format!("Checked {}", about.checked());
    let _ = match counts(report) {
        counts if counts.is_empty() => {
            let known = about.baseline.as_ref().map_or(0, |(_, of)| of.known);
            let new = if known > 0 { format!("no new problems ({known} known)") } else { "no problems".to_owned() };
            write!(text, "\n{checked}: {new}.\n")
        }
        counts => write!(text, "\n{checked}: **{counts}**.\n"),
    };
    // The table has the others.
    let mut found: Vec<_> = report.diagnostics().iter().filter(|found| !shown.contains(found.rule)).collect();
    found.sort_by_key(|found| found.severity);
    let (lines, out) = Limit::FINDINGS.cut(found.iter().map(|found| line(report, root, found)));
    let more = if out > 0 { format!("- and {out} more\n") } else { String::new() };
    if !found.is_empty() {
        let _ = write!(text, "\n{lines}{more}");
    }
    text
}

/// What version the changes need, and why.
pub(super) fn verdict(base: &str, changes: &[Change]) -> String {
    let is_commit = base.len() == 40 && base.bytes().all(|byte| byte.is_ascii_hexdigit());
    let base = safe(if is_commit { &base[..9] } else { base });
    let Some(bump) = against::bump(changes) else { return format!("Nothing changed since `{base}`.") };
    let breaking = |audience| {
        let is_breaking = |change: &&Change| change.bump == Bump::Major && change.audience == audience;
        changes.iter().filter(is_breaking).count()
    };
    let broken =
        [Audience::Clients, Audience::Services, Audience::Links].map(|audience| (audience, breaking(audience)));
    let broken = broken.iter().filter(|(_, count)| *count > 0);
    let broken: Vec<String> = broken.map(|(who, count)| format!("{count} for {}", who.name())).collect();
    let why = if broken.is_empty() { ".".to_owned() } else { format!(". Breaking changes: {}.", broken.join(", ")) };
    let need = if changes.len() == 1 { "needs" } else { "need" };
    format!("{} since `{base}` {need} a **{}** version{why}", plural(changes.len(), "change", "changes"), bump.name())
}

/// A row for each change that fits. `pages` has the pages of codes.
pub(super) fn table(changes: &[&Change], pages: &BTreeMap<String, String>, limit: Limit) -> String {
    let mut text = String::new();
    if !changes.is_empty() {
        text.push_str("\n| version | change | noticed by |\n|---|---|---|\n");
    }
    let row = |change: &&Change| {
        let bump = if change.bump == Bump::Major { "**major**" } else { change.bump.name() };
        format!("| {bump} | {} | {} |\n", cell(change, pages), change.audience.name())
    };
    let (rows, out) = limit.cut(changes.iter().map(row));
    text.push_str(&rows);
    if out > 0 {
        let _ = writeln!(text, "| | and {out} more | |");
    }
    text
}

/// A list item with a change.
pub(super) fn item(change: &Change, pages: &BTreeMap<String, String>) -> String {
    let (phrase, who) = (phrase(change, pages), change.audience.name());
    match change.bump {
        Bump::Major => format!("- **Breaking for {who}:** {phrase}\n"),
        _ if change.audience == Audience::Clients => format!("- {phrase}\n"),
        _ => format!("- For {who}: {phrase}\n"),
    }
}

fn cell(change: &Change, pages: &BTreeMap<String, String>) -> String {
    phrase(change, pages).replace('|', "\\|")
}

/// The change, whose code is a link to its page.
fn phrase(change: &Change, pages: &BTreeMap<String, String>) -> String {
    let message = safe(&change.message);
    let link = change.code.as_ref().and_then(|code| Some((format!("`{}`", safe(code)), pages.get(code)?)));
    match link {
        Some((code, url)) => message.replacen(&code, &format!("[{code}](<{url}>)"), 1),
        None => message,
    }
}

fn line(report: &Diagnostics, root: &Root, found: &Diagnostic) -> String {
    let place = found.labels.first().map_or_else(String::new, |label| {
        format!(" `{}:{}`", safe(&root.path(report.path(label.file))), region(report, label).line)
    });
    let help = found.help.first().map_or_else(String::new, |help| format!(" ({})", safe(help)));
    format!("- **{}**{place}: {}{help}\n", word(found.severity), safe(&found.message))
}

/// On one line, and without mentions of people and HTML. A zero-width space prevents both, also in
/// code, where entities aren't resolved.
pub(super) fn safe(text: &str) -> String {
    let line = printable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('@', "@\u{200b}").replace('<', "<\u{200b}")
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Sources, read_sources};

    use super::*;

    const MANIFEST: (&str, &str) = ("catalog.yaml", "name: a\ncodes: {levels: [{name: a, pattern: '.*'}]}\n");

    fn shown(files: &[(&str, &str)]) -> String {
        let sources = Sources::from_texts(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        let report = read_sources(sources).1;
        markdown(&report, &About::reading(&report), &Root::default())
    }

    #[test]
    fn a_catalog_mentions_nobody_and_has_no_html() {
        let shown = shown(&[MANIFEST, ("@team<b>.yaml", "\"@team <b>\\n- x\": 1\nmessage: \"A\"\n")]);
        assert!(!shown.contains("@t") && !shown.contains("<b") && !shown.contains("\n- x"), "{shown}");
    }

    #[test]
    fn a_comment_fits() {
        let row = format!("{}\n", "| ".repeat(700));
        let (rows, out) = Limit::CHANGES.cut((0..60).map(|_| row.clone()));
        assert_eq!((rows.len() / row.len(), out), (28, 32));
        assert_eq!(Limit::CHANGES.cut([row.repeat(30), row].into_iter()), (String::new(), 2));
    }

    #[test]
    fn a_long_report_ends() {
        const MOST: usize = Limit::FINDINGS.lines;
        let names: Vec<String> = (0..MOST + 3).map(|at| format!("a{at}.yaml")).collect();
        let files = names.iter().map(|name| (name.as_str(), "mesage: x\nmessage: A\n"));
        let shown = shown(&[MANIFEST].into_iter().chain(files).collect::<Vec<_>>());
        assert!(shown.ends_with("- and 3 more\n") && shown.contains(&format!("**{} errors**", MOST + 3)), "{shown}");
    }
}
