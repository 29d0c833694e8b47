//! The lifecycle of a code: its dates or versions, and its replacement.

use std::collections::HashMap;

use super::world::World;
use crate::catalog::{Allow, CodeRef, Ending, SinceKind};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::Diagnostic;
use crate::raw::{RawEnding, RawEntry};
use crate::rule::Rule;

/// A date or version in a form that can be compared: year, month, and day, or major, minor, patch,
/// whether it is a release (pre-releases come first), and the pre-release.
type Point = (u64, u64, u64, bool, String);

/// Whether an entry can have this as its date or version.
pub fn is_since(kind: SinceKind, text: &str) -> bool {
    parsed(kind, text).is_some()
}

fn parsed(kind: SinceKind, text: &str) -> Option<Point> {
    match kind {
        SinceKind::Date => date(text),
        SinceKind::Version => version(text),
    }
}

/// Reads a date or version, depending on the manifest.
fn point(kind: SinceKind, text: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<Point> {
    let point = parsed(kind, text.as_str());
    if point.is_none() {
        let (what, sample) = match kind {
            SinceKind::Date => ("date", "\"2026-01-31\""),
            SinceKind::Version => ("version", "\"1.4.0\""),
        };
        let message = format!("`{}` is not a valid {what}", text.as_str());
        let help = format!("write {sample}; `since` in the manifest selects dates or versions");
        decoder.error(Rule::DateInvalid, message, help, text.span);
    }
    point
}

/// `YYYY-MM-DD` of the Gregorian calendar.
pub(super) fn date(text: &str) -> Option<Point> {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
        return None;
    }
    let (year, month, day) = (digits(0..4)?.parse().ok()?, digits(5..7)?.parse().ok()?, digits(8..10)?.parse().ok()?);
    // The runtime's parser validates the calendar date.
    errbook::timestamp::parse(&format!("{text}T00:00:00Z"))?;
    Some((year, month, day, true, String::new()))
}

/// `MAJOR.MINOR.PATCH`, optionally with a pre-release (Semantic Versioning 2.0.0).
fn version(text: &str) -> Option<Point> {
    let text = text.split_once('+').map_or(text, |(version, _)| version);
    let (numbers, pre) = text.split_once('-').map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
    let mut parts = numbers
        .split('.')
        .map(|part| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten());
    let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next()??);
    let fits = parts.next().is_none() && pre.is_none_or(|pre| !pre.is_empty());
    fits.then(|| (major, minor, patch, pre.is_none(), pre.unwrap_or_default().to_owned()))
}

/// A date or version in the life of a code.
struct Step<'e, 's> {
    at: Point,
    text: &'e Text<'s>,
    what: &'static str,
}

/// Reads all dates of an entry and checks their order.
pub(super) fn check(world: &World<'_>, entry: &RawEntry<'_>, decoder: &mut Decoder<'_>) {
    let exists = step(world, entry.since.as_ref(), "exists since", decoder);
    let changed = step(world, entry.changed.as_ref(), "last changed", decoder);
    let deprecated = step(world, end(entry.deprecated.as_ref()), "deprecated since", decoder);
    let retired = step(world, end(entry.retired.as_ref()), "retired since", decoder);
    in_order(exists.as_ref(), deprecated.as_ref(), decoder);
    in_order(deprecated.as_ref().or(exists.as_ref()), retired.as_ref(), decoder);
    in_order(exists.as_ref(), changed.as_ref(), decoder);
    in_order(changed.as_ref(), retired.as_ref(), decoder);
    if let (Some(exists), Some(changed)) = (&exists, &changed)
        && exists.at == changed.at
    {
        let help = "remove `changed`, or set it to when services first sent something else";
        misplaced(exists, changed, help, decoder);
    }
    for until in entry.allow.iter().filter_map(|allow| allow.until.as_ref()) {
        point(SinceKind::Date, until, decoder);
    }
}

fn end<'e, 's>(ending: Option<&'e RawEnding<'s>>) -> Option<&'e Text<'s>> {
    ending.and_then(|ending| ending.since.as_ref())
}

fn step<'e, 's>(
    world: &World<'_>,
    text: Option<&'e Text<'s>>,
    what: &'static str,
    decoder: &mut Decoder<'_>,
) -> Option<Step<'e, 's>> {
    text.and_then(|text| Some(Step { at: point(world.since, text, decoder)?, text, what }))
}

fn in_order(first: Option<&Step<'_, '_>>, second: Option<&Step<'_, '_>>, decoder: &mut Decoder<'_>) {
    if let Some((first, second)) = first.zip(second)
        && first.at > second.at
    {
        misplaced(first, second, "correct one of the two dates", decoder);
    }
}

