//! The info string of a fenced code block: `rust,compile_fail title="main.rs" {1,3-5}`.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use super::CodeBlockKind;

/// What an info string says about a code block. Displays as an info string, in which a title with
/// both kinds of quotes may get a typographic one.
///
/// Attributes that it doesn't have a field for (`icon="x"`) are left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FenceInfo<'i> {
    /// The language. Empty if there is none.
    pub language: &'i str,
    /// The words after the language and a comma: `compile_fail`, `E0382`.
    pub attributes: Vec<&'i str>,
    /// The title: `title="main.rs"`, or all other words.
    pub title: Option<Cow<'i, str>>,
    /// The highlighted lines, from 1: `{1,3-5}`.
    pub lines: Vec<RangeInclusive<usize>>,
}

/// Attributes of code that must not be copied: `wrong` in any language, and rustdoc's for code that
/// doesn't compile or panics. rustdoc's `ignore` and `no_run` only say that it isn't tested.
const WRONG: [&str; 3] = ["wrong", "compile_fail", "should_panic"];

/// Other attributes of rustdoc. Its fences can have these without a language.
const RUSTDOC: [&str; 4] = ["ignore", "no_run", "test_harness", "standalone_crate"];

impl<'i> FenceInfo<'i> {
    /// Parses an info string.
    pub fn of(info: &'i str) -> Self {
        let mut parsed = FenceInfo::default();
        let mut rest = parsed.head(info.trim()).trim_start();
        while !rest.is_empty() {
            let (part, length) = part(rest);
            match part {
                Part::Title(word) => parsed.add_title(word),
                Part::Lines(lines) => parsed.lines.extend(lines),
                Part::Other => {}
            }
            rest = rest[length..].trim_start();
        }
        parsed
    }

    /// Parses the info string of a code block. Indented blocks have none.
    pub fn of_block(kind: &'i CodeBlockKind<'_>) -> Self {
        match kind {
            CodeBlockKind::Fenced(info) => Self::of(info),
            CodeBlockKind::Indented => Self::default(),
        }
    }

    /// Whether an attribute marks the code as wrong on purpose.
    pub fn is_wrong(&self) -> bool {
        self.attributes.iter().any(|attribute| WRONG.contains(attribute))
    }

    /// The highlighted lines as in an info string: `1,3-5`.
    pub fn line_ranges(&self) -> String {
        let range = |of: &RangeInclusive<usize>| match (of.start(), of.end()) {
            (start, end) if start == end => start.to_string(),
            (start, end) => format!("{start}-{end}"),
        };
        self.lines.iter().map(range).collect::<Vec<_>>().join(",")
    }

    /// The language and the attributes: `rust,compile_fail`.
    pub fn words(&self) -> String {
        let language = Some(self.language).filter(|language| !language.is_empty());
        language.into_iter().chain(self.attributes.iter().copied()).collect::<Vec<_>>().join(",")
    }

    /// Reads the language and its attributes, and returns the rest.
    fn head(&mut self, info: &'i str) -> &'i str {
        let mut rest = info.trim_start_matches(|char: char| char == ',' || char.is_whitespace());
        while !rest.is_empty() && !is_special(rest) {
            let end = word_end(rest);
            let (word, after) = rest.split_at(end);
            for name in word.split(',').filter(|name| !name.is_empty()) {
                if self.language.is_empty() && self.attributes.is_empty() && !is_attribute(name) {
                    self.language = name;
                } else {
                    self.attributes.push(name);
                }
            }
            rest = after.trim_start();
            if !word.ends_with(',') {
                break;
            }
        }
        let ignored = self.attributes.iter().any(|attribute| attribute.starts_with("ignore"));
        if ignored { without_reason(rest) } else { rest }
    }

    fn add_title(&mut self, word: &'i str) {
        self.title = Some(match self.title.take() {
            Some(title) => format!("{title} {word}").into(),
            None => word.into(),
        });
    }
}

impl fmt::Display for FenceInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = |title: &str| {
            let lines = if self.lines.is_empty() { String::new() } else { format!("{{{}}}", self.line_ranges()) };
            let parts = [self.words(), title.to_owned(), lines];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let Some(title) = &self.title else { return f.write_str(&with("")) };
        let bare = with(title);
        if FenceInfo::of(&bare) == *self {
            return f.write_str(&bare);
        }
        f.write_str(&with(&match title.contains('"') {
            true => format!("title='{}'", title.replace('\'', "’")),
            false => format!("title=\"{title}\""),
        }))
    }
}

