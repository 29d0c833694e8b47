//! What is to know of a target beside its templates. `read` makes it of a `target.yaml`.

use super::Format;

/// A target's paths, links and ways of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Description {
    pub(crate) name: String,
    /// A phrase.
    pub(crate) about: String,
    pub(crate) format: Format,
    /// Extension of pages.
    pub(crate) extension: String,
    /// Name of a folder's own page, without extension.
    pub(crate) index: String,
    /// Folder of the pages below the output folder: empty, or with a slash at its end.
    pub(crate) folder: String,
    pub(crate) links: Links,
    /// Requests are shown in all clients and not only the first.
    pub(crate) all_clients: bool,
    pub(crate) style: Style,
    /// The target whose templates it uses where it has none of its own.
    pub(crate) extends: Option<String>,
    /// Files beside the pages.
    pub(crate) files: Vec<FileRule>,
    /// The template of what is merged into a document of the user's.
    pub(crate) merge: Option<String>,
    /// It has files only.
    pub(crate) export: bool,
}

/// What a link from page to page looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Links {
    /// Relative, to the file: `../data/key_not_found.md`.
    #[default]
    File,
    /// From the root of the docs, to the page as it is served: `/errors/unkey/data/key_not_found`.
    Root,
}

/// How prose is written where formats leave a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Style {
    /// What stands after the language of a titled fence, `{title}` for its title; else the title is a line before it.
    pub(crate) fence_title: Option<String>,
    /// What stands before and after titled fences in a row.
    pub(crate) code_group: Option<(String, String)>,
    /// What stands before and after a callout, `{Kind}` for its kind (`Note`) and `{kind}` for that in lower case; else it is a quote.
    pub(crate) callout: Option<(String, String)>,
}

/// A file that is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileRule {
    /// Name of its template, extension included.
    pub(crate) template: String,
    /// Output path. `{name}` is the catalog's name, `{group}` the folder of the group.
    pub(crate) path: String,
    pub(crate) each: Each,
}

/// What a file is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Each {
    /// Once, for all.
    #[default]
    Catalog,
    /// For each group.
    Group,
}

impl Description {
    /// A target of pages whose files are in the output folder itself.
    pub(crate) fn new(name: &str, format: Format) -> Self {
        Description {
            name: name.to_owned(),
            about: String::new(),
            format,
            extension: format.extension().to_owned(),
            index: "index".to_owned(),
            folder: String::new(),
            links: Links::File,
            all_clients: false,
            style: Style::default(),
            extends: None,
            files: Vec::new(),
            merge: None,
            export: false,
        }
    }
}

impl Description {
    /// Names of the templates that it names itself, extensions included.
    pub(crate) fn named(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.template.as_str()).chain(self.merge.as_deref())
    }
}
