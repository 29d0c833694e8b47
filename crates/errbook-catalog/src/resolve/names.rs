//! Names in generated Rust: unique variants, constants, and modules that are valid identifiers.

use std::borrow::Cow;
use std::collections::HashMap;

use super::world::{Address, World};
use crate::casing::{pascal, words};
use crate::catalog::{Code, RustNames};
use crate::decode::{Decoder, Text};
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

/// The names of a code: its symbol, or else the parts of the code. An identifier can't start with a
/// digit, so it gets the prefix of the codes, or `code`.
pub(super) fn of(world: &World<'_>, address: &Address, symbol: Option<&str>) -> RustNames {
    let codes = world.codes_of.as_ref();
    let levels = codes.map(|codes| codes.rust_name.as_slice()).unwrap_or_default();
    let prefix = codes.and_then(|codes| codes.scheme.prefix.as_deref());
    let prefix = prefix.filter(|prefix| prefix.starts_with(|first: char| first.is_ascii_alphabetic()));
    let prefix = prefix.unwrap_or("code");
    let (last, above) =
        address.segments.split_last().map_or(("", [].as_slice()), |(last, above)| (last.as_str(), above));
    let variant = match symbol {
        Some(symbol) => pascal(symbol),
        None => {
            let parts = levels.iter().filter_map(|&level| address.segments.get(level));
            let name: String = parts.map(|segment| pascal(segment)).collect();
            // A code can end before all levels of the name.
            if name.is_empty() { pascal(last) } else { name }
        }
    };
    let constant = screaming(symbol.unwrap_or(last));
    let starts_with_digit = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
    RustNames {
        variant: if starts_with_digit(&variant) { pascal(prefix) + &variant } else { variant },
        constant: if starts_with_digit(&constant) { format!("{}_{constant}", screaming(prefix)) } else { constant },
        modules: above
            .iter()
            .map(|segment| snake(segment))
            .map(|name| if starts_with_digit(&name) { format!("{}_{name}", snake(prefix)) } else { module(&name) })
            .collect(),
    }
}

/// The symbol of an entry, if it can be a name.
pub(super) fn symbol<'r>(raw: Option<&'r Text<'_>>, decoder: &mut Decoder<'_>) -> Option<&'r str> {
    let text = raw?;
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, ' ' | '_' | '-');
    let starts = text.as_str().starts_with(|first: char| first.is_ascii_alphabetic());
    if !starts || !text.as_str().chars().all(is_part) {
        let message = format!("`{}` cannot be a name in code", text.as_str());
        decoder.error(
            Rule::InvalidValue,
            message,
            "write words of letters and digits, such as `card declined`",
            text.span,
        );
        return None;
    }
    Some(text.as_str())
}

/// Reports codes that get the same name, and names that aren't valid in Rust. The codes are sorted
/// like `world.codes`.
pub(super) fn check(world: &World<'_>, codes: &[Code], diagnostics: &mut Vec<Diagnostic>) {
    let mut variants: HashMap<&str, usize> = HashMap::new();
    let mut paths: HashMap<(&[String], &str), usize> = HashMap::new();
    let mut modules: HashMap<&[String], usize> = HashMap::new();
    let names: Vec<Cow<'_, RustNames>> = world
        .codes
        .iter()
        .zip(codes)
        .map(|(address, code)| match &code.entry {
            Some(entry) => Cow::Borrowed(&entry.rust),
            None => Cow::Owned(of(world, address, None)),
        })
        .collect();
    for (index, (address, names)) in world.codes.iter().zip(&names).enumerate() {
        let clash = variants.insert(&names.variant, index).map(|first| (first, format!("`{}`", names.variant)));
        let clash_of_paths = paths.insert((&names.modules, &names.constant), index).map(|first| {
            let path = names.modules.iter().chain([&names.constant]).map(String::as_str).collect::<Vec<_>>().join("::");
            (first, format!("`{path}`"))
        });
        if let Some((first, name)) = clash.or(clash_of_paths) {
            diagnostics.push(clashing(address, &world.codes[first], &name, distinguish(world)));
        }
        if let Some(name) = unusable(names) {
            diagnostics.push(reserved(address, names, name));
        }
        if let Some(first) = one_module_of_two(world, address, index, names, &mut modules) {
            let name = format!("the module `{}`", names.modules.join("::"));
            diagnostics.push(clashing(address, &world.codes[first], &name, "rename one of the two groups"));
        }
    }
    check_depends(world, &variants, diagnostics);
}

