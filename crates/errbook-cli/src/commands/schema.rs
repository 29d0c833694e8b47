//! `errbook schema`: prints the JSON Schemas of entries and the manifest, or writes them where
//! `errbook new` finds them.

use std::path::Path;

use serde_json::Value;

use crate::args::{Global, Schema, SchemaKind};
use crate::failure::{Exit, Failure};
use crate::findings::to_json;
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal};

/// The schema of an entry, in the catalog's folder. It isn't YAML, so the loader doesn't read it as
/// an entry.
const ENTRY: &str = "entry.schema.json";
/// The schema of the manifest, in the catalog's folder.
const MANIFEST: &str = "manifest.schema.json";

/// Prints one schema, or writes both.
pub(crate) fn run(global: &Global, schema: &Schema, terminal: &mut Terminal) -> Result<Exit, Failure> {
    if !schema.write {
        terminal.print(&to_json(&of_kind(global, schema, schema.kind)?));
        return Ok(Exit::Clean);
    }
    let folder = super::locate(global)?;
    for (name, kind) in [(ENTRY, SchemaKind::Entry), (MANIFEST, SchemaKind::Manifest)] {
        let path = super::file(&folder, name);
        output::replace(&path, &to_json(&of_kind(global, schema, kind)?))?;
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    }
    let line = editor_line(MANIFEST, 0);
    terminal.say(&format!("next: start `{}` with the line {CODE}`{line}`{CODE:#}", super::MANIFEST));
    terminal.say("`errbook new` adds this line to new entries");
    Ok(Exit::Clean)
}

fn of_kind(global: &Global, schema: &Schema, kind: SchemaKind) -> Result<Value, Failure> {
    match kind {
        SchemaKind::Manifest => Ok(errbook_catalog::schema::manifest()),
        SchemaKind::Entry if schema.codes => {
            // A broken entry still has a code, and other entries may refer to it.
            let snapshot = super::read(&super::locate(global)?, global);
            let codes: Vec<&str> = snapshot.codes().iter().map(|code| code.code.as_str()).collect();
            Ok(errbook_catalog::schema::entry(Some(&codes)))
        }
        SchemaKind::Entry => Ok(errbook_catalog::schema::entry(None)),
    }
}

/// The comment that points editors to an entry's schema. `None` if the catalog has no schema file.
pub(super) fn line_of_entry(folder: &Path, segments: &[String]) -> Option<String> {
    folder.join(ENTRY).is_file().then(|| editor_line(ENTRY, segments.len().saturating_sub(1)))
}

/// The format is that of YAML language servers (`redhat-developer/yaml-language-server`, "Using
/// inlined schema").
fn editor_line(file: &str, depth: usize) -> String {
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    format!("# yaml-language-server: $schema={up}{file}")
}
