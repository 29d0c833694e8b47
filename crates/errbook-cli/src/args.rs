//! What can be asked on the command line. Everything here is data: `main` hands it to `commands`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use errbook_catalog::Jobs;

mod imports;
mod outputs;

pub(crate) use imports::{Import, ImportFormat};
pub(crate) use outputs::{Base, Build, Export, Layout};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Error codes, written once: one YAML file per code becomes Rust types, pages and a check.
#[derive(Debug, Parser)]
#[command(name = "errbook", version, styles = STYLES, max_term_width = 100, after_long_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  errbook init                        # a small catalog in ./catalog
  errbook new err:orders:not_paid     # the file of one more code
  errbook check                       # all mistakes of all files, with their places
  errbook serve                       # the site in a browser, as you write it
  errbook build                       # the site, in ./site
  errbook explain not_paid            # cause and fix, in the terminal

Exit codes:
  0  clean
  1  findings: mistakes in the catalog, stale pages, an unknown code
  2  wrong usage, or a file that cannot be read or written";

/// What holds for every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Work as if started in DIR; all relative paths follow it
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,

    /// Folder of catalog.yaml [default: the nearest `catalog.yaml` or `catalog/catalog.yaml`, here or above]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) catalog: Option<PathBuf>,

    /// Number of threads [default: one per processor]
    #[arg(short, long, value_name = "N", global = true, value_parser = jobs)]
    jobs: Option<Jobs>,

    /// When to use color; `auto` also follows NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,

    /// Print results and errors, and nothing else
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub(crate) quiet: bool,
}

impl Global {
    /// How many threads may work at the same time.
    pub(crate) fn jobs(&self) -> Jobs {
        self.jobs.unwrap_or_default()
    }
}

fn jobs(number: &str) -> Result<Jobs, &'static str> {
    number.parse().map(Jobs::new).map_err(|_| "expected a number of at least 1")
}

/// When to use color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// In a terminal
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
    Serve(Serve),
    Build(Build),
    List(List),
    Explain(Explain),
    Rename(Rename),
    Retire(Retire),
    Export(Export),
    Import(Import),
    Schema(Schema),
    Completions(Completions),
    Man(ManPage),
}

/// Start a catalog: a small manifest and a first entry, in DIR/catalog
///
/// Asks nothing and overwrites nothing. The result is a complete catalog: `errbook check` passes and `errbook build` makes its site.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook init
  errbook init services/orders")]
pub(crate) struct Init {
    /// Folder that gets the folder `catalog`
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// Write the file of a new code
///
/// The entry is a draft with every key explained in comments. A draft already exists for other entries and for the compiler, as a `Code`, but
/// no service can raise it: write its message, delete the line `draft: true`, and run `errbook check`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook new err:orders:not_paid")]
pub(crate) struct New {
    /// The code, in full
    pub(crate) code: String,
}

/// Report every mistake in the catalog, with its place and the way out
///
/// Findings go to standard output, the summary to standard error. `errbook explain RULE` says what a rule is about and how to mend what it
/// finds; `rules:` in catalog.yaml sets levels, and `allow:` in an entry exempts it.
///
/// `--format json` prints one object, `--format sarif` a log for code-scanning services, and `--format github` workflow commands that GitHub
/// Actions shows at the lines of a pull request. OUTPUTS.md of errbook-cli documents them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook check
  errbook check --format short
  errbook check --fix --dry-run                       # what it would mend, as a diff
  errbook check --deny warnings                       # in CI: a warning fails too
  errbook -C services/orders check --format json
  errbook check --against origin/main                 # breaks for clients, and the version that they ask for
  errbook check --scan src tests                      # the catalog against the code that raises it

Adopt the check on an old catalog:
  errbook check --baseline errbook-baseline.json --update-baseline
  errbook check --baseline errbook-baseline.json      # only what is new fails")]
pub(crate) struct Check {
    /// Mend first what has one way out: key order, slips in keys and codes, missing quotes, white space
    #[arg(long)]
    pub(crate) fix: bool,

    /// With `--fix`: write nothing, and print the diff
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// What fails beside errors
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,

    /// OpenAPI document that requests are held against, instead of the manifest's
    #[arg(long, value_name = "FILE")]
    pub(crate) openapi: Option<PathBuf>,

    /// Compare with an earlier catalog, a git revision or a saved `errors.json`, and report what clients would feel
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,

    /// Look into source code for codes that nobody raises, tests or knows; what `.gitignore` names is passed over
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(crate) scan: Vec<PathBuf>,

    /// Tell how complete the catalog is: sections, words, examples, and with `--scan` tests
    #[arg(long)]
    pub(crate) stats: bool,

    /// Leave out the findings that FILE knows; those that it lists and that are mended have to leave it
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write today's findings into the file of `--baseline`
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,

    #[command(flatten)]
    pub(crate) format: DiagnosticFormat,
}

/// What fails beside errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings
    Warnings,
}

