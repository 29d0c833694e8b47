//! What the maps of pages and of tables have in common.

use errbook_catalog::param_name::snake_case;
use errbook_catalog::{Diagnostic, Document, Written, problem_of_field_name};

/// Why a map can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MapError {
    /// A lowercase phrase.
    pub message: String,
    /// Line in the map, from 1.
    pub line: usize,
}

impl MapError {
    /// An error at a key or value of the map.
    pub(crate) fn at(written: Written<'_>, message: impl Into<String>) -> MapError {
        MapError { message: message.into(), line: written.line() }
    }
}

/// Parses a map.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, MapError> {
    let document = Document::parse(text).map_err(|found| invalid(text, &found))?;
    if !document.root().is_mapping() {
        return Err(MapError::at(document.root(), "expected a mapping, such as `message: text`"));
    }
    Ok(document)
}

/// The first mistake in the YAML of a map.
fn invalid(text: &str, found: &[Diagnostic]) -> MapError {
    let start = |found: &Diagnostic| found.labels.first().map_or(0, |label| label.span.start as usize);
    let line = |found: &Diagnostic| 1 + text.bytes().take(start(found)).filter(|byte| *byte == b'\n').count();
    let first = found.first();
    MapError { message: first.map_or_else(String::new, |of| of.message.clone()), line: first.map_or(1, line) }
}

/// `kind: reference`
pub(crate) fn is_reference(value: Written<'_>) -> Result<bool, MapError> {
    match value.scalar().unwrap_or_default() {
        "reference" => Ok(true),
        "error" => Ok(false),
        other => Err(MapError::at(value, format!("unknown kind `{other}` in the map: use `error` or `reference`"))),
    }
}

/// Whether nothing is left of a collection, because everything in it is a comment.
pub(crate) fn is_null(value: Written<'_>) -> bool {
    value.scalar().is_some_and(|text| ["", "~", "null"].contains(&text))
}

/// A name for a custom field: `sqlState` as `sql_state`.
pub(crate) fn field_name(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(snake_case).collect::<Vec<_>>().join("_");
    if problem_of_field_name(&name).is_none() { name } else { format!("error_{name}") }
}

/// Refuses names that the manifest can't declare.
pub(crate) fn check_field_name(name: &str) -> Result<(), String> {
    problem_of_field_name(name).map_or(Ok(()), |(problem, help)| Err(format!("{problem}: {help}")))
}
