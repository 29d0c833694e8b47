//! `errbook export`: the catalog as one file for other tools. `errors.json` is also what a later `errbook check --against` compares with.

use errbook_catalog::Snapshot;
use errbook_catalog::registry::Registry;

use super::check;
use crate::args::{Export, Global};
use crate::failure::{Exit, Failure};
use crate::findings;
use crate::terminal::Terminal;

/// Prints the catalog as `errors.json`.
pub(crate) fn run(global: &Global, export: &Export, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let mut snapshot = Snapshot::read(&folder);
    if snapshot.report().errors() > 0 {
        let counts = findings::counts(snapshot.report());
        return Err(
            Failure::finding(format!("cannot export the catalog: it has {counts}")).help("`errbook check` shows them")
        );
    }
    let scan = check::scan(&folder, &export.scan, &mut snapshot)?;
    // Without errors there is a manifest, and with a manifest a registry.
    let mut registry =
        Registry::of_snapshot(&snapshot).ok_or_else(|| Failure::finding("the catalog has no manifest"))?;
    if let Some(scan) = scan {
        scan.add_sites(&snapshot, &mut registry);
    }
    let text = registry.to_json().map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))?;
    terminal.print(&text);
    Ok(Exit::Clean)
}
