//! `errbook check`: every mistake in the catalog.

use crate::args::{Check, Global};
use crate::diagnostics;
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;

/// Reads the catalog and reports. Findings are the result; the summary is talk.
pub(crate) fn run(global: &Global, check: &Check, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    if check.fix && check.dry_run {
        return super::fix::show(&folder, terminal);
    }
    if check.fix {
        super::fix::run(&folder, terminal)?;
    }
    let (catalog, report) = errbook_catalog::read(&folder);
    terminal.print(&diagnostics::show(&report, check.format.kind, terminal.colors()));
    terminal.say(&diagnostics::summary(&report, catalog.as_ref().map(|catalog| catalog.entries().len())));
    Ok(if catalog.is_some() { Exit::Clean } else { Exit::Findings })
}
