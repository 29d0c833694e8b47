//! Names in generated Rust: unique variants, constants, and modules that are valid identifiers.

use std::collections::HashMap;

use super::world::{Address, World};
use crate::catalog::RustNames;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule::Rule;

/// Keywords of all editions that can be raw identifiers (The Rust Reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that can't be raw identifiers, in the cases that names here can have.
const NEVER: &[&str] = &["self", "super", "crate", "Self", "_"];

/// A lowercase name as an identifier, raw if it is a keyword.
pub(super) fn identifier(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// A group's name as a module. Next to a module `errbook`, the compiler couldn't tell which one
/// `errbook::include_codes!` means.
fn module(name: &str) -> String {
    if name == "errbook" { "errbook_".to_owned() } else { identifier(name) }
}

pub(super) fn of(world: &World<'_>, address: &Address) -> RustNames {
    let levels = world.codes_of.as_ref().map(|codes| codes.rust_name.as_slice()).unwrap_or_default();
    let variant =
        levels.iter().filter_map(|&level| address.segments.get(level)).map(|segment| pascal(segment)).collect();
    let (last, above) =
        address.segments.split_last().map_or(("", [].as_slice()), |(last, above)| (last.as_str(), above));
    RustNames {
        variant,
        constant: screaming(last),
        modules: above.iter().map(|segment| module(&snake(segment))).collect(),
    }
}

/// Reports codes that get the same name, and names that aren't valid in Rust.
pub(super) fn check(world: &World<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut variants: HashMap<String, usize> = HashMap::new();
    let mut paths: HashMap<String, usize> = HashMap::new();
    let mut modules: HashMap<Vec<String>, usize> = HashMap::new();
    for (index, address) in world.codes.iter().enumerate() {
        let names = of(world, address);
        let mut clash =
            variants.insert(names.variant.clone(), index).map(|first| (first, format!("`{}`", names.variant)));
        let path = names.modules.iter().chain([&names.constant]).map(String::as_str).collect::<Vec<_>>().join("::");
        if let Some(first) = paths.insert(path.clone(), index) {
            clash = clash.or(Some((first, format!("`{path}`"))));
        }
        if let Some((first, name)) = clash {
            diagnostics.push(clashing(world, address, &world.codes[first], &name));
        }
        if let Some(name) = unusable(&names) {
            diagnostics.push(reserved(address, name));
        }
        if let Some(first) = one_module_of_two(world, address, index, &names, &mut modules) {
            diagnostics.push(clashing(
                world,
                address,
                &world.codes[first],
                &format!("the module `{}`", names.modules.join("::")),
            ));
        }
    }
}

/// Finds two groups that become the same module, such as `a-b` and `a_b`. Each group is reported
/// once.
fn one_module_of_two(
    world: &World<'_>,
    address: &Address,
    index: usize,
    names: &RustNames,
    modules: &mut HashMap<Vec<String>, usize>,
) -> Option<usize> {
    fn above(address: &Address) -> &[String] {
        &address.segments[..address.segments.len().saturating_sub(1)]
    }
    let first = modules.get(&names.modules).copied();
    if first.is_some_and(|first| above(&world.codes[first]) == above(address)) {
        return None;
    }
    modules.insert(names.modules.clone(), index);
    first
}

fn unusable(names: &RustNames) -> Option<&str> {
    let all = names.modules.iter().chain([&names.variant, &names.constant]).map(String::as_str);
    let starts_wrong =
        |name: &str| !name.trim_start_matches("r#").starts_with(|first: char| first.is_ascii_alphabetic());
    all.into_iter().find(|name| NEVER.contains(name) || starts_wrong(name))
}

fn clashing(world: &World<'_>, address: &Address, first: &Address, name: &str) -> Diagnostic {
    let message = format!("`{}` and `{}` both become {name} in Rust", address.code, first.code);
    let found = Diagnostic::error(Rule::IdentifierClash, message).at(address.file, Span::default(), "");
    let found = found.at(first.file, Span::default(), "");
    let all = world.codes_of.as_ref().is_some_and(|codes| codes.rust_name.len() == codes.scheme.levels.len());
    found.help(if all {
        "rename one of the two"
    } else {
        "rename one of the two, or add a level to `rust.name` in catalog.yaml"
    })
}

fn reserved(address: &Address, name: &str) -> Diagnostic {
    let found = Diagnostic::error(
        Rule::IdentifierReserved,
        format!("`{name}`, the name of `{}` in Rust, is not a valid identifier", address.code),
    );
    found
        .at(address.file, Span::default(), "")
        .help("rename the code so it starts with a letter and is not a keyword, or add a level to `rust.name` in catalog.yaml")
}

fn words(segment: &str) -> impl Iterator<Item = &str> {
    segment.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// `key_not_found` and `KEY-NOT-FOUND` become `KeyNotFound`. `E0042` and `HttpError` don't change.
fn pascal(segment: &str) -> String {
    let mut name = String::with_capacity(segment.len());
    for word in words(segment) {
        let mixed = word.bytes().any(|byte| byte.is_ascii_lowercase());
        let start = name.len();
        name.push_str(word);
        if !mixed {
            name[start..].make_ascii_lowercase();
        }
        name[start..=start].make_ascii_uppercase();
    }
    name
}

fn screaming(segment: &str) -> String {
    let mut name = joined(segment);
    name.make_ascii_uppercase();
    name
}

fn snake(segment: &str) -> String {
    let mut name = joined(segment);
    name.make_ascii_lowercase();
    name
}

fn joined(segment: &str) -> String {
    let mut name = String::with_capacity(segment.len());
    for word in words(segment) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    name
}