enum Part<'i> {
    Title(&'i str),
    Lines(Vec<RangeInclusive<usize>>),
    Other,
}

/// The part at the start of `rest`, which isn't empty, and its length.
fn part(rest: &str) -> (Part<'_>, usize) {
    if let Some((lines, length)) = lines(rest) {
        return (Part::Lines(lines), length);
    }
    let Some((name, value, length)) = attribute(rest) else {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return (Part::Title(&rest[..end]), end);
    };
    let part = match name {
        "title" => Some(value.trim()).filter(|title| !title.is_empty()).map(Part::Title),
        "highlight" => ranges(value).map(Part::Lines),
        _ => None,
    };
    (part.unwrap_or(Part::Other), length)
}

/// Whether `rest` starts with an attribute or line numbers, which aren't a language.
fn is_special(rest: &str) -> bool {
    attribute(rest).is_some() || lines(rest).is_some()
}

/// `title="a b"`, `title=a`, `name="value"`, or `name={value}` at the start of `rest`: the name, the
/// value, and the length. Other words with an equals sign (`limit=10`) can be part of a title.
fn attribute(rest: &str) -> Option<(&str, &str, usize)> {
    let (name, after) = rest.split_once('=')?;
    let fits = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(fits) {
        return None;
    }
    let close = match after.chars().next()? {
        quote @ ('"' | '\'') => quote,
        '{' => '}',
        _ if name == "title" => {
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            return (end > 0).then_some((name, &after[..end], name.len() + 1 + end));
        }
        _ => return None,
    };
    let end = after[1..].find(close)?;
    Some((name, &after[1..=end], name.len() + end + 3))
}

/// `{1,3-5}` at the start of `rest`, and its length.
fn lines(rest: &str) -> Option<(Vec<RangeInclusive<usize>>, usize)> {
    let (inner, _) = rest.strip_prefix('{')?.split_once('}')?;
    Some((ranges(inner)?, inner.len() + 2))
}

fn ranges(text: &str) -> Option<Vec<RangeInclusive<usize>>> {
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
    let range = |text: &str| {
        let (start, end) = text.split_once('-').unwrap_or((text, text));
        let range = number(start)?..=number(end)?;
        (!range.is_empty()).then_some(range)
    };
    text.split(',').map(range).collect()
}

/// The end of the first word, or of its part before line numbers: `js{1,3}`.
fn word_end(rest: &str) -> usize {
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest[..end].find('{').filter(|at| *at > 0 && lines(&rest[*at..]).is_some()).unwrap_or(end)
}

