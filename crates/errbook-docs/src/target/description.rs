//! What is to know of a target besides its templates: what its `target.yaml` says. `TARGETS.md` of the crate explains each key.

use serde::Deserialize;

use super::Format;

/// A target's paths, links and ways of writing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    #[serde(skip)]
    pub(crate) name: String,
    /// A phrase.
    pub(crate) about: String,
    #[serde(default)]
    pub(crate) format: PageFormat,
    /// Extension of pages, where it is not that of the format.
    pub(crate) extension: Option<String>,
    /// Name of a folder's own page, without extension.
    #[serde(default = "index")]
    pub(crate) index: String,
    /// Folder of the pages below the output folder.
    #[serde(default)]
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) links: Links,
    #[serde(default)]
    pub(crate) clients: Clients,
    /// What stands after the language of a titled fence, `{title}` for its title; else the title is a line before it.
    pub(crate) fence_title: Option<String>,
    /// What stands around titled fences in a row.
    pub(crate) code_group: Option<Around>,
    /// What stands around a callout, `{Kind}` for its kind (`Note`) and `{kind}` for that in lower case; else it is a quote.
    pub(crate) callout: Option<Around>,
    /// The target whose templates it uses where it has none of its own.
    pub(crate) extends: Option<String>,
    /// Files beside the pages.
    #[serde(default)]
    pub(crate) files: Vec<FileRule>,
    /// The template of what is merged into a document of the user's.
    pub(crate) merge: Option<String>,
}

/// Format of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PageFormat {
    #[default]
    Markdown,
    Html,
    Mdx,
    /// No pages.
    None,
}

/// What a link from page to page looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Links {
    /// Relative, to the file: `../data/key_not_found.md`.
    #[default]
    File,
    /// From the root of the docs, to the page as it is served: `/errors/unkey/data/key_not_found`.
    Root,
}

/// The clients that requests are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Clients {
    All,
    #[default]
    First,
}

/// What stands before and after something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A file that is no page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileRule {
    /// Name of its template, extension included.
    pub(crate) template: String,
    /// Output path. `{name}` is the catalog's name, `{group}` the folder of the group.
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) each: Each,
}

/// What a file is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Each {
    /// Once, for all.
    #[default]
    Catalog,
    /// For each group.
    Group,
}

fn index() -> String {
    "index".to_owned()
}

impl Description {
    /// Format of prose, also where there are no pages.
    pub(crate) fn format(&self) -> Format {
        match self.format {
            PageFormat::Html => Format::Html,
            PageFormat::Mdx => Format::Mdx,
            PageFormat::Markdown | PageFormat::None => Format::Markdown,
        }
    }

    /// Names of the templates that it names itself, extensions included.
    pub(crate) fn named(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.template.as_str()).chain(self.merge.as_deref())
    }
}
