//! From the parsed files to what they mean. Each module resolves one subject and reports what is wrong with it; a subject that depends on
//! something already reported is left out quietly, so that every mistake is told once.

use crate::diagnostic::Diagnostic;
use crate::parsed::Parsed;
use crate::snapshot::{Code, Contents};
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

/// What the files mean, as far as they are right.
pub(crate) fn resolve<'s>(sources: &'s Sources, mut parsed: Parsed<'s>, diagnostics: &mut Vec<Diagnostic>) -> Contents {
    let world = World::new(sources, &mut parsed, diagnostics);
    claims::check(&world, &parsed, diagnostics);
    names::check(&world, diagnostics);
    let mut entries = Vec::with_capacity(world.codes.len());
    for (entry, found) in in_parallel(&world.codes, |address| entry::resolve(&world, &parsed, address)) {
        entries.push(entry);
        diagnostics.extend(found);
    }
    let manifest = manifest::resolve(&world, parsed.manifest.as_ref(), diagnostics);
    let groups = group::resolve(&world, &entries);
    let codes = world.codes.into_iter().zip(entries);
    let codes = codes.map(|(address, entry)| Code { file: address.file, code: address.code, entry }).collect();
    Contents { manifest, groups, codes }
}
