//! The arguments of `errbook build` and `errbook export`.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use errbook_docs::Templates;

use super::{Audience, DiagnosticFormat};

/// Build the docs pages
///
/// Writes only changed files, and removes pages left over from earlier builds. Other files stay: if a
/// page would replace one, or if errbook didn't create the folder, errbook lists them and writes
/// nothing until you add `--force` once. With several targets, each gets a subfolder:
/// `--target markdown,html` writes DIR/markdown and DIR/html.
#[derive(Debug, Clone, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook build                               # write HTML to ./site
  errbook build --target markdown --out docs/errors
  errbook build --check                       # in CI: fail if pages are stale
  errbook build --audience internal --out internal    # with fields that are not public
  errbook build --edition 1.2                 # keep the pages of an edition in ./site/v/1.2
  errbook build --templates theme             # use theme/html/page.html
  errbook build --target mintlify --out docs/errors --merge docs/docs.json
  errbook build --target mintlify --out docs/errors --force    # replace existing pages
  errbook build --target docusaurus --templates theme    # a custom target")]
pub(crate) struct Build {
    /// Targets to build, separated by commas
    #[arg(long, value_name = "TARGET", default_value = "html", value_delimiter = ',', value_parser = TargetName { export: false })]
    pub(crate) target: Vec<String>,

    /// Folder for the pages
    #[arg(long, value_name = "DIR", default_value = "site")]
    pub(crate) out: PathBuf,

    /// Build an earlier edition of the site into DIR/v/NAME; pages of all editions have a menu of them
    #[arg(long, value_name = "NAME", value_parser = edition, conflicts_with = "merge")]
    pub(crate) edition: Option<String>,

    /// Path style of HTML pages
    #[arg(long, value_name = "LAYOUT", default_value = "files")]
    pub(crate) layout: Layout,

    /// Part of the published site that the output folder becomes
    #[arg(long, value_name = "BASE", default_value = "errors")]
    pub(crate) base: Base,

    /// Who may see the pages
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,

    /// Folder of templates; each file replaces the built-in one of the same name, and a folder with
    /// a target.yaml adds a target
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,

    /// Update FILE in place, such as Mintlify's docs.json (JSON only); removes redirects that would
    /// hide a page, and keeps everything else
    #[arg(long, value_name = "FILE")]
    pub(crate) merge: Option<PathBuf>,

    /// Build into a folder that has other files: overwrite those with the paths of pages, and delete
    /// the old pages of codes whose path changed
    #[arg(long)]
    pub(crate) force: bool,

    /// Write nothing; fail if a page is missing, stale, or obsolete
    #[arg(long)]
    pub(crate) check: bool,

    /// List what would be written and removed, but write no files
    #[arg(long, conflicts_with = "check")]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) format: DiagnosticFormat,
}

fn edition(name: &str) -> Result<String, String> {
    errbook_docs::editions::problem(name).map_or_else(|| Ok(name.to_owned()), Err)
}

/// Export the catalog to other languages and tools
///
/// Clients import typed codes instead of comparing strings. `openapi` adds schemas and responses to
/// a document. `sql` compares the catalog with a table of events, on DuckDB and Spark. `json` is the
/// whole catalog as data: keep the `errors.json` of each release, and
/// `errbook check --against errors.json` reports what broke since. `vectors` tests a service or a
/// client that is written by hand.
///
/// Exports are template folders, like the targets of `errbook build`. Use `--templates` to override
/// or add one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook export json > errors.json
  errbook export json --scan src > errors.json    # with the lines that raise each code
  errbook export typescript --out src/errors.ts
  errbook export go --out internal/errors         # a PATH without an extension is a folder
  errbook export openapi --merge openapi.json     # update an existing document
  errbook export python --out errors.py --check   # in CI: fail if the file is stale")]
pub(crate) struct Export {
    /// Export to write
    #[arg(value_parser = TargetName { export: true })]
    pub(crate) target: String,

    /// File to write, or folder if PATH has no extension [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,

    /// Update FILE in place (JSON only); keeps everything that isn't from the catalog
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(crate) merge: Option<PathBuf>,

    /// Who may see the export
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,

    /// Write nothing; fail if a file of `--out` or `--merge` is missing or stale
    #[arg(long)]
    pub(crate) check: bool,

    /// Folder of templates; each file replaces the built-in one of the same name, and a folder with
    /// a target.yaml adds a target
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,

    /// With `json`, add where source code in DIR raises each code (`emitted_at`)
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(crate) scan: Vec<PathBuf>,

    /// With `json`, add the texts of the pages, for catalogs that include them
    #[arg(long)]
    pub(crate) pages: bool,
}

/// The exports that have no template folder, with what they are.
pub(crate) const WITHOUT_TEMPLATES: [(&str, &str); 2] = [
    ("json", "errors.json: the whole catalog as data"),
    ("vectors", "vectors.json: responses that a service must write and a client must read"),
];

/// The name of a target: a built-in one, or one that the user's templates add.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TargetName {
    /// Whether to offer exports rather than pages.
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
        let own = WITHOUT_TEMPLATES.iter().filter(|_| self.export);
        let own = own.map(|(name, about)| PossibleValue::new(*name).help(*about));
        Some(Box::new(own.chain(values).collect::<Vec<_>>().into_iter()))
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
    /// The folder of the error pages (`site.errors` in the manifest)
    Errors,
    /// The root of the docs, so redirects can start outside the folder of the error pages
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
