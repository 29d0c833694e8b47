//! The command line as data. `main` passes it to `commands`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use errbook_catalog::Jobs;

mod changelog;
mod imports;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "mcp")]
mod mcp;
mod observe;
mod outputs;

pub(crate) use changelog::{Changelog, Date as ChangelogDate};
pub(crate) use imports::{Import, ImportFormat, SourceKind};
#[cfg(feature = "lsp")]
pub(crate) use lsp::Lsp;
#[cfg(feature = "mcp")]
pub(crate) use mcp::Mcp;
pub(crate) use observe::Observe;
pub(crate) use outputs::{Base, Build, Export, Layout, WITHOUT_TEMPLATES};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Write each error code once, as YAML. Generate docs pages and client code from it, and check it
/// in CI.
///
/// Services get their Rust types from a build script: see the crate `errbook-build`.
#[derive(Debug, Parser)]
#[command(name = "errbook", version = VERSION, styles = STYLES, max_term_width = 100, after_long_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The version, and the commit it was built from.
pub(crate) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("ERRBOOK_COMMIT"));

const EXAMPLES: &str = "\
Examples:
  errbook init                        # start a catalog in ./catalog
  errbook new err:requests:too_large  # add a code
  errbook check                       # report every mistake, with its location
  errbook serve                       # preview the site while you edit
  errbook build                       # write the site to ./site
  errbook explain not_found           # show the cause and the fix

Exit codes:
  0  success
  1  errors in the catalog, breaking changes, stale output, or an unknown code
  2  invalid usage, or a file that can't be read or written";

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Run as if errbook was started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,

    /// Folder that contains catalog.yaml [default: searches this folder, its `catalog` folder, and
    /// their parents]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) catalog: Option<PathBuf>,

    /// Number of threads [default: one per processor]
    #[arg(short, long, value_name = "N", global = true, value_parser = jobs)]
    jobs: Option<Jobs>,

    /// When to use color; `auto` respects NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,

    /// Print only results and errors
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub(crate) quiet: bool,
}

impl Global {
    /// How many threads to use.
    pub(crate) fn jobs(&self) -> Jobs {
        self.jobs.unwrap_or_default()
    }

    /// `errbook` and `arguments` as a user can paste them to reach the same catalog.
    pub(crate) fn command(&self, arguments: &str) -> String {
        self.command_in(self.catalog.as_deref(), arguments)
    }

    /// Like [`command`](Self::command), for another catalog.
    pub(crate) fn command_in(&self, catalog: Option<&Path>, arguments: &str) -> String {
        let directory = self.directory.iter().map(|folder| format!("-C {} ", folder.display()));
        let catalog = catalog.map(|folder| format!("--catalog {} ", folder.display()));
        format!("errbook {}{arguments}", directory.chain(catalog).collect::<String>())
    }
}

fn jobs(number: &str) -> Result<Jobs, &'static str> {
    number.parse().map(Jobs::new).map_err(|_| "expected a number of at least 1")
}

/// When to use color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// If the output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Init),
    New(New),
    Check(Check),
    Diff(Diff),
    Changelog(Changelog),
    Observe(Observe),
    Serve(Serve),
    Build(Build),
    List(List),
    Explain(Explain),
    #[cfg(feature = "lsp")]
    Lsp(Lsp),
    #[cfg(feature = "mcp")]
    Mcp(Mcp),
    Rename(Rename),
    Retire(Retire),
    Update(Update),
    Export(Export),
    Import(Import),
    Schema(Schema),
    Completions(Completions),
    Man(ManPage),
    BugReport(BugReport),
}

impl Command {
    /// What to use instead of `--catalog` in commands that create a catalog.
    pub(crate) fn instead_of_catalog(&self) -> Option<&'static str> {
        match self {
            Command::Init(_) => Some("name the folder to create `catalog` in: `errbook init DIR`"),
            Command::Import(_) => Some("name the folder of the catalog with `--out DIR`"),
            _ => None,
        }
    }
}

/// Start a catalog with a manifest and an example entry
///
/// Never asks questions and never overwrites files. The new catalog is complete: `errbook check`
/// passes, and `errbook build` builds its site.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook init
  errbook init services/orders")]
