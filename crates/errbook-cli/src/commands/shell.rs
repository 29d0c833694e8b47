//! `errbook completions` and `errbook man`: generated from the same definition as the help.

use std::io;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{Args, Completions, ManPage};
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;

/// The source in the footer of a manual page.
const SOURCE: &str = concat!("errbook ", env!("CARGO_PKG_VERSION"));

pub(crate) fn completions(completions: &Completions, terminal: &mut Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Args::command(), "errbook", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Exit::Clean
}

/// Prints the manual page of errbook or of one command.
pub(crate) fn man(page: &ManPage, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut errbook = Args::command();
    // Adds the global options to each command's page.
    errbook.build();
    let command = match &page.command {
        None => errbook,
        // After `build`, the command's name is `errbook-check`, like that of its page.
        Some(name) => errbook.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::trouble(format!("unknown command `{name}`")).help("run `errbook help` to see all commands")
        })?,
    };
    let mut text = Vec::new();
    let rendered: io::Result<()> = Man::new(command).date("").source(SOURCE).manual("errbook").render(&mut text);
    rendered.map_err(|error| Failure::trouble(format!("cannot render the page: {error}")))?;
    terminal.print(&String::from_utf8_lossy(&text));
    Ok(Exit::Clean)
}
