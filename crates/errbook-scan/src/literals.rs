//! Finds codes and URLs in any language.

use std::ops::Range;

use crate::scanner::{Scanner, Shape, Urls};
use crate::{FileScan, Use, role};

impl Scanner {
    /// Scans a file. `path` is the path to show, with slashes.
    pub fn file(&self, path: String, text: String) -> FileScan {
        let role = path.clone();
        self.file_as(&role, path, text)
    }

    /// Like [`file`](Self::file), with a separate path `role` that decides whether the file has
    /// tests or prose.
    pub fn file_as(&self, role: &str, path: String, text: String) -> FileScan {
        let mut file = FileScan { path, ..FileScan::default() };
        let in_test = role::is_test(role);
        for range in self.candidates(&text) {
            match self.codes.get(&text[range.clone()]) {
                Some(&code) if !role::is_prose(&file.path) => {
                    let is_alias = self.aliases.contains(&text[range.clone()]);
                    file.uses.push(Use { is_alias, ..Use::new(code, range, true, in_test) });
                }
                Some(_) => {}
                None if self.outside.contains(&text[range.clone()]) => {}
                None if self.shape.fits(&text, &range) => file.unknown.push(range),
                None => {}
            }
        }
        if let Some(urls) = &self.urls {
            file.dead_urls = dead_urls(urls, &text);
        }
        if file.path.ends_with(".rs") {
            self.rust(&text, in_test, &mut file);
        } else if !role::is_prose(&file.path) {
            self.exported_names(&text, in_test, &mut file.uses);
            #[cfg(feature = "tree-sitter")]
            if !self.read_sites(&text, in_test, &mut file) {
                file.found = file.uses.iter().filter(|of| of.raises && !of.in_test).count();
            }
        }
        self.finish(text, file)
    }

    /// Sets lines and columns, and keeps the text if a finding may point into it.
    fn finish(&self, text: String, mut file: FileScan) -> FileScan {
        file.uses.sort_by_key(|of| of.range.start);
        file.sites.sort_by_key(|site| site.range.start);
        file.drifts.sort_by_key(|drift| drift.range.start);
        let (mut line, mut line_start, mut at) = (1, 0, 0);
        for of in &mut file.uses {
            for (newline, _) in text[at..of.range.start].match_indices('\n') {
                line += 1;
                line_start = at + newline + 1;
            }
            at = of.range.start;
            of.line = line;
            of.column = u32::try_from(text[line_start..at].chars().count()).unwrap_or(u32::MAX).saturating_add(1);
        }
        let is_needed = !file.unknown.is_empty()
            || !file.drifts.is_empty()
            || !file.dead_urls.is_empty()
            || file.uses.iter().any(|of| of.raises && self.retired.contains(&of.code) || of.is_alias && !of.in_test);
        file.text = is_needed.then_some(text);
        file
    }

    /// Ranges of possible codes.
    fn candidates(&self, text: &str) -> Vec<Range<usize>> {
        if self.shape.start.is_empty() {
            return quoted_words(&self.shape, text);
        }
        let found = text.match_indices(&self.shape.start).map(|(at, _)| at);
        let starts = found.filter(|&at| !text[..at].ends_with(|before: char| self.shape.is_part(before)));
        starts.map(|at| at..self.shape.end(text, at)).collect()
    }

    /// Finds constants such as `ERR_DATA_KEY_NOT_FOUND` in other languages.
    fn exported_names(&self, text: &str, in_test: bool, uses: &mut Vec<Use>) {
        let literals = uses.len();
        for (range, identifier) in identifiers(text) {
            let Some(&code) = self.exported.get(identifier) else { continue };
            // A code such as `E0042` is its own constant.
            let is_literal = uses[..literals].iter().any(|of| of.range.contains(&range.start));
            if !is_literal && !is_imported(text, range.start) {
                uses.push(Use::new(code, range, true, in_test));
            }
        }
    }
}

/// Whether a name is only imported, in the syntax of most languages.
pub(crate) fn is_imported(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..at].trim_start();
    ["import ", "from ", "use ", "using "].iter().any(|word| line.starts_with(word))
}

