//! Finds which modules of a crate use which, from every path in its sources, including macros.
//!
//! A re-exported name counts as a use of the module that re-exports it and of the one that defines
//! it, so `pub use` can't hide an edge.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Ident, Item, UseTree};

use crate::paths::{PathInCode, joined, paths};
use crate::source::sources;

/// The names from the root of a crate to a module.
type Name = Vec<String>;

/// The contents of a module.
#[derive(Default)]
struct Module {
    file: PathBuf,
    items: BTreeSet<String>,
    /// The paths that it imports, by local name.
    imports: BTreeMap<String, Vec<String>>,
    /// The modules from which it imports all names.
    globs: Vec<Vec<String>>,
    paths: Vec<PathInCode>,
}

/// A use of one module in another, neither of which contains the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The module that contains the path.
    pub from: Name,
    /// The module that the path leads to.
    pub to: Name,
    /// The first path that makes this edge.
    pub path: String,
    /// The file of the path.
    pub file: PathBuf,
    /// The line of the path.
    pub line: usize,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, path, file, line } = self;
        write!(f, "{} -> {}  {}:{line}: {path}", from.join("::"), to.join("::"), file.display())
    }
}

/// The modules of a crate.
pub struct Modules(BTreeMap<Name, Module>);

impl Modules {
    /// Reads the crate in the folder `src`.
    ///
    /// # Panics
    ///
    /// If a file can't be read or is not valid Rust.
    #[must_use]
    pub fn read(src: &Path) -> Self {
        let mut modules = Self(BTreeMap::new());
        for source in sources(src) {
            let inside = source.path.strip_prefix(src).expect("below src").with_extension("");
            let mut name: Name = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if name == ["lib"] || name == ["main"] || name.last().is_some_and(|last| last == "mod") {
                name.pop();
            }
            let file =
                syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
            modules.add(name, &source.path, &file.items);
        }
        modules
    }

    fn add(&mut self, name: Name, file: &Path, items: &[Item]) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        for item in items {
            match item {
                Item::Mod(inline) => {
                    if let Some((_, items)) = &inline.content {
                        self.add(joined(&name, &inline.ident.to_string()), file, items);
                    }
                    continue;
                }
                Item::Use(import) => module.import(&import.tree, &[]),
                item => module.items.extend(defined(item)),
            }
            module.paths.extend(paths(item.to_token_stream()));
        }
        self.0.insert(name, module);
    }

    /// Which modules use which. Each pair of modules has one edge, with its first path.
    #[must_use]
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges = BTreeMap::new();
        for (from, module) in &self.0 {
            let mut seen = BTreeSet::new();
            for path in module.paths.iter().filter(|path| seen.insert(&path.names)) {
                for to in self.resolve(from, &path.names, 0) {
                    if !from.starts_with(&to) && !to.starts_with(from) {
                        edges.entry((from, to.clone())).or_insert_with(|| Edge {
                            from: from.clone(),
                            to,
                            path: path.names.join("::"),
                            file: module.file.clone(),
                            line: path.line,
                        });
                    }
                }
            }
        }
        edges.into_values().collect()
    }

    /// The modules that a path leads to: the one that it names, and those that it reaches through
    /// `use`. Empty if it leads out of the crate.
    fn resolve(&self, from: &Name, path: &[String], depth: usize) -> Vec<Name> {
        let (mut module, mut rest) = (from.clone(), path);
        while let Some((first, after)) = rest.split_first() {
            match first.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                _ => break,
            }
            rest = after;
        }
        if rest.len() == path.len() && (rest.len() < 2 || self.find(&module, &rest[0], depth).is_none()) {
            return Vec::new();
        }
        while let Some((name, after)) = rest.split_first() {
            match self.find(&module, name, depth) {
                Some(Found::Module(inner)) => module = inner,
                Some(Found::Import(path)) => {
                    let further = self.resolve(&module, &[&path[..], after].concat(), depth + 1);
                    return [vec![module], further].concat();
                }
                Some(Found::Item) | None => break,
            }
            rest = after;
        }
        vec![module]
    }

    /// Resolves a name in a module.
    fn find(&self, module: &Name, name: &str, depth: usize) -> Option<Found> {
        let inside = joined(module, name);
        let found = self.0.get(module)?;
        if self.0.contains_key(&inside) {
            return Some(Found::Module(inside));
        }
        if found.items.contains(name.trim_end_matches('!')) {
            return Some(Found::Item);
        }
        // Modules may import from each other in a circle. This is deep enough for names that
        // compile.
        if depth > 8 {
            return None;
        }
        found.imports.get(name).cloned().map(Found::Import).or_else(|| {
            found.globs.iter().find_map(|glob| {
                let target = self.resolve(module, &joined(glob, "*"), depth + 1).pop()?;
                self.find(&target, name, depth + 1).map(|_| Found::Import(joined(glob, name)))
            })
        })
    }
}

