//! The description of a target: the keys of its `target.yaml`. `TARGETS.md` of the crate explains
//! each key.

use serde::Deserialize;

use super::Format;

/// A target's paths, links, and formatting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    #[serde(skip)]
    pub(crate) name: String,
    /// A phrase.
    pub(crate) about: String,
    #[serde(default)]
    pub(crate) format: PageFormat,
    /// Extension of pages, if it differs from the format's extension.
    pub(crate) extension: Option<String>,
    /// Name of the index page of a folder, without extension.
    #[serde(default = "index")]
    pub(crate) index: String,
    /// Folder of the pages below the output folder.
    #[serde(default)]
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) links: Links,
    #[serde(default)]
    pub(crate) clients: Clients,
    /// Text after the language of a titled code block, where `{title}` is its title. By default,
    /// the title is a line before the block.
    pub(crate) fence_title: Option<String>,
    /// Text after the language of a code block with highlighted lines, where `{lines}` is `1,3-5`. By
    /// default, no lines are highlighted.
    pub(crate) fence_lines: Option<String>,
    /// Text around consecutive titled code blocks.
    pub(crate) code_group: Option<Around>,
    /// Text around a callout, where `{Kind}` is its kind (`Note`) and `{kind}` its kind in lower
    /// case. By default, a callout is a block quote.
    pub(crate) callout: Option<Around>,
    /// The target whose templates it uses unless it has its own.
    pub(crate) extends: Option<String>,
    /// Words to which the filter `identifier` appends `_`. `{Name}` in one is the catalog's name in
    /// Pascal case.
    #[serde(default)]
    pub(crate) reserved: Vec<String>,
    /// The key of `depends` that names the modules that an export imports. Without it, the codes of
    /// dependencies are part of the export.
    pub(crate) imports: Option<String>,
    /// Files in addition to the pages.
    #[serde(default)]
    pub(crate) files: Vec<FileRule>,
    /// The template whose output `--merge` merges into a document.
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

/// The form of links between pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Links {
    /// Relative, to the file: `../data/key_not_found.md`.
    #[default]
    File,
    /// From the root of the docs, to the page as it is served: `/errors/unkey/data/key_not_found`.
    Root,
}

/// The clients that show requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Clients {
    All,
    #[default]
    First,
}

/// Text before and after something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A file that is not a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileRule {
    /// Name of its template, with extension.
    pub(crate) template: String,
    /// Output path. `{name}` is the catalog's name, `{Name}` that in Pascal case, and `{group}` the
    /// folder of the group.
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) each: Each,
}

/// How often a file is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Each {
    /// Once.
    #[default]
    Catalog,
    /// Once per group.
    Group,
}

fn index() -> String {
    "index".to_owned()
}

impl Description {
    /// Format of prose. A target without pages also has one.
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