/// Show the site in a browser while you write it
///
/// Renders pages when they are asked for, and writes nothing. An edit shows at once: open pages load themselves anew. A catalog that is broken shows
/// what is wrong with it, in the browser and in the terminal, until it is mended. The address is printed to standard output.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook serve
  errbook serve --port 0                      # any port that is free
  errbook serve --templates theme             # theme/html/page.html instead of ours; edits of it show, too")]
pub(crate) struct Serve {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4040)]
    pub(crate) port: u16,

    /// Address to listen on; with another one, who reaches it can read the site
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,

    /// Paths of the pages
    #[arg(long, value_name = "LAYOUT", default_value = "files")]
    pub(crate) layout: Layout,

    /// What is shown: the folder of the error pages, or the root of the docs
    #[arg(long, value_name = "BASE", default_value = "errors")]
    pub(crate) base: Base,

    /// Folder of templates that replace the built-in ones, file by file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

/// Give a code another name
///
/// Moves its file, keeps the old name as an alias, so that clients which still get it find the page, and names it anew wherever the catalog
/// mentions it. Comments stay as they are. Nothing is written when the catalog would break.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook rename err:orders:not_paid err:orders:unpaid
  errbook rename err:orders:not_paid err:orders:unpaid --dry-run")]
pub(crate) struct Rename {
    /// The code of today, in full
    pub(crate) old: String,

    /// Its new name, in full
    pub(crate) new: String,

    /// Write nothing, and print the diff
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Say that a code is no longer sent
///
/// Its entry, page and URL stay for ever, and say why and what to expect instead.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook retire err:orders:not_paid --reason \"Orders are paid when they are placed\"
  errbook retire err:orders:not_paid --reason \"One code for both\" --replaced-by err:orders:unpaid")]
pub(crate) struct Retire {
    /// The code, in full
    pub(crate) code: String,

    /// Why it is no longer sent; a line of Markdown
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: String,

    /// The code that services send instead
    #[arg(long, value_name = "CODE")]
    pub(crate) replaced_by: Option<String>,

    /// Since when [default: today, where the catalog counts by dates]
    #[arg(long, value_name = "DATE|VERSION")]
    pub(crate) since: Option<String>,

    /// Write nothing, and print the diff
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// List the codes
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook list
  errbook list orders                         # one group
  errbook list --format json")]
pub(crate) struct List {
    /// List only the codes of this group, such as `orders` or `err:orders`
    pub(crate) group: Option<String>,

    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ResultFormat,
}

/// Show cause and fix of a code, or of a rule of `errbook check`
///
/// WHAT is whatever you have at hand: the code, its last part, its Rust name (`Code::OrdersNotPaid`, `orders::NOT_PAID`), a former code, or
/// the URL of its page, today's or a former one. When nothing fits, the nearest codes are suggested; when several codes fit, they are listed.
/// What is no code can be the id of a rule, as findings have it in brackets; that works in a broken catalog and without one, too.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook explain err:orders:not_paid
  errbook explain not_paid
  errbook explain https://example.com/docs/errors/orders/not_paid
  errbook explain 'There is no order `ord_17`'   # a message, with whatever values it was sent
  errbook explain not_paid --format json
  errbook explain related-one-way             # a rule of `errbook check`")]
pub(crate) struct Explain {
    /// Code, part of it, Rust name, URL, name, message as it was sent, or id of a rule
    pub(crate) what: String,

    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ResultFormat,
}

/// Print the JSON Schema of an entry or of the manifest, for editors
///
/// An editor with YAML support shows what each key means, completes keys and marks mistakes while you type. With `--write` the schemas become
/// `entry.schema.json` and `manifest.schema.json` in the catalog's folder; from then on `errbook new` begins each entry with the line that names
/// its schema. Write them again when errbook is updated and, with `--codes`, when codes are added.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook schema > entry.schema.json
  errbook schema manifest
  errbook schema --codes --write              # `related:` completes the codes of this catalog")]
pub(crate) struct Schema {
    /// Of what
    #[arg(default_value = "entry", conflicts_with = "write")]
    pub(crate) kind: SchemaKind,

    /// Let `related` and `replaced_by` take only codes of this catalog
    #[arg(long)]
    pub(crate) codes: bool,

    /// Write both schemas into the catalog's folder
    #[arg(long)]
    pub(crate) write: bool,
}

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    /// The file of a code
    Entry,
    /// `catalog.yaml`
    Manifest,
}

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook completions bash > ~/.local/share/bash-completion/completions/errbook
  errbook completions zsh > ~/.zfunc/_errbook
  errbook completions fish > ~/.config/fish/completions/errbook.fish")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Print the manual page of errbook, or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  errbook man | man -l -
  errbook man check > errbook-check.1")]
pub(crate) struct ManPage {
    /// A command, such as `check`
    pub(crate) command: Option<String>,
}

/// How to print a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// For people
    Human,
    /// One object
    Json,
}

/// The option `--format` of the commands that report diagnostics.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct DiagnosticFormat {
    /// How to print findings
    #[arg(long = "format", value_name = "FORMAT", default_value = "human")]
    pub(crate) kind: FindingFormat,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingFormat {
    /// With the lines that they are about
    Human,
    /// One line each: `path:line:column: error[rule]: message`
    Short,
    /// One object
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
