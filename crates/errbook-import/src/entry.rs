//! Writes an entry as YAML, with its keys in the order of the format.

use errbook_catalog::FieldType;

use crate::fields;
use crate::model::{Entry, FieldError, FreeSection, Mistake, Note, Param, Related, Request, Retired, Step};
use crate::yaml::{Members, Value};

/// The content of an entry's file. `profile` is the name of the only service that sends it, unless
/// all of them do. `fields` are the fields that the manifest declares.
pub(crate) fn text(entry: &Entry, profile: Option<&str>, fields: &[(String, FieldType)]) -> String {
    let (happened, fix) = (&entry.what_happened, &entry.how_to_fix);
    let what_happened = Members::default()
        .with("text", Value::prose(&happened.text))
        .with("causes", Value::list(happened.causes.iter().map(Value::text)))
        .with("request", requests(&happened.requests));
    let how_to_fix = Members::default()
        .with("text", Value::prose(&fix.text))
        .with("steps", Value::list(fix.steps.iter().map(step)))
        .with("request", requests(&fix.requests));
    Members::default()
        .with("name", entry.name.as_ref().map(Value::word))
        .with("symbol", entry.symbol.as_ref().map(Value::word))
        .with("status", entry.status.map(Value::raw))
        .with("title", entry.title.as_ref().map(Value::word))
        .with("summary", entry.summary.as_ref().map(Value::text))
        .with("message", entry.message.as_ref().map(Value::text))
        .with("params", Value::map(entry.params.iter().map(param)))
        .with("family", entry.family.as_ref().map(|join| Value::flow(family(join))))
        .with("field_errors", Value::list(entry.field_errors.iter().map(field_error)))
        .with("what_happened", what_happened.value())
        .with("how_to_fix", how_to_fix.value())
        .with("common_mistakes", Value::list(entry.common_mistakes.iter().map(mistake)))
        .with("notes", Value::list(entry.notes.iter().map(note)))
        .with("sections", Value::list(entry.sections.iter().map(section)))
        .with("related", Value::list(entry.related.iter().map(related)))
        .with("raised_by", Value::list(entry.raised_by.iter().map(Value::word)))
        .with_flow("profiles", Value::list(profile.map(Value::word)))
        .with("action", entry.action.map(Value::word))
        .with_flow("headers", Value::texts(&entry.headers))
        .with("fields", fields::values(entry, fields))
        .with("since", entry.since.as_ref().map(Value::text))
        .with("retired", entry.retired.as_ref().map(retired))
        .with("redirects", Value::list(entry.redirects.iter().map(Value::word)))
        .with("draft", entry.draft.then(|| Value::raw(true)))
        .text()
}

/// A single line as a string, longer prose as a block.
fn line_or_prose(text: &str) -> Value {
    if text.contains('\n') { Value::prose(text) } else { Value::text(text) }
}

fn retired(retired: &Retired) -> Value {
    let replaced_by = retired.replaced_by.as_ref().map(Value::word);
    let members = Members::default().with("reason", Value::text(&retired.reason)).with("replaced_by", replaced_by);
    Value::flow(members.value())
}

fn family(join: &str) -> Value {
    Members::default().with("join", Value::text(join)).value()
}

fn param(param: &Param) -> (String, Value) {
    let example = match param.ty {
        "integer" | "boolean" | "decimal" | "duration" => Value::raw(&param.example),
        _ => Value::text(&param.example),
    };
    let value = Members::default().with("type", Value::word(param.ty)).with("example", example);
    (param.name.clone(), Value::flow(value.value()))
}

fn field_error(error: &FieldError) -> Value {
    Members::default()
        .with("location", Value::word(&error.location))
        .with("message", Value::text(&error.message))
        .with("fix", error.fix.as_ref().map(Value::text))
        .value()
}

/// One request as a mapping, several as a list.
fn requests(requests: &[Request]) -> Value {
    match requests {
        [one] => request(one),
        several => Value::list(several.iter().map(request)),
    }
}

fn request(request: &Request) -> Value {
    let word = |text: &String| (!text.is_empty()).then(|| Value::word(text));
    Members::default()
        .with("text", request.text.as_ref().map(Value::text))
        .with("method", word(&request.method))
        .with("path", word(&request.path))
        .with("server", word(&request.server))
        .with_flow("headers", Value::texts(&request.headers))
        .with_flow("query", Value::texts(&request.query))
        .with("body", request.body.as_ref().map(|body| Value::flow(json(body))))
        .value()
}

fn json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::String(text) => Value::text(text),
        serde_json::Value::Array(items) => Value::list(items.iter().map(json)),
        serde_json::Value::Object(members) => {
            Value::map(members.iter().map(|(name, value)| (name.clone(), json(value))))
        }
        other => Value::raw(other),
    }
}

fn step(step: &Step) -> Value {
    match &step.title {
        None => Value::text(&step.text),
        Some(title) => {
            Members::default().with("title", Value::text(title)).with("text", Value::prose(&step.text)).value()
        }
    }
}

fn mistake(mistake: &Mistake) -> Value {
    Members::default().with("lead", Value::word(&mistake.lead)).with("text", line_or_prose(&mistake.text)).value()
}

fn note(note: &Note) -> Value {
    Members::default().with("kind", Value::word(note.kind)).with("text", line_or_prose(&note.text)).value()
}

fn section(section: &FreeSection) -> Value {
    Members::default()
        .with("heading", Value::word(&section.heading))
        .with("text", Value::prose(&section.text))
        .with("after", Value::word(section.after))
        .value()
}

fn related(related: &Related) -> Value {
    Members::default()
        .with("code", Value::word(&related.code))
        .with("when", related.when.as_ref().map(Value::text))
        .value()
}