fn misplaced(first: &Step<'_, '_>, second: &Step<'_, '_>, help: &'static str, decoder: &mut Decoder<'_>) {
    let message = format!("{} {}, but {} {}", second.what, second.text.as_str(), first.what, first.text.as_str());
    let found = Diagnostic::error(Rule::DateOrder, message);
    let found = found.at(decoder.file, second.text.span, "").at(decoder.file, first.text.span, "");
    decoder.diagnostics.push(found.help(help));
}

/// A deprecation or retirement, with its replacement.
pub(super) fn ending(world: &World<'_>, raw: &RawEnding<'_>, own: usize, decoder: &mut Decoder<'_>) -> Ending {
    Ending {
        since: raw.since.as_ref().map(|since| since.as_str().to_owned()),
        reason: raw.reason.as_ref().map(|reason| reason.as_str().trim().to_owned()),
        replaced_by: raw.replaced_by.as_ref().and_then(|code| replacement(world, code, own, decoder)),
    }
}

/// The index of the code that replaces the entry. Generated code returns it, so it can't be one of a
/// dependency.
fn replacement(world: &World<'_>, code: &Text<'_>, own: usize, decoder: &mut Decoder<'_>) -> Option<usize> {
    if let Some(&(dependency, _)) = world.outside.get(code.as_str()) {
        let dependency = &world.depends[dependency].name;
        let message = format!("`{}` is a code of the dependency `{dependency}`", code.as_str());
        let help = "remove `replaced_by`, and add the code to `related`, with `when`";
        decoder.error(Rule::InvalidValue, message, help, code.span);
        return None;
    }
    code_of(world, code, own, decoder)
}

/// Another code that the entry refers to, of this catalog or of a dependency.
pub(super) fn reference(world: &World<'_>, code: &Text<'_>, own: usize, decoder: &mut Decoder<'_>) -> Option<CodeRef> {
    let outside = world.outside.get(code.as_str()).filter(|_| !world.by_code.contains_key(code.as_str()));
    match outside {
        Some(&(dependency, code)) => Some(CodeRef::Outside { dependency, code }),
        None => code_of(world, code, own, decoder).map(CodeRef::Own),
    }
}

/// The index of another existing code that the entry refers to.
pub(super) fn code_of(world: &World<'_>, code: &Text<'_>, own: usize, decoder: &mut Decoder<'_>) -> Option<usize> {
    match world.by_code.get(code.as_str()) {
        Some(&index) if index == own => {
            let message = "entry refers to itself";
            decoder.error(Rule::SelfReference, message, "name another code, or remove this", code.span);
            None
        }
        Some(&index) => Some(index),
        None => {
            decoder.unknown_codes.push(Spanned { value: code.as_str().to_owned(), span: code.span });
            None
        }
    }
}

/// Explains a reference to a code without a file. `aliases` maps aliases to the indexes of their
/// codes.
pub(super) fn unknown_code(world: &World<'_>, aliases: &HashMap<&str, usize>, code: &str) -> Diagnostic {
    let found = Diagnostic::error(Rule::UnknownCode, format!("unknown code `{code}`"));
    if let Some(&index) = aliases.get(code) {
        return found.help(format!("it is an alias; use `{}`", world.codes[index].code));
    }
    let renamed = world.depends.iter().flat_map(|of| &of.codes).find(|of| of.aliases.iter().any(|alias| alias == code));
    if let Some(renamed) = renamed {
        return found.help(format!("it is an alias; use `{}`", renamed.code));
    }
    // Prefer codes with the same last segment: mistakes are more common in the group than in the
    // name.
    let last = |code: &str| {
        code.rsplit(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default().to_owned()
    };
    let outside = || world.depends.iter().flat_map(|of| &of.codes).map(|of| of.code.as_str());
    let all = || world.codes.iter().map(|address| address.code.as_str()).chain(outside());
    let same: Vec<&str> = all().filter(|known| last(known) == last(code)).collect();
    match same.as_slice() {
        [one] => found.help(format!("did you mean `{one}`?")),
        _ => found.did_you_mean(code, all(), "run `errbook list` to see all codes"),
    }
}

/// Suppressed findings.
pub(super) fn allow(entry: &RawEntry<'_>) -> Vec<Allow> {
    let owned = |text: &Text<'_>| text.as_str().to_owned();
    let allow = |raw: &crate::raw::RawAllow<'_>| Allow {
        rule: owned(&raw.rule),
        reason: raw.reason.as_ref().map(owned),
        until: raw.until.as_ref().map(owned),
    };
    entry.allow.iter().map(allow).collect()
}
