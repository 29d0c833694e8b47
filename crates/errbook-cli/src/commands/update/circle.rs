//! Catalogs that depend on each other before any of them is resolved. The loader finds the others.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Declared, DependencySource, Snapshot};

use crate::failure::Failure;

/// Explains why the dependency `of`, which is in `other`, can't be resolved if it leads back to `folder`.
pub(super) fn refusal(folder: &Path, of: &Declared, other: &Path) -> Option<Failure> {
    let mut names = back(folder, other, &mut HashSet::new())?;
    if names.is_empty() {
        let message = format!("dependency `{}` is this catalog", of.name);
        return Some(Failure::finding(message).help("remove it from `depends`"));
    }
    names.push(of.name.clone());
    names.reverse();
    let message = format!("dependencies go in a circle: `{}`", names.join("` -> `"));
    Some(Failure::finding(message).help("move the codes that all of them use to another catalog"))
}

/// The dependencies that lead from a catalog to `folder`, the last one first.
fn back(folder: &Path, from: &Path, seen: &mut HashSet<PathBuf>) -> Option<Vec<String>> {
    let real = fs::canonicalize(from).ok()?;
    if fs::canonicalize(folder).is_ok_and(|folder| folder == real) {
        return Some(Vec::new());
    }
    // There can be other circles, and several ways to a catalog.
    if !seen.insert(real) {
        return None;
    }
    Snapshot::read(from).declared().iter().find_map(|of| {
        let DependencySource::Path(path) = &of.from else { return None };
        let mut names = back(folder, &super::catalog_in(&from.join(path))?, seen)?;
        names.push(of.name.clone());
        Some(names)
    })
}