/// Reports dependencies whose variant of `Code` and `Error` has the name of a code, or of another
/// dependency.
fn check_depends(world: &World<'_>, variants: &HashMap<&str, usize>, diagnostics: &mut Vec<Diagnostic>) {
    let with_code: Vec<_> = world.depends.iter().filter(|of| of.rust.is_some()).collect();
    for (at, of) in with_code.iter().enumerate() {
        let (name, variant) = (&of.name, of.variant());
        let (other, file) = match variants.get(variant.as_str()) {
            Some(&code) => (format!("`{}`", world.codes[code].code), world.codes[code].file),
            None => match with_code[..at].iter().find(|other| other.variant() == variant) {
                Some(other) => (format!("the dependency `{}`", other.name), world.manifest_file),
                None => continue,
            },
        };
        let message = format!("{other} and the dependency `{name}` both become `{variant}` in Rust");
        let found = Diagnostic::error(Rule::IdentifierClash, message).at(file, Span::default(), "");
        diagnostics.push(found.help(format!("rename the dependency `{name}` in catalog.yaml")));
    }
}

/// Finds two groups that become the same module, such as `a-b` and `a_b`. Each group is reported
/// once.
fn one_module_of_two<'n>(
    world: &World<'_>,
    address: &Address,
    index: usize,
    names: &'n RustNames,
    modules: &mut HashMap<&'n [String], usize>,
) -> Option<usize> {
    fn above(address: &Address) -> &[String] {
        &address.segments[..address.segments.len().saturating_sub(1)]
    }
    let first = modules.get(names.modules.as_slice()).copied();
    if first.is_some_and(|first| above(&world.codes[first]) == above(address)) {
        return None;
    }
    modules.insert(&names.modules, index);
    first
}

fn unusable(names: &RustNames) -> Option<&str> {
    let all = names.modules.iter().chain([&names.variant, &names.constant]).map(String::as_str);
    let starts_wrong =
        |name: &str| !name.trim_start_matches("r#").starts_with(|first: char| first.is_ascii_alphabetic());
    all.into_iter().find(|name| NEVER.contains(name) || starts_wrong(name))
}

fn clashing(address: &Address, first: &Address, name: &str, help: &'static str) -> Diagnostic {
    let message = format!("`{}` and `{}` both become {name} in Rust", address.code, first.code);
    let found = Diagnostic::error(Rule::IdentifierClash, message).at(address.file, Span::default(), "");
    found.at(first.file, Span::default(), "").help(help)
}

/// Help for two codes with the same name.
fn distinguish(world: &World<'_>) -> &'static str {
    let codes = world.codes_of.as_ref();
    if codes.is_some_and(|codes| codes.rust_name.len() == codes.scheme.levels.len()) {
        "set `symbol` in one of the two"
    } else {
        "set `symbol` in one of the two, or add a level to `rust.name` in catalog.yaml"
    }
}

fn reserved(address: &Address, names: &RustNames, name: &str) -> Diagnostic {
    let found = Diagnostic::error(
        Rule::IdentifierReserved,
        format!("`{name}`, the name of `{}` in Rust, is not a valid identifier", address.code),
    );
    let is_module = names.modules.iter().any(|module| module == name);
    let help = if is_module { "rename the group" } else { "set `symbol` to another name in words" };
    found.at(address.file, Span::default(), "").help(help)
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
