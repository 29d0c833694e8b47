//! An entry as YAML, its keys in the order of the format.

use crate::model::{Entry, FieldError, FreeSection, Mistake, Note, Param, Related, Request, Step};
use crate::yaml::{self, Value};

/// The text of an entry's file. `profile` is the name of the service that sends it, where not all do.
pub(crate) fn text(entry: &Entry, profile: Option<&str>) -> String {
    let mut members = Vec::new();
    let mut add = |name: &str, value: Option<Value>| members.extend(value.map(|value| (name.to_owned(), value)));
    add("name", entry.name.clone().map(Value::Word));
    add("status", entry.status.map(|status| Value::Integer(status.into())));
    add("title", entry.title.clone().map(Value::Word));
    add("summary", entry.summary.clone().map(Value::Text));
    add("message", entry.message.clone().map(Value::Text));
    add("params", map(entry.params.iter().map(param)));
    add("field_errors", list(entry.field_errors.iter().map(field_error)));
    add("what_happened", map(what_happened(entry)));
    add("how_to_fix", map(how_to_fix(entry)));
    add("common_mistakes", list(entry.common_mistakes.iter().map(mistake)));
    add("notes", list(entry.notes.iter().map(note)));
    add("sections", list(entry.sections.iter().map(section)));
    add("related", list(entry.related.iter().map(related)));
    add("profiles", profile.map(|name| Value::flow(Value::List(vec![Value::word(name)]))));
    add("retryable", entry.retryable.map(Value::Boolean));
    add("since", entry.since.clone().map(Value::Text));
    add("redirects", list(entry.redirects.iter().map(|url| Value::word(url.as_str()))));
    add("draft", entry.draft.then_some(Value::Boolean(true)));
    let mut text = String::new();
    yaml::members(&members, 0, &mut text);
    text
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::List(items))
}

fn map(members: impl IntoIterator<Item = (String, Value)>) -> Option<Value> {
    let members: Vec<_> = members.into_iter().collect();
    (!members.is_empty()).then_some(Value::Map(members))
}

fn named(members: Vec<(&str, Option<Value>)>) -> Value {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Map(present.collect())
}

fn prose(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Prose(text.to_owned()))
}

/// A line as it is, longer prose in a block.
fn line_or_prose(text: &str) -> Value {
    if text.contains('\n') { Value::Prose(text.to_owned()) } else { Value::Text(text.to_owned()) }
}

fn param(param: &Param) -> (String, Value) {
    let example = match param.ty {
        "integer" | "boolean" | "decimal" => Value::Raw(param.example.clone()),
        _ => Value::Text(param.example.clone()),
    };
    let value = named(vec![("type", Some(Value::word(param.ty))), ("example", Some(example))]);
    (param.name.clone(), Value::flow(value))
}

fn field_error(error: &FieldError) -> Value {
    named(vec![
        ("location", Some(Value::word(error.location.as_str()))),
        ("message", Some(Value::Text(error.message.clone()))),
        ("fix", error.fix.clone().map(Value::Text)),
    ])
}

fn what_happened(entry: &Entry) -> Vec<(String, Value)> {
    let section = &entry.what_happened;
    let causes = list(section.causes.iter().map(|cause| Value::Text(cause.clone())));
    present([("text", prose(&section.text)), ("causes", causes), ("request", requests(&section.requests))])
}

fn how_to_fix(entry: &Entry) -> Vec<(String, Value)> {
    let section = &entry.how_to_fix;
    let steps = list(section.steps.iter().map(step));
    present([("text", prose(&section.text)), ("steps", steps), ("request", requests(&section.requests))])
}

/// One request as it is, several as a list.
fn requests(requests: &[Request]) -> Option<Value> {
    match requests {
        [one] => Some(request(one)),
        several => list(several.iter().map(request)),
    }
}

fn request(request: &Request) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| Value::word(text));
    let headers = request.headers.iter().map(|(name, value)| (name.clone(), Value::Text(value.clone())));
    named(vec![
        ("text", request.text.clone().map(Value::Text)),
        ("method", text(&request.method)),
        ("path", text(&request.path)),
        ("server", text(&request.server)),
        ("headers", map(headers).map(Value::flow)),
        ("body", request.body.as_ref().map(|body| Value::flow(json(body)))),
    ])
}

fn json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(json).collect()),
        serde_json::Value::Object(members) => {
            Value::Map(members.iter().map(|(name, value)| (name.clone(), json(value))).collect())
        }
        other => Value::Raw(other.to_string()),
    }
}

fn present<const N: usize>(members: [(&str, Option<Value>); N]) -> Vec<(String, Value)> {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn step(step: &Step) -> Value {
    match &step.title {
        None => Value::Text(step.text.clone()),
        Some(title) => named(vec![("title", Some(Value::Text(title.clone()))), ("text", prose(&step.text))]),
    }
}

fn mistake(mistake: &Mistake) -> Value {
    named(vec![("lead", Some(Value::Word(mistake.lead.clone()))), ("text", Some(line_or_prose(&mistake.text)))])
}

fn note(note: &Note) -> Value {
    named(vec![("kind", Some(Value::word(note.kind))), ("text", Some(line_or_prose(&note.text)))])
}

fn section(section: &FreeSection) -> Value {
    named(vec![
        ("heading", Some(Value::Word(section.heading.clone()))),
        ("text", Some(Value::Prose(section.text.clone()))),
        ("after", Some(Value::word(section.after))),
    ])
}

fn related(related: &Related) -> Value {
    named(vec![("code", Some(Value::word(related.code.as_str()))), ("when", related.when.clone().map(Value::Text))])
}
