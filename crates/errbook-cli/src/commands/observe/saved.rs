//! Reads and writes the file of `--save`.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_check::observed::{Checked, Observed};
use errbook_observe::Observation;

use crate::commands;
use crate::failure::Failure;
use crate::output;

/// What earlier runs saw of the catalog with this name. Nothing if the file doesn't exist.
pub(super) fn read(path: &Path, catalog: &str) -> Result<Observed, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Observed::new(catalog)),
        Err(error) => return Err(Failure::io("read", path, &error).help("use a file written by `--save`")),
    };
    let observed = Observed::read(&text).map_err(|error| {
        let otherwise = "restore it from version control, or delete it to start again";
        Failure::unusable(format!("`{}`", path.display()), &error, error.is_newer(), otherwise)
    })?;
    if observed.catalog() != catalog {
        let message = format!("`{}` is about the catalog `{}`, not `{catalog}`", path.display(), observed.catalog());
        return Err(Failure::trouble(message).help("use one file for each catalog"));
    }
    Ok(observed)
}

/// Notes which codes of this run were as the catalog says.
pub(super) fn check(observed: &mut Observed, commit: &str, snapshot: &Snapshot, observation: &Observation) {
    let deviates: HashSet<usize> = observation.violations().into_keys().filter_map(|(_, position)| position).collect();
    let checked = Checked { date: commands::today(), commit: commit.to_owned() };
    for (_, code) in snapshot.codes().iter().enumerate().filter(|(position, _)| !deviates.contains(position)) {
        observed.check(&code.code, checked.clone());
    }
}

/// Adds what earlier runs saw, and writes the file. Another run may have written it since this one
/// started, so it is read again, under a lock.
pub(super) fn add(path: &Path, observed: &mut Observed) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _lock = output::lock(folder, || {})?;
    observed.merge(read(path, observed.catalog())?);
    output::replace(path, &observed.write())
}
