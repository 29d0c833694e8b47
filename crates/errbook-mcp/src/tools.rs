//! The tools that a client can call, and what each one returns. Each has a module.

use errbook_check::lifecycle::Refusal;
use serde_json::{Map, Value, json};

use crate::reading::Reading;
use crate::workspace::{Access, Settings, Workspace};

mod arguments;
mod check;
mod explain;
mod list;
mod search;
mod write;

use arguments::Arguments;

/// A tool as clients see it.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    /// The JSON Schemas of its arguments, by name.
    pub(crate) arguments: Value,
    pub(crate) required: &'static [&'static str],
    /// The JSON Schema of its structured output.
    pub(crate) output: Option<Value>,
    pub(crate) effect: Effect,
    /// The least access that allows it.
    access: Access,
}

/// What a tool does to the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    Reads,
    /// Creates files.
    Adds,
    /// Changes files. Calling it again changes nothing more.
    Changes,
}

/// What a call returns.
#[derive(Debug)]
pub(crate) enum Output {
    Text(String),
    Structured(Value),
}

/// The tools that clients may call.
pub(crate) fn all(access: Access) -> Vec<Tool> {
    let tools = [explain::tool(), search::tool(), list::tool(), check::tool(), write::new(), write::fix()];
    tools.into_iter().filter(|tool| tool.access <= access).collect()
}

/// Calls a tool. `None` if it is unknown.
pub(crate) fn call(
    workspace: &impl Workspace,
    settings: Settings,
    name: &str,
    arguments: &Map<String, Value>,
) -> Option<Result<Output, Refusal>> {
    let tool = all(settings.access).into_iter().find(|tool| tool.name == name)?;
    Some(Arguments::of(&tool, arguments).and_then(|arguments| match name {
        "explain" => explain::run(workspace, settings, &arguments),
        "search" => search::run(&Reading::new(workspace, settings)?, &arguments),
        "list" => list::run(&Reading::of_site(workspace, settings)?, &arguments),
        "check" => check::run(workspace, &arguments),
        "new" => write::run_new(workspace, &arguments),
        "fix" => write::run_fix(workspace),
        _ => Err(Refusal { message: format!("unknown tool `{name}`"), help: Vec::new() }),
    }))
}

/// The structured output of a list of codes.
fn codes(reading: &Reading, total: usize, codes: Vec<Value>) -> Output {
    let mut output = json!({"total": total, "codes": codes});
    if let Some(note) = reading.note() {
        output["note"] = Value::from(note);
    }
    Output::Structured(output)
}

/// The JSON Schema of [`codes`].
fn codes_schema() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    object(
        json!({
            "total": {"type": "integer", "description": "Number of codes that match"},
            "codes": {"type": "array", "items": object(json!({
                "code": text("The code"),
                "name": text("Title of its page"),
                "statuses": {"type": "array", "items": {"type": "integer"}, "description": "HTTP statuses"},
                "summary": text("One or two sentences"),
                "state": text("`retired`, `draft`, `deprecated`, or `reserved`"),
                "url": text("URL of its page"),
                "fields": {"type": "object", "description": "Fields that the catalog declares"},
            }), &["code", "name", "statuses"])},
            "note": text("What is missing, and why"),
        }),
        &["total", "codes"],
    )
}

/// The JSON Schema of an object.
pub(crate) fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

#[cfg(test)]
mod tests;
