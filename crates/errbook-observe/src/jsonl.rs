//! JSON Lines of any shape: responses that a test recorded, logs, OTLP, and what the runtime
//! recorded.

use serde_json::Value;

use crate::exchange::{Body, Exchange, MAX_BODY, Unchecked};
use crate::filter::Filter;
use crate::observation::{Observation, Origin};
use crate::observer::{Observer, Within};
use crate::otlp;

#[cfg(test)]
mod tests;

/// Longer lines pass unchecked, in bytes. A line of the OpenTelemetry Collector has many records.
pub const MAX_LINE: usize = 16 * MAX_BODY;

/// Which members of a line have what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The body. By default, errors are found anywhere in a line.
    pub body: Option<String>,
    /// The HTTP status.
    pub status: Option<String>,
    /// The operation: its name, its method and path, or its path.
    pub operation: Option<String>,
}

/// Reads JSON Lines.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_observe::{Fields, Lines, Observation, Observer, Origin};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let observer = Observer::new(&snapshot, None).expect("a manifest");
/// let lines = Lines::new(&observer, Fields::default());
///
/// let log = br#"{"level": "info", "text": "started"}
/// {"level": "warn", "response": {"error": {"code": "err:orders:not_payd", "detail": "The order is not paid yet"}}}
/// "#;
/// let mut observation = Observation::default();
/// lines.block(log, Origin { input: 0, number: 1, request: String::new() }, &mut observation);
/// assert_eq!(observation.exchanges, 2);
/// assert_eq!(observation.unknown()["err:orders:not_payd"], 1);
/// ```
#[derive(Debug)]
pub struct Lines<'o> {
    observer: &'o Observer<'o>,
    fields: Fields,
    filter: Filter,
}

impl<'o> Lines<'o> {
    /// A reader for lines with these members.
    pub fn new(observer: &'o Observer<'o>, fields: Fields) -> Lines<'o> {
        let filter = Filter::with(&observer.known, fields.status.as_deref());
        Lines { observer, fields, filter }
    }

    /// The named members that none of the first lines of a block has.
    pub fn missing(&self, block: &[u8]) -> Vec<String> {
        const LINES: usize = 20;
        let lines = block.split(|byte| *byte == b'\n').take(LINES);
        let values: Vec<Value> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
        let Fields { body, status, operation } = &self.fields;
        let named = [body, status, operation].into_iter().flatten();
        let is_missing = |path: &&String| values.iter().all(|value| at(value, path).is_none());
        named.filter(|_| !values.is_empty()).filter(is_missing).cloned().collect()
    }

    /// Observes a block of whole lines. `first` is where its first line is.
    pub fn block(&self, block: &[u8], first: Origin, into: &mut Observation) {
        let mut counted = 0;
        let mut number = first.number;
        let mut from = 0;
        let mut search = self.filter.search(block);
        while let Some(hit) = search.next_from(from) {
            let start = memchr::memrchr(b'\n', &block[..hit]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &block[hit..]).map_or(block.len(), |at| hit + at);
            number += lines(&block[counted..start]);
            counted = start;
            self.line(&block[start..end], Origin { number, ..first.clone() }, into);
            from = end + 1;
            if from >= block.len() {
                break;
            }
        }
        into.exchanges += lines(block) + u64::from(block.last().is_some_and(|byte| *byte != b'\n'));
    }

    /// Observes a line, even if it can't have an error.
    pub(crate) fn line(&self, line: &[u8], origin: Origin, into: &mut Observation) {
        if line.len() > MAX_LINE {
            return into.unchecked(Unchecked::TooLarge);
        }
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => self.value(value, origin, into),
            Err(_) if self.filter.may_have_error(line) => into.unchecked(Unchecked::Malformed),
            Err(_) => {}
        }
    }

    /// Observes a line that is JSON.
    pub fn value(&self, value: Value, origin: Origin, into: &mut Observation) {
        if value.get("errbook").and_then(Value::as_str) == Some("raised") {
            return self.raised(&value, origin, into);
        }
        if otlp::is_otlp(&value) {
            for exchange in otlp::exchanges(value) {
                self.observer.observe(&exchange, Within::Record, origin.clone(), into);
            }
            return;
        }
        let status = self.fields.status.as_deref().and_then(|path| at(&value, path)).and_then(status);
        let operation = self.fields.operation.as_deref().and_then(|path| at(&value, path)).and_then(Value::as_str);
        let mut exchange = Exchange { status, operation: operation.map(str::to_owned), ..Exchange::default() };
        let within = match self.fields.body.as_deref() {
            Some(path) => {
                exchange.body = at(&value, path).map(body).unwrap_or_default();
                Within::Response
            }
            None => {
                exchange.body = Body::Json(value);
                Within::Line
            }
        };
        self.observer.observe(&exchange, within, origin, into);
    }

    /// A line that the runtime recorded: a code, how it was sent, and how often.
    fn raised(&self, value: &Value, origin: Origin, into: &mut Observation) {
        let known = &self.observer.known;
        let text = |name| value.get(name).and_then(Value::as_str);
        // A process can have the codes of several catalogs.
        if text("catalog").is_some_and(|catalog| catalog != known.manifest.name) {
            return;
        }
        let count = value.get("count").and_then(Value::as_u64).unwrap_or(1);
        let Some(code) = text("code") else { return into.unchecked(Unchecked::Malformed) };
        let profile = text("profile").and_then(|name| known.manifest.profiles.iter().position(|of| of.name == name));
        let exchange = Exchange { operation: text("operation").map(str::to_owned), ..Exchange::default() };
        self.observer.raised(code, profile, &exchange, origin, count, into);
    }
}

/// The value of a member: one with this name, or at this path of names with dots between.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(member) = value.get(path) {
        return Some(member);
    }
    // Names can have dots, too.
    path.match_indices('.').find_map(|(dot, _)| {
        let (name, rest) = (&path[..dot], &path[dot + 1..]);
        at(value.get(name)?, rest)
    })
}

fn status(value: &Value) -> Option<u16> {
    match value {
        Value::String(text) => text.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok(),
        // A number with a fraction of zero.
        other => other.as_f64().filter(|status| status.fract() == 0.0).and_then(|status| {
            let status = format!("{status}");
            status.parse().ok()
        }),
    }
}

fn body(value: &Value) -> Body {
    match value {
        Value::Null => Body::Absent,
        Value::String(text) => Body::Bytes(text.clone().into_bytes()),
        other => Body::Json(other.clone()),
    }
}

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
