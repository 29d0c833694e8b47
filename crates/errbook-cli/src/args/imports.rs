//! The arguments of `errbook import`.

use std::path::PathBuf;

use clap::ValueEnum;
use errbook_catalog::{MOST_LEVELS, is_code_text, is_web_url, problem_of_errors};
use errbook_import::{Dialect, Format};

use super::ResultFormat;

/// Import existing pages, tables, API documents, or code
///
/// Writes a manifest, entries, and a baseline of their findings. Prints a loss report: what was
/// mapped, converted, or left out, and what is contradictory. errbook infers the code scheme,
/// groups, profiles, and URL from the source; options override them. A second import adds new codes
/// and never overwrites an entry that you edited. Pages that `errbook build` wrote from the catalog
/// have nothing to import.
///
/// `--map` takes a YAML file, and `--suggest-map` prints one for SOURCE. For pages, it maps headings
/// and front matter to keys of entries: `headings: {Symptoms: what_happened}`, `front_matter: {id:
/// code}`. For tables, it maps keys of entries to columns or fields: `message: text`, `code:
/// "E{number}"`. A field can also name its key: `solution: {to: how_to_fix, as: markdown}`. `entries:
/// data.errors` is the path to the errors, or the name of an enum for `protobuf`. The guide's page
/// "Adopt existing codes" has all keys.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook import mintlify docs/errors --dry-run           # only print the loss report
  errbook import mintlify docs/errors
  errbook import markdown wiki/errors --map map.yaml
  errbook import json errors.json --suggest-map > map.yaml
  errbook import json errors.json --map map.yaml --out catalog --name shop
  errbook import openapi openapi.yaml
  errbook import rust src/error.rs --prefix shop
  errbook import mintlify docs/errors --status-table statuses.csv --history v2.0 v1.0
  errbook check --baseline catalog/errbook-baseline.json  # only new findings fail")]
pub(crate) struct Import {
    /// Format of SOURCE
    pub(crate) format: ImportFormat,

    /// Folder of pages, or a file
    pub(crate) source: PathBuf,

    /// Folder to write the catalog to
    #[arg(long, value_name = "DIR", default_value = "catalog")]
    pub(crate) out: PathBuf,

    /// YAML file that maps headings, front matter, or fields
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,

    /// Print a commented map for SOURCE instead of importing it
    #[arg(long, conflicts_with_all = ["dry_run", "force", "show"])]
    pub(crate) suggest_map: bool,

    /// Compare statuses, titles, and operations with FILE (CSV, JSON, TOML, or OpenAPI), and use its values
    #[arg(long, value_name = "FILE")]
    pub(crate) status_table: Option<PathBuf>,

    /// Add retired codes and former URLs from earlier Git revisions of the source, the latest first
    /// (REV:PATH if it was elsewhere)
    #[arg(long, value_name = "REV", num_args = 1..)]
    pub(crate) history: Vec<String>,

    /// Name of the catalog
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// First part of every code; use an empty string for none
    #[arg(long, value_parser = code_text)]
    pub(crate) prefix: Option<String>,

    /// Text between the parts of a code
    #[arg(long, value_name = "TEXT", value_parser = separator)]
    pub(crate) separator: Option<String>,

    /// Names of the parts of a code below the prefix, such as `system,category,specific`
    #[arg(long, value_name = "NAMES", value_parser = levels)]
    pub(crate) levels: Option<Levels>,

    /// Root of the published docs, such as `https://example.com/docs`
    #[arg(long, value_name = "URL", value_parser = docs_url)]
    pub(crate) docs_url: Option<String>,

    /// Path of the error pages below the root of the docs
    #[arg(long, value_name = "PATH", value_parser = errors)]
    pub(crate) errors: Option<String>,

    /// Print the loss report, but write no files
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Also overwrite entries that were edited since the last import
    #[arg(long)]
    pub(crate) force: bool,

    /// Output format of the loss report; JSON has every detail
    #[arg(long = "format", value_name = "FORMAT", default_value = "human")]
    pub(crate) show: ResultFormat,
}

/// The names of the levels. They are one value of the command line, so their number can be checked.
#[derive(Debug, Clone)]
pub(crate) struct Levels(pub(crate) Vec<String>);

/// A text that a manifest can have in its code scheme.
fn code_text(text: &str) -> Result<String, String> {
    match is_code_text(text) {
        true => Ok(text.to_owned()),
        false => Err("use visible ASCII characters without quotes and slashes".to_owned()),
    }
}

fn separator(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("a value is required".to_owned()) } else { code_text(text) }
}

fn levels(names: &str) -> Result<Levels, String> {
    let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
    let repeated = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
    match repeated {
        _ if names.iter().any(String::is_empty) => Err("a level has no name".to_owned()),
        Some((_, name)) => Err(format!("two levels are named `{name}`")),
        None if names.len() > MOST_LEVELS => Err(format!("codes have at most {MOST_LEVELS} levels")),
        None => Ok(Levels(names)),
    }
}

fn docs_url(url: &str) -> Result<String, String> {
    match is_web_url(url.trim_end_matches('/')) {
        true => Ok(url.to_owned()),
        false => Err("use an absolute http or https URL, such as `https://example.com/docs`".to_owned()),
    }
}

fn errors(path: &str) -> Result<String, String> {
    problem_of_errors(path).map_or_else(|| Ok(path.to_owned()), |(problem, help)| Err(format!("{problem}: {help}")))
}

/// What an import reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// MDX pages of a Mintlify site
    Mintlify,
    /// Markdown pages
    Markdown,
    /// JSON: a list of errors, or a map from codes to errors
    Json,
    /// CSV with a header row
    Csv,
    /// TOML: a list of errors, or a map from codes to errors
    Toml,
    /// OpenAPI 3.0 or 3.1, in JSON or YAML: error responses with their examples, and enums of codes
    Openapi,
    /// Protocol buffers: enums of errors, with their comments
    Protobuf,
    /// Rust: enums that derive `thiserror::Error`
    Rust,
    /// Java message bundle, such as `messages.properties`
    Java,
}

/// How to read a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// A folder of pages.
    Pages(Dialect),
    /// A file of errors.
    File(Format),
}

impl ImportFormat {
    pub(crate) fn kind(self) -> SourceKind {
        match self {
            ImportFormat::Mintlify => SourceKind::Pages(Dialect::Mdx),
            ImportFormat::Markdown => SourceKind::Pages(Dialect::Markdown),
            ImportFormat::Json => SourceKind::File(Format::Json),
            ImportFormat::Csv => SourceKind::File(Format::Csv),
            ImportFormat::Toml => SourceKind::File(Format::Toml),
            ImportFormat::Openapi => SourceKind::File(Format::Openapi),
            ImportFormat::Protobuf => SourceKind::File(Format::Protobuf),
            ImportFormat::Rust => SourceKind::File(Format::Rust),
            ImportFormat::Java => SourceKind::File(Format::Java),
        }
    }
}
