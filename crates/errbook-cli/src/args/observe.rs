//! Arguments of `errbook observe`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::{Baseline, Deny, DiagnosticFormat};

/// Check what services really send against the catalog
///
/// Reads recorded responses from FILE: JSON Lines of any shape, HTTP Archives (`.har`), and
/// OpenTelemetry logs and traces as JSON. Without FILE, reads JSON Lines from standard input. With
/// `--proxy`, relays requests to a service instead, runs COMMAND, and checks every response.
///
/// An error is recognized by its code or type URL, wherever it is in a line or body, also as JSON
/// inside a string. errbook reports unknown, retired, and reserved codes, and every difference from
/// the catalog: status, title, type URL, content type, headers, body, message, params, and
/// operation.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook observe traffic.jsonl
  errbook observe session.har otel.jsonl
  kubectl logs deploy/api | errbook observe --body res.body --status res.status
  errbook observe --proxy http://127.0.0.1:8080 -- npm test   # tests use $ERRBOOK_PROXY_URL
  errbook observe traffic.jsonl --save observed.json          # for `errbook check --observed`
  errbook observe traffic.jsonl --report observed.html
  errbook observe traffic.jsonl --coverage-below 80           # fail below 80 %
  errbook observe traffic.jsonl --infer --dry-run             # show what would be added")]
pub(crate) struct Observe {
    /// Recorded responses; `-` for standard input
    #[arg(value_name = "FILE", conflicts_with = "proxy")]
    pub(crate) files: Vec<PathBuf>,

    /// Member of each line that has the response body [default: anywhere]
    #[arg(long, value_name = "PATH", conflicts_with = "proxy")]
    pub(crate) body: Option<String>,

    /// Member of each line that has the HTTP status, such as `res.status`
    #[arg(long, value_name = "PATH", conflicts_with = "proxy")]
    pub(crate) status: Option<String>,

    /// Member of each line that has the operation, its method and path, or its path
    #[arg(long, value_name = "PATH", conflicts_with = "proxy")]
    pub(crate) operation: Option<String>,

    /// Relay requests to the service at URL
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,

    /// Address that the proxy listens on [default: 127.0.0.1 and a free port]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,

    /// Command to run while the proxy relays [default: relay until Ctrl-C]
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,

    /// OpenAPI document that maps requests to operations [default: `openapi` in catalog.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) openapi: Option<PathBuf>,

    /// Add what was seen to FILE, and create it if it doesn't exist
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,

    /// Commit of the service that sent the responses; `--save` keeps it with today's date for each
    /// code whose responses were as the catalog says, and pages show it
    #[arg(long, value_name = "COMMIT", requires = "save", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) commit: Option<String>,

    /// Write an HTML page to FILE: counts by code and operation, deviations, and codes never seen;
    /// includes earlier runs with `--save`
    #[arg(long, value_name = "FILE", conflicts_with = "update_baseline")]
    pub(crate) report: Option<PathBuf>,

    /// Fail if fewer than PERCENT of the codes were seen; includes earlier runs with `--save`
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) coverage_below: Option<u8>,

    /// Add drafts of unknown codes, wordings for unknown messages, and operations to the catalog
    #[arg(long)]
    pub(crate) infer: bool,

    /// With `--infer`, print the diff instead of writing files or the report
    #[arg(long, requires = "infer", conflicts_with_all = ["save", "report", "update_baseline"])]
    pub(crate) dry_run: bool,

    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,

    #[command(flatten)]
    pub(crate) baseline: Baseline,

    #[command(flatten)]
    pub(crate) format: DiagnosticFormat,
}
