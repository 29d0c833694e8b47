//! `errbook schema`: prints the JSON Schemas of entries and the manifest, or writes them where
//! `errbook new` finds them.

use std::path::Path;

use errbook_catalog::schema::{Known, entry_for_editors, manifest_for_editors};
use errbook_catalog::{CodeKind, FileId, Snapshot};
use errbook_check::RULES;
use errbook_check::edit::FileEdit;
use serde_json::Value;

use crate::args::{Global, Schema, SchemaKind};
use crate::failure::{Exit, Failure};
use crate::findings::{plural, to_json};
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
        // Without a catalog, the schema has no names of one.
        let snapshot = match super::locate(global) {
            Ok(folder) => Some(super::read(&folder, global)),
            Err(failure) if schema.codes || global.catalog.is_some() => return Err(failure),
            Err(_) => None,
        };
        terminal.print(&to_json(&of_kind(snapshot.as_ref(), schema, schema.kind)));
        return Ok(Exit::Clean);
    }
    let folder = super::locate(global)?;
    let snapshot = super::read(&folder, global);
    for (name, kind) in [(ENTRY, SchemaKind::Entry), (MANIFEST, SchemaKind::Manifest)] {
        let path = super::file(&folder, name);
        output::replace(&path, &to_json(&of_kind(Some(&snapshot), schema, kind)))?;
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    }
    let without = without_line(&snapshot);
    if schema.modelines && !without.is_empty() {
        super::edits::write(&folder, &without.iter().collect::<Vec<_>>())?;
        terminal.say(&format!("{GOOD}added{GOOD:#} the editor line to {}", plural(without.len(), "file", "files")));
    } else if !without.is_empty() {
        let files = plural(without.len(), "file doesn't name its", "files don't name their");
        let codes = if schema.codes { " --codes" } else { "" };
        let command = global.command(&format!("schema{codes} --write --modelines"));
        terminal.say(&format!("next: {files} schema; {CODE}`{command}`{CODE:#} adds the line"));
    }
    terminal.say("`errbook new` adds the editor line to new entries");
    Ok(Exit::Clean)
}

/// The schema, with the names of the catalog if there is one.
fn of_kind(snapshot: Option<&Snapshot>, schema: &Schema, kind: SchemaKind) -> Value {
    let mut known = Known { rules: RULES.iter().map(|rule| rule.id).collect(), ..Known::default() };
    // A broken entry still has a code, and other entries may refer to it.
    known.codes = snapshot
        .filter(|_| schema.codes)
        .map(|snapshot| snapshot.codes().iter().map(|code| code.code.as_str()).collect());
    if let Some(manifest) = snapshot.and_then(Snapshot::manifest) {
        known.profiles = Some(manifest.profiles.iter().map(|profile| profile.name.as_str()).collect());
        known.extra_statuses.clone_from(&manifest.extra_statuses);
        let of_groups = snapshot.into_iter().flat_map(Snapshot::groups).map(|group| group.kind);
        known.references = of_groups.chain([manifest.kind]).any(|kind| kind == CodeKind::Reference);
        known.fields = Some(&manifest.fields);
    }
    match kind {
        SchemaKind::Manifest => manifest_for_editors(&known),
        SchemaKind::Entry => entry_for_editors(&known),
    }
}

/// The edits that add the line to the files without one, after a byte order mark.
fn without_line(snapshot: &Snapshot) -> Vec<FileEdit> {
    // Only files that could be read as they are.
    let is_edited = |file: &FileId| snapshot.path(*file) == super::MANIFEST || snapshot.code_in(*file).is_some();
    let files = snapshot.files().filter(is_edited);
    let edit = |file| {
        let (path, before) = (snapshot.path(file).to_owned(), snapshot.report().text(file).to_owned());
        let schema = if path == super::MANIFEST { MANIFEST } else { ENTRY };
        let line = editor_line(schema, path.matches('/').count());
        let (mark, rest) = before.strip_prefix('\u{feff}').map_or(("", before.as_str()), |rest| ("\u{feff}", rest));
        let end = if rest.contains("\r\n") { "\r\n" } else { "\n" };
        let after = format!("{mark}{line}{end}{rest}");
        let mut head = rest.lines().take_while(|line| line.trim().is_empty() || line.starts_with('#'));
        let names_one = head.any(|line| line.contains("yaml-language-server:"));
        (!names_one && !rest.is_empty()).then_some(FileEdit { path, moved_to: None, before, after })
    };
    files.filter_map(edit).collect()
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
