//! Reads `target.yaml`, the description of a target in its template folder.

use errbook_catalog::{Dependency, suggest};

use super::Target;
use super::description::{Description, Each};
use crate::error::{Error, Place};

/// Name of the file that makes a folder of templates a target.
pub(crate) const FILE: &str = "target.yaml";

/// Parses the text of a `target.yaml`. `name` is its folder.
pub(crate) fn read(name: &str, text: &str) -> Result<Target, Error> {
    let description: Description = serde_yaml::from_str(text).map_err(|error| explain(name, text, &error))?;
    let mut files = description.files.iter();
    if let Some(file) = files.find(|file| file.each == Each::Group && !file.path.contains("{group}")) {
        return Err(Error::message(format!(
            "the path `{}` in `{name}/{FILE}` is the same for every group: add `{{group}}`, the folder of the group",
            file.path
        )));
    }
    if let Some(key) = description.imports.as_deref().filter(|key| !Dependency::MODULES.contains(key)) {
        return Err(Error::message(format!(
            "`imports: {key}` in `{name}/{FILE}` is not a key of `depends` that names a module: use one of `{}`",
            Dependency::MODULES.join("`, `")
        )));
    }
    Ok(Target::new(Description { name: name.to_owned(), ..description }))
}

/// The message about an unknown key or value. Serde's lists all known ones.
fn unknown_word(message: &str) -> Option<String> {
    let (found, known) = message.split_once(", expected ")?;
    let (path, found) = found.split_once("unknown ")?;
    let (kind, word) = found.trim_end_matches('`').split_once(" `")?;
    let kind = if kind == "field" { "key" } else { "value" };
    Some(format!("{path}unknown {kind} `{word}`: {}", suggest::help(word, known.split('`').skip(1).step_by(2))))
}

/// Turns an error of serde into ours, with its location.
fn explain(name: &str, text: &str, error: &serde_yaml::Error) -> Error {
    let message = error.to_string();
    let place = error.location().map(|location| Place {
        file: format!("{name}/{FILE}"),
        line: location.line(),
        column: location.column(),
        source: text.lines().nth(location.line().saturating_sub(1)).unwrap_or_default().to_owned(),
    });
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = unknown_word(message).unwrap_or_else(|| message.to_owned());
    Error {
        message: if place.is_some() { message } else { format!("{message} in `{name}/{FILE}`") },
        place,
        page: None,
    }
}
