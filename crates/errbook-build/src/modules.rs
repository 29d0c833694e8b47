//! Constants: `unkey::data::KEY_NOT_FOUND` is `Code::DataKeyNotFound`, and also works as a pattern.
//! They are re-exports of the variants, which compile eight times faster than `const` items.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry};

use crate::docs;
use crate::literal::{ALLOW, attribute};

#[derive(Default)]
struct Module<'a> {
    path: &'a [String],
    children: BTreeMap<&'a str, Module<'a>>,
    entries: Vec<&'a Entry>,
}

pub(crate) fn write(catalog: &Catalog, out: &mut String) {
    let mut root = Module::default();
    for entry in catalog.entries() {
        let mut module = &mut root;
        for (depth, name) in entry.rust.modules.iter().enumerate() {
            module = module.children.entry(name).or_default();
            module.path = &entry.segments[..=depth];
        }
        module.entries.push(entry);
    }
    write_contents(catalog, &root, 0, out);
}

fn write_contents(catalog: &Catalog, module: &Module<'_>, depth: usize, out: &mut String) {
    if !module.entries.is_empty() {
        let _ = writeln!(out, "{ALLOW}#[doc(no_inline)]");
        let _ = writeln!(out, "pub use {}Code::{{", "super::".repeat(depth));
        for entry in &module.entries {
            let (variant, constant) = (&entry.rust.variant, &entry.rust.constant);
            let _ = if variant == constant {
                writeln!(out, "{variant},")
            } else {
                writeln!(out, "{variant} as {constant},")
            };
        }
        out.push_str("};\n");
    }
    for (name, child) in &module.children {
        let title = catalog.group(child.path).map(|group| docs::text(&group.title));
        attribute("doc", &title.unwrap_or_else(|| format!("Codes of `{}`.", child.path.join("/"))), out);
        let _ = writeln!(out, "pub mod {name} {{");
        write_contents(catalog, child, depth + 1, out);
        out.push_str("}\n");
    }
    out.push('\n');
}
