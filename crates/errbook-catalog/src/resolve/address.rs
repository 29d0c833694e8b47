//! Derives codes from file paths, or reports why a path isn't a code.

use std::collections::{HashMap, hash_map};
use std::path::Path;

use super::scheme::Codes;
use super::world::{Address, World};
use crate::catalog::Scheme;
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::file_name;
use crate::rule::Rule;

pub(super) fn resolve(world: &mut World<'_>, files: &[(FileId, &str)], diagnostics: &mut Vec<Diagnostic>) {
    let Some(codes) = &world.codes_of else { return };
    let mut folded: HashMap<String, FileId> = HashMap::new();
    let mut addresses = Vec::new();
    let mut folder = "";
    for &(file, path) in files {
        match folded.entry(path.to_lowercase()) {
            hash_map::Entry::Occupied(first) => {
                let first = *first.get();
                diagnostics.push(same_file(file, first, path, world.sources.path(first)));
                continue;
            }
            hash_map::Entry::Vacant(free) => drop(free.insert(file)),
        }
        match address(codes, file, path, &mut folder) {
            Ok(address) => addresses.push(address),
            Err(Some(found)) => diagnostics.push(*found),
            Err(None) => {}
        }
    }
    addresses.sort_by(|a, b| a.code.cmp(&b.code));
    world.codes = addresses;
}

/// The address of a file. `Err(None)` if its name is already reported. `folder` is the last one whose
/// name was checked: files are sorted, so most are in it.
fn address<'p>(
    codes: &Codes,
    file: FileId,
    path: &'p str,
    folder: &mut &'p str,
) -> Result<Address, Option<Box<Diagnostic>>> {
    let report = |found: Diagnostic| Some(Box::new(found.at(file, Span::default(), "")));
    let Some(stem) = path.strip_suffix(".yaml") else {
        if Path::new(path).extension().is_none() {
            return Err(None);
        }
        let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
        let stem = name.split('.').next().unwrap_or_default();
        let found = Diagnostic::error(Rule::FileName, "entry file name does not end in `.yaml`");
        let help = format!("rename it to `{stem}.yaml`, or to `_{name}` if it is not an entry");
        return Err(report(found.help(help)));
    };
    let segments: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if !codes.scheme.depths().contains(&segments.len()) {
        return Err(report(wrong_depth(&codes.scheme, path, segments.len())));
    }
    let own = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
    let known = if *folder == own { segments.len() - 1 } else { 0 };
    for (index, segment) in segments.iter().enumerate().skip(known) {
        if let Some(found) = bad_segment(codes, index, segment) {
            return Err(report(found));
        }
    }
    *folder = own;
    // Its groups are known after all codes are.
    Ok(Address { file, code: codes.scheme.code(&segments), segments, group: None, own_group: None })
}

fn wrong_depth(scheme: &Scheme, path: &str, depth: usize) -> Diagnostic {
    let message = format!("a code has {} levels, but `{path}` has {depth}", scheme.depths_in_words());
    let (least, most) = scheme.depths().into_inner();
    // The closest shape.
    let levels = &scheme.levels[..depth.clamp(least, most)];
    let shape: Vec<String> = levels.iter().map(|level| format!("<{}>", level.name)).collect();
    Diagnostic::error(Rule::CodeSegment, message)
        .help(format!("move it to `{}.yaml`, or start its name with `_` if it is not an entry", shape.join("/")))
}

/// Finds the groups of each code. A code whose group is unknown has none, and other entries can
/// still refer to it.
pub(super) fn place(world: &mut World<'_>) {
    let groups: HashMap<&[String], usize> =
        world.groups.iter().enumerate().map(|(index, group)| (group.path.as_slice(), index)).collect();
    for address in &mut world.codes {
        address.group = address.segments.split_last().and_then(|(_, above)| groups.get(above).copied());
        address.own_group = groups.get(address.segments.as_slice()).copied();
    }
}

/// Explains why `segment` isn't allowed at a level.
pub(super) fn bad_segment(codes: &Codes, level: usize, segment: &str) -> Option<Diagnostic> {
    let of = &codes.scheme.levels[level];
    if !codes.matches(level, segment) {
        let found = Diagnostic::error(
            Rule::CodeSegment,
            format!("invalid {} `{segment}`: it does not match `{}`", of.name, of.pattern),
        );
        let help = format!("rename the file or folder, or change `pattern` of level `{}` in catalog.yaml", of.name);
        return Some(found.help(help));
    }
    if let Some(problem) = file_name::problem_of_entry(segment) {
        let found = Diagnostic::error(Rule::CodeSegment, format!("`{}` {problem}", segment.escape_debug()));
        return Some(found.help("rename it: files and pages are named after codes"));
    }
    if segment.contains(&codes.scheme.separator) {
        let found = Diagnostic::error(
            Rule::CodeSegment,
            format!("`{segment}` contains the separator `{}`", codes.scheme.separator),
        );
        return Some(found.help("rename it so the code can be split in only one way"));
    }
    None
}

fn same_file(file: FileId, first: FileId, path: &str, first_path: &str) -> Diagnostic {
    let found = Diagnostic::error(
        Rule::FileCase,
        format!("`{path}` and `{first_path}` are the same file on a case-insensitive file system"),
    );
    found.at(file, Span::default(), "").at(first, Span::default(), "").help("rename one of them")
}
