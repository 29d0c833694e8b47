//! Infers the scheme of codes from the codes themselves and from the paths of their pages.

use std::collections::{BTreeMap, HashMap};

use errbook_catalog::file_name;
use regex_lite::Regex;

use crate::Settings;

/// The segments of a code after the prefix, which are the path of its entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Code(pub(crate) Vec<String>);

/// The format of codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scheme {
    pub(crate) prefix: Option<String>,
    pub(crate) separator: String,
    pub(crate) levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) name: String,
    pub(crate) pattern: String,
    /// Whether codes can end before it.
    pub(crate) optional: bool,
}

/// A code from the source, and the segments of its page's path, without extension.
#[derive(Debug, Clone)]
pub(crate) struct Found<'f> {
    pub(crate) code: &'f str,
    pub(crate) path: Vec<&'f str>,
}

/// Possible separators, most likely first.
const SEPARATORS: &[&str] = &["::", ":", "."];

/// Possible patterns of a segment, narrowest first. The first one is the default of the format.
const PATTERNS: &[&str] = &[
    "[a-z][a-z0-9_]*",
    "[0-9]+",
    "[a-z][a-z0-9_-]*",
    "[A-Z][A-Z0-9_]*",
    "[A-Z][A-Z0-9_-]*",
    "[A-Za-z][A-Za-z0-9_]*",
    "[A-Za-z][A-Za-z0-9_-]*",
    "[A-Za-z][A-Za-z0-9_.-]*",
    "[A-Z0-9][A-Z0-9_-]*",
    "[A-Za-z0-9][A-Za-z0-9_.-]*",
];

/// Names of the levels for codes below codes.
const BELOW: &[&str] = &["subcode", "detail", "case", "variant"];

/// Words that can't be Rust identifiers, even as raw identifiers.
const RESERVED: &[&str] = &["self", "super", "crate"];

impl Scheme {
    /// The full code.
    pub(crate) fn text(&self, code: &Code) -> String {
        let parts = self.prefix.iter().chain(&code.0).map(String::as_str).collect::<Vec<_>>();
        parts.join(&self.separator)
    }

    /// Parses a code. Returns `None` if it doesn't fit the scheme.
    pub(crate) fn read(&self, text: &str) -> Option<Code> {
        let rest = match &self.prefix {
            Some(prefix) => text.strip_prefix(prefix.as_str())?.strip_prefix(self.separator.as_str())?,
            None => text,
        };
        let parts: Vec<String> = match self.levels.len() {
            1 => vec![rest.to_owned()],
            _ => rest.split(self.separator.as_str()).map(str::to_owned).collect(),
        };
        self.fits(&parts).then_some(Code(parts))
    }

