//! Merges JSON into a hand-maintained document. The rest of the document stays unchanged, byte for
//! byte.
//!
//! - Members of an object are merged. Missing members are added at the end.
//! - Items of an array that are objects are identified by their first member, if it is a string:
//!   `{"group": "Errors", ...}` is merged into the object with `"group": "Errors"`, anywhere below
//!   the array's owner. If there is no such object, the item is added at the end.
//! - A member whose name starts with `-` removes items: the items of `"-redirects"` are removed
//!   from `"redirects"` of the document, unless they are also added. They are identified by their
//!   first member.
//! - A member whose name starts with `+` is a tree of pages in groups: see [`tree`].
//! - Other arrays, and single values, are replaced if they differ. A value that is neither empty nor
//!   `null` is never replaced by a value of another type, because its content would be lost.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use errbook_syntax::edit::{Edit, apply_where_free};
use errbook_syntax::json::{Invalid, Kind, Node, parse};

use crate::{json, text};

mod tree;

/// Why a merge failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MergeError {
    /// A lowercase phrase.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// Merges the JSON document `partial` into the JSON document `document`.
///
/// ```
/// let docs = r#"{
///   "name": "Shop",
///   "redirects": []
/// }
/// "#;
/// let merged = errbook_docs::merge(docs, r#"{"redirects": [{"source": "/old", "destination": "/new"}]}"#).unwrap();
/// assert!(merged.starts_with("{\n  \"name\": \"Shop\""));
/// assert!(merged.contains("\"source\": \"/old\""));
/// ```
///
/// # Errors
/// The document is not a JSON object, has no location for the new content, or has a value of
/// another type at that location.
pub fn merge(document: &str, partial: &str) -> Result<String, MergeError> {
    let read = |text: &str, what: &str| {
        parse(text).map_err(|Invalid { at, reason }| {
            let (line, column) = place(text, at);
            let message = format!("{what} is not valid JSON at line {line}, column {column}: {reason}");
            MergeError {
                message,
                help: "pass a JSON document to `--merge`, or reference the file that `--out` writes from a YAML document by `$ref`".into(),
            }
        })
    };
    let (target, source) = (read(document, "the document")?, read(partial, "the output of the template")?);
    if !matches!(target.kind, Kind::Object(_)) {
        return Err(clash(document, &target, &source));
    }
    let mut merger = Merger { document, partial, unit: indentation(document), edits: Vec::new(), gone: HashSet::new() };
    merger.value(&target, &source, &target)?;
    // An insertion after an item sorts before a removal that starts at the same offset.
    Ok(apply_where_free(document, merger.edits).0)
}

struct Merger<'t> {
    document: &'t str,
    partial: &'t str,
    /// One level of indentation.
    unit: String,
    edits: Vec<Edit>,
    /// Start offsets of removed items.
    gone: HashSet<usize>,
}

impl<'t> Merger<'t> {
    /// Updates `target` to match `source`. `owner` is the object that contains it.
    fn value(&mut self, target: &'t Node, source: &'t Node, owner: &'t Node) -> Result<(), MergeError> {
        match (&target.kind, &source.kind) {
            (Kind::Object(old), Kind::Object(new)) => self.object(target, old, new),
            (Kind::Array(_), Kind::Array(items)) if identified(items) => self.items(target, items, owner),
            // The document has an object with named members instead of a list. Items that it
            // contains are merged. Others have no location, so they are skipped.
            (Kind::Object(_), Kind::Array(items)) if identified(items) => self.found_elsewhere(items, target).map(drop),
            _ if self.same(target, source) => Ok(()),
            _ if !self.is_empty(target) && name(target) != name(source) => Err(clash(self.document, target, source)),
            _ => {
                let text = self.new_value(source, self.depth(target.span.start))?;
                self.edits.push(Edit::replace(target.span.clone(), text));
                Ok(())
            }
        }
    }

