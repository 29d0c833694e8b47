//! Prints the figures of `check --stats` as tables.

use std::fmt::Write;

use errbook_check::stats::{Stats, Words};

use super::plural;
use crate::terminal::HEADING;

/// Codes, sections, words, examples, and codes that were seen.
pub(crate) fn table(stats: &Stats) -> String {
    let codes = &stats.codes;
    let mut text =
        format!("{HEADING}{}{HEADING:#}: {} can be raised", plural(codes.total, "code", "codes"), codes.raisable);
    let states = [
        (codes.reference, "for reference"),
        (codes.reserved, "of them reserved"),
        (codes.deprecated, "of them deprecated"),
        (codes.draft, "draft"),
        (codes.retired, "retired"),
    ];
    for (count, state) in states.iter().filter(|(count, _)| *count > 0) {
        let _ = write!(text, ", {count} {state}");
    }
    let _ = writeln!(
        text,
        "\n\n{HEADING}{:<16}{:>10}{:>10}{:>7}{:>8}{:>7}{HEADING:#}",
        "", "entries", "", "words:", "median", "max"
    );
    for section in &stats.sections {
        let share = percent(section.entries, codes.live);
        let _ = writeln!(text, "{:<16}{:>10}{share:>10}{}", section.section, section.entries, words(section.words));
    }
    let _ = writeln!(text, "{:<16}{:>10}{:>10}{}", "page", codes.live, "", words(stats.words));
    let examples = &stats.examples;
    let of = |count, entries| {
        format!("{count} in {} ({})", plural(entries, "entry", "entries"), percent(entries, codes.live))
    };
    let _ = writeln!(text, "\nrequests     {}", of(examples.requests, examples.entries_with_request));
    let _ = writeln!(text, "code blocks  {}", of(examples.code_blocks, examples.entries_with_code_block));
    text
}

fn words(words: Option<Words>) -> String {
    let Some(words) = words else { return String::new() };
    format!("{:>7}{:>8}{:>7}", words.min, words.median, words.max)
}

/// A share in whole percent, rounded down so that only a complete share is 100 %.
fn percent(part: usize, whole: usize) -> String {
    (part * 100).checked_div(whole).map_or_else(|| "-".to_owned(), |share| format!("{share} %"))
}
