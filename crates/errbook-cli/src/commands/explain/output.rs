//! What `errbook explain` prints besides pages: JSON, and the codes with a status.

use errbook_catalog::{Action, Catalog, CodeRef, Ending, Entry, Wording};
use errbook_lookup::{Answer, code};
use serde_json::{Value, json};

use super::super::list;
use crate::args::PageFormat;
use crate::findings::{joined, to_json};
use crate::terminal::one_line;

/// The codes that are sent with a status.
pub(super) fn of_status(catalog: &Catalog, status: u16, entries: &[&Entry], format: PageFormat) -> String {
    match format {
        PageFormat::Human => list::human(entries),
        PageFormat::Md => {
            entries.iter().map(|entry| format!("- `{}`: {}\n", entry.code, one_line(&entry.name))).collect()
        }
        PageFormat::Json => {
            let codes: Vec<Value> = entries.iter().map(|entry| code(catalog, entry)).collect();
            to_json(&json!({"version": 1, "status": status, "codes": codes}))
        }
    }
}

/// The `--format json` output if there isn't exactly one match.
pub(super) fn candidates(catalog: &Catalog, what: &str, answer: &Answer<'_>) -> String {
    let (error, entries) = match answer {
        Answer::Several(entries) => ("ambiguous", entries),
        Answer::Nothing(near) => ("unknown", near),
        Answer::One(_) | Answer::Status(..) => return String::new(),
    };
    let candidates: Vec<Value> = entries.iter().map(|entry| code(catalog, entry)).collect();
    to_json(&json!({"version": 1, "error": error, "what": what, "candidates": candidates}))
}

/// The `--format json` output for a code. Within one `version`, members may be added but not
/// changed.
pub(super) fn json(catalog: &Catalog, entry: &Entry, rule: Value, page: &str) -> String {
    let code_at = |index: usize| &catalog.entries()[index].code;
    let end =
        |end: &Ending| json!({"since": end.since, "reason": end.reason, "replaced_by": end.replaced_by.map(code_at)});
    let code_of = |of: CodeRef| match of {
        CodeRef::Own(index) => Some(code_at(index)),
        CodeRef::Outside { .. } => catalog.manifest().outside(of).map(|(_, code)| &code.code),
    };
    let related = entry.related.iter().map(|of| json!({"code": code_of(of.to), "when": of.when}));
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
            "changed": entry.changed,
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
