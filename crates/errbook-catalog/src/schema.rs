//! JSON Schemas of entries and the manifest for editors, derived from the tables of keys.
//!
//! A schema only describes one file: the loader checks references to codes, groups, and profiles.
//! JSON Schema can't distinguish `404` from `404.0`, which the loader doesn't accept as an integer.

use serde_json::{Map, Value};

use crate::json_schema::{DEFINITIONS, Schemas};
use crate::keys::Value as _;
use crate::raw::{RawEntry, RawManifest};

mod editor;
#[cfg(test)]
mod tests;

pub use editor::Known;

/// The schema of an entry: exactly what can be decoded.
///
/// ```
/// let schema = errbook_catalog::schema::entry();
/// assert_eq!(schema["title"], "errbook entry");
/// assert!(schema["properties"]["message"].is_object());
/// ```
pub fn entry() -> Value {
    root("errbook entry", RawEntry::schema)
}

/// The schema of a manifest, `catalog.yaml`: exactly what can be decoded.
///
/// ```
/// let schema = errbook_catalog::schema::manifest();
/// assert!(schema["properties"]["codes"].is_object());
/// ```
pub fn manifest() -> Value {
    root("errbook manifest", RawManifest::schema)
}

/// The schema of an entry for editors, with what is known of its catalog.
pub fn entry_for_editors(known: &Known<'_>) -> Value {
    let mut schema = entry();
    known.refine_entry(&mut schema);
    schema
}

/// The schema of a manifest for editors.
pub fn manifest_for_editors(known: &Known<'_>) -> Value {
    let mut schema = manifest();
    known.refine_manifest(&mut schema);
    schema
}

/// The schema of a file, in draft 7, which all editors with YAML support understand.
fn root(title: &str, schema: impl FnOnce(&mut Schemas) -> Value) -> Value {
    let mut schemas = Schemas::default();
    let reference = schema(&mut schemas);
    let mut root = Map::new();
    root.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    root.insert("title".to_owned(), title.into());
    let name = reference["$ref"].as_str().and_then(|path| path.strip_prefix(DEFINITIONS)).unwrap_or_default();
    if let Some(Value::Object(of)) = schemas.definitions.shift_remove(name) {
        root.extend(of);
    }
    root.insert("definitions".to_owned(), schemas.definitions.into());
    root.into()
}
