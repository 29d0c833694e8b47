//! Reads `target.yaml`, the description of a target in its folder of templates. `docs/targets.md` explains each key.

use serde::Deserialize;

use super::description::{Description, Each, FileRule, Links, Style};
use super::{Format, Target};
use crate::error::{Error, Place};

/// Name of the file that makes a folder of templates a target.
pub(crate) const FILE: &str = "target.yaml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    about: String,
    #[serde(default)]
    format: TextFormat,
    extension: Option<String>,
    #[serde(default = "index")]
    index: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    links: Links,
    #[serde(default)]
    clients: Clients,
    fence_title: Option<String>,
    code_group: Option<Around>,
    callout: Option<Around>,
    extends: Option<String>,
    #[serde(default)]
    files: Vec<TextFile>,
    merge: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum TextFormat {
    #[default]
    Markdown,
    Html,
    Mdx,
    /// No pages.
    None,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Clients {
    All,
    #[default]
    First,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Around {
    before: String,
    after: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFile {
    template: String,
    path: String,
    #[serde(default)]
    each: Each,
}

fn index() -> String {
    "index".to_owned()
}

/// The target that the text of a `target.yaml` describes; `name` is its folder.
pub(crate) fn read(name: &str, text: &str) -> Result<Target, Error> {
    let described: Text = serde_yaml::from_str(text).map_err(|error| explain(name, text, &error))?;
    let format = match described.format {
        TextFormat::Html => Format::Html,
        TextFormat::Mdx => Format::Mdx,
        TextFormat::Markdown | TextFormat::None => Format::Markdown,
    };
    let folder = described.folder.trim_matches('/');
    let files = described.files.into_iter().map(|file| rule(name, file)).collect::<Result<_, _>>()?;
    Ok(Target::new(Description {
        about: described.about,
        extension: described.extension.unwrap_or_else(|| format.extension().to_owned()),
        index: described.index,
        folder: if folder.is_empty() { String::new() } else { format!("{folder}/") },
        links: described.links,
        all_clients: described.clients == Clients::All,
        style: Style {
            fence_title: described.fence_title,
            code_group: described.code_group.map(|group| (group.before, group.after)),
            callout: described.callout.map(|callout| (callout.before, callout.after)),
        },
        extends: described.extends,
        files,
        merge: described.merge,
        export: described.format == TextFormat::None,
        ..Description::new(name, format)
    }))
}

fn rule(name: &str, file: TextFile) -> Result<FileRule, Error> {
    if file.each == Each::Group && !file.path.contains("{group}") {
        return Err(Error::message(format!(
            "the path `{}` in `{name}/{FILE}` is the same for each group; write `{{group}}` where the group's folder belongs",
            file.path
        )));
    }
    Ok(FileRule { template: file.template, path: file.path, each: file.each })
}

/// What serde has against the text, at its place.
fn explain(name: &str, text: &str, error: &serde_yaml::Error) -> Error {
    let message = error.to_string();
    let place = error.location().map(|location| Place {
        file: format!("{name}/{FILE}"),
        line: location.line(),
        column: location.column(),
        source: text.lines().nth(location.line().saturating_sub(1)).unwrap_or_default().to_owned(),
    });
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    Error {
        message: if place.is_some() { message } else { format!("{message} in `{name}/{FILE}`") },
        place,
        page: None,
    }
}
