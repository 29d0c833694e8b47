//! `errbook explain`: the page of a code or a rule, in the terminal. `lookup` finds the code, errbook-docs writes the page, `style` lights it up.

use errbook_catalog::{Catalog, Ending, Entry, RuleLevel, suggest};
use serde::Serialize;

use super::list::Code;
use crate::args::{Explain, Global, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::to_json;
use crate::lookup::{self, Answer};
use crate::pages;
use crate::style;
use crate::terminal::{Terminal, printable};

/// Shows what `explain.what` stands for; when that is not one code or rule, says which it could be.
///
/// A catalog's own codes come first. A rule is explained in a broken catalog and without any, too: that is when it is asked for.
pub(crate) fn run(global: &Global, explain: &Explain, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let catalog = super::locate(global).and_then(|folder| super::open(&folder, global, "explain a code"));
    let answer = catalog.as_ref().map(|catalog| (catalog, lookup::find(catalog, &explain.what)));
    match answer {
        Ok((catalog, Answer::One(entry))) => show(catalog, entry, None, explain, terminal),
        Ok((catalog, answer @ Answer::Several(_))) => Err(unclear(catalog, explain, &answer, terminal)),
        Ok((catalog, answer)) => match rule(explain, terminal)? {
            Some(exit) => Ok(exit),
            None => Err(unclear(catalog, explain, &answer, terminal)),
        },
        Err(_) => match rule(explain, terminal)? {
            Some(exit) => Ok(exit),
            None => Err(catalog.err().unwrap_or_else(|| failure(&explain.what, &Answer::Nothing(Vec::new())))),
        },
    }
}

/// Shows the page of the rule that `explain.what` names, when it names one.
fn rule(explain: &Explain, terminal: &mut Terminal) -> Result<Option<Exit>, Failure> {
    // The embedded catalog is held to be right by a test.
    let Ok(rules) = errbook_check::pages() else { return Ok(None) };
    let Some(entry) = rules.entry(rule_id(&explain.what)) else { return Ok(None) };
    let level = errbook_check::Rule::by_id(&entry.code).map(|rule| match rule.level {
        RuleLevel::Error => "error",
        RuleLevel::Warn => "warn",
        RuleLevel::Allow => "allow",
    });
    show(&rules, entry, Some(Rule { level }), explain, terminal).map(Some)
}

/// The id in what can be copied from a finding: `stub`, `[stub]`, `error[stub]:`.
fn rule_id(what: &str) -> &str {
    let what = what.trim().trim_matches(['"', '\'', '`', ':']);
    let inside = what.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    inside.map_or(what, |(id, _)| id)
}

fn show(
    catalog: &Catalog,
    entry: &Entry,
    rule: Option<Rule>,
    explain: &Explain,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let page = pages::markdown(catalog, entry)?;
    terminal.print(&match explain.format {
        ResultFormat::Human => style::markdown(&style::without_site_links(printable(&page).trim_end())) + "\n",
        ResultFormat::Json => json(catalog, entry, rule, &page),
    });
    Ok(Exit::Clean)
}

/// Says which codes it could be.
fn unclear(catalog: &Catalog, explain: &Explain, answer: &Answer<'_>, terminal: &mut Terminal) -> Failure {
    if explain.format == ResultFormat::Json {
        terminal.print(&candidates(catalog, explain, answer));
    }
    failure(&explain.what, answer)
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
        _ => {
            let failure = Failure::finding(format!("there is no code `{what}`"));
            match near_rule(what) {
                Some(rule) => failure.help(format!("did you mean the rule `{rule}`?")),
                None => failure.help("`errbook list` shows all of them"),
            }
        }
    }
}

/// The rule that is nearly called so.
fn near_rule(what: &str) -> Option<String> {
    let rules = errbook_check::pages().ok()?;
    let ids = rules.entries().iter().map(|entry| entry.code.as_str());
    suggest::nearest(rule_id(what), ids).map(str::to_owned)
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
    /// Only where it is a rule of `errbook check`.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
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

/// What is to say about a rule beside its page.
#[derive(Serialize)]
struct Rule {
    /// `error`, `warn` or `allow`, before the manifest has its say; `null` for a rule of the loader, which cannot be set.
    level: Option<&'static str>,
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

fn json(catalog: &Catalog, entry: &Entry, rule: Option<Rule>, page: &str) -> String {
    let code_at = |index: usize| catalog.entries()[index].code.as_str();
    to_json(&Document {
        version: 1,
        code: Code::of(catalog, entry),
        rule,
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_can_be_copied_from_a_finding() {
        for what in ["stub", " `stub` ", "[stub]", "error[stub]:", "warning[stub]"] {
            assert_eq!(super::rule_id(what), "stub", "{what}");
        }
    }
}
