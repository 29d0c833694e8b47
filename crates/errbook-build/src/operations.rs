//! Error enums of single operations, such as `DeployCreateDeploymentError`, with a variant for each
//! code that the catalog lists for the operation, so a handler can't raise others. The fixed part
//! is `parts/operation.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry, RaisedBy};

use crate::code::{ALLOW, attribute};
use crate::error;
use crate::literal;

/// The enums are generated if they have up to this many variants in total, unless the build script
/// overrides it. An operation costs about 6 ms of compile time, mostly for its impls.
pub(crate) const UP_TO: usize = 500;

/// The operations of a catalog by name, with the codes they raise and the positions of these codes.
pub(crate) type Operations<'a> = BTreeMap<&'a str, Vec<(usize, &'a Entry)>>;

/// All operations that the catalog names.
pub(crate) fn of(catalog: &Catalog) -> Operations<'_> {
    let raisable = || catalog.entries().iter().enumerate().filter(|(_, entry)| entry.raisable());
    let mut operations = Operations::new();
    for (_, entry) in raisable() {
        if let RaisedBy::Operations(names) = &entry.raised_by {
            operations.extend(names.iter().map(|name| (name.as_str(), Vec::new())));
        }
    }
    for (index, entry) in raisable() {
        match &entry.raised_by {
            RaisedBy::All => operations.values_mut().for_each(|entries| entries.push((index, entry))),
            RaisedBy::Operations(names) => {
                for name in names.iter().map(String::as_str).collect::<BTreeSet<_>>() {
                    operations.entry(name).or_default().push((index, entry));
                }
            }
        }
    }
    operations
}

/// The total number of variants of their enums.
pub(crate) fn variants(operations: &Operations<'_>) -> usize {
    operations.values().map(Vec::len).sum()
}

pub(crate) fn write(catalog: &Catalog, operations: &Operations<'_>, out: &mut String) {
    for ((operation, entries), name) in operations.iter().zip(names(operations.keys().copied())) {
        attribute("doc", &format!("An error that the operation `{operation}` can raise."), out);
        let _ = writeln!(out, "#[non_exhaustive]\n{ALLOW}pub enum {name} {{");
        for (_, entry) in entries {
            let doc = format!("The same as [`Error::{}`].", entry.rust.variant);
            error::write_variant(catalog, entry, &doc, "", out);
        }
        let _ = writeln!(out, "}}\n\n{ALLOW}impl {name} {{");
        let _ = writeln!(
            out,
            "/// Name of the operation.\npub const OPERATION: &'static str = {};",
            literal::string(operation)
        );
        let codes = literal::slice(entries.iter().map(|(_, entry)| format!("Code::{}", entry.rust.variant)));
        let _ = writeln!(
            out,
            "/// The codes that it can raise, sorted.\npub const CODES: &'static [Code] = {codes};\n}}\n"
        );
        error::write_accessors(&name, entries, out);
        write_conversions(&name, entries, out);
        out.push_str(&include_str!("parts/operation.rs").replace("__ErrbookOperation", &name));
    }
}

/// `From` for `Error`, and `TryFrom` in the other direction.
fn write_conversions(name: &str, entries: &[(usize, &Entry)], out: &mut String) {
    let arms = |from: &str, to: &str, before: &str, after: &str, out: &mut String| {
        for (_, entry) in entries {
            let fields: Vec<&str> = entry.params.iter().map(|param| param.field.as_str()).collect();
            let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
            let variant = &entry.rust.variant;
            let _ = writeln!(out, "{from}::{variant}{fields} => {before}{to}::{variant}{fields}{after},");
        }
    };
    let _ = writeln!(
        out,
        "{ALLOW}impl ::core::convert::From<{name}> for Error {{\n\
        fn from(error: {name}) -> Error {{\nuse {name} as O;\nuse Error as E;\nmatch error {{"
    );
    arms("O", "E", "", "", out);
    let _ = writeln!(
        out,
        "}}\n}}\n}}\n\n{ALLOW}#[allow(unreachable_patterns, reason = \"generated\")]\n\
        impl ::core::convert::TryFrom<Error> for {name} {{\ntype Error = Error;\n\n\
        fn try_from(error: Error) -> ::core::result::Result<{name}, Error> {{\nuse {name} as O;\nuse Error as E;\nmatch error {{"
    );
    arms("E", "O", "::core::result::Result::Ok(", ")", out);
    out.push_str("other => ::core::result::Result::Err(other),\n}\n}\n}\n\n");
}

/// Names of the enums: `deploy.createDeployment` becomes `DeployCreateDeploymentError`. A name that
/// is already used or isn't an identifier gets a number.
fn names<'a>(operations: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::from(["Error".to_owned()]);
    operations
        .map(|operation| {
            let name = literal::camel_case(operation);
            let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
            let name = if is_name { name } else { format!("Operation{name}") };
            let numbered = (2..).map(|number: usize| format!("{name}{number}Error"));
            let free = std::iter::once(format!("{name}Error")).chain(numbered).find(|name| !taken.contains(name));
            let free = free.unwrap_or_default();
            taken.insert(free.clone());
            free
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_distinct_identifiers() {
        let operations = ["", "/v2/keys", "a.b", "a_b", "deploy.createDeployment", "v2", "2x", "é"];
        let names = super::names(operations.into_iter());
        assert_eq!(
            names,
            [
                "OperationError",
                "V2KeysError",
                "ABError",
                "AB2Error",
                "DeployCreateDeploymentError",
                "V2Error",
                "Operation2xError",
                "Operation2Error",
            ]
        );
    }
}
