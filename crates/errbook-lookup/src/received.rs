//! Finds the errors in what a client received: a response body, or an HTTP message as `curl -i`
//! prints it. Errors are found by their code, alias, or URL, then by their message, then by status.

use errbook_catalog::{Catalog, Entry};
use errbook_observe::Observer;
use serde_json::Value;

use crate::find::{Answer, Way, by_code, by_message, by_name, by_status, by_url, near, status};

/// The longest text that can be a message, in bytes.
const LONGEST_MESSAGE: usize = 1 << 16;

/// What a response names, and the entries of it.
#[derive(Debug)]
pub struct Found<'a> {
    /// The code, URL, message, or status in the response.
    pub sent: String,
    /// The entries.
    pub answer: Answer<'a>,
}

/// The errors in a response. `None` if it names nothing that could be one.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_lookup::{Answer, errors};
/// use errbook_observe::Observer;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let catalog = snapshot.catalog().expect("valid");
/// let observer = Observer::new(&snapshot, None).expect("a manifest");
///
/// let response = "HTTP/1.1 402 Payment Required\n\n{\"error\": {\"code\": \"err:orders:not_paid\"}}";
/// let found = errors(&catalog, &observer, response).expect("an error");
/// let Answer::One(entry) = found.answer else { panic!("{}", found.sent) };
/// assert_eq!(entry.name, "Order not paid");
/// ```
pub fn errors<'a>(catalog: &'a Catalog, observer: &Observer<'_>, response: &str) -> Option<Found<'a>> {
    let message = Message::read(response.trim_start_matches('\u{feff}').trim_start());
    let body = Body::read(message.body);
    let names = match &body {
        Body::Json(values) => observer.names(values),
        Body::Text(text) => words(text).map(str::to_owned).collect(),
    };
    let texts = body.texts();
    let status = message.status.or_else(|| body.status());
    named(catalog, &names)
        .or_else(|| named(catalog, &words(message.head).map(str::to_owned).collect::<Vec<_>>()))
        .or_else(|| said(catalog, &texts, by_message, status))
        .or_else(|| said(catalog, &texts, by_name, status))
        .or_else(|| unknown(catalog, &body, names))
        .or_else(|| of_status(catalog, status?))
}

/// A response. Without a status line, all of it is the body.
struct Message<'t> {
    head: &'t str,
    status: Option<u16>,
    body: &'t str,
}

impl<'t> Message<'t> {
    /// Reads the last of several responses, such as those before a redirect.
    fn read(text: &'t str) -> Message<'t> {
        let mut message = Message { head: "", status: None, body: text };
        while message.body.starts_with("HTTP/") {
            let body = message.body;
            let end = body.find("\r\n\r\n").map(|at| (at, at + 4));
            let end = [end, body.find("\n\n").map(|at| (at, at + 2))].into_iter().flatten().min();
            let (end, start) = end.unwrap_or((body.len(), body.len()));
            let head = &body[..end];
            message = Message { head, status: status(head.lines().next().unwrap_or_default()), body: &body[start..] };
        }
        message
    }
}

/// The body of a response: one or more JSON values, or a text such as an HTML page.
enum Body<'t> {
    Json(Vec<Value>),
    Text(&'t str),
}

impl<'t> Body<'t> {
    fn read(text: &'t str) -> Body<'t> {
        let values = serde_json::Deserializer::from_str(text).into_iter().collect::<Result<Vec<Value>, _>>();
        values.map_or(Body::Text(text), Body::Json)
    }

    /// The status that the body repeats, such as that of problem details (RFC 9457).
    fn status(&self) -> Option<u16> {
        match self {
            Body::Json(values) => values.iter().find_map(|value| error_status(value).or_else(|| status_in(value))),
            Body::Text(text) => status(text.trim()),
        }
    }

    /// The texts that can be messages.
    fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        match self {
            Body::Json(values) => values.iter().for_each(|value| strings(value, &mut texts)),
            Body::Text(text) => texts.extend(text.split(['<', '>', '\n']).map(str::trim)),
        }
        texts.retain(|text| !text.is_empty() && text.len() <= LONGEST_MESSAGE);
        texts
    }
}

fn error_status(value: &Value) -> Option<u16> {
    value.as_u64()?.try_into().ok().filter(|status| (400..600).contains(status))
}

/// The first error status in the members of a JSON value.
fn status_in(value: &Value) -> Option<u16> {
    const NAMES: [&str; 4] = ["status", "statusCode", "status_code", "code"];
    match value {
        Value::Array(items) => items.iter().find_map(status_in),
        Value::Object(members) => {
            let own = NAMES.iter().find_map(|name| error_status(members.get(*name)?));
            own.or_else(|| members.values().find_map(status_in))
        }
        _ => None,
    }
}

fn strings<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(members) => members.values().for_each(|member| strings(member, into)),
        _ => {}
    }
}