    fn object(
        &mut self,
        target: &'t Node,
        old: &'t [(String, Node)],
        new: &'t [(String, Node)],
    ) -> Result<(), MergeError> {
        let member = |of: &[(String, Node)], name: &str| of.iter().position(|(known, _)| known == name);
        for (name, unwanted) in new {
            if let Some(name) = name.strip_prefix('-')
                && let Some(list) = member(old, name)
            {
                let wanted = member(new, name).map(|at| &new[at].1);
                self.take_away(&old[list].1, unwanted, wanted)?;
            }
        }
        let depth = self.depth(target.span.start) + 1;
        let mut added = Vec::new();
        for (name, source) in new.iter().filter(|(name, _)| !name.starts_with('-')) {
            if let Some(name) = name.strip_prefix('+') {
                let gone = member(new, &format!("-{name}")).map_or(&[][..], |at| new[at].1.items());
                added.extend(self.tree(target, name, source.items(), gone)?.map(|value| (name, value)));
                continue;
            }
            match (old.iter().find(|(known, _)| known == name), &source.kind) {
                (Some((_, value)), _) => self.value(value, source, target)?,
                // The items may be elsewhere in the object.
                (None, Kind::Array(items)) if identified(items) => {
                    if !self.found_elsewhere(items, target)?.is_empty() {
                        added.push((name, self.new_value(source, depth)?));
                    }
                }
                (None, _) => added.push((name, self.new_value(source, depth)?)),
            }
        }
        let members: Vec<String> =
            added.into_iter().map(|(name, value)| format!("{}: {value}", text::json(name))).collect();
        self.append(target, old.last().map(|(_, value)| value.span.end), &members);
        Ok(())
    }

    /// Merges the items that exist anywhere in `owner`, and returns the others.
    fn found_elsewhere(&mut self, items: &'t [Node], owner: &'t Node) -> Result<Vec<&'t Node>, MergeError> {
        let mut missing = Vec::new();
        let known = index(owner);
        for item in items {
            match identity(item).and_then(|identity| known.get(&identity).copied()) {
                Some(found) => self.value(found, item, owner)?,
                None => missing.push(item),
            }
        }
        Ok(missing)
    }

    fn items(&mut self, array: &'t Node, items: &'t [Node], owner: &'t Node) -> Result<(), MergeError> {
        let missing = self.found_elsewhere(items, owner)?;
        let depth = self.depth(array.span.start) + 1;
        let added = missing.into_iter().map(|item| self.new_value(item, depth));
        let added: Vec<String> = added.collect::<Result<_, _>>()?;
        let last = array.items().iter().rfind(|item| !self.gone.contains(&item.span.start));
        self.append(array, last.map(|item| item.span.end), &added);
        Ok(())
    }

    /// Removes items of a list, each with the comma and whitespace before it, or after it for the
    /// first ones.
    fn take_away(&mut self, list: &Node, unwanted: &Node, wanted: Option<&Node>) -> Result<(), MergeError> {
        let Kind::Array(items) = &list.kind else {
            let is_list = matches!(unwanted.kind, Kind::Array(_)) && !self.is_empty(list);
            return if is_list { Err(clash(self.document, list, unwanted)) } else { Ok(()) };
        };
        let wanted: HashSet<_> = wanted.into_iter().flat_map(Node::items).filter_map(identity).collect();
        let unwanted: HashSet<_> =
            unwanted.items().iter().filter_map(identity).filter(|identity| !wanted.contains(identity)).collect();
        let is_gone = |item: &Node| members(item).any(|identity| unwanted.contains(&identity));
        let mut kept: Option<&Node> = None;
        for (at, item) in items.iter().enumerate() {
            if !is_gone(item) {
                kept = Some(item);
                continue;
            }
            self.gone.insert(item.span.start);
            let range = match (kept, items.get(at + 1)) {
                (Some(_), _) => items[at - 1].span.end..item.span.end,
                (None, Some(next)) => item.span.start..next.span.start,
                // No items are left.
                (None, None) => {
                    self.edits.retain(|edit| !list.span.contains(&edit.range.start));
                    list.span.start + 1..list.span.end - 1
                }
            };
            self.edits.push(Edit::replace(range, ""));
        }
        Ok(())
    }

    /// Whether a value has nothing that one of another type would discard.
    fn is_empty(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Object(members) => members.is_empty(),
            Kind::Array(items) => items.is_empty(),
            Kind::String(text) => text.is_empty(),
            Kind::Word => &self.document[node.span.clone()] == "null",
        }
    }

    /// Appends values to an object or array. `last` is the end of its last value.
    fn append(&mut self, container: &Node, last: Option<usize>, texts: &[String]) {
        if texts.is_empty() {
            return;
        }
        let depth = self.depth(container.span.start) + 1;
        let line = format!("\n{}", self.unit.repeat(depth));
        let text: Vec<String> = texts.iter().map(|text| format!("{line}{text}")).collect();
        let close = format!("\n{}", self.unit.repeat(depth - 1));
        match last {
            // Anything between the last value and the closing bracket stays.
            Some(last) => {
                let on_one_line = !self.document[last..container.span.end].contains('\n');
                let end = if on_one_line { close.as_str() } else { "" };
                self.edits.push(Edit::insert(last, format!(",{}{end}", text.join(","))));
            }
            None => {
                let inside = container.span.start + 1..container.span.end - 1;
                self.edits.retain(|edit| edit.range != inside);
                self.edits.push(Edit::replace(inside, format!("{}{close}", text.join(","))));
            }
        }
    }

    fn same(&self, target: &Node, source: &Node) -> bool {
        target.equals(self.document, source, self.partial)
    }

    /// Nesting depth at an offset, inferred from the indentation of its line.
    fn depth(&self, at: usize) -> usize {
        let line = self.document[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let space = self.document[line..].len() - self.document[line..].trim_start_matches([' ', '\t']).len();
        space / self.unit.len().max(1)
    }

    /// A part of `partial` as a value that the document doesn't have yet.
    fn new_value(&self, node: &Node, depth: usize) -> Result<String, MergeError> {
        let text = &self.partial[node.span.clone()];
        let has_tree = node.descendants().iter().any(|of| of.members().iter().any(|(name, _)| name.starts_with('+')));
        let text = if has_tree { Cow::Owned(merge("{}", text)?) } else { Cow::Borrowed(text) };
        Ok(self.formatted(&text, depth))
    }

    /// JSON, formatted for some depth of the document.
    fn formatted(&self, text: &str, depth: usize) -> String {
        let lines = json::indent(text);
        let mut out = String::new();
        for (number, line) in lines.lines().enumerate() {
            let content = line.trim_start_matches(' ');
            if number > 0 {
                out.push('\n');
                out.push_str(&self.unit.repeat(depth + (line.len() - content.len()) / 2));
            }
            out.push_str(content);
        }
        out
    }
}