pub(crate) struct Init {
    /// Folder to create `catalog` in
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// Add a code: write its file as a draft, with every key explained
///
/// The code's group must exist under `groups:` in catalog.yaml. Other entries can refer to a draft,
/// and it is in the enum `Code`, but services can't raise it yet. To finish it, write its message,
/// delete the line `draft: true`, and run `errbook check`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook new err:orders:not_paid")]
pub(crate) struct New {
    /// Full code
    pub(crate) code: String,
}

/// Check the catalog for mistakes
///
/// Findings go to standard output, and the summary to standard error. `errbook explain RULE`
/// explains a rule and how to fix its findings. To change a rule's level, use `rules:` in
/// catalog.yaml. To suppress a rule for one entry, use `allow:` in the entry.
///
/// `--format github` annotates pull requests, `gitlab` annotates merge requests, `markdown` is a
/// comment for either, `sarif` feeds code scanning, and `json` is for your own tools. The guide's page
/// "Outputs" documents them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook check
  errbook check catalog/orders                        # findings in these files only
  errbook check --format short
  errbook check --fix --dry-run                       # show safe fixes as a diff
  errbook check --deny warnings                       # in CI: fail on warnings, too
  errbook -C services/orders check --format json
  errbook check --against origin/main                 # fail on breaking changes
  errbook check --scan src tests                      # check that source code and catalog agree
  errbook check --observed observed.json              # find codes that nothing triggered

Adopt the check gradually:
  errbook check --baseline errbook-baseline.json --update-baseline
  errbook check --baseline errbook-baseline.json      # only new findings fail")]
pub(crate) struct Check {
    /// Show only findings in these files or folders of the catalog
    #[arg(value_name = "PATH", conflicts_with = "update_baseline")]
    pub(crate) paths: Vec<PathBuf>,

    /// Apply safe fixes before checking: key order, misspelled keys and codes, missing quotes,
    /// whitespace
    #[arg(long)]
    pub(crate) fix: bool,

    /// With `--fix`, print the diff instead of writing files
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,

    /// OpenAPI document to check example requests against [default: `openapi` in catalog.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) openapi: Option<PathBuf>,

    /// Report breaking changes since REV (a Git revision or a saved `errors.json`)
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,

    /// Check source code in DIR for unknown and unused codes, and for messages and statuses that
    /// differ from the catalog; skips files ignored by Git
    ///
    /// Messages and statuses are read in Go, Java, Python, TypeScript, and JavaScript. For shapes that
    /// errbook doesn't know, put a query into `queries/LANGUAGE.scm` next to `catalog.yaml`. The guide's
    /// page "Check source code" explains how.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(crate) scan: Vec<PathBuf>,

    /// Report codes that no service was seen to send, and codes seen in unexpected operations;
    /// `errbook observe` writes FILE
    #[arg(long, value_name = "FILE")]
    pub(crate) observed: Option<PathBuf>,

    /// Show every finding, even if a rule warns about many entries
    ///
    /// By default, a rule that warns about more than a third of the entries is shown once, and at
    /// most a hundred findings are shown. Formats other than `human` always have all.
    #[arg(long)]
    pub(crate) all: bool,

    /// Print how complete the catalog is: sections, words, examples, and with `--observed`,
    /// codes that were seen
    #[arg(long)]
    pub(crate) stats: bool,

    #[command(flatten)]
    pub(crate) baseline: Baseline,

    #[command(flatten)]
    pub(crate) format: DiagnosticFormat,
}

/// Show what changed between two states of the catalog
///
/// A state is a Git revision, a folder, or a saved `errors.json`. Changes are grouped: new, changed,
/// deprecated, retired, and removed codes. Each change shows which version it needs and who notices
/// it. `migration` in the entries tells clients what to do, and comes last. To fail on breaking
/// changes, use `errbook check --against`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook diff v1.0                        # from this tag to now
  errbook diff v1.0 v2.0 --format markdown # release notes
  errbook diff v1.0 --format html --out changes.html
  errbook diff published/errors.json --format json")]
pub(crate) struct Diff {
    /// The earlier state
    #[arg(value_name = "FROM")]
    pub(crate) from: String,

