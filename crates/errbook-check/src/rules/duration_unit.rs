//! Reports a unit after a duration in a message. Durations have their unit: `in 30s seconds`.

use std::ops::Range;

use errbook_catalog::{Param, ParamType};

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

/// The words for units, without the plural.
const UNITS: &[&str] = &[
    "d",
    "day",
    "h",
    "hour",
    "hr",
    "m",
    "microsecond",
    "millisecond",
    "min",
    "minute",
    "ms",
    "msec",
    "nanosecond",
    "ns",
    "s",
    "sec",
    "second",
    "us",
    "week",
    "µs",
];

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if entry.entry.retired.is_some() {
        return;
    }
    let is_duration = |param: &&Param| param.ty == ParamType::Duration;
    let durations: Vec<&Param> = entry.entry.params.iter().filter(is_duration).collect();
    // A wording is what other services send, which may write numbers and units.
    for text in entry.below("message") {
        for (name, range) in prose::placeholders(text.value) {
            let Some(param) = durations.iter().find(|param| param.name == name) else { continue };
            let Some(unit) = unit_at(text.value, range.end) else { continue };
            let message = format!("`{name}` is followed by a unit, and has one already");
            let example = param.text();
            let help = format!("remove `{}`: the message has `{example}`", &text.value[unit.clone()]);
            findings.push(Finding::new(message, text.at(unit), help));
        }
    }
}

/// The unit that starts at `start`, after spaces or a hyphen.
fn unit_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let word = rest.strip_prefix('-').unwrap_or_else(|| rest.trim_start());
    let start = text.len() - word.len();
    let length = word.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(word.len());
    let after = &word[length..];
    let word = word[..length].to_lowercase();
    let is_unit = |word: &str| UNITS.binary_search(&word).is_ok();
    if !is_unit(&word) && !word.strip_suffix('s').is_some_and(is_unit) {
        return None;
    }
    let plural = if after.starts_with("(s)") { 3 } else { 0 };
    Some(start..start + length + plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_units_directly_after_a_duration() {
        assert!(UNITS.is_sorted());
        for (text, unit) in [
            (" seconds", Some("seconds")),
            ("s", Some("s")),
            (" S.", Some("S")),
            ("  second(s), then", Some("second(s)")),
            ("-second window", Some("second")),
            ("ms", Some("ms")),
            ("\u{a0}min", Some("min")),
            (" Minutes!", Some("Minutes")),
            (" µs", Some("µs")),
            (" hrs", Some("hrs")),
            (" secs", Some("secs")),
            ("", None),
            (" ", None),
            (" sections", None),
            (" of seconds", None),
            ("'s limit", None),
            ("{other}", None),
            (" s_", None),
            (", seconds", None),
            ("é", None),
        ] {
            let found = unit_at(&format!("{{wait}}{text}"), 6);
            assert_eq!(found.map(|range| format!("{{wait}}{text}")[range].to_owned()).as_deref(), unit, "{text:?}");
        }
    }
}
