//! From the snapshot to the catalog. Each module resolves one subject and reports what is wrong with it; a subject that depends on something
//! already reported is left out quietly, so that every mistake is told once.

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::snapshot::Snapshot;
use crate::source::{Sources, in_parallel};

mod address;
mod claims;
mod entry;
mod envelope;
mod group;
mod history;
mod manifest;
mod message;
mod names;
mod param;
mod request;
mod scheme;
mod status;
mod url;
mod world;

use world::World;

/// Makes the catalog, or reports all that stands in its way.
pub(crate) fn resolve<'s>(
    sources: &'s Sources,
    mut snapshot: Snapshot<'s>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Catalog> {
    let world = World::new(sources, &mut snapshot, diagnostics);
    claims::check(&world, &snapshot, diagnostics);
    names::check(&world, diagnostics);
    let mut entries = Vec::with_capacity(world.codes.len());
    for (entry, found) in in_parallel(&world.codes, |address| entry::resolve(&world, &snapshot, address)) {
        entries.extend(entry);
        diagnostics.extend(found);
    }
    let manifest = manifest::resolve(&world, snapshot.manifest.as_ref(), diagnostics);
    if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return None;
    }
    Some(Catalog::assemble(manifest?, group::resolve(&world, &entries), entries, sources.folders().to_vec()))
}
