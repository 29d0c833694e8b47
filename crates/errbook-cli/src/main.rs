//! The binary `errbook`: arguments, terminal, disk, and exit codes around the libraries. `args`
//! defines the command line, `commands` has one module per command, `output` is the only module
//! that writes files, and `terminal` is the only one that prints.

use std::process::ExitCode;

use clap::Parser;

mod args;
mod changelog;
mod commands;
mod display;
mod failure;
mod findings;
mod git;
mod output;
mod pages;
mod terminal;

use args::{Args, Command};
use failure::{Exit, Failure};
use terminal::Terminal;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut terminal = Terminal::new(args.global.color, args.global.quiet);
    let exit = run(args, &mut terminal).unwrap_or_else(|failure| terminal.fail(&failure));
    terminal.close(exit)
}

fn run(args: Args, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let global = args.global;
    commands::enter(global.directory.as_deref())?;
    if global.catalog.is_some()
        && let Some(instead) = args.command.instead_of_catalog()
    {
        return Err(Failure::trouble("this command does not use `--catalog`").help(instead));
    }
    match args.command {
        Command::Init(init) => commands::init::run(&init, terminal),
        Command::Check(check) => commands::check::run(&global, &check, terminal),
        Command::Changelog(changelog) => commands::changelog::run(&global, &changelog, terminal),
        Command::Diff(diff) => commands::diff::run(&global, &diff, terminal),
        Command::Observe(observe) => commands::observe::run(&global, &observe, terminal),
        Command::Build(build) => commands::build::run(&global, &build, terminal),
        Command::Serve(serve) => commands::serve::run(&global, &serve, terminal),
        Command::Explain(explain) => commands::explain::run(&global, &explain, terminal),
        #[cfg(feature = "lsp")]
        Command::Lsp(lsp) => commands::lsp::run(&global, &lsp),
        #[cfg(feature = "mcp")]
        Command::Mcp(mcp) => commands::mcp::run(&global, &mcp),
        Command::List(list) => commands::list::run(&global, &list, terminal),
        Command::New(new) => commands::new::run(&global, &new, terminal),
        Command::Rename(rename) => commands::rename::run(&global, &rename, terminal),
        Command::Retire(retire) => commands::retire::run(&global, &retire, terminal),
        Command::Update(update) => commands::update::run(&global, &update, terminal),
        Command::Export(export) => commands::export::run(&global, &export, terminal),
        Command::Import(import) => commands::import::run(&global, &import, terminal),
        Command::Schema(schema) => commands::schema::run(&global, &schema, terminal),
        Command::Completions(completions) => Ok(commands::shell::completions(&completions, terminal)),
        Command::BugReport(_) => commands::bug_report::run(&global, terminal),
        Command::Man(page) => commands::shell::man(&page, terminal),
    }
}
