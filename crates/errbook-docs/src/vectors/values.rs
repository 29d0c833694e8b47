//! Values of params, as vectors write them: what no JSON reader changes. Integers and durations are
//! strings.

use std::borrow::Cow;
use std::time::Duration;

use errbook::timestamp::{self, Timestamp};
use errbook::{Decimal, OwnedValue, ParamType, Url};
use errbook_catalog::{Entry, Example, Format, Param};
use serde_json::{Map, Value as Json, json};

use super::dynamic::{DynamicCode, DynamicError, Held, Plain};
use crate::export::params::kind;

/// A value for an error, and its JSON.
#[derive(Clone)]
pub(super) struct Given {
    plain: Plain,
    json: Json,
}

/// The values of an entry's params, in its order.
pub(super) type Values = Vec<Given>;

/// The values of the entry's examples.
pub(super) fn examples(entry: &Entry) -> Option<Values> {
    entry.params.iter().map(example).collect()
}

/// The `round`th set of hostile values. `None` if every param had all of its values in an earlier
/// round.
pub(super) fn hostile(entry: &Entry, round: usize) -> Option<Values> {
    let of: Vec<Values> = entry.params.iter().map(hostile_values).collect();
    let rounds = of.iter().map(Vec::len).max().unwrap_or(0);
    let nth = |values: &Values| values.get(round % values.len().max(1)).cloned();
    (round < rounds).then(|| of.iter().map(nth).collect()).flatten()
}

pub(super) fn error(entry: &Entry, index: usize, values: &Values) -> DynamicError {
    let held = |(param, given): (&Param, &Given)| match param.sensitive {
        true => Held::Secret(given.plain.clone().secret()),
        false => Held::Plain(given.plain.clone()),
    };
    DynamicError { code: DynamicCode(index), params: entry.params.iter().zip(values).map(held).collect() }
}

/// The params of an error, by name.
pub(super) fn json(entry: &Entry, values: &Values) -> Json {
    let member = |(param, given): (&Param, &Given)| (param.name.clone(), of_kind(param, given.json.clone()));
    Json::Object(entry.params.iter().zip(values).map(member).collect::<Map<_, _>>())
}

