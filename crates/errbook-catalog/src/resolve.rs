//! Turns files into a catalog. Each module resolves and validates one subject. Anything that
//! depends on a value with a reported error is skipped, so each mistake is reported once.

pub use field::{is_of_type, problem_of_field_name};
pub use headers::{is_header_value, may_set_header};
pub use history::is_since;
pub use media_type::essence;
pub use scheme::{MOST_LEVELS, is_code_text};
pub use url::{is_web_url, problem_of_errors};

use std::collections::HashMap;

use crate::catalog::{Code, Declared, Group, Manifest};
use crate::diagnostic::{Diagnostic, FileId};
use crate::parsed;
use crate::source::Sources;

mod action;
mod address;
mod claims;
mod depends;
mod entry;
mod envelope;
mod family;
mod field;
mod group;
mod headers;
mod history;
mod kind;
mod known;
mod manifest;
mod media_type;
mod memory;
mod message;
mod names;
mod negotiate;
mod page;
mod param;
mod profiles;
mod request;
mod scheme;
mod sensitive;
mod stages;
mod status;
mod survey;
mod theme;
mod url;
mod wording;
mod world;

use entry::Outcome;
pub(crate) use memory::Memory;
use world::{Address, World};

/// The parts of the catalog that could be read.
#[derive(Debug, Clone)]
pub(crate) struct Contents {
    pub(crate) manifest: Option<Manifest>,
    /// All dependencies, resolved or not.
    pub(crate) declared: Vec<Declared>,
    pub(crate) groups: Vec<Group>,
    pub(crate) codes: Vec<Code>,
    /// Indexes into `codes`.
    pub(crate) by_code: HashMap<String, usize>,
}

/// Resolves all files as far as they are valid. Entries in `memory` are not read again.
pub(crate) fn resolve(sources: &Sources, memory: Option<&mut Memory>, diagnostics: &mut Vec<Diagnostic>) -> Contents {
    let mut raw = parsed::manifest(sources, diagnostics);
    let files = parsed::entry_files(sources, raw.as_ref());
    let world = survey::of(sources, raw.as_mut(), &files, diagnostics);
    let mut addresses: Vec<Option<&Address>> = vec![None; sources.paths().count()];
    world.codes.iter().for_each(|address| addresses[address.file.0 as usize] = Some(address));
    let address = |file: FileId| addresses.get(file.0 as usize).copied().flatten();
    let read = |file: FileId| entry::read(&world, file, address(file));
    let mut outcomes = match memory {
        Some(memory) => memory.outcomes(sources, &files, &world.parent_files(), read),
        None => sources.jobs().map(&files, |(file, _)| read(*file)),
    };
    claims::check(&world, raw.as_ref(), &outcomes, diagnostics);
    unknown_codes(&world, &outcomes, diagnostics);
    let manifest = manifest::resolve(&world, raw.as_ref(), diagnostics);

    for outcome in &mut outcomes {
        diagnostics.append(&mut outcome.diagnostics);
    }
    // Sorted like `world.codes`, since indexes in `by_code` and groups refer to that order. Entries
    // are large, so they are moved rather than cloned.
    let code = |outcome: Outcome| {
        let code = address(outcome.file)?.code.clone();
        Some(Code { file: outcome.file, code, entry: outcome.entry })
    };
    let mut codes: Vec<Code> = outcomes.into_iter().filter_map(code).collect();
    codes.sort_by(|a, b| a.code.cmp(&b.code));
    names::check(&world, &codes, diagnostics);
    headers::check_shared(&world, &codes, diagnostics);
    let groups = group::resolve(&world, &codes);
    Contents { manifest, declared: world.declared, groups, codes, by_code: world.by_code }
}

/// Reports references to codes without a file. By now, all aliases are known.
fn unknown_codes(world: &World<'_>, outcomes: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let mut aliases = HashMap::new();
    for outcome in outcomes {
        let Some(entry) = outcome.entry.as_ref().filter(|_| !outcome.aliases.is_empty()) else { continue };
        let Some(&index) = world.by_code.get(&entry.code) else { continue };
        aliases.extend(outcome.aliases.iter().map(|alias| (alias.value.as_str(), index)));
    }
    for outcome in outcomes {
        for code in outcome.unknown_codes.iter().filter(|_| !world.depends_broken) {
            diagnostics.push(history::unknown_code(world, &aliases, &code.value).at(outcome.file, code.span, ""));
        }
    }
}
