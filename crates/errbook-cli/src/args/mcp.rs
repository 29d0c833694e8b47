//! The arguments of `errbook mcp`.

use std::path::PathBuf;

use super::Audience;

/// Serve the catalog to agents with MCP (Model Context Protocol)
///
/// An agent starts this command itself, and exchanges messages with it on standard input and output.
/// The tools are `explain` (from a code, message, URL, or response body to the fix), `search`, `list`,
/// and `check`. The page of each code is a resource. Each call reads the catalog as it is at that
/// moment. If entries have errors, the tools use the others, and say so.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook mcp
  errbook mcp --write                         # agents can add codes and fix mistakes
  errbook mcp --registry errors.json          # a published catalog, without its sources
  claude mcp add errbook -- errbook mcp       # add it to Claude Code")]
pub(crate) struct Mcp {
    /// Add the tools `new` and `fix`, which change the catalog
    #[arg(long)]
    pub(crate) write: bool,

    /// Serve FILE, an `errors.json` of `errbook build` or `errbook export json`, instead of a catalog
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write", "catalog"])]
    pub(crate) registry: Option<PathBuf>,

    /// Which fields to show
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,
}