enum Found {
    Module(Name),
    Item,
    /// The path that a `use` imports under this name.
    Import(Vec<String>),
}

impl Module {
    fn import(&mut self, tree: &UseTree, prefix: &[String]) {
        let with = |name: &Ident| if name == "self" { prefix.to_vec() } else { joined(prefix, &name.to_string()) };
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident)),
            UseTree::Name(name) => {
                let path = with(&name.ident);
                self.imports.extend(path.last().cloned().map(|name| (name, path)));
            }
            UseTree::Rename(rename) => drop(self.imports.insert(rename.rename.to_string(), with(&rename.ident))),
            UseTree::Glob(_) => self.globs.push(prefix.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, prefix)),
        }
    }
}

/// The name that an item defines in its module.
fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The groups of modules that use each other, directly or indirectly, as the edges between them.
#[must_use]
pub fn cycles(edges: &[Edge]) -> Vec<Vec<&Edge>> {
    let mut next: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for edge in edges {
        next.entry(&edge.from).or_default().push(&edge.to);
    }
    let reach: BTreeMap<&Name, BTreeSet<&Name>> = next.keys().map(|from| (*from, reached(from, &next))).collect();
    let reaches = |from: &Name, to: &Name| reach.get(from).is_some_and(|reached| reached.contains(to));
    let mut groups: BTreeMap<Vec<&Name>, Vec<&Edge>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| reaches(&edge.to, &edge.from)) {
        let group = reach[&edge.from].iter().copied().filter(|other| reaches(other, &edge.from));
        groups.entry(group.collect()).or_default().push(edge);
    }
    groups.into_values().collect()
}

fn reached<'e>(from: &'e Name, next: &BTreeMap<&'e Name, Vec<&'e Name>>) -> BTreeSet<&'e Name> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(at) = open.pop() {
        open.extend(next.get(at).into_iter().flatten().filter(|to| seen.insert(**to)));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(files: &[(&str, &str)]) -> Modules {
        let mut modules = Modules(BTreeMap::new());
        for (name, code) in files {
            let name = name.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            modules.add(name, Path::new("x.rs"), &syn::parse_file(code).unwrap().items);
        }
        modules
    }

    fn edges(files: &[(&str, &str)]) -> Vec<String> {
        let edges = modules(files).edges();
        edges.iter().map(|edge| format!("{} -> {}", edge.from.join("::"), edge.to.join("::"))).collect()
    }

    #[test]
    fn paths_in_imports_code_and_macros_are_edges() {
        for code in [
            "use crate::b::B;",
            "use crate::{c, b::{self}};",
            "use super::b::*;",
            "fn f() { crate::b::g() }",
            "fn f() { vec![crate::b::g()] }",
            "macro_rules! m { () => { $crate::b::g() } }",
            "mod inline { fn f() { super::super::b::g() } }",
            "use crate::b as other; fn f() -> other::B {}",
        ] {
            let found = edges(&[("", "mod a; mod b;"), ("a", code), ("b", "pub struct B; pub fn g() {}")]);
            assert!(found.iter().all(|edge| edge.starts_with('a') && edge.ends_with("-> b")), "{code}: {found:?}");
            assert!(!found.is_empty(), "{code}");
        }
    }

    #[test]
    fn re_exports_do_not_hide_edges() {
        for root in ["pub use b::B;", "pub use b::{B as C, B};", "pub use b::*;", "use crate::b::B;"] {
            let found =
                edges(&[("", root), ("a", "use crate::B;"), ("b", "pub use inner::B;"), ("b::inner", "pub struct B;")]);
            assert_eq!(found, ["a -> b", "a -> b::inner"], "{root}");
        }
    }

    #[test]
    fn parents_other_crates_and_comments_are_not_edges() {
        let code = "use serde::b::B; use super::Root; /* crate::b::B */ const A: &str = \"crate::b::B\";";
        let root = "pub use a::x::X; pub struct Root;";
        assert!(edges(&[("", root), ("a", code), ("a::x", "pub struct X;"), ("b", "")]).is_empty());
    }

    #[test]
    fn indirect_cycles_are_found() {
        let files =
            [("", ""), ("a", "use crate::b;"), ("b", "use crate::c;"), ("c", "use crate::a;"), ("d", "use crate::a;")];
        let edges = modules(&files).edges();
        let found = cycles(&edges);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3]);
    }
}
