//! The arguments of `errbook import`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::ResultFormat;

/// Make a catalog of the pages or the table that you have
///
/// Writes manifest and entries, a baseline of what `errbook check` finds in them, and prints a loss report: what was taken as what, what was
/// kept in another form, what has no place, and what disagrees. Code scheme, groups, profiles and URL are found in the source; options set
/// them. Run again, it writes what is new and never an entry that somebody edited.
///
/// `--map` takes a YAML file. For pages: `headings: {Symptoms: what_happened}` and `front_matter: {id: code}`. For tables: what each field is,
/// as in `{code: errorCode, message: text, params: "<x>", sections: {SQL state: sqlState}, nested: {field: subClass}}`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook import mintlify docs/errors --dry-run           # the loss report, and nothing else
  errbook import mintlify docs/errors
  errbook import markdown wiki/errors --map map.yaml
  errbook import json error-conditions.json --out catalog --name sql
  errbook check --baseline catalog/errbook-baseline.json  # the same day: only what is new fails")]
pub(crate) struct Import {
    /// What SOURCE is
    pub(crate) format: ImportFormat,

    /// Folder of pages, or file of a table
    pub(crate) source: PathBuf,

    /// Folder for the catalog
    #[arg(long, value_name = "DIR", default_value = "catalog")]
    pub(crate) out: PathBuf,

    /// What headings, front matter or fields mean
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,

    /// Name of the catalog
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// First part of every code; empty for none
    #[arg(long)]
    pub(crate) prefix: Option<String>,

    /// What joins the parts of a code
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) separator: Option<String>,

    /// Names of the parts of a code below the prefix, such as `system,category,specific`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) levels: Option<Vec<String>>,

    /// Root of the published docs, such as `https://example.com/docs`
    #[arg(long, value_name = "URL")]
    pub(crate) docs_url: Option<String>,

    /// Folder of the error pages below the root of the docs
    #[arg(long, value_name = "PATH")]
    pub(crate) errors: Option<String>,

    /// Write nothing; print the loss report and what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write entries that were edited since the last import, too
    #[arg(long)]
    pub(crate) force: bool,

    /// How to print the loss report; the JSON has everything
    #[arg(long = "format", value_name = "FORMAT", default_value = "human")]
    pub(crate) show: ResultFormat,
}

/// What an import reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// MDX pages of a Mintlify site
    Mintlify,
    /// Markdown pages
    Markdown,
    /// A JSON document: a list of errors, or a map from codes to them
    Json,
    /// Comma-separated values, the first line with names
    Csv,
}
