//! The enum `Code`: its variants with their docs, and the fixed part, `parts/code.rs`, which reads
//! the tables.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry};

use crate::docs;
use crate::literal::{self, ALLOW, attribute};
use crate::outside;

/// All pages in one file, so 10,000 pages cost one literal.
#[derive(Debug, Clone)]
pub struct Pages<'a> {
    /// Name of the file, which is next to the generated code.
    pub file: &'a str,
    /// End of each code's page in the file, in the order of the codes.
    pub ends: &'a [usize],
}

pub(crate) fn write(catalog: &Catalog, pages: Option<&Pages<'_>>, out: &mut String) {
    let description = catalog.manifest().description.trim();
    let about = if description.is_empty() {
        format!("A code in the catalog `{}`.", catalog.manifest().name)
    } else {
        docs::text(description)
    };
    attribute("doc", &about, out);
    let has_outside = outside::of(catalog).next().is_some();
    out.push_str(if catalog.entries().is_empty() || has_outside { "" } else { "#[repr(u16)]\n" });
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
    outside::variants(catalog, "Code", "", out);
    let all = if has_outside { "All codes of the catalog itself" } else { "All codes" };
    let _ = write!(out, "}}\n\n{ALLOW}impl Code {{\n/// {all}, sorted.\n");
    out.push_str("pub const ALL: &'static [Code] = {\nuse Code as C;\n&[");
    for entry in catalog.entries() {
        let _ = write!(out, "C::{}, ", entry.rust.variant);
    }
    out.push_str("]\n};\n}\n\n");
    write_rows(catalog, out);
    let part = include_str!("parts/code.rs");
    out.push_str(&if has_outside { with_rows(catalog, part) } else { part.to_owned() });
    if let Some(pages) = pages {
        write_pages(pages, has_outside, out);
    }
}

/// Where the data of a code is: its tables, and its position in them.
fn write_rows(catalog: &Catalog, out: &mut String) {
    let outside: Vec<_> = outside::of(catalog).collect();
    let _ = writeln!(out, "{ALLOW}impl Code {{");
    if outside.is_empty() {
        out.push_str(include_str!("parts/code_rows.rs"));
        out.push_str("}\n\n");
        return;
    }
    let mut matched = |function: &str, own: &dyn Fn(usize) -> String, other: &str| {
        let _ = writeln!(out, "#[doc(hidden)]\npub {function} {{\nuse Code as C;\nmatch self {{");
        for (index, entry) in catalog.entries().iter().enumerate() {
            let _ = writeln!(out, "C::{} => {},", entry.rust.variant, own(index));
        }
        for of in &outside {
            let _ = writeln!(out, "C::{}(code) => {},", of.variant, other.replace("VARIANT", &of.variant));
        }
        out.push_str("}\n}\n");
    };
    let row = "const fn __errbook_row(self) -> (&'static ::errbook::tables::Tables, usize)";
    matched(row, &|index| format!("(&__ERRBOOK, {index})"), "code.__errbook_row()");
    let own = "const fn __errbook_own(self) -> ::core::option::Option<usize>";
    matched(
        own,
        &|index| format!("::core::option::Option::Some({index})"),
        "{ let _ = code; ::core::option::Option::None }",
    );
    let related = literal::slice(outside::related(catalog).iter().filter_map(|to| outside::expression(catalog, *to)));
    let own = format!(
        "match Code::ALL.get(index) {{\n::core::option::Option::Some(code) => *code,\n\
         ::core::option::Option::None => {{\nconst OUTSIDE: &[Code] = {related};\nOUTSIDE[index - Code::ALL.len()]\n}}\n}}"
    );
    let _ = writeln!(out, "#[doc(hidden)]\npub fn __errbook_at(self, index: usize) -> Code {{\nmatch self {{");
    for of in &outside {
        let _ = writeln!(out, "Code::{0}(code) => Code::{0}(code.__errbook_at(index)),", of.variant);
    }
    let _ = writeln!(out, "_ => {own},\n}}\n}}\n}}\n");
}

/// The fixed part for a catalog with dependencies: a code reads the tables of its own catalog.
fn with_rows(catalog: &Catalog, part: &str) -> String {
    let find = outside::of(catalog).map(|of| {
        format!(".or_else(|| <{}::Code as ::errbook::ErrorCode>::find(text).map(::core::convert::Into::into))", of.path)
    });
    let find = find.collect::<String>();
    let functions = format!(
        "    fn row(self) -> (&'static ::errbook::tables::Tables, usize) {{\n        self.__errbook_row()\n    }}\n\n    \
         fn find(text: &str) -> ::core::option::Option<Self> {{\n        \
         __ERRBOOK.find(text).map(|index| Self::ALL[index]){find}\n    }}\n\n"
    );
    let index = "    fn index(self) -> usize {\n        self as usize\n    }\n";
    let part = part.replace(index, "FUNCTIONS    fn index(self) -> usize {\n        self as usize\n    }\n");
    let part = part
        .replace("*self as usize", "self as usize")
        .replace("__ERRBOOK.", "self.__errbook_row().0.")
        .replace("self as usize", "self.__errbook_row().1")
        .replace("Code::ALL[*index as usize]", "self.__errbook_at(*index as usize)")
        .replace("Code::ALL[index]", "self.__errbook_at(index)");
    part.replace("FUNCTIONS", &functions)
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

fn write_pages(pages: &Pages<'_>, has_outside: bool, out: &mut String) {
    let _ = writeln!(out, "static __ERRBOOK_PAGES: &str = include_str!({});", literal::string(pages.file));
    out.push_str("static __ERRBOOK_PAGE_ENDS: &[usize] = &[");
    for end in pages.ends {
        let _ = write!(out, "{end}, ");
    }
    out.push_str("];\n\n");
    let part = include_str!("parts/page.rs");
    if !has_outside {
        out.push_str(part);
        return;
    }
    let own = "let ::core::option::Option::Some(index) = self.__errbook_own() else { return \"\" };";
    let part = part.replace("let index = self as usize;", own);
    out.push_str(&part.replace("as Markdown.", "as Markdown. Empty for a code of another catalog."));
}