    /// The later state [default: the catalog as it is]
    #[arg(value_name = "TO")]
    pub(crate) to: Option<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,

    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// How to print what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Readable text
    Human,
    /// Release notes with links to the pages
    Markdown,
    /// A page of its own, in the style of the site
    Html,
    /// One JSON object
    Json,
}

/// Resolve the catalogs that this one depends on
///
/// Reads each catalog under `depends` in catalog.yaml, writes what this one needs of it to
/// `_depends/NAME.json`, and records its hash in `errbook.lock`. Shows what changed since the last
/// update. Commit these files: all other commands read only them, so they need no network.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook update                # all dependencies
  errbook update platform       # only this one
  errbook update --dry-run      # show what would change")]
pub(crate) struct Update {
    /// Dependencies to update [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// Show what would change, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The options of commands that can ignore known findings.
#[derive(Debug, clap::Args)]
pub(crate) struct Baseline {
    /// Ignore findings listed in FILE; `errbook check` also reports those that no longer occur
    #[arg(long = "baseline", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// Create or update the `--baseline` file with the current findings
    #[arg(long = "update-baseline", requires = "file", id = "update_baseline")]
    pub(crate) update: bool,
}

/// What else fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Fail on warnings
    Warnings,
}

/// Preview the site in a browser while you edit
///
/// Renders pages on request and writes no files. Open pages reload after every edit and keep their
/// scroll position. While the catalog has errors, they stay, and the errors appear on top of them
/// and in the terminal. Pages also show the findings of `errbook check`. Clicking a location opens
/// it in your editor. Requests with `Accept: text/markdown` get the Markdown version of a page.
/// Prints the address to standard output.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook serve
  errbook serve --open                        # open the first page in a browser
  errbook serve --port 0                      # use a free port
  errbook serve --templates theme             # use theme/html/page.html, and reload when it changes
  errbook serve --editor zed                  # open files in Zed
  errbook serve --editor 'kitty hx {file}:{line}:{column}'")]
pub(crate) struct Serve {
    /// Port to listen on; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 4040)]
    pub(crate) port: u16,

    /// Address to listen on; a non-loopback address exposes the site to your network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = host)]
    pub(crate) host: IpAddr,

    /// Open the first page in a browser
    #[arg(long)]
    pub(crate) open: bool,

    /// Editor to open files in, such as `code` or `zed`, or a command with `{file}`, `{line}`, and
    /// `{column}`. Default: $VISUAL or $EDITOR, if it has a window of its own
    #[arg(long, value_name = "COMMAND")]
    pub(crate) editor: Option<String>,

    /// Path style of the pages
    #[arg(long, value_name = "LAYOUT", default_value = "files")]
    pub(crate) layout: Layout,

    /// What to serve: the error pages, or the root of the docs
    #[arg(long, value_name = "BASE", default_value = "errors")]
    pub(crate) base: Base,

    /// Who may see the pages
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,

    /// Folder of templates; each file replaces the built-in one of the same name
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

/// The address of `--host`. A name could belong to several.
fn host(text: &str) -> Result<IpAddr, &'static str> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "use an IP address of this computer, such as 127.0.0.1, or `localhost`")
}

/// Rename a code and keep the old name as an alias
///
/// Moves the file and updates every mention in the catalog. Clients that still receive the old code
/// find the page. Keeps comments. Writes nothing if the catalog would break.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook rename err:orders:not_paid err:orders:unpaid
  errbook rename err:orders:not_paid err:orders:unpaid --dry-run")]
pub(crate) struct Rename {
    /// Current code, in full
    pub(crate) old: String,

    /// New code, in full
    pub(crate) new: String,

    /// Print the diff instead of writing files
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Mark a code as no longer sent
///
/// Its entry, page, and URL stay permanently. The page says why the code was retired and what
/// replaces it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook retire err:orders:not_paid --reason \"Orders are paid when they are placed\"
  errbook retire err:orders:not_paid --reason \"One code for both\" --replaced-by err:orders:unpaid")]
pub(crate) struct Retire {
    /// Full code
    pub(crate) code: String,

    /// Why it is no longer sent (one line of Markdown)
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: String,

    /// Code that services send instead
    #[arg(long, value_name = "CODE")]
    pub(crate) replaced_by: Option<String>,

    /// When services stopped sending it [default: today, if the catalog uses dates]
    #[arg(long, value_name = "DATE|VERSION")]
    pub(crate) since: Option<String>,

    /// Print the diff instead of writing files
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// List the codes
///
/// Lists the codes of the catalog, and those of dependencies whose pages are on its site
/// (`include: pages`, which is the default in a catalog that only has `depends`).
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook list
  errbook list orders                         # one group
  errbook list --field owner=checkout         # codes of one owner, if the catalog declares `owner`
  errbook list --format json")]
pub(crate) struct List {
    /// List only codes in this group, such as `orders` or `err:orders`
    pub(crate) group: Option<String>,

    /// List only codes whose field has this value, or has it in its list
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = field)]
    pub(crate) fields: Vec<(String, String)>,

    /// Which fields to read
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ResultFormat,
}