/// The params that a client read, by name.
pub(super) fn received(entry: &Entry, params: &[(&'static str, OwnedValue)]) -> Json {
    let declared = |name: &str| entry.params.iter().chain(entry.wording_params()).find(|param| param.name == name);
    let member = |(name, value): &(&'static str, OwnedValue)| {
        let param = declared(name)?;
        Some((param.name.clone(), of_kind(param, received_value(value))))
    };
    Json::Object(params.iter().filter_map(member).collect::<Map<_, _>>())
}

fn of_kind(param: &Param, value: Json) -> Json {
    json!({"kind": kind(param), "value": value})
}

fn received_value(value: &OwnedValue) -> Json {
    match value {
        OwnedValue::Boolean(value) => json!(value),
        OwnedValue::List(items) => json!(items),
        OwnedValue::Duration(span) => json!(seconds(*span)),
        other => json!(other.borrow().to_string()),
    }
}

/// Seconds as a decimal number with `s`.
fn seconds(span: Duration) -> String {
    let text = format!("{}.{:09}", span.as_secs(), span.subsec_nanos());
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

fn example(param: &Param) -> Option<Given> {
    Some(match (&param.example, param.ty) {
        (Example::Text(text), ParamType::Decimal) => decimal(text)?,
        (Example::Text(text), ParamType::Url) => url(text)?,
        (Example::Text(text), _) => string(text),
        (Example::Integer(number), _) => integer(*number),
        (Example::Boolean(value), _) => boolean(*value),
        (Example::Timestamp(time), _) => {
            let json = json!(Timestamp(*time).to_string());
            Given { plain: Plain::Timestamp(*time), json }
        }
        (Example::Duration(seconds), _) => duration(Duration::from_secs(*seconds)),
        (Example::List(items), _) => list(items.iter().map(|item| item.to_string())),
    })
}

fn hostile_values(param: &Param) -> Values {
    match param.ty {
        ParamType::String => STRINGS.iter().map(|text| string(text)).collect(),
        ParamType::Integer => INTEGERS.iter().map(|number| integer(*number)).collect(),
        ParamType::Decimal => DECIMALS.iter().filter_map(|text| decimal(text)).collect(),
        ParamType::Url => URLS.iter().filter_map(|text| url(text)).collect(),
        ParamType::Boolean => [true, false].map(boolean).to_vec(),
        ParamType::Timestamp => TIMESTAMPS.iter().filter_map(|text| time(text)).collect(),
        ParamType::Duration => {
            DURATIONS.iter().map(|(seconds, nanos)| duration(Duration::new(*seconds, *nanos))).collect()
        }
        // The format tells that no item contains `, `.
        ParamType::List => {
            let is_allowed = |items: &&&[&str]| {
                param.format != Some(Format::Joined) || !items.iter().any(|item| item.is_empty() || item.contains(", "))
            };
            LISTS.iter().filter(is_allowed).map(|items| list(items.iter().map(|item| (*item).to_owned()))).collect()
        }
    }
}

const STRINGS: &[&str] = &[
    "\"quoted\" \\ / 'x' `y` \u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{1f}\u{7f}",
    "é ß 中文 \u{2028}\u{2029}\u{85}\u{a0}\u{feff} \u{202e}abc\u{202c} 👩\u{200d}👩\u{200d}👧 🏳\u{fe0f} e\u{301} \u{fffd}\u{10ffff}",
    "",
    " a, b: {x} {{y}} $code ${z} %s %d <script>&amp;</script> *** [redacted] ",
    "__proto__",
];

const INTEGERS: &[i64] = &[9_007_199_254_740_993, i64::MIN, i64::MAX, 0, -1, -9_007_199_254_740_993, 1_572_864];

const DECIMALS: &[&str] =
    &["0.10", "-0", "-12345678901234567890.123456789012345678901234567890", "100000000000000000000000"];

const URLS: &[&str] =
    &["https://example.com/a%20b?q=%22%5C&r='(x)'#frag", "urn:example:a,b;c", "http://[2001:db8::1]:8080/~x"];

const TIMESTAMPS: &[&str] = &[
    "2026-01-31T09:30:00.123456789Z",
    "1969-12-31T23:59:59.999999Z",
    "2000-02-29T00:00:00.100Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.0005Z",
];

/// Seconds and nanoseconds. The longest is nearly that of Go's `time.Duration`.
const DURATIONS: &[(u64, u32)] =
    &[(1, 500_000_000), (0, 0), (0, 1), (0, 999_999_999), (90_061, 250_000_000), (9_223_372_035, 0), (0, 1_500)];

const LISTS: &[&[&str]] = &[&["a, b", "\"c\"", "\\", "é\u{2028}", "a\nb"], &[], &[""], &["", ""], &["a", "b,c", "d e"]];

fn string(text: &str) -> Given {
    Given { plain: Plain::String(Cow::Owned(text.to_owned())), json: json!(text) }
}

fn integer(number: i64) -> Given {
    Given { plain: Plain::Integer(number), json: json!(number.to_string()) }
}

fn decimal(text: &str) -> Option<Given> {
    Some(Given { plain: Plain::Decimal(Decimal::new(text.to_owned()).ok()?), json: json!(text) })
}

fn url(text: &str) -> Option<Given> {
    Some(Given { plain: Plain::Url(Url::new(text.to_owned()).ok()?), json: json!(text) })
}

fn boolean(value: bool) -> Given {
    Given { plain: Plain::Boolean(value), json: json!(value) }
}

fn time(text: &str) -> Option<Given> {
    Some(Given { plain: Plain::Timestamp(timestamp::parse(text)?), json: json!(text) })
}

fn duration(span: Duration) -> Given {
    Given { plain: Plain::Duration(span), json: json!(seconds(span)) }
}

fn list(items: impl Iterator<Item = String>) -> Given {
    let items: Vec<Cow<'static, str>> = items.map(Cow::Owned).collect();
    Given { json: json!(items), plain: Plain::List(items) }
}