/// The words of a text that can be codes or URLs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |letter: char| letter.is_whitespace() || "\"'`<>()[]{},;=".contains(letter);
    text.split(ends).map(|word| word.trim_end_matches(['.', ':', '!', '?'])).filter(|word| !word.is_empty())
}

/// By codes, aliases, and URLs.
fn named<'a>(catalog: &'a Catalog, names: &[String]) -> Option<Found<'a>> {
    let entry = |name: &String| {
        Some((name.clone(), *[by_code, by_url].iter().find_map(|way| way(catalog, name).first().copied()).as_ref()?))
    };
    of_all(names.iter().filter_map(entry))
}

/// By texts, each of which can be that of several entries. The status decides between these.
fn said<'a>(catalog: &'a Catalog, texts: &[&str], way: Way, status: Option<u16>) -> Option<Found<'a>> {
    let of = |text: &&str| {
        let all = way(catalog, text);
        let sent = |entry: &&&Entry| status.is_some_and(|status| entry.statuses().contains(&status));
        let with_status: Vec<&Entry> = all.iter().filter(sent).copied().collect();
        let entries = if with_status.is_empty() { all } else { with_status };
        entries.into_iter().map(|entry| ((*text).to_owned(), entry)).collect::<Vec<_>>()
    };
    of_all(texts.iter().flat_map(of))
}

/// The answer with all entries, each once.
fn of_all<'a>(found: impl Iterator<Item = (String, &'a Entry)>) -> Option<Found<'a>> {
    let mut all: Vec<(String, &Entry)> = Vec::new();
    for (sent, entry) in found {
        if !all.iter().any(|(_, known)| known.code == entry.code) {
            all.push((sent, entry));
        }
    }
    let answer = match all.as_slice() {
        [] => return None,
        [(_, entry)] => Answer::One(entry),
        several => Answer::Several(several.iter().map(|(_, entry)| *entry).collect()),
    };
    Some(Found { sent: all.swap_remove(0).0, answer })
}

/// A code that the catalog doesn't have. Words of a text can be anything.
fn unknown<'a>(catalog: &'a Catalog, body: &Body<'_>, names: Vec<String>) -> Option<Found<'a>> {
    let sent = match body {
        // The type of a problem that is only its status.
        Body::Json(_) => names.into_iter().find(|name| name != "about:blank")?,
        Body::Text(_) => {
            let scheme = &catalog.manifest().scheme;
            let start = format!("{}{}", scheme.prefix.as_ref()?, scheme.separator);
            names.into_iter().find(|name| name.len() > start.len() && name.starts_with(&start))?
        }
    };
    let answer = Answer::Nothing(near(catalog, &sent));
    Some(Found { sent, answer })
}

fn of_status(catalog: &Catalog, status: u16) -> Option<Found<'_>> {
    let sent = status.to_string();
    let answer = by_status(catalog, &sent)?;
    Some(Found { sent, answer })
}

#[cfg(test)]
mod tests;
