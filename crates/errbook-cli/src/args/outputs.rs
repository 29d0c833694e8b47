//! What `build` and `export` can be asked: targets, where their files go, how they look.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use errbook_docs::Templates;

use super::DiagnosticFormat;

/// Build the pages of the catalog
///
/// A page that already has the right content is not touched. Pages that an earlier build wrote and that the catalog no longer has are removed;
/// all other files stay. A folder that holds anything else and was not made by errbook is refused. With several targets each gets a folder
/// of its own: `--target markdown,html` writes DIR/markdown and DIR/html.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook build                               # HTML, in ./site
  errbook build --target markdown --out docs/errors
  errbook build --check                       # in CI: fails when the pages are stale
  errbook build --templates theme             # theme/html/page.html instead of ours
  errbook build --target mintlify --out docs/errors --merge docs/docs.json
  errbook build --target docusaurus --templates theme    # one of your own")]
pub(crate) struct Build {
    /// What to make, one or several
    #[arg(long, value_name = "TARGET", default_value = "html", value_delimiter = ',', value_parser = TargetName { export: false })]
    pub(crate) target: Vec<String>,

    /// Folder for the pages
    #[arg(long, value_name = "DIR", default_value = "site")]
    pub(crate) out: PathBuf,

    /// Paths of an HTML site's pages
    #[arg(long, value_name = "LAYOUT", default_value = "files")]
    pub(crate) layout: Layout,

    /// What DIR is on the published site
    #[arg(long, value_name = "BASE", default_value = "errors")]
    pub(crate) base: Base,

    /// Folder of templates that replace the built-in ones, file by file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,

    /// Put the target's part into this JSON document, such as Mintlify's docs.json; the rest of it stays, byte by byte, but for a redirect that would hide a page
    #[arg(long, value_name = "FILE")]
    pub(crate) merge: Option<PathBuf>,

    /// Write nothing; fail when a page is missing, differs or should be gone
    #[arg(long)]
    pub(crate) check: bool,

    /// Write nothing; list what would be written and removed
    #[arg(long, conflicts_with = "check")]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) format: DiagnosticFormat,
}

/// Write the catalog for other languages and tools
///
/// Constants, types and tables for clients, so that they need not compare strings; OpenAPI components; and `errors.json`, which holds every code
/// with all that a program wants to know of it. Keep the `errors.json` of each release: `errbook check --against errors.json` compares with it.
///
/// Each is a folder of templates, as the targets of `errbook build` are: `--templates` changes one or adds one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook export json > errors.json
  errbook export json --scan src > errors.json    # with file and line of where each code is raised
  errbook export typescript --out src/errors.ts
  errbook export go --out internal/errors         # a PATH without extension is a folder
  errbook export openapi --merge openapi.json     # into a document of yours, which stays as it is otherwise
  errbook export python --out errors.py --check   # in CI: fails when the file is stale")]
pub(crate) struct Export {
    /// What to write
    #[arg(value_parser = TargetName { export: true })]
    pub(crate) target: String,

    /// File, or folder where PATH has no extension [default: print it]
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,

    /// Write into this JSON document: what is in it and not in the catalog stays, byte by byte
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(crate) merge: Option<PathBuf>,

    /// Write nothing; fail when a file is missing or differs
    #[arg(long)]
    pub(crate) check: bool,

    /// Folder of templates that replace the built-in ones, file by file, or add a target
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,

    /// Only of `json`: add where the source code in DIR raises each code (`emitted_at`)
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(crate) scan: Vec<PathBuf>,
}

/// The name of a target. Those that errbook ships are offered, and any other is taken: templates of the user can add some.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TargetName {
    /// Of files and not of pages.
    pub(crate) export: bool,
}

impl TypedValueParser for TargetName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let templates = Templates::default();
        let targets = templates.targets().filter(|target| target.is_export() == self.export);
        let values = targets.map(|target| PossibleValue::new(target.name().to_owned()).help(target.about().to_owned()));
        let json = self.export.then(|| PossibleValue::new("json").help("errors.json: everything, for programs"));
        Some(Box::new(json.into_iter().chain(values).collect::<Vec<_>>().into_iter()))
    }
}

/// The paths of the pages of an HTML site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// `orders/not_paid.html`
    Files,
    /// `orders/not_paid/index.html`
    Folders,
}

impl From<Layout> for errbook_docs::Layout {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::Files => Self::Files,
            Layout::Folders => Self::Folders,
        }
    }
}

/// What the output folder is on the published site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Base {
    /// The folder of the error pages, `site.errors` of the manifest
    Errors,
    /// The root of the docs, so that former URLs are where they were
    Root,
}

impl From<Base> for errbook_docs::Base {
    fn from(base: Base) -> Self {
        match base {
            Base::Errors => Self::Errors,
            Base::Root => Self::Root,
        }
    }
}
