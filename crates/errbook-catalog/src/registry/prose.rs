//! The texts of pages in a registry, as the keys of the entries that they come from.

use serde_json::{Map, Value, json};

use super::sources::cleaned;
use crate::catalog::{Entry, FieldErrorExample, FreeSection, Mistake, Note, Request, Step};
use crate::values::Words as _;

/// The keys of an entry with the texts of its page.
pub(super) fn of(entry: &Entry) -> Map<String, Value> {
    let what_happened = entry
        .what_happened
        .as_ref()
        .map(|of| cleaned(json!({"text": of.text, "causes": of.causes, "request": requests(&of.requests)})));
    let how_to_fix = entry.how_to_fix.as_ref().map(|of| {
        let steps: Vec<Value> = of.steps.iter().map(step).collect();
        cleaned(json!({"text": of.text, "steps": steps, "request": requests(&of.requests)}))
    });
    let keys = cleaned(json!({
        "what_happened": what_happened,
        "how_to_fix": how_to_fix,
        "common_mistakes": entry.common_mistakes.iter().map(mistake).collect::<Vec<_>>(),
        "notes": entry.notes.iter().map(note).collect::<Vec<_>>(),
        "sections": entry.sections.iter().map(section).collect::<Vec<_>>(),
        "field_errors": entry.field_errors.iter().map(field_error).collect::<Vec<_>>(),
    }));
    if let Value::Object(keys) = keys { keys } else { Map::new() }
}

fn step(step: &Step) -> Value {
    match &step.title {
        Some(title) => cleaned(json!({"title": title, "text": step.text})),
        None => json!(step.text),
    }
}

fn mistake(mistake: &Mistake) -> Value {
    json!({"lead": mistake.lead, "text": mistake.text})
}

fn note(note: &Note) -> Value {
    json!({"kind": note.kind.word(), "text": note.text})
}

fn section(section: &FreeSection) -> Value {
    json!({"heading": section.heading, "text": section.text, "after": section.after.key()})
}

fn field_error(error: &FieldErrorExample) -> Value {
    cleaned(json!({"location": error.location, "message": error.message, "fix": error.fix}))
}

fn requests(requests: &[Request]) -> Vec<Value> {
    requests.iter().map(request).collect()
}

/// A request without the manifest's defaults.
fn request(request: &Request) -> Value {
    let host = request.url.find("://").map_or(0, |at| at + "://".len());
    let path = request.url[host..].find('/').map_or(request.url.len(), |at| host + at);
    let (server, path) = request.url.split_at(path);
    let named = |pairs: &[(String, String)]| -> Map<String, Value> {
        pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
    };
    let mut keys = cleaned(json!({
        "text": request.text,
        "method": request.method,
        "path": if path.is_empty() { "/" } else { path },
        "server": server,
        "headers": named(&request.headers),
        "query": named(&request.query),
        "expect": request.expect_invalid.then_some("invalid"),
    }));
    if let Some(body) = &request.body {
        keys["body"] = body.value();
    }
    keys
}