    /// Why a text doesn't have the prefix or the number of parts of codes, as a phrase after the text.
    pub(crate) fn misfit(&self, text: &str) -> Option<String> {
        let rest = match &self.prefix {
            Some(prefix) => {
                match text.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix(&self.separator)) {
                    Some(rest) => rest,
                    None => return Some(format!("does not start with `{prefix}{}`", self.separator)),
                }
            }
            None => text,
        };
        let parts: Vec<&str> = rest.split(self.separator.as_str()).collect();
        if self.levels.len() == 1 || self.has_depth(parts.len()) {
            return None;
        }
        Some(match self.levels.get(parts.len()) {
            Some(level) => format!("has no `{}`", level.name),
            None => format!("has {} parts", parts.len()),
        })
    }

    /// Whether these can be the segments of a code: the right number, and valid in file names and
    /// Rust.
    pub(crate) fn fits(&self, parts: &[String]) -> bool {
        let fits = |(part, level): (&String, &Level)| {
            let pattern = Regex::new(&format!("^(?:{})$", level.pattern));
            pattern.is_ok_and(|pattern| pattern.is_match(part)) && usable(part) && !part.contains(&self.separator)
        };
        self.has_depth(parts.len()) && parts.iter().zip(&self.levels).all(fits)
    }

    /// Whether a code has as many parts as others.
    pub(crate) fn has_depth(&self, parts: usize) -> bool {
        let required = self.levels.iter().filter(|level| !level.optional).count();
        (required..=self.levels.len()).contains(&parts)
    }

    /// Widens the patterns so that they match these codes.
    pub(crate) fn widen(&mut self, codes: &[&Code]) {
        for (at, level) in self.levels.iter_mut().enumerate() {
            let segments: Vec<&str> = codes.iter().filter_map(|code| code.0.get(at)).map(String::as_str).collect();
            let fits = Regex::new(&format!("^(?:{})$", level.pattern));
            if !fits.is_ok_and(|fits| segments.iter().all(|segment| fits.is_match(segment))) {
                level.pattern = pattern(&segments);
            }
        }
    }

    /// Why a part of a code can't be the name of a file.
    pub(crate) fn unusable_name(&self, code: &str) -> Option<String> {
        let parts = if self.separator.is_empty() { vec![code] } else { code.split(&self.separator).collect() };
        let mut parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.find_map(|part| Some(format!("`{part}` {}", file_name::problem_of_entry(part)?)))
    }

    /// The scheme with optional levels for codes below these codes, given as the segments of each
    /// level. `None` if `join` can't be the separator of all codes.
    pub(crate) fn with_families(mut self, join: &str, levels: &[Vec<&str>]) -> Option<Scheme> {
        let alone = self.levels.len() == 1 && self.prefix.is_none();
        if join.is_empty() || !(alone || self.separator == join) || levels.len() > BELOW.len() {
            return None;
        }
        self.separator = join.to_owned();
        for (name, segments) in BELOW.iter().zip(levels) {
            let segments: Vec<&str> = segments.iter().copied().filter(|part| usable(part)).collect();
            self.levels.push(Level { name: (*name).to_owned(), pattern: pattern(&segments), optional: true });
        }
        (self.levels.len() <= 5).then_some(self)
    }

    /// A code with level names as segments: `err:<system>:<specific>`.
    pub(crate) fn shape(&self) -> String {
        let levels = self.levels.iter().map(|level| format!("<{}>", level.name));
        self.prefix.clone().into_iter().chain(levels).collect::<Vec<_>>().join(&self.separator)
    }
}

/// Whether a segment is valid as a file name and in Rust.
fn usable(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_alphanumeric())
        && part.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.'))
        && !RESERVED.contains(&part.to_ascii_lowercase().as_str())
        && file_name::problem_of_entry(part).is_none()
}

/// The Rust name of a code, and its path on a case-insensitive disk. Codes in one catalog must not
/// share either.
pub(crate) fn identity(code: &Code) -> [String; 2] {
    let words = code.0.iter().flat_map(|part| part.split(|char: char| !char.is_ascii_alphanumeric()));
    let pascal: String = words.filter(|word| !word.is_empty()).map(pascal).collect();
    [pascal, code.0.join("/").to_lowercase()]
}

fn pascal(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    let mixed = word.bytes().any(|byte| byte.is_ascii_lowercase());
    first.to_ascii_uppercase() + &if mixed { rest.to_owned() } else { rest.to_ascii_lowercase() }
}

/// Infers the parts of the scheme that the settings don't specify.
pub(crate) fn infer(found: &[Found<'_>], settings: &Settings) -> Scheme {
    let separator = settings.separator.clone().unwrap_or_else(|| separator(found));
    let parts: Vec<Vec<&str>> = found.iter().map(|of| of.code.split(separator.as_str()).collect()).collect();
    let prefix = match &settings.prefix {
        Some(prefix) => Some(prefix.clone()).filter(|prefix| !prefix.is_empty()),
        None => prefix(found, &parts),
    };
    let skipped = usize::from(prefix.is_some());
    let depth = match &settings.levels {
        Some(levels) if !levels.is_empty() => levels.len(),
        _ => most_frequent(parts.iter().map(|parts| parts.len().saturating_sub(skipped))).unwrap_or(1).clamp(1, 5),
    };
    let names = settings.levels.clone().filter(|levels| !levels.is_empty()).unwrap_or_else(|| names(depth));
    let segments = |level: usize| {
        let fits = parts.iter().filter(move |parts| parts.len() == depth + skipped);
        fits.map(move |parts| parts[level + skipped]).filter(|part| usable(part)).collect::<Vec<_>>()
    };
    let levels = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| Level {
            name,
            pattern: pattern(&if depth == 1 { whole(found, &prefix, &separator) } else { segments(at) }),
            optional: false,
        })
        .collect();
    Scheme { prefix, separator: if separator.is_empty() { ":".to_owned() } else { separator }, levels }
}

