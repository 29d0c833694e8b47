//! The code scheme: prefix, separator, and levels with their patterns.

use regex_lite::Regex;

use crate::catalog::{Level, Scheme};
use crate::decode::{Decoder, Text};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::raw::{RawCodes, RawLevel, RawManifest};
use crate::rule::Rule;
use crate::suggest;

/// Pattern of segments, unless their level sets one.
const DEFAULT_PATTERN: &str = "[a-z][a-z0-9_]*";

/// How many parts codes can have below their prefix.
pub const MOST_LEVELS: usize = 5;

/// The code scheme, with everything needed to check codes.
#[derive(Debug)]
pub(crate) struct Codes {
    pub(crate) scheme: Scheme,
    /// One per level. `None` for the default pattern, which doesn't need a regular expression.
    patterns: Vec<Option<Regex>>,
    /// Indexes of the levels that make up a Rust name.
    pub(crate) rust_name: Vec<usize>,
}

impl Codes {
    /// Whether `segment` matches the pattern of its level.
    pub(crate) fn matches(&self, level: usize, segment: &str) -> bool {
        match &self.patterns[level] {
            Some(pattern) => pattern.is_match(segment),
            None => {
                let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                segment.starts_with(|first: char| first.is_ascii_lowercase()) && segment.bytes().all(rest)
            }
        }
    }
}

/// Reads the scheme. `None` if it is invalid.
pub(super) fn resolve(manifest: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Option<Codes> {
    if !manifest.seen().has("codes") {
        if manifest.is_portal() {
            return Some(of_portal());
        }
        let message = "missing key `codes` in the manifest";
        decoder.error(Rule::MissingKey, message, "add `codes: ...`", manifest.seen().span);
        return None;
    }
    // A partly invalid scheme would cause errors for every code.
    let codes = manifest.codes.as_ref().filter(|_| !manifest.seen().is_wrong("codes"))?;
    let raw_levels = codes.levels.as_ref()?;
    if raw_levels.is_empty() || raw_levels.len() > MOST_LEVELS {
        let message = format!("code scheme has {} levels, but needs one to {MOST_LEVELS}", raw_levels.len());
        let help = "list them under `levels:`, each as `{name: ...}`";
        decoder.error(Rule::InvalidValue, message, help, codes.seen().span);
        return None;
    }
    let separator = codes.separator.as_ref().map_or(":", Text::as_str).to_owned();
    let levels = levels(raw_levels, decoder)?;
    let patterns = patterns(raw_levels, decoder)?;
    check_text(codes, decoder)?;
    let scheme = Scheme { prefix: codes.prefix.as_ref().map(|prefix| prefix.as_str().to_owned()), separator, levels };
    let rust_name = rust_name(manifest, &scheme, decoder);
    Some(Codes { scheme, patterns, rust_name })
}

/// The scheme of a catalog without codes of its own.
fn of_portal() -> Codes {
    let level = Level { name: "code".to_owned(), pattern: DEFAULT_PATTERN.to_owned(), optional: false };
    let scheme = Scheme { prefix: None, separator: ":".to_owned(), levels: vec![level] };
    Codes { scheme, patterns: vec![None], rust_name: vec![0] }
}

fn levels(raw: &[RawLevel<'_>], decoder: &mut Decoder<'_>) -> Option<Vec<Level>> {
    let mut levels: Vec<Level> = Vec::new();
    for RawLevel { name, pattern, optional, .. } in raw {
        if levels.iter().any(|level| level.name == name.as_str()) {
            let message = format!("duplicate level `{}`", name.as_str());
            decoder.error(Rule::InvalidValue, message, "give each level a different name", name.span);
            return None;
        }
        let pattern = pattern.as_ref().map_or(DEFAULT_PATTERN, Text::as_str).to_owned();
        let is_optional = optional.as_ref().is_some_and(|optional| optional.value);
        levels.push(Level { name: name.as_str().to_owned(), pattern, optional: is_optional });
    }
    check_optional(raw, decoder)?;
    Some(levels)
}

/// A code can only end early, so no required level follows an optional one.
fn check_optional(raw: &[RawLevel<'_>], decoder: &mut Decoder<'_>) -> Option<()> {
    let optional = |level: &RawLevel<'_>| level.optional.as_ref().filter(|optional| optional.value).map(|of| of.span);
    if let Some(span) = raw.first().and_then(optional) {
        decoder.error(Rule::InvalidValue, "first level is optional", "remove `optional: true`", span);
        return None;
    }
    let first = raw.iter().find_map(|level| Some((level, optional(level)?)));
    let required = raw.iter().rev().find(|level| optional(level).is_none());
    if let (Some((level, span)), Some(required)) = (first, required)
        && required.name.span.start > level.name.span.start
    {
        let (name, after) = (level.name.as_str(), required.name.as_str());
        let message = format!("optional level `{name}` comes before the required level `{after}`");
        let help = format!("add `optional: true` to `{after}`, or remove it here");
        let found = Diagnostic::error(Rule::InvalidValue, message).at(decoder.file, span, "optional");
        decoder.diagnostics.push(found.at(decoder.file, required.name.span, "required").help(help));
        return None;
    }
    Some(())
}

fn patterns(raw: &[RawLevel<'_>], decoder: &mut Decoder<'_>) -> Option<Vec<Option<Regex>>> {
    let mut patterns = Vec::new();
    for RawLevel { pattern, .. } in raw {
        let Some(pattern) = pattern.as_ref().filter(|pattern| pattern.as_str() != DEFAULT_PATTERN) else {
            patterns.push(None);
            continue;
        };
        match Regex::new(&format!("^(?:{})$", pattern.as_str())) {
            Ok(regex) => patterns.push(Some(regex)),
            Err(error) => {
                let message = format!("invalid regular expression: {error}");
                decoder.error(Rule::InvalidValue, message, "for example \"E[0-9]{4}\"", pattern.span);
                return None;
            }
        }
    }
    Some(patterns)
}

/// Whether a text can be the prefix or separator. They become part of codes, URLs, and Rust doc
/// aliases, so only visible ASCII is allowed.
pub fn is_code_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'`' | b'\\' | b'/'))
}

fn check_text(codes: &RawCodes<'_>, decoder: &mut Decoder<'_>) -> Option<()> {
    for (text, what) in [(&codes.prefix, "prefix"), (&codes.separator, "separator")] {
        let Some(text) = text else { continue };
        if !is_code_text(text.as_str()) {
            let message = format!("{what} is not visible ASCII without quotes and slashes");
            decoder.error(Rule::InvalidValue, message, "for example `err` and `:`", text.span);
            return None;
        }
    }
    Some(())
}

fn rust_name(manifest: &RawManifest<'_>, scheme: &Scheme, decoder: &mut Decoder<'_>) -> Vec<usize> {
    let Some(names) = manifest.rust.as_ref().and_then(|rust| rust.name.as_ref()) else {
        return (0..scheme.levels.len()).collect();
    };
    let mut found = Vec::new();
    for name in names {
        match scheme.levels.iter().position(|level| level.name == name.as_str()) {
            Some(index) => found.push(index),
            None => {
                let problem = Diagnostic::error(Rule::InvalidValue, format!("unknown level `{}`", name.as_str()));
                let known = scheme.levels.iter().map(|level| level.name.as_str());
                decoder.report(problem.help(suggest::help(name.as_str(), known)), name.span);
            }
        }
    }
    if found.is_empty() { (0..scheme.levels.len()).collect() } else { found }
}
