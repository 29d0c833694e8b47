//! `errbook explain`: the page of a code, in the terminal. `lookup` finds the code, errbook-docs writes the page, `style` lights it up.

use errbook_catalog::{Catalog, Ending, Entry};
use serde::Serialize;

use super::list::Code;
use crate::args::{Explain, Global, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::to_json;
use crate::lookup::{self, Answer};
use crate::pages;
use crate::style;
use crate::terminal::{Terminal, printable};

/// Shows what `explain.what` stands for; when that is not one code, says which it could be.
pub(crate) fn run(global: &Global, explain: &Explain, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let catalog = super::open(&super::locate(global)?, "explain a code")?;
    let answer = lookup::find(&catalog, &explain.what);
    if let Answer::One(entry) = answer {
        let page = pages::markdown(&catalog, entry)?;
        terminal.print(&match explain.format {
            ResultFormat::Human => style::markdown(&style::without_site_links(printable(&page).trim_end())) + "\n",
            ResultFormat::Json => json(&catalog, entry, &page),
        });
        return Ok(Exit::Clean);
    }
    if explain.format == ResultFormat::Json {
        terminal.print(&candidates(&catalog, explain, &answer));
    }
    Err(failure(&explain.what, &answer))
}

fn failure(what: &str, answer: &Answer<'_>) -> Failure {
    match answer {
        Answer::Several(entries) => Failure::finding(format!("`{what}` can mean {} codes", entries.len()))
            .help(format!("choose one of them:\n{}", lines(entries))),
        Answer::Nothing(near) if near.len() == 1 => {
            Failure::finding(format!("there is no code `{what}`")).help(format!("did you mean `{}`?", near[0].code))
        }
        Answer::Nothing(near) if !near.is_empty() => Failure::finding(format!("there is no code `{what}`"))
            .help(format!("did you mean one of these?\n{}", lines(near))),
        _ => Failure::finding(format!("there is no code `{what}`")).help("`errbook list` shows all of them"),
    }
}

fn lines(entries: &[&Entry]) -> String {
    let width = entries.iter().map(|entry| entry.code.chars().count()).max().unwrap_or_default();
    let lines: Vec<String> = entries.iter().map(|entry| format!("  {:width$}  {}", entry.code, entry.name)).collect();
    lines.join("\n")
}

/// What `--format json` prints when there is no one answer.
#[derive(Serialize)]
struct Candidates<'a> {
    version: u32,
    /// `ambiguous` or `unknown`.
    error: &'a str,
    what: &'a str,
    candidates: Vec<Code<'a>>,
}

fn candidates(catalog: &Catalog, explain: &Explain, answer: &Answer<'_>) -> String {
    let (error, entries) = match answer {
        Answer::Several(entries) => ("ambiguous", entries.as_slice()),
        Answer::Nothing(near) => ("unknown", near.as_slice()),
        Answer::One(_) => return String::new(),
    };
    let candidates = entries.iter().map(|entry| Code::of(catalog, entry)).collect();
    to_json(&Candidates { version: 1, error, what: &explain.what, candidates })
}

/// What `--format json` prints about a code. Members are added, never changed, under one `version`.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    #[serde(flatten)]
    code: Code<'a>,
    message: Option<&'a str>,
    params: Vec<&'a str>,
    retryable: Option<bool>,
    retry_after: Option<u64>,
    since: Option<&'a str>,
    deprecated: Option<End<'a>>,
    retired: Option<End<'a>>,
    aliases: &'a [String],
    redirects: &'a [String],
    related: Vec<Related<'a>>,
    rust: Rust<'a>,
    /// The page, Markdown.
    page: &'a str,
}

#[derive(Serialize)]
struct End<'a> {
    since: Option<&'a str>,
    reason: Option<&'a str>,
    replaced_by: Option<&'a str>,
}

impl<'a> End<'a> {
    fn of(catalog: &'a Catalog, ending: &'a Ending) -> End<'a> {
        let replaced_by = ending.replaced_by.map(|index| catalog.entries()[index].code.as_str());
        End { since: ending.since.as_deref(), reason: ending.reason.as_deref(), replaced_by }
    }
}

#[derive(Serialize)]
struct Related<'a> {
    code: &'a str,
    when: Option<&'a str>,
}

#[derive(Serialize)]
struct Rust<'a> {
    variant: &'a str,
    constant: String,
}

fn json(catalog: &Catalog, entry: &Entry, page: &str) -> String {
    let code_at = |index: usize| catalog.entries()[index].code.as_str();
    to_json(&Document {
        version: 1,
        code: Code::of(catalog, entry),
        message: entry.message.as_ref().map(|message| message.template.as_str()),
        params: entry.params.iter().map(|param| param.name.as_str()).collect(),
        retryable: entry.retryable.as_ref().map(|retryable| retryable.value),
        retry_after: entry.retry_after,
        since: entry.since.as_deref(),
        deprecated: entry.deprecated.as_ref().map(|ending| End::of(catalog, ending)),
        retired: entry.retired.as_ref().map(|ending| End::of(catalog, ending)),
        aliases: &entry.aliases,
        redirects: &entry.redirects,
        related: entry
            .related
            .iter()
            .map(|related| Related { code: code_at(related.entry), when: related.when.as_deref() })
            .collect(),
        rust: Rust {
            variant: &entry.rust.variant,
            constant: [entry.rust.modules.as_slice(), std::slice::from_ref(&entry.rust.constant)].concat().join("::"),
        },
        page,
    })
}
