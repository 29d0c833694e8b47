//! `explain`: from anything that a client received to the page with the fix.

use errbook_catalog::{Catalog, Entry};
use errbook_check::lifecycle::Refusal;
use errbook_docs::Search;
use errbook_lookup::{Answer, Found};
use errbook_observe::{MAX_BODY, Observer};
use serde_json::json;

use super::arguments::Arguments;
use super::{Effect, Output, Tool};
use crate::reading::Reading;
use crate::workspace::{Access, Settings, Workspace};

/// The maximum number of suggestions.
const SUGGESTIONS: usize = 3;

pub(super) fn tool() -> Tool {
    Tool {
        name: "explain",
        title: "Explain an error",
        description: "Return the page of an error code as Markdown: what happened, how to fix it, and an example \
            response. Pass whatever you have: a code, a message as it was sent, the URL of a page, an HTTP status, a \
            whole response body (JSON, HTML, or text), or an HTTP response with its head. Also explains the rules \
            of `check`. If several codes match, returns their names.",
        arguments: json!({
            "what": {
                "type": "string",
                "description": "Code, message, page URL, HTTP status, rule ID, or whole response body",
            },
        }),
        required: &["what"],
        output: None,
        effect: Effect::Reads,
        access: Access::Published,
    }
}

pub(super) fn run(
    workspace: &impl Workspace,
    settings: Settings,
    arguments: &Arguments<'_>,
) -> Result<Output, Refusal> {
    let what = arguments.body("what");
    if what.trim().is_empty() {
        return Err(Refusal::new("argument `what` is empty", "pass a code, a message, a URL, or a response body"));
    }
    if what.len() > MAX_BODY {
        return Err(Refusal::new(
            format!("argument `what` has more than {MAX_BODY} bytes"),
            "pass only the response body",
        ));
    }
    // Rules are explained even if the catalog is broken, because that is when agents look them up.
    let reading = match Reading::new(workspace, settings) {
        Ok(reading) => reading,
        Err(refusal) => return rule(&what)?.map(Output::Text).ok_or(refusal),
    };
    let Found { sent, answer } = find(&reading, &what);
    let text = match answer {
        Answer::One(entry) => full_page(&reading.catalog, entry, settings) + &page(&reading.catalog, entry)?,
        Answer::Several(entries) => {
            format!("{} codes match. Call `explain` with one of them:\n\n{}", entries.len(), lines(&entries))
        }
        Answer::Status(status, entries) => format!(
            "{} codes are sent with status {status}. Call `explain` with one of them, or with the whole response body:\n\n{}",
            entries.len(),
            lines(&entries)
        ),
        Answer::Nothing(near) => match (reading.broken(&sent), rule(&what)?) {
            (Some(refusal), _) => return Err(refusal),
            (None, Some(page)) => page,
            (None, None) => return Err(unknown(&reading, &sent, near)),
        },
    };
    let note = reading.note().map(|note| format!("\nNote: {note}.\n")).unwrap_or_default();
    Ok(Output::Text(text + &note))
}

/// What is meant by a name, or by a response.
pub(super) fn find<'r>(reading: &'r Reading, what: &str) -> Found<'r> {
    let named = || Found { sent: what.trim().to_owned(), answer: errbook_lookup::find(&reading.catalog, what) };
    let received = || {
        let observer = Observer::new(&reading.snapshot, None)?;
        errbook_lookup::errors(&reading.catalog, &observer, what)
    };
    if is_response(what) {
        return received().unwrap_or_else(named);
    }
    match named() {
        // A line of a log that contains a code, a URL, or JSON.
        Found { answer: Answer::Nothing(near), sent } => {
            received().unwrap_or(Found { sent, answer: Answer::Nothing(near) })
        }
        found => found,
    }
}

/// Whether a text is the body of a response, or an HTTP message.
fn is_response(what: &str) -> bool {
    let what = what.trim_start_matches('\u{feff}').trim_start();
    what.starts_with(['{', '[', '<']) || what.starts_with("HTTP/") || what.trim_end().contains('\n')
}

/// Where a published catalog has the prose that it lacks itself.
fn full_page(catalog: &Catalog, entry: &Entry, settings: Settings) -> String {
    let url = catalog.page_url(entry).filter(|_| settings.access == Access::Published);
    url.map_or_else(String::new, |url| format!("The full page with the fix is {url} (as Markdown: {url}.md).\n\n"))
}

fn page(catalog: &Catalog, entry: &Entry) -> Result<String, Refusal> {
    let pages = errbook_docs::markdown(catalog, [entry]);
    let pages = pages.map_err(|error| Refusal { message: error.to_string(), help: Vec::new() })?;
    Ok(format!("{}\n", pages.concat().trim_end()))
}

/// The page of a rule of `check`.
fn rule(what: &str) -> Result<Option<String>, Refusal> {
    // A test ensures that the embedded catalog is valid.
    let Ok(rules) = errbook_check::pages() else { return Ok(None) };
    rules.entry(errbook_lookup::rule_id(what)).map(|entry| page(&rules, entry)).transpose()
}

/// The codes with similar names, or else those whose texts have the same words.
fn unknown(reading: &Reading, what: &str, near: Vec<&Entry>) -> Refusal {
    let search = Search::new(&reading.catalog);
    let mut near = if near.is_empty() { search.find(what) } else { near };
    near.truncate(SUGGESTIONS);
    let shown: String = what.chars().take(100).collect();
    let message = match errbook_lookup::status(what) {
        Some(status) => format!("no code is sent with status {status}"),
        None if is_response(what) => "the response has no code, page URL, or message of this catalog".to_owned(),
        None => format!("no code matches `{shown}`"),
    };
    let mut help = Vec::new();
    if !near.is_empty() {
        help.push(format!("did you mean one of these?\n{}", lines(&near)));
    }
    help.push("call `search` with other words, or `list` to see all codes".to_owned());
    help.extend(reading.note());
    Refusal { message, help }
}

fn lines(entries: &[&Entry]) -> String {
    let line = |entry: &&Entry| {
        let statuses: Vec<String> = entry.statuses().iter().map(u16::to_string).collect();
        let statuses = if statuses.is_empty() { String::new() } else { format!(" ({})", statuses.join(", ")) };
        format!("- `{}`{statuses}: {}\n", entry.code, entry.name)
    };
    entries.iter().map(line).collect()
}
