//! What the maps of pages and of tables have in common.

use errbook_catalog::param_name::snake_case;
use errbook_catalog::{Diagnostic, Document, Written, problem_of_field_name};

/// Parses a map.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    let first = |found: Vec<Diagnostic>| found.first().map_or_else(String::new, |found| found.message.clone());
    let document = Document::parse(text).map_err(first)?;
    if !document.root().is_mapping() {
        return Err("expected a mapping, such as `message: text`".to_owned());
    }
    Ok(document)
}

/// `kind: reference`
pub(crate) fn is_reference(value: Written<'_>) -> Result<bool, String> {
    match value.scalar().unwrap_or_default() {
        "reference" => Ok(true),
        "error" => Ok(false),
        other => Err(format!("unknown kind `{other}` in the map: use `error` or `reference`")),
    }
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