/// Whether all items of a list can be identified by their first members.
fn identified(items: &[Node]) -> bool {
    !items.is_empty() && items.iter().all(|item| identity(item).is_some())
}

/// The first member of an object, if its value is a string.
fn identity(item: &Node) -> Option<(&str, &str)> {
    item.members().first().and_then(|(name, of)| Some((name.as_str(), of.as_str()?)))
}

/// All objects in a value, by each of their members with a string value. If several have the same
/// member, the outermost wins.
fn index(within: &Node) -> HashMap<(&str, &str), &Node> {
    let mut index = HashMap::new();
    for node in within.descendants() {
        for member in members(node) {
            index.entry(member).or_insert(node);
        }
    }
    index
}

/// All members of an object with a string value.
fn members(node: &Node) -> impl Iterator<Item = (&str, &str)> {
    node.members().iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}

/// The document has a value of another type where `source` belongs.
fn clash(document: &str, target: &Node, source: &Node) -> MergeError {
    let (line, column) = place(document, target.span.start);
    MergeError {
        message: format!("expected {} at line {line}, column {column}, found {}", name(source), name(target)),
        help: "correct the value, or choose another document: errbook did not change this one".to_owned(),
    }
}

fn name(node: &Node) -> &'static str {
    match node.kind {
        Kind::Object(_) => "an object",
        Kind::Array(_) => "a list",
        Kind::String(_) | Kind::Word => "a single value",
    }
}

fn no_place(items: &[Node], old: &[(String, Node)]) -> MergeError {
    let (name, value) = items.iter().find_map(identity).unwrap_or_default();
    let known: Vec<String> = old.iter().map(|(name, _)| format!("`{name}`")).collect();
    let quoted = text::json(value);
    MergeError {
        message: format!("no {name} {quoted} found, and no list of groups next to {}", known.join(", ")),
        help: format!("add `{{\"{name}\": {quoted}, \"pages\": []}}` where the pages belong, and errbook fills it"),
    }
}

/// One level of indentation in the document: that of its first indented line.
fn indentation(document: &str) -> String {
    let lines = document.lines().map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
    lines.filter(|space| !space.is_empty()).map(str::to_owned).next().unwrap_or_else(|| "  ".to_owned())
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

#[cfg(test)]
mod tests;
