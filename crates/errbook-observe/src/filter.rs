//! Tells which lines can't have an error, without parsing them, by a search for what an error must
//! contain. A line may only be skipped if parsing it would report nothing.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem;

use crate::known::Known;
use crate::recognize;

/// Searches bytes for what an error must contain.
#[derive(Debug)]
pub(crate) struct Filter {
    /// What is searched for. `None` if every line must be parsed.
    searcher: Option<Searcher>,
    markers: Vec<Marker>,
    extra_statuses: Vec<i64>,
}

/// A text that an error must contain, if it isn't escaped.
#[derive(Debug, Clone)]
enum Marker {
    /// The start of a code, after the quote of its string.
    Code(String),
    /// The host of type URLs with the byte after it, and the path segments that can follow it.
    Host(String, Vec<String>),
    /// A part of a type that an entry sets, or of a dependency's code or URL.
    Type(String),
    /// The name of the member that has the code.
    Name(String),
    /// The name of the member that has the status.
    Status(String),
    /// A member of the lines that the runtime writes.
    Raised,
}

impl Marker {
    fn text(&self) -> &str {
        match self {
            Marker::Code(text)
            | Marker::Host(text, _)
            | Marker::Type(text)
            | Marker::Name(text)
            | Marker::Status(text) => text,
            Marker::Raised => "errbook",
        }
    }
}

impl Filter {
    pub(crate) fn new(known: &Known<'_>) -> Filter {
        Filter::with(known, None)
    }

    /// A filter that also finds lines whose member `status` has an error status.
    pub(crate) fn with(known: &Known<'_>, status: Option<&str>) -> Filter {
        let mut markers = vec![Marker::Raised];
        let codes = known.marks.iter().filter(|mark| mark.is_code).filter_map(|mark| mark.path.last());
        match &known.start {
            Some(start) => markers.push(Marker::Code(start.clone())),
            None => {
                let names = codes.map(String::as_str).chain(recognize::LOG_FIELDS);
                markers.extend(names.map(|name| Marker::Name(name.to_owned())));
            }
        }
        markers.extend(hosts(known));
        markers.extend(types(known));
        markers.extend(outside(known));
        let status = status.and_then(|path| path.rsplit('.').next());
        markers.extend(status.map(|name| Marker::Status(name.to_owned())));
        let is_plain = |marker: &Marker| {
            let text = marker.text().trim_end_matches(['/', '\\']);
            !text.is_empty() && text.bytes().all(is_plain)
        };
        let can_search = markers.iter().all(is_plain);
        let texts = markers.iter().map(Marker::text);
        let searcher = Searcher::new(&texts.collect::<Vec<_>>());
        let extra_statuses = known.manifest.extra_statuses.clone();
        Filter { searcher: searcher.filter(|_| can_search), markers, extra_statuses }
    }

    /// Whether `bytes` may have an error.
    pub(crate) fn may_have_error(&self, bytes: &[u8]) -> bool {
        self.search(bytes).next_from(0).is_some()
    }

    /// Searches `bytes`.
    pub(crate) fn search<'b>(&'b self, bytes: &'b [u8]) -> Search<'b> {
        Search { filter: self, bytes, marker: Some(0), escape: Some(0) }
    }

    /// The first byte from `start` on where a marker is that can be that of an error.
    fn marker(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let Some(searcher) = &self.searcher else { return (start < bytes.len()).then_some(start) };
        let mut from = start;
        loop {
            let at = from + searcher.find(bytes.get(from..)?)?;
            // Another marker can start at the same byte, or inside of this one.
            if self.markers.iter().any(|marker| self.confirms(marker, bytes, at)) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// Whether the marker at a byte can be that of an error.
    fn confirms(&self, marker: &Marker, bytes: &[u8], at: usize) -> bool {
        let Some(rest) = bytes.get(at..).and_then(|rest| rest.strip_prefix(marker.text().as_bytes())) else {
            return false;
        };
        match marker {
            // A code is a whole string.
            Marker::Code(_) => bytes[..at].last() == Some(&b'"') && rest.first().is_some_and(|byte| !ends_code(*byte)),
            Marker::Host(host, segments) => {
                let path = if host.ends_with('/') { Some(rest) } else { trim(rest, b'\\').strip_prefix(b"/") };
                let Some(path) = path else { return false };
                segments.iter().any(|segment| path.starts_with(segment.as_bytes()))
            }
            Marker::Type(_) => true,
            Marker::Name(_) => matches!(rest.first(), Some(b'"' | b'\\')),
            Marker::Status(_) => self.is_error_status(rest),
            Marker::Raised => rest.first() == Some(&b'"'),
        }
    }

    /// Whether `rest`, after the name of a member, goes on with an error status.
    fn is_error_status(&self, rest: &[u8]) -> bool {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        let skip = |rest: &[u8]| rest.iter().take_while(|byte| is_space(byte)).count();
        let rest = trim(rest, b'\\');
        let Some(rest) = rest.strip_prefix(b"\"") else { return false };
        let Some(rest) = rest[skip(rest)..].strip_prefix(b":") else { return false };
        let rest = trim(&rest[skip(rest)..], b'\\');
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..digits]).ok().and_then(|text| text.parse::<i64>().ok());
        let is_odd = matches!(rest.get(digits), Some(b'.' | b'e' | b'E' | b'\\' | b' ' | b'+')) || digits > 3;
        number.is_some_and(|status| is_odd || status >= 400 || self.extra_statuses.contains(&status))
            || rest.first() == Some(&b' ')
    }
}

