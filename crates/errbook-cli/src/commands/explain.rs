//! `errbook explain`: shows the page of a code or a rule in the terminal. `lookup` finds the code,
//! errbook-docs renders the page, and `style` colors it.

use errbook_catalog::{Action, Catalog, Code, Ending, Entry, RuleLevel, Wording, suggest};
use serde_json::{Value, json};

use super::list::code;
use crate::args::{Explain, Global, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::{joined, to_json};
use crate::lookup::{self, Answer};
use crate::pages;
use crate::style;
use crate::terminal::{Terminal, printable};

/// Shows the page that `explain.what` names, or lists candidates if it isn't exactly one code or
/// rule.
///
/// Codes of the catalog take precedence. Rules are explained even if the catalog is broken or
/// missing, because that is when users look them up.
pub(crate) fn run(global: &Global, explain: &Explain, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = match super::locate(global) {
        Ok(folder) => folder,
        Err(failure) => return rule(explain, terminal)?.ok_or(failure),
    };
    let (catalog, snapshot) = match super::open_valid_part(&folder, global, "explain a code") {
        Ok((catalog, snapshot)) => (catalog.for_audience(explain.audience.into()), snapshot),
        Err(failure) => return rule(explain, terminal)?.ok_or(failure),
    };
    let answer = lookup::find(&catalog, &explain.what);
    if let Answer::One(entry) = answer {
        // Another code with the same name may be left out.
        if entry.code != explain.what {
            super::tell_left_out(&snapshot, global, terminal);
        }
        return show(&catalog, entry, Value::Null, explain, terminal);
    }
    if let Answer::Nothing(_) = answer {
        let scheme = &catalog.manifest().scheme;
        let is_meant = |code: &&Code| lookup::is_file_of(scheme, &explain.what, &code.code, snapshot.path(code.file));
        if let Some(broken) = snapshot.broken().find(is_meant) {
            let file = super::file(&folder, snapshot.path(broken.file));
            return Err(Failure::finding(format!("the entry of `{}` has errors", broken.code)).help(format!(
                "run `{} {}` to see them",
                global.command("check"),
                file.display()
            )));
        }
        if let Some(exit) = rule(explain, terminal)? {
            return Ok(exit);
        }
    }
    super::tell_left_out(&snapshot, global, terminal);
    if explain.format == ResultFormat::Json {
        terminal.print(&candidates(&catalog, explain, &answer));
    }
    Err(failure(&explain.what, &answer))
}

/// Shows the page of the rule that `explain.what` names, if there is one.
fn rule(explain: &Explain, terminal: &mut Terminal) -> Result<Option<Exit>, Failure> {
    // A test ensures that the embedded catalog is valid.
    let Ok(rules) = errbook_check::pages() else { return Ok(None) };
    let Some(entry) = rules.entry(rule_id(&explain.what)) else { return Ok(None) };
    let level = errbook_check::Rule::by_id(&entry.code).map(|rule| match rule.level {
        RuleLevel::Error => "error",
        RuleLevel::Warn => "warn",
        RuleLevel::Allow => "allow",
    });
    // `null` for a rule of the loader, whose level the manifest can't set.
    show(&rules, entry, json!({"rule": {"level": level}}), explain, terminal).map(Some)
}

/// Extracts the rule ID from text copied from a finding: `stub`, `[stub]`, `error[stub]:`.
fn rule_id(what: &str) -> &str {
    let what = what.trim().trim_matches(['"', '\'', '`', ':']);
    let inside = what.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    inside.map_or(what, |(id, _)| id)
}

fn show(
    catalog: &Catalog,
    entry: &Entry,
    rule: Value,
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

fn failure(what: &str, answer: &Answer<'_>) -> Failure {
    match answer {
        Answer::Several(entries) => Failure::finding(format!("ambiguous code `{what}`: {} matches", entries.len()))
            .help(format!("use one of these:\n{}", lines(entries))),
        Answer::Nothing(near) if near.len() == 1 => {
            Failure::finding(format!("unknown code `{what}`")).help(format!("did you mean `{}`?", near[0].code))
        }
        Answer::Nothing(near) if !near.is_empty() => Failure::finding(format!("unknown code `{what}`"))
            .help(format!("did you mean one of these?\n{}", lines(near))),
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
    suggest::nearest(rule_id(what), ids).map(str::to_owned)
}

fn lines(entries: &[&Entry]) -> String {
    let width = entries.iter().map(|entry| entry.code.chars().count()).max().unwrap_or_default();
    let lines: Vec<String> = entries.iter().map(|entry| format!("  {:width$}  {}", entry.code, entry.name)).collect();
    lines.join("\n")
}

/// The `--format json` output if there isn't exactly one match.
fn candidates(catalog: &Catalog, explain: &Explain, answer: &Answer<'_>) -> String {
    let (error, entries) = match answer {
        Answer::Several(entries) => ("ambiguous", entries),
        Answer::Nothing(near) => ("unknown", near),
        Answer::One(_) => return String::new(),
    };
    let candidates: Vec<Value> = entries.iter().map(|entry| code(catalog, entry)).collect();
    to_json(&json!({"version": 1, "error": error, "what": explain.what, "candidates": candidates}))
}

/// The `--format json` output for a code. Within one `version`, members may be added but not
/// changed.
fn json(catalog: &Catalog, entry: &Entry, rule: Value, page: &str) -> String {
    let code_at = |index: usize| &catalog.entries()[index].code;
    let end =
        |end: &Ending| json!({"since": end.since, "reason": end.reason, "replaced_by": end.replaced_by.map(code_at)});
    let related = entry.related.iter().map(|to| json!({"code": code_at(to.entry), "when": to.when}));
    let constant = [entry.rust.modules.as_slice(), std::slice::from_ref(&entry.rust.constant)].concat().join("::");
    to_json(&joined([
        json!({"version": 1}),
        code(catalog, entry),
        rule,
        json!({
            "message": entry.message().map(|message| &message.template),
            "messages": messages(catalog, entry),
            "wordings": entry.wordings.iter().map(|of| wording(catalog, of)).collect::<Vec<_>>(),
            "params": entry.params.iter().map(|param| &param.name).collect::<Vec<_>>(),
            "action": entry.action.as_ref().map(action),
            "retryable": entry.retryable(),
            "retry_after": entry.retry_after,
            "since": entry.since,
            "migration": entry.migration,
            "deprecated": entry.deprecated.as_ref().map(end),
            "retired": entry.retired.as_ref().map(end),
            "aliases": entry.aliases,
            "redirects": entry.redirects,
            "children": catalog.children(&entry.code).map(|child| &child.code).collect::<Vec<_>>(),
            "related": related.collect::<Vec<_>>(),
            "rust": {"variant": entry.rust.variant, "constant": constant},
            "page": page,
        }),
    ]))
}

/// The message of each profile.
fn messages(catalog: &Catalog, entry: &Entry) -> Value {
    let Some(messages) = &entry.messages else { return json!({}) };
    let of = |profile| (profile_name(catalog, profile).to_owned(), Value::from(messages.of(profile).template.as_str()));
    entry.responses.iter().map(|response| of(response.profile)).collect()
}

fn wording(catalog: &Catalog, wording: &Wording) -> Value {
    json!({
        "text": wording.text.template,
        "profiles": wording.profiles.iter().map(|profile| profile_name(catalog, *profile)).collect::<Vec<_>>(),
        "operations": wording.operations,
        "when": wording.when,
        "computed": wording.computed,
        "sent": wording.sent,
    })
}

fn profile_name(catalog: &Catalog, profile: usize) -> &str {
    &catalog.manifest().profiles[profile].name
}

fn action(action: &Action) -> Value {
    json!({"kind": action.kind.as_str(), "by": action.by.as_str(), "reason": action.reason})
}

#[cfg(test)]
mod tests {
    #[test]
    fn accepts_a_rule_id_copied_from_a_finding() {
        for what in ["stub", " `stub` ", "[stub]", "error[stub]:", "warning[stub]"] {
            assert_eq!(super::rule_id(what), "stub", "{what}");
        }
    }
}
