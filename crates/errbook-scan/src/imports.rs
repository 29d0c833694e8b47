//! Collects the imports of a Rust file, from `use` and `type` in all scopes.

use syn::visit::Visit;

use crate::paths::{Imports, segments};

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        if let syn::Type::Path(path) = &*item.ty {
            self.add(item.ident.to_string(), segments(path.path.segments.iter().map(|segment| &segment.ident)));
        }
    }
}

impl Imports {
    fn tree(&mut self, tree: &syn::UseTree, path: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(of) => {
                path.extend(segments([&of.ident]));
                self.tree(&of.tree, path);
                path.pop();
            }
            syn::UseTree::Name(of) if of.ident == "self" => {
                if let Some(last) = path.last() {
                    self.add(last.clone(), path.clone());
                }
            }
            syn::UseTree::Name(of) => {
                let full = [path.clone(), segments([&of.ident])].concat();
                self.add(full.last().cloned().unwrap_or_default(), full);
            }
            syn::UseTree::Rename(of) => {
                let full =
                    if of.ident == "self" { path.clone() } else { [path.clone(), segments([&of.ident])].concat() };
                self.add(of.rename.to_string(), full);
            }
            syn::UseTree::Glob(_) => self.globs.push(path.clone()),
            syn::UseTree::Group(of) => {
                for tree in &of.items {
                    self.tree(tree, path);
                }
            }
        }
    }
}
