//! The enum `Code`: its variants with their docs, and the fixed part, `parts/code.rs`, which reads
//! the tables.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry};

use crate::docs;
use crate::literal;

/// All pages in one file, so 10,000 pages cost one literal.
#[derive(Debug, Clone)]
pub struct Pages<'a> {
    /// Name of the file, which is next to the generated code.
    pub file: &'a str,
    /// End of each code's page in the file, in the order of the codes.
    pub ends: &'a [usize],
}

/// Lints that don't apply to generated code, so a crate can turn them on for its own code.
pub(crate) const ALLOW: &str = "#[allow(dead_code, deprecated, unused_imports, clippy::all, clippy::pedantic, \
    clippy::nursery, reason = \"generated\")]\n";

pub(crate) fn write(catalog: &Catalog, pages: Option<&Pages<'_>>, out: &mut String) {
    let description = catalog.manifest().description.trim();
    let about = if description.is_empty() {
        format!("A code in the catalog `{}`.", catalog.manifest().name)
    } else {
        docs::text(description)
    };
    attribute("doc", &about, out);
    out.push_str(if catalog.entries().is_empty() { "" } else { "#[repr(u16)]\n" });
    out.push_str("#[non_exhaustive]\n");
    out.push_str("#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n");
    let _ = writeln!(out, "{ALLOW}pub enum Code {{");
    for entry in catalog.entries() {
        attribute("doc", &docs::of_code(catalog, entry), out);
        for alias in std::iter::once(&entry.code).chain(&entry.aliases).filter(|code| can_be_doc_alias(code, entry)) {
            let _ = writeln!(out, "#[doc(alias = {})]", literal::string(alias));
        }
        deprecated(catalog, entry, out);
        let _ = writeln!(out, "{},", entry.rust.variant);
    }
    let _ = write!(out, "}}\n\n{ALLOW}impl Code {{\n/// All codes, sorted.\n");
    out.push_str("pub const ALL: &'static [Code] = {\nuse Code as C;\n&[");
    for entry in catalog.entries() {
        let _ = write!(out, "C::{}, ", entry.rust.variant);
    }
    out.push_str("]\n};\n}\n\n");
    out.push_str(include_str!("parts/code.rs"));
    if let Some(pages) = pages {
        write_pages(pages, out);
    }
}

/// `#[name = "text"]`.
pub(crate) fn attribute(name: &str, text: &str, out: &mut String) {
    let _ = writeln!(out, "#[{name} = {}]", literal::string(text));
}

/// `#[deprecated]`, if the entry is deprecated.
pub(crate) fn deprecated(catalog: &Catalog, entry: &Entry, out: &mut String) {
    if let Some(note) = docs::deprecation(catalog, entry) {
        let _ = writeln!(out, "#[deprecated(note = {})]", literal::string(&note));
    }
}

/// Rustdoc rejects an alias with these characters, or with the item's own name.
fn can_be_doc_alias(code: &str, entry: &Entry) -> bool {
    code != entry.rust.variant && !code.contains(|char: char| char.is_whitespace() || char == '"' || char == '\'')
}

fn write_pages(pages: &Pages<'_>, out: &mut String) {
    let _ = writeln!(out, "static __ERRBOOK_PAGES: &str = include_str!({});", literal::string(pages.file));
    out.push_str("static __ERRBOOK_PAGE_ENDS: &[usize] = &[");
    for end in pages.ends {
        let _ = write!(out, "{end}, ");
    }
    out.push_str("];\n\n");
    out.push_str(include_str!("parts/page.rs"));
}