impl Use {
    pub(crate) fn new(code: usize, range: Range<usize>, raises: bool, in_test: bool) -> Use {
        Use { code, range, line: 0, column: 0, raises, in_test, is_alias: false, of: None }
    }
}

impl Shape {
    /// Whether a character can be part of a code.
    fn is_part(&self, char: char) -> bool {
        char.is_alphanumeric() || char == '_' || self.marks.contains(char) || self.separator.contains(char)
    }

    /// The end of the code that starts at `at`, without trailing marks and separators, which belong
    /// to the sentence.
    fn end(&self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        let run = &rest[..rest.find(|char| !self.is_part(char)).unwrap_or(rest.len())];
        at + run.trim_end_matches(|char: char| !char.is_alphanumeric() && char != '_').len()
    }

    /// Whether a candidate follows the scheme. The names of the levels explain the scheme and are
    /// not a code.
    fn fits(&self, text: &str, range: &Range<usize>) -> bool {
        let Some(rest) = text[range.clone()].strip_prefix(&self.start) else { return false };
        // `err:data:{name}` and `err:data:*` match several codes.
        if text[range.end..]
            .trim_start_matches(|char| self.separator.contains(char))
            .starts_with(['{', '$', '*', '<', '%', '\\'])
        {
            return false;
        }
        let segments: Vec<&str> =
            if self.separator.is_empty() { vec![rest] } else { rest.split(&self.separator).collect() };
        let explains = segments.iter().zip(&self.levels).all(|(segment, (name, _))| segment == name);
        let matches = segments.iter().zip(&self.levels).all(|(segment, (_, pattern))| match pattern {
            Some(pattern) => pattern.is_match(segment),
            None => is_usual(segment),
        });
        // Without a prefix, any two words joined by a colon look like a code, so the first must be
        // known.
        let distinct = !self.start.is_empty()
            || if segments.len() == 1 { self.levels[0].1.is_some() } else { self.firsts.contains(segments[0]) };
        self.depths.contains(&segments.len()) && matches && distinct && !explains
    }
}

fn is_usual(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_lowercase())
        && segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Quoted strings of one word. Without a prefix, nothing else distinguishes a code from a word.
fn quoted_words(shape: &Shape, text: &str) -> Vec<Range<usize>> {
    let quotes: Vec<usize> = text.match_indices(['"', '\'', '`']).map(|(at, _)| at).collect();
    let inside = quotes.windows(2).filter(|pair| text[pair[0]..=pair[0]] == text[pair[1]..=pair[1]]);
    let inside = inside.map(|pair| pair[0] + 1..pair[1]).filter(|range| !range.is_empty());
    inside.filter(|range| text[range.clone()].chars().all(|char| shape.is_part(char))).collect()
}

/// Runs of letters, digits, and `_`, with their ranges.
pub(crate) fn identifiers(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_part(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_part(bytes[at]) {
            at += 1;
        }
        (start < at).then(|| (start..at, &text[start..at]))
    })
}

/// Dead URLs below the error pages.
fn dead_urls(urls: &Urls, text: &str) -> Vec<Range<usize>> {
    let mut dead = Vec::new();
    for (at, _) in text.match_indices(&urls.root) {
        let rest = &text[at + urls.root.len()..];
        let is_end = |char: char| char.is_whitespace() || char.is_control() || "\"'`<>()[]{}|\\^,;*$%".contains(char);
        let end = rest.find(is_end).unwrap_or(rest.len());
        let path = rest[..end].split(['?', '#']).next().unwrap_or_default().trim_end_matches(['.', ':', '!']);
        // The URL that a template produces is unknown.
        let is_open =
            rest[end..].starts_with(['{', '$', '%', '*', '<', '\\', '[', '(']) && rest[..end].len() == path.len();
        if is_open || !(path.is_empty() || path.starts_with('/')) {
            continue;
        }
        let page = path.trim_end_matches('/');
        let page = page.strip_suffix(".md").or_else(|| page.strip_suffix(".html")).unwrap_or(page);
        let page = page.strip_suffix("/index").unwrap_or(page);
        let is_file = page.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if !is_file && !urls.live.contains(page) {
            dead.push(at..at + urls.root.len() + path.len());
        }
    }
    dead
}
