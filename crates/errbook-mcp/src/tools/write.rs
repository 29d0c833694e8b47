//! `new` and `fix`, which change the catalog as the commands of the CLI do.

use errbook_check::lifecycle::Refusal;
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::{Effect, Output, Tool, object};
use crate::workspace::{Access, Workspace};

pub(super) fn new() -> Tool {
    Tool {
        name: "new",
        title: "Add an error code",
        description: "Add a code: write its file as a draft that explains every key, and return the path. Then edit \
            the file: write its message, and delete the line `draft: true`. The code's group must exist in \
            catalog.yaml.",
        arguments: json!({"code": {"type": "string", "description": "Full code, such as `err:orders:not_paid`"}}),
        required: &["code"],
        output: Some(object(
            json!({
                "path": {"type": "string", "description": "Path of the new file"},
                "next": {"type": "string", "description": "What to do next"},
            }),
            &["path", "next"],
        )),
        effect: Effect::Adds,
        access: Access::Write,
    }
}

pub(super) fn run_new(workspace: &impl Workspace, arguments: &Arguments<'_>) -> Result<Output, Refusal> {
    let path = workspace.add(arguments.text("code")?)?;
    let next = "write its message, delete `draft: true`, and call `check`";
    Ok(Output::Structured(json!({"path": path, "next": next})))
}

pub(super) fn fix() -> Tool {
    Tool {
        name: "fix",
        title: "Apply safe fixes",
        description: "Apply safe fixes to the catalog, as `errbook check --fix` does: key order, misspelled keys and \
            codes, missing quotes, whitespace. Returns the files that changed. `check` finds what is left.",
        arguments: json!({}),
        required: &[],
        output: Some(object(
            json!({
                "files": {"type": "array", "items": object(json!({
                    "path": {"type": "string", "description": "Path of the file"},
                    "what": {"type": "string", "description": "What changed"},
                }), &["path", "what"])},
            }),
            &["files"],
        )),
        effect: Effect::Changes,
        access: Access::Write,
    }
}

pub(super) fn run_fix(workspace: &impl Workspace) -> Result<Output, Refusal> {
    let changes = workspace.fix()?;
    let files: Vec<Value> = changes.iter().map(|change| json!({"path": change.path, "what": change.what})).collect();
    Ok(Output::Structured(json!({"files": files})))
}