/// The codes of a scheme with one level, without their prefix.
fn whole<'f>(found: &[Found<'f>], prefix: &Option<String>, separator: &str) -> Vec<&'f str> {
    let rest = |code: &'f str| match prefix {
        Some(prefix) => code.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix(separator)),
        None => Some(code),
    };
    found.iter().filter_map(|of| rest(of.code)).filter(|part| usable(part)).collect()
}

/// The separator that splits nearly all codes into the same number of segments.
fn separator(found: &[Found<'_>]) -> String {
    let splits = |separator: &&&str| {
        let counts = found.iter().map(|of| of.code.split(**separator).filter(|part| !part.is_empty()).count());
        let Some(most) = most_frequent(counts.clone()) else { return false };
        // Only the paths of pages can reveal that some codes are mistakes. Without paths, all codes
        // must fit.
        let all = found.iter().all(|of| of.path.is_empty());
        let same = counts.filter(|count| *count == most).count();
        most > 1 && if all { same == found.len() } else { same * 10 >= found.len() * 8 }
    };
    SEPARATORS.iter().find(splits).map_or_else(|| ":".to_owned(), |separator| (*separator).to_owned())
}

/// The most frequent first segment, if at least 80 % of the codes have it and it isn't part of
/// their pages' paths.
fn prefix(found: &[Found<'_>], parts: &[Vec<&str>]) -> Option<String> {
    let first = most_frequent(parts.iter().filter(|parts| parts.len() > 1).map(|parts| parts[0]))?;
    if first.is_empty() {
        return None;
    }
    let sharing = parts.iter().filter(|parts| parts[0] == first && parts.len() > 1).count();
    if sharing * 10 < parts.len() * 8 {
        return None;
    }
    let ends = |path: &[&str], parts: &[&str]| path.ends_with(parts);
    let in_path = found.iter().zip(parts).filter(|(of, parts)| ends(&of.path, parts)).count();
    let below = found.iter().zip(parts).filter(|(of, parts)| parts.len() > 1 && ends(&of.path, &parts[1..])).count();
    let known = found.iter().any(|of| !of.path.is_empty());
    let is_prefix = if known && below > 0 { in_path * 2 < below } else { parts.len() > 1 && in_path == 0 };
    is_prefix.then(|| first.to_owned())
}

/// The narrowest pattern that matches all segments.
fn pattern(segments: &[&str]) -> String {
    let fits = |pattern: &&&str| {
        let Ok(pattern) = Regex::new(&format!("^(?:{pattern})$")) else { return false };
        segments.iter().all(|segment| pattern.is_match(segment))
    };
    PATTERNS.iter().find(fits).or(PATTERNS.last()).map_or_else(String::new, |pattern| (*pattern).to_owned())
}

fn names(depth: usize) -> Vec<String> {
    let names: &[&str] = match depth {
        1 => &["code"],
        2 => &["category", "specific"],
        3 => &["system", "category", "specific"],
        4 => &["system", "category", "subcategory", "specific"],
        _ => &["system", "area", "category", "subcategory", "specific"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The most frequent value. Ties go to the smallest, so the order of the source doesn't matter.
pub(crate) fn most_frequent<T: Ord + Clone>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

/// Codes that are taken, by their Rust names and paths.
#[derive(Debug, Default)]
pub(crate) struct Taken(HashMap<String, Code>);

impl Taken {
    /// Claims a code, and returns a name for generated code if another code has the same one. The
    /// error is the same code.
    pub(crate) fn take_or_rename(&mut self, code: &Code) -> Result<Option<String>, Code> {
        let [name, path] = identity(code);
        if let Some(other) = self.0.get(&path) {
            return Err(other.clone());
        }
        let words = || code.0.iter().flat_map(|part| part.split(|char: char| !char.is_ascii_alphanumeric()));
        let mut symbol = None;
        let mut own = name.clone();
        for number in 2.. {
            if !self.0.contains_key(&own) {
                break;
            }
            own = format!("{name}{number}");
            // A name in code doesn't start with a digit.
            let lead = name.starts_with(|first: char| first.is_ascii_digit()).then(|| "code".to_owned());
            let words = words().filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
            let words = lead.into_iter().chain(words);
            symbol = Some(words.chain([number.to_string()]).collect::<Vec<_>>().join(" "));
        }
        self.0.extend([own, path].map(|name| (name, code.clone())));
        Ok(symbol)
    }

    /// Claims a code. The error is the code that conflicts with it.
    pub(crate) fn take(&mut self, code: &Code) -> Result<(), Code> {
        let names = identity(code);
        if let Some(other) = names.iter().find_map(|name| self.0.get(name)) {
            return Err(other.clone());
        }
        self.0.extend(names.into_iter().map(|name| (name, code.clone())));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(codes: &[(&str, &str)]) -> Scheme {
        let found: Vec<_> = codes
            .iter()
            .map(|(code, path)| Found { code, path: path.split('/').filter(|part| !part.is_empty()).collect() })
            .collect();
        infer(&found, &Settings::default())
    }

    fn shown(codes: &[(&str, &str)]) -> String {
        let scheme = scheme(codes);
        let patterns: Vec<_> = scheme.levels.iter().map(|level| level.pattern.as_str()).collect();
        format!("{} {}", scheme.shape(), patterns.join(" "))
    }

    #[test]
    fn infers_schemes() {
        let default = PATTERNS[0];
        assert_eq!(shown(&[("1042", ""), ("0007", "")]), "<code> [0-9]+");
        assert_eq!(shown(&[("PAY:1042", ""), ("PAY:7", "")]), "PAY:<code> [0-9]+");
        assert_eq!(shown(&[("23505", ""), ("42P01", "")]), "<code> [A-Z0-9][A-Z0-9_-]*");
        assert_eq!(
            shown(&[("err:a:b:c", "a/b/c")]),
            format!("err:<system>:<category>:<specific> {default} {default} {default}")
        );
        assert_eq!(
            shown(&[("a:b", "errors/a/b"), ("a:c", "errors/a/c")]),
            format!("<category>:<specific> {default} {default}")
        );
        assert_eq!(shown(&[("shop.a", ""), ("shop.b", "")]), format!("shop.<code> {default}"));
        // A catalog can't have slashes in codes.
        assert_eq!(scheme(&[("a/b", ""), ("a/c", "")]).separator, ":");
        assert_eq!(shown(&[("PAY-001", ""), ("PAY-002", "")]), "<code> [A-Z][A-Z0-9_-]*");
        assert_eq!(shown(&[("A_B", ""), ("A_B.C_D", ""), ("E", "")]), "<code> [A-Za-z][A-Za-z0-9_.-]*");
    }

    #[test]
    fn an_empty_segment_is_not_a_prefix() {
        assert_eq!(scheme(&[(":a b", ""), (":", "")]).prefix, None);
    }

    #[test]
    fn reads_only_codes_that_fit_the_scheme() {
        let scheme = scheme(&[("err:a:b", "a/b"), ("err:a:c", "a/c")]);
        let code = scheme.read("err:x:y").expect("a code");
        assert_eq!(scheme.text(&code), "err:x:y");
        for other in ["err:x", "x:y", "err:x:Y", "err:x:9", "err:..:y", "err:x:self", "err:x:y:z"] {
            assert_eq!(scheme.read(other), None, "{other}");
        }
    }

    #[test]
    fn rejects_codes_with_the_same_rust_name() {
        let code = |parts: &[&str]| Code(parts.iter().map(|part| (*part).to_owned()).collect());
        let mut taken = Taken::default();
        assert_eq!(taken.take(&code(&["a_b"])), Ok(()));
        assert_eq!(taken.take(&code(&["A-B"])), Err(code(&["a_b"])));
        assert_eq!(taken.take(&code(&["a", "b"])), Err(code(&["a_b"])));
        assert_eq!(taken.take(&code(&["ab"])), Ok(()));
    }
}
