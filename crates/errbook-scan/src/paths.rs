//! Resolves paths in Rust to codes, using the imports of the file.

use std::collections::HashMap;

use crate::scanner::{Scanner, plain};

/// The imports of a file, from all scopes. A name may have several meanings, and each is tried.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    names: HashMap<String, Vec<Vec<String>>>,
    /// Paths of `use path::*`.
    pub(crate) globs: Vec<Vec<String>>,
}

/// What a path refers to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A code, with the path of the enum if it is a variant.
    Code(usize, Option<String>),
    /// An unknown variant of an enum that has the name of a generated enum.
    Foreign(String),
}

impl Imports {
    /// Adds `use path as name`.
    pub(crate) fn add(&mut self, name: String, path: Vec<String>) {
        if path.len() != 1 || path[0] != name {
            self.names.entry(name).or_default().push(path);
        }
    }

    /// Whether a name is imported.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The full paths that a path may refer to.
    fn expand(&self, path: &[String]) -> Vec<Vec<String>> {
        /// Maximum length of a chain of imports.
        const DEEPEST: usize = 4;
        let mut paths = vec![path.to_vec()];
        for _ in 0..DEEPEST {
            let mut further = Vec::new();
            let mut any = false;
            for path in paths {
                match path.first().and_then(|first| self.names.get(first)) {
                    Some(meanings) => {
                        any = true;
                        further.extend(meanings.iter().map(|of| [of.as_slice(), &path[1..]].concat()));
                    }
                    None => further.push(path),
                }
            }
            further.truncate(16);
            paths = further;
            if !any {
                break;
            }
        }
        paths
    }
}

impl Scanner {
    /// The possible meanings of a path in a Rust file.
    pub(crate) fn named(&self, path: &[String], imports: &Imports) -> Vec<Named> {
        let Some(last) = path.last() else { return Vec::new() };
        let mut named: Vec<Named> =
            imports.expand(path).iter().filter_map(|full| self.variant(full).or_else(|| self.constant(full))).collect();
        if path.len() == 1 && named.is_empty() && self.is_rust_name(last) {
            let globs = imports.globs.iter().flat_map(|glob| imports.expand(glob));
            named.extend(globs.filter_map(|glob| {
                let full = [glob.as_slice(), path].concat();
                self.variant(&full).or_else(|| self.constant(&full)).filter(|named| matches!(named, Named::Code(..)))
            }));
        }
        named
    }

    /// `Code::DataKeyNotFound`, `unkey_errors::Error::DataKeyNotFound`.
    fn variant(&self, path: &[String]) -> Option<Named> {
        let (last, above) = path.split_last()?;
        if !self.enums.contains(above.last()?) {
            return None;
        }
        let of = above.join("::");
        match self.variants.get(last) {
            // Only the generated enum `Code` has variants for retired codes.
            Some(code) if self.retired.contains(code) && above.last().is_none_or(|of| of != "Code") => None,
            Some(&code) => Some(Named::Code(code, Some(of))),
            // Functions and constants of the generated enums are not in upper camel case.
            None if last.starts_with(char::is_uppercase) && last.contains(char::is_lowercase) => {
                Some(Named::Foreign(of))
            }
            None => None,
        }
    }

    /// `unkey::data::KEY_NOT_FOUND`, or a suffix of it with at least one module.
    fn constant(&self, path: &[String]) -> Option<Named> {
        let (last, above) = path.split_last()?;
        let fits = |position: &&usize| {
            let modules = &self.modules[**position];
            let pairs = modules.iter().rev().zip(above.iter().rev());
            !above.is_empty() && pairs.into_iter().all(|(module, written)| module == written)
        };
        self.constants.get(last)?.iter().find(fits).map(|&position| Named::Code(position, None))
    }
}

/// The segments of a path, without `r#`.
pub(crate) fn segments<'i>(identifiers: impl IntoIterator<Item = &'i proc_macro2::Ident>) -> Vec<String> {
    identifiers.into_iter().map(|identifier| plain(&identifier.to_string()).to_owned()).collect()
}