/// Finds the first of several texts.
#[derive(Debug)]
enum Searcher {
    /// With vector instructions. An automaton would choose to search for the first bytes of few texts,
    /// and `e` is in every line.
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Searcher {
    fn new(texts: &[&str]) -> Option<Searcher> {
        let packed = packed::Searcher::new(texts).map(Searcher::Packed);
        packed.or_else(|| {
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(texts);
            automaton.ok().map(Searcher::Automaton)
        })
    }

    fn find(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Searcher::Packed(searcher) => searcher.find(bytes).map(|found| found.start()),
            Searcher::Automaton(searcher) => searcher.find(bytes).map(|found| found.start()),
        }
    }
}

/// The markers of type URLs. A slash of a URL can be escaped, also repeatedly.
fn hosts(known: &Known<'_>) -> Vec<Marker> {
    let Some((host, segments)) = host(known) else { return Vec::new() };
    ["/", "\\"].map(|end| Marker::Host(format!("{host}{end}"), segments.clone())).into()
}

/// The markers of types that entries set. They can be on any host or have none, so a marker is the longest
/// part that JSON writes in one way only.
fn types(known: &Known<'_>) -> Vec<Marker> {
    let uris = known.snapshot.entries().filter_map(|entry| entry.type_uri.as_deref());
    // Types often have a registry or a prefix in common.
    uris.map(plain_part).collect::<BTreeSet<String>>().into_iter().map(Marker::Type).collect()
}

/// The markers of codes and URLs of dependencies.
fn outside(known: &Known<'_>) -> Vec<Marker> {
    let starts: BTreeSet<&String> = known.manifest.depends.iter().filter_map(|of| of.start.as_ref()).collect();
    let is_found =
        |code: &str| starts.iter().chain(&known.start.as_ref()).any(|start| code.starts_with(start.as_str()));
    let own = known.start.as_ref();
    let new = starts.iter().filter(|start| Some(**start) != own).map(|start| Marker::Code((*start).clone()));
    let codes = known.outside_codes.keys().filter(|code| !is_found(code)).map(|code| plain_part(code));
    // A host has many URLs.
    let host = |url: &str| url.split_once("://").and_then(|(_, rest)| rest.split('/').next().map(str::to_owned));
    let urls = known.outside_urls.keys().map(|url| host(url).unwrap_or_else(|| plain_part(url)));
    let parts: BTreeSet<String> = codes.chain(urls).collect();
    new.chain(parts.into_iter().map(Marker::Type)).collect()
}

/// The longest part that JSON writes in one way only.
fn plain_part(text: &str) -> String {
    let parts = text.split(|char: char| !char.is_ascii() || !is_plain(char as u8));
    parts.max_by_key(|part| part.len()).unwrap_or_default().to_owned()
}

/// The host of type URLs, and the first segments of their paths.
fn host<'c>(known: &Known<'c>) -> Option<(&'c str, Vec<String>)> {
    let site = known.manifest.site.as_ref()?;
    let rest = site.root.split_once("://").map_or(&*site.root, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let first = |path: &str| path.split('/').find(|part| !part.is_empty()).unwrap_or_default().to_owned();
    if !path.is_empty() {
        return Some((host, vec![first(path)]));
    }
    let entries = known.snapshot.entries().flat_map(|entry| &entry.redirects);
    let redirects = known.manifest.redirects.iter().map(|redirect| &redirect.from);
    let mut segments: Vec<String> =
        std::iter::once(&site.errors).chain(entries).chain(redirects).map(|path| first(path)).collect();
    segments.sort();
    segments.dedup();
    // Pages directly below the host can have any name.
    if segments.iter().any(String::is_empty) {
        segments = vec![String::new()];
    }
    Some((host, segments))
}

/// Whether JSON can only escape a byte as `\u00` and two digits.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte)
}

/// Whether a code can't go on with a byte.
fn ends_code(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'"'
}

/// A search in some bytes. Goes forward only, so nothing is searched twice. Escapes are searched apart,
/// because nearly each line can have some that hide nothing.
pub(crate) struct Search<'b> {
    filter: &'b Filter,
    bytes: &'b [u8],
    /// The first byte where the next marker can be. `None` if there is none.
    marker: Option<usize>,
    /// The same for the next escape that can hide a marker.
    escape: Option<usize>,
}

impl Search<'_> {
    /// The first byte from `start` on where an error may be.
    pub(crate) fn next_from(&mut self, start: usize) -> Option<usize> {
        // A known position is that of a hit, unless it is before the start.
        if self.marker.is_some_and(|known| known < start || known == 0) {
            self.marker = self.filter.marker(self.bytes, start);
        }
        if self.escape.is_some_and(|known| known < start || known == 0) {
            self.escape = escape(self.bytes, start);
        }
        match (self.marker, self.escape) {
            (Some(marker), Some(escape)) => Some(marker.min(escape)),
            (marker, escape) => marker.or(escape),
        }
    }
}

/// The first escape from `start` on that can hide a marker.
fn escape(bytes: &[u8], start: usize) -> Option<usize> {
    const START: &[u8] = b"\\u00";
    let hits = memmem::find_iter(bytes.get(start..)?, START).map(|at| start + at);
    let mut hits = hits.filter(|at| bytes.get(at + START.len()..at + START.len() + 2).is_some_and(hides_a_marker));
    hits.next()
}

/// Whether the two digits of an escape stand for a byte that a marker can have, or for one with which
/// JSON inside a string can start or escape others.
fn hides_a_marker(digits: &[u8]) -> bool {
    let code = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
    code.is_some_and(|byte| is_plain(byte) || b"\"\\/".contains(&byte))
}

fn trim(bytes: &[u8], byte: u8) -> &[u8] {
    let count = bytes.iter().take_while(|other| **other == byte).count();
    &bytes[count..]
}