/// Explain a code, a response, or a rule of `errbook check`
///
/// WHAT can be a code, its last part, an alias, its Rust name (`Code::OrdersNotPaid` or
/// `orders::NOT_PAID`), its title, a message as a service sent it, or the URL of its page (current
/// or redirected). If several codes match, errbook lists them. If none matches, it suggests the
/// closest ones. A status such as 429 lists the codes that are sent with it.
///
/// With `-`, errbook reads a response from standard input: its body, or all of it, as `curl -i`
/// prints it. It looks for a code, an alias, the URL of a page, or a message.
///
/// Also accepts a rule ID, as printed in brackets by `errbook check`. That works with a broken
/// catalog and without one.
///
/// What happened and how to fix it come first. In a terminal, lines are wrapped to its width, or to COLUMNS if that is
/// set. In a pipe, they aren't wrapped.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook explain err:orders:not_paid
  errbook explain not_paid
  errbook explain 402                         # list the codes with a status
  errbook explain https://example.com/docs/errors/orders/not_paid
  errbook explain 'There is no order `ord_17`'   # a message, with its values
  curl -i https://api.example.com/orders/ord_17 | errbook explain -
  errbook explain not_paid --format md
  errbook explain related-one-way             # a rule")]
pub(crate) struct Explain {
    /// Code, Rust name, URL, message, status, or rule ID, or `-` for a response
    pub(crate) what: String,

    /// Which fields to show
    #[arg(long, value_name = "AUDIENCE", default_value = "public")]
    pub(crate) audience: Audience,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: PageFormat,
}

/// How to print a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// Readable text, with the fix first
    Human,
    /// The page as Markdown
    Md,
    /// One JSON object
    Json,
}

/// Print a JSON Schema for editors
///
/// With the schema, an editor with YAML support explains and completes keys, inserts examples, and
/// flags mistakes while you type. `--write` writes `entry.schema.json` and `manifest.schema.json` to
/// the catalog's folder, and `errbook new` then starts each entry with a line that names its schema.
/// `--modelines` adds that line to the files that you already have. Run it again after you update
/// errbook, after you change `profiles`, `fields`, or `extra_statuses`, and, with `--codes`, after you
/// add codes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook schema > entry.schema.json
  errbook schema manifest
  errbook schema --codes --write              # complete codes in `related:`
  errbook schema --write --modelines")]
pub(crate) struct Schema {
    /// Schema to print
    #[arg(default_value = "entry", conflicts_with = "write")]
    pub(crate) kind: SchemaKind,

    /// Restrict `related` and `replaced_by` to codes of this catalog
    #[arg(long)]
    pub(crate) codes: bool,

    /// Write both schemas to the catalog's folder
    #[arg(long)]
    pub(crate) write: bool,

    /// Add the line that names the schema to entries and the manifest
    #[arg(long, requires = "write")]
    pub(crate) modelines: bool,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    /// The file of an error code
    Entry,
    /// `catalog.yaml`
    Manifest,
}

/// Print shell completions
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook completions bash > ~/.local/share/bash-completion/completions/errbook
  errbook completions zsh > ~/.zfunc/_errbook
  errbook completions fish > ~/.config/fish/completions/errbook.fish")]
pub(crate) struct Completions {
    /// Shell to generate completions for
    pub(crate) shell: clap_complete::Shell,
}

/// Print a manual page
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook man | man -l -
  errbook man check > errbook-check.1")]
pub(crate) struct ManPage {
    /// Command to document, such as `check` [default: errbook itself]
    pub(crate) command: Option<String>,
}

/// Print what a bug report needs: version, platform, and counts
///
/// The report counts what is in the catalog, but contains no code, name, path, or other text of it.
/// Paste it into an issue.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook bug-report
  errbook -C services/orders bug-report")]
pub(crate) struct BugReport {}

/// Who may see fields of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Audience {
    /// Anyone
    Public,
    /// Only those who run the services: adds fields with `audience: internal`
    Internal,
}

impl From<Audience> for errbook_catalog::Audience {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Public => Self::Public,
            Audience::Internal => Self::Internal,
        }
    }
}

fn field(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE, such as owner=checkout")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// How to print a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// Readable text
    Human,
    /// One JSON object
    Json,
}

/// The option `--format` of the commands that report diagnostics.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct DiagnosticFormat {
    /// Output format of findings
    #[arg(long = "format", value_name = "FORMAT", default_value = "human")]
    pub(crate) kind: FindingFormat,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingFormat {
    /// Annotated source lines
    Human,
    /// One line each: `path:line:column: error[rule]: message`
    Short,
    /// One JSON object
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
    /// Annotations for GitHub Actions
    Github,
    /// A Code Quality report for GitLab
    Gitlab,
    /// A comment for a pull request
    Markdown,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
