//! Dependencies in generated code: `Code` and `Error` hold the codes and errors of other crates in one
//! variant each. Catalogs without dependencies get the same code as ever.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, CodeRef, Dependency};

use crate::literal::{ALLOW, attribute};

/// Number of codes up to which `Error` derives `thiserror::Error`. The derive is the most readable
/// code, but also the slowest to compile, so larger catalogs display their errors from the tables.
pub(crate) const DERIVE_UP_TO: usize = 300;

/// A dependency that has generated code.
pub(crate) struct Outside<'c> {
    /// Index into the manifest's dependencies.
    pub(crate) index: usize,
    pub(crate) dependency: &'c Dependency,
    /// Path of its module or crate.
    pub(crate) path: String,
    /// The variant that holds its codes and errors.
    pub(crate) variant: String,
}

impl Outside<'_> {
    /// Whether its errors implement `Clone`, which only the derived ones do.
    pub(crate) fn can_clone(&self) -> bool {
        self.dependency.codes.len() <= DERIVE_UP_TO
    }
}

/// The dependencies that have generated code.
pub(crate) fn of(catalog: &Catalog) -> impl Iterator<Item = Outside<'_>> {
    catalog.manifest().depends.iter().enumerate().filter_map(|(index, dependency)| {
        let path = dependency.rust.as_deref()?;
        let is_own = path.split("::").next().is_some_and(|first| ["crate", "self", "super"].contains(&first));
        let path = if is_own { path.to_owned() } else { format!("::{path}") };
        Some(Outside { index, dependency, path, variant: dependency.variant() })
    })
}

/// The codes of dependencies that entries list as related, without duplicates.
pub(crate) fn related(catalog: &Catalog) -> Vec<CodeRef> {
    let mut found: Vec<CodeRef> = Vec::new();
    let related = catalog.entries().iter().flat_map(|entry| &entry.related).map(|related| related.to);
    for to in related.filter(|to| expression(catalog, *to).is_some()) {
        if !found.contains(&to) {
            found.push(to);
        }
    }
    found
}

/// A code of a dependency as an expression.
pub(crate) fn expression(catalog: &Catalog, to: CodeRef) -> Option<String> {
    let CodeRef::Outside { dependency, code } = to else { return None };
    let outside = of(catalog).find(|of| of.index == dependency)?;
    let variant = outside.dependency.codes.get(code)?.variant.as_ref()?;
    Some(format!("Code::{}({}::Code::{variant})", outside.variant, outside.path))
}

/// The variants of `Code` or `Error`.
pub(crate) fn variants(catalog: &Catalog, name: &str, attributes: &str, out: &mut String) {
    for Outside { dependency, path, variant, .. } in of(catalog) {
        let what = if name == "Code" { "A code" } else { "An error" };
        attribute("doc", &format!("{what} of the catalog `{}`.", dependency.catalog), out);
        let _ = writeln!(out, "{attributes}{variant}({path}::{name}),");
    }
}

/// The conversions from the codes and errors of dependencies. An error that a dependency got from
/// another one is the same as if it came from there directly.
pub(crate) fn conversions(catalog: &Catalog, out: &mut String) {
    let all: Vec<Outside<'_>> = of(catalog).collect();
    for Outside { dependency, path, variant, .. } in &all {
        for name in ["Code", "Error"] {
            let _ = writeln!(
                out,
                "{ALLOW}impl ::core::convert::From<{path}::{name}> for {name} {{\n\
                 fn from(of: {path}::{name}) -> {name} {{\nmatch of {{"
            );
            let shared = dependency.depends.iter().filter(|needed| needed.rust.is_some());
            for needed in shared.filter(|needed| all.iter().any(|of| of.dependency.catalog == needed.catalog)) {
                let _ = writeln!(out, "{path}::{name}::{}(of) => of.into(),", needed.variant());
            }
            let _ = writeln!(out, "of => {name}::{variant}(of),\n}}\n}}\n}}\n");
        }
    }
}
