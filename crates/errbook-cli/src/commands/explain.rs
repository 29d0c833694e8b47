//! `errbook explain`: shows the page of a code or a rule in the terminal. errbook-lookup finds the code,
//! errbook-docs renders the page, and `page` prepares it for a terminal.

use std::path::Path;

use errbook_catalog::{Catalog, Code, Entry, RuleLevel, Snapshot, suggest};
use errbook_lookup::{Answer, Found};
use errbook_observe::{MAX_BODY, Observer};
use serde_json::{Value, json};

use crate::args::{Explain, Global, PageFormat};
use crate::failure::{Exit, Failure};
use crate::pages;
use crate::terminal::{Terminal, printable, read_input};

mod output;
mod page;

/// The argument that means standard input.
const INPUT: &str = "-";

/// Shows the page that `explain.what` names, or lists candidates if it isn't exactly one code or
/// rule.
///
/// Codes of the catalog take precedence. Rules are explained even if the catalog is broken or
/// missing, because that is when users look them up.
pub(crate) fn run(global: &Global, explain: &Explain, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let opened = super::locate(global).and_then(|folder| {
        let (catalog, snapshot) = super::open_valid_part(&folder, global, "explain a code")?;
        let catalog = super::joined(catalog.for_audience(explain.audience.into()), |_| true)?;
        Ok((folder, catalog, snapshot))
    });
    let (folder, catalog, snapshot) = match opened {
        Ok(opened) => opened,
        Err(failure) => return rule(explain, terminal)?.ok_or(failure),
    };
    let Found { sent: what, answer } = found(&catalog, &snapshot, explain)?;
    if let Answer::One(entry) = answer {
        // Another code with the same name may be left out.
        if entry.code != what {
            super::tell_left_out(&snapshot, global, terminal);
        }
        return show(&catalog, entry, Value::Null, explain, terminal);
    }
    if let Answer::Nothing(_) = answer {
        broken(&catalog, &snapshot, &what, &folder, global)?;
        if let Some(exit) = rule(explain, terminal)? {
            return Ok(exit);
        }
    }
    super::tell_left_out(&snapshot, global, terminal);
    if let Answer::Status(status, entries) = answer {
        if explain.what == INPUT {
            terminal.say(&format!("the response names no code; these are sent with status {status}"));
        }
        terminal.print(&output::of_status(&catalog, status, &entries, explain.format));
        return Ok(Exit::Clean);
    }
    if explain.format == PageFormat::Json {
        terminal.print(&output::candidates(&catalog, &what, &answer));
    }
    Err(match answer {
        Answer::Several(entries) if explain.what == INPUT => {
            Failure::finding(format!("the response has {} codes", entries.len()))
                .help(format!("explain one of these:\n{}", lines(&entries)))
        }
        _ => failure(&what, &answer),
    })
}

/// What the argument, or the response on standard input, names.
fn found<'a>(catalog: &'a Catalog, snapshot: &Snapshot, explain: &Explain) -> Result<Found<'a>, Failure> {
    if explain.what != INPUT {
        return Ok(Found { sent: explain.what.clone(), answer: errbook_lookup::find(catalog, &explain.what) });
    }
    let response = read_input(MAX_BODY)?;
    if response.trim().is_empty() {
        let help = "pipe a response into it: `curl -i URL | errbook explain -`";
        return Err(Failure::finding("standard input is empty").help(help));
    }
    let observer = Observer::new(snapshot, None);
    observer.and_then(|observer| errbook_lookup::errors(catalog, &observer, &response)).ok_or_else(|| {
        Failure::finding("the response has no code, page URL, or message of this catalog")
            .help("run `errbook list` to see all codes")
    })
}

/// Fails if `what` is a code whose entry has errors.
fn broken(catalog: &Catalog, snapshot: &Snapshot, what: &str, folder: &Path, global: &Global) -> Result<(), Failure> {
    let scheme = &catalog.manifest().scheme;
    let is_meant = |code: &&Code| errbook_lookup::is_file_of(scheme, what, &code.code, snapshot.path(code.file));
    let Some(broken) = snapshot.broken().find(is_meant) else { return Ok(()) };
    let file = super::file(folder, snapshot.path(broken.file));
    let help = format!("run `{} {}` to see them", global.command("check"), file.display());
    Err(Failure::finding(format!("the entry of `{}` has errors", broken.code)).help(help))
}

/// Shows the page of the rule that `explain.what` names, if there is one.
fn rule(explain: &Explain, terminal: &mut Terminal) -> Result<Option<Exit>, Failure> {
    // A test ensures that the embedded catalog is valid.
    let Ok(rules) = errbook_check::pages() else { return Ok(None) };
    let Some(entry) = rules.entry(errbook_lookup::rule_id(&explain.what)) else { return Ok(None) };
    let level = errbook_check::Rule::by_id(&entry.code).map(|rule| match rule.level {
        RuleLevel::Error => "error",
        RuleLevel::Warn => "warn",
        RuleLevel::Allow => "allow",
    });
    // `null` for a rule of the loader, whose level the manifest can't set.
    show(&rules, entry, json!({"rule": {"level": level}}), explain, terminal).map(Some)
}

fn show(
    catalog: &Catalog,
    entry: &Entry,
    rule: Value,
    explain: &Explain,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let markdown = pages::markdown(catalog, entry)?;
    let text = match explain.format {
        PageFormat::Human => page::text(catalog, entry, &markdown, terminal),
        PageFormat::Md => format!("{}\n", printable(markdown.trim_end())),
        PageFormat::Json => output::json(catalog, entry, rule, &markdown),
    };
    terminal.print(&text);
    Ok(Exit::Clean)
}

fn failure(what: &str, answer: &Answer<'_>) -> Failure {
    match answer {
        Answer::Several(entries) => Failure::finding(format!("ambiguous code `{what}`: {} matches", entries.len()))
            .help(format!("use one of these:\n{}", lines(entries))),
        Answer::Nothing(near) if near.len() == 1 => {
            Failure::finding(format!("unknown code `{what}`")).help(format!("did you mean `{}`?", near[0].code))
        }
        Answer::Nothing(near) if !near.is_empty() => Failure::finding(format!("unknown code `{what}`"))
            .help(format!("did you mean one of these?\n{}", lines(near))),
        _ if let Some(status) = errbook_lookup::status(what) => {
            Failure::finding(format!("no code is sent with status {status}"))
                .help("run `errbook list` to see all codes")
        }
        _ => {
            let failure = Failure::finding(format!("unknown code `{what}`"));
            match near_rule(what) {
                Some(rule) => failure.help(format!("did you mean the rule `{rule}`?")),
                None => failure.help("run `errbook list` to see all codes"),
            }
        }
    }
}

/// The rule with the most similar ID.
fn near_rule(what: &str) -> Option<String> {
    let rules = errbook_check::pages().ok()?;
    let ids = rules.entries().iter().map(|entry| entry.code.as_str());
    suggest::nearest(errbook_lookup::rule_id(what), ids).map(str::to_owned)
}

fn lines(entries: &[&Entry]) -> String {
    let width = entries.iter().map(|entry| entry.code.chars().count()).max().unwrap_or_default();
    let lines: Vec<String> = entries.iter().map(|entry| format!("  {:width$}  {}", entry.code, entry.name)).collect();
    lines.join("\n")
}
