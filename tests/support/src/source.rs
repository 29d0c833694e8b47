//! Rust sources without code that is only compiled for tests.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Meta, Token};

/// A source file of a crate, without its tests.
#[derive(Debug)]
pub struct Source {
    /// Path of the file.
    pub path: PathBuf,
    /// Its text, without items that are only compiled for tests.
    pub text: String,
}

/// The Rust files below a folder `src`, sorted by path. Skips `tests.rs`, folders named `tests`,
/// and modules behind `#[cfg(test)]`.
///
/// # Panics
///
/// If a file can't be read or is not valid Rust.
#[must_use]
pub fn sources(src: &Path) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(src, &mut paths);
    paths.sort();
    let mut only_tests = BTreeSet::new();
    let mut found: Vec<_> = paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let tests = Tests::of(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            only_tests.extend(tests.modules.iter().flat_map(|module| files_of(&path, module)));
            Source { text: tests.cut(&text), path }
        })
        .collect();
    found.retain(|source| !source.path.ancestors().any(|path| only_tests.contains(path)));
    found
}

/// Removes code that is only compiled for tests: everything behind `#[cfg(test)]` and `#[test]`.
///
/// # Errors
///
/// If the text is not valid Rust.
pub fn without_tests(text: &str) -> syn::Result<String> {
    Ok(Tests::of(text)?.cut(text))
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let items = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for item in items {
        let path = item.expect("an item of a folder").path();
        if path.is_dir() && !path.ends_with("tests") {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            paths.push(path);
        }
    }
}

/// The possible files of a module that is declared in `parent`.
fn files_of(parent: &Path, module: &str) -> [PathBuf; 2] {
    let folder = if ["lib.rs", "main.rs", "mod.rs"].iter().any(|root| parent.ends_with(root)) {
        parent.parent().unwrap_or(Path::new("")).to_owned()
    } else {
        parent.with_extension("")
    };
    [folder.join(format!("{module}.rs")), folder.join(module)]
}

/// The code of a file that is only compiled for tests.
#[derive(Default)]
struct Tests {
    /// Byte ranges of items, statements, fields, and the like.
    ranges: Vec<Range<usize>>,
    /// Modules in separate files.
    modules: Vec<String>,
}

impl Tests {
    fn of(text: &str) -> syn::Result<Self> {
        let mut tests = Self::default();
        if text.contains("test") {
            tests.visit_file(&syn::parse_file(text)?);
        }
        Ok(tests)
    }

    fn cut(&self, text: &str) -> String {
        let mut rest = text.to_owned();
        for range in self.ranges.iter().rev() {
            // Also remove the comma after a field or a match arm.
            let comma = usize::from(rest[range.end..].starts_with(','));
            rest.replace_range(range.start..range.end + comma, "");
        }
        rest
    }

    /// Records code that is only for tests, and looks inside other code.
    fn consider<T: ToTokens>(&mut self, node: &T, look_inside: impl FnOnce(&mut Self, &T)) {
        if is_for_tests(node) {
            self.ranges.push(node.span().byte_range());
        } else {
            look_inside(self, node);
        }
    }
}

impl Visit<'_> for Tests {
    fn visit_item(&mut self, node: &syn::Item) {
        if let syn::Item::Mod(module) = node
            && module.content.is_none()
            && is_for_tests(node)
        {
            self.modules.push(module.ident.to_string());
        }
        self.consider(node, |tests, node| visit::visit_item(tests, node));
    }

    fn visit_impl_item(&mut self, node: &syn::ImplItem) {
        self.consider(node, |tests, node| visit::visit_impl_item(tests, node));
    }

    fn visit_trait_item(&mut self, node: &syn::TraitItem) {
        self.consider(node, |tests, node| visit::visit_trait_item(tests, node));
    }

    fn visit_stmt(&mut self, node: &syn::Stmt) {
        self.consider(node, |tests, node| visit::visit_stmt(tests, node));
    }

    fn visit_field(&mut self, node: &syn::Field) {
        self.consider(node, |tests, node| visit::visit_field(tests, node));
    }

    fn visit_field_value(&mut self, node: &syn::FieldValue) {
        self.consider(node, |tests, node| visit::visit_field_value(tests, node));
    }

    fn visit_variant(&mut self, node: &syn::Variant) {
        self.consider(node, |tests, node| visit::visit_variant(tests, node));
    }

    fn visit_arm(&mut self, node: &syn::Arm) {
        self.consider(node, |tests, node| visit::visit_arm(tests, node));
    }
}

/// Whether an attribute limits code to tests.
pub(crate) fn is_for_tests(node: &impl ToTokens) -> bool {
    let attributes = |input: ParseStream<'_>| {
        let attributes = Attribute::parse_outer(input)?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(attributes)
    };
    let attributes = attributes.parse2(node.to_token_stream()).unwrap_or_default();
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.parse_args().is_ok_and(|meta| needs_test(&meta)),
        meta => meta.path().is_ident("test"),
    })
}

/// Whether a condition is only true in tests.
fn needs_test(condition: &Meta) -> bool {
    let Meta::List(list) = condition else { return condition.path().is_ident("test") };
    let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
    match list.path.get_ident() {
        Some(name) if name == "all" => inner.iter().any(needs_test),
        Some(name) if name == "any" => !inner.is_empty() && inner.iter().all(needs_test),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::without_tests;

    #[test]
    fn items_after_tests_are_kept() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\"; }\n}\nfn c() {}\n";
        assert_eq!(without_tests(text).unwrap(), "fn a() {}\n\nfn c() {}\n");
    }

    #[test]
    fn test_code_is_removed_everywhere() {
        let text = "struct A {\n    a: u8,\n    #[cfg(test)]\n    b: u8,\n}\n\
                    impl A {\n    #[cfg(all(test, unix))]\n    fn b(&self) {}\n    fn c(&self) {\n        #[cfg(test)]\n        d();\n    }\n}\n";
        let rest = "struct A {\n    a: u8,\n    \n}\nimpl A {\n    \n    fn c(&self) {\n        \n    }\n}\n";
        assert_eq!(without_tests(text).unwrap(), rest);
    }

    #[test]
    fn code_that_is_also_compiled_without_tests_is_kept() {
        for text in [
            "#[cfg(not(test))]\nfn a() {}\n",
            "#[cfg(any(test, feature = \"a\"))]\nfn a() {}\n",
            "#[cfg(feature = \"test\")]\nfn a() {}\n",
            "const A: &str = \"#[cfg(test)] mod tests {\"; // #[cfg(test)]\n",
        ] {
            assert_eq!(without_tests(text).unwrap(), text);
        }
    }
}