fn is_attribute(word: &str) -> bool {
    let numbered = |start: &str| {
        let digits = word.strip_prefix(start).unwrap_or_default();
        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    WRONG.contains(&word)
        || RUSTDOC.contains(&word)
        || word.starts_with("ignore-")
        || numbered("E")
        || numbered("edition")
}

/// What follows the reason for `ignore`, which rustdoc allows in parentheses.
fn without_reason(rest: &str) -> &str {
    if !rest.starts_with('(') {
        return rest;
    }
    let mut depth = 0_usize;
    for (at, char) in rest.char_indices() {
        match char {
            '(' => depth += 1,
            ')' if depth == 1 => return rest[at + 1..].trim_start(),
            ')' => depth -= 1,
            _ => {}
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(info: &str) -> String {
        let FenceInfo { language, attributes, title, lines } = FenceInfo::of(info);
        format!("{language}|{}|{}|{lines:?}", attributes.join(" "), title.unwrap_or_default())
    }

    #[test]
    fn a_fence_has_a_language_attributes_a_title_and_lines() {
        for (info, expected) in [
            ("", "|||[]"),
            ("sql", "sql|||[]"),
            (" sql  Wrong  query ", "sql||Wrong query|[]"),
            ("rust,compile_fail,E0382", "rust|compile_fail E0382||[]"),
            ("rust, should_panic Main", "rust|should_panic|Main|[]"),
            ("js title=\"x.js\"", "js||x.js|[]"),
            ("js title='it \"is\"' more", "js||it \"is\" more|[]"),
            ("js title=x.js", "js||x.js|[]"),
            ("ts {1,3}", "ts|||[1..=1, 3..=3]"),
            ("ts{1, 3-5} A", "ts||A|[1..=1, 3..=5]"),
            ("ts highlight={2}", "ts|||[2..=2]"),
            ("text title=\"a b\" {2-4}", "text||a b|[2..=4]"),
            ("title=\"a b\"", "||a b|[]"),
            ("{1}", "|||[1..=1]"),
            ("json icon=\"x\" theme={a b} Title", "json||Title|[]"),
            ("sql limit=10 Don't", "sql||limit=10 Don't|[]"),
            ("c++,wrong", "c++|wrong||[]"),
            ("compile_fail,E0004", "|compile_fail E0004||[]"),
            ("edition2021,no_run", "|edition2021 no_run||[]"),
            ("ignore (needs (a) server) Title", "|ignore|Title|[]"),
            ("rust,wrong (beta)", "rust|wrong|(beta)|[]"),
        ] {
            assert_eq!(shown(info), expected, "{info}");
        }
    }

    #[test]
    fn what_is_not_an_attribute_is_text() {
        for (info, expected) in [
            ("js {}", "js||{}|[]"),
            ("js {0} {3-1} {99999999999999999999}", "js||{0} {3-1} {99999999999999999999}|[]"),
            ("js{a}", "js{a}|||[]"),
            ("{.rust .x}", "{.rust||.x}|[]"),
            ("js title=\"open", "js||title=\"open|[]"),
            ("js title=\"\" title=", "js||title=|[]"),
            ("js a=\"", "js||a=\"|[]"),
            (",,", "|||[]"),
            ("ignore (open", "|ignore|(open|[]"),
        ] {
            assert_eq!(shown(info), expected, "{info}");
        }
    }

    #[test]
    fn only_some_attributes_are_wrong() {
        for (info, wrong) in [
            ("json,wrong", true),
            ("rust,compile_fail", true),
            ("should_panic", true),
            ("rust,ignore", false),
            ("rust,no_run,E0382", false),
            ("json wrong", false),
        ] {
            assert_eq!(FenceInfo::of(info).is_wrong(), wrong, "{info}");
        }
    }

    #[test]
    fn is_written_as_it_is_read() {
        for (info, written) in [
            ("rust, compile_fail  Main  file {1, 3-3}", "rust,compile_fail Main file {1,3}"),
            ("js title=\"x.js\" lines={true}", "js x.js"),
            ("title=\"a b\"", "title=\"a b\""),
            ("js title=\"{1} is it\"", "js title=\"{1} is it\""),
            ("js title='a=\"b\"'", "js title='a=\"b\"'"),
        ] {
            assert_eq!(FenceInfo::of(info).to_string(), written, "{info}");
        }
    }

    /// All texts of up to six pieces that have a meaning in an info string.
    #[test]
    fn writing_keeps_everything() {
        let pieces = ["js", "wrong", ",", " ", "{", "}", "1", "title=", "\"", "'", "("];
        let mut infos = vec![String::new()];
        for _ in 0..5 {
            infos = infos.iter().flat_map(|info| pieces.map(|piece| format!("{info}{piece}"))).collect();
            for info in &infos {
                let parsed = FenceInfo::of(info);
                let (written, same) = (parsed.to_string(), |info: &str| shown(info).replace('\'', "’"));
                assert_eq!(same(&written), same(info), "{info}: {written}");
            }
        }
    }
}
