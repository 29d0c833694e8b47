//! Collects what the matches of a query say about one raise site.

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::{Node, Query, QueryCursor, QueryMatch, StreamingIterator};

use super::value::Constants;

/// Maximum number of matches that the cursor keeps open, so hostile source can't take all memory.
const OPEN_MATCHES: u32 = 1 << 12;

/// Maximum number of codes, messages, and so on of a site. A longer list is data.
const MOST_NODES: usize = 32;

/// What a file's matches captured.
#[derive(Debug, Default)]
pub(super) struct Captured<'t> {
    pub(super) groups: Vec<Group<'t>>,
    keys: HashMap<Key, usize>,
    /// Ranges in which codes are not raised.
    pub(super) mentions: Vec<Range<usize>>,
    /// Ranges in which sites are not read.
    pub(super) ignored: Vec<Range<usize>>,
    pub(super) constants: Constants<'t>,
}

/// The captures that belong to one raise site.
#[derive(Debug, Default)]
pub(super) struct Group<'t> {
    /// Whether a query of the catalog found it.
    pub(super) is_own: bool,
    /// Whether its message counts only next to a status.
    pub(super) is_row: bool,
    pub(super) codes: Vec<Node<'t>>,
    pub(super) messages: Vec<Node<'t>>,
    pub(super) statuses: Vec<Node<'t>>,
    /// What a value is depends on itself.
    pub(super) arguments: Vec<Node<'t>>,
}

/// What the matches of one site have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Node(bool, Range<usize>),
    /// The start of a call. All calls of a chain such as `a().b().c()` have the same one.
    Chain(bool, usize),
    /// The text of a name, such as that of a type with methods.
    Type(bool, String),
}

impl<'t> Captured<'t> {
    /// Runs a query.
    pub(super) fn add(&mut self, query: &Query, root: Node<'t>, text: &str, is_own: bool) {
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(OPEN_MATCHES);
        let mut matches = cursor.matches(query, root, text.as_bytes());
        while let Some(found) = matches.next() {
            let named = |name: &str| nodes(query, found, name);
            self.mentions.extend(named("mention").map(|node| node.byte_range()));
            self.ignored.extend(named("ignore").map(|node| node.byte_range()));
            if let (Some(name), Some(value)) = (named("const.name").next(), named("const.value").next()) {
                self.constant(name, named("const.of").next(), value, text);
            }
            let Some((key, is_row)) = key(query, found, text, is_own) else { continue };
            let index = *self.keys.entry(key).or_insert(self.groups.len());
            if index == self.groups.len() {
                self.groups.push(Group { is_own, is_row, ..Group::default() });
            }
            let group = &mut self.groups[index];
            extend(&mut group.codes, named("code"));
            extend(&mut group.messages, named("message"));
            extend(&mut group.statuses, named("status"));
            extend(&mut group.arguments, named("argument"));
        }
    }

    fn constant(&mut self, name: Node<'t>, of: Option<Node<'t>>, value: Node<'t>, text: &str) {
        let word = |node: Node<'t>| text.get(node.byte_range()).unwrap_or_default();
        let full = match of {
            Some(of) => format!("{}.{}", word(of), word(name)),
            None => word(name).to_owned(),
        };
        let known = self.constants.entry(full).or_insert(Some(value));
        if known.is_some_and(|known| known != value) {
            *known = None;
        }
    }
}

fn extend<'t>(known: &mut Vec<Node<'t>>, nodes: impl Iterator<Item = Node<'t>>) {
    for node in nodes {
        if known.len() < MOST_NODES && !known.contains(&node) {
            known.push(node);
        }
    }
}

fn nodes<'t, 'm>(
    query: &'m Query,
    found: &'m QueryMatch<'_, 't>,
    name: &str,
) -> impl Iterator<Item = Node<'t>> + use<'t, 'm> {
    let index = query.capture_index_for_name(name);
    found.captures.iter().filter(move |capture| Some(capture.index) == index).map(|capture| capture.node)
}

/// What a match has in common with others about the same site, and whether that is a row of a table.
fn key(query: &Query, found: &QueryMatch<'_, '_>, text: &str, is_own: bool) -> Option<(Key, bool)> {
    let first = |name: &str| nodes(query, found, name).next();
    let by_node = |node: Node<'_>| Key::Node(is_own, node.byte_range());
    if let Some(row) = first("row") {
        return Some((by_node(row), true));
    }
    if let Some(name) = first("type") {
        return Some((Key::Type(is_own, text.get(name.byte_range())?.to_owned()), false));
    }
    if let Some(site) = first("site") {
        return Some((by_node(site), false));
    }
    if let Some(call) = first("chain") {
        return Some((Key::Chain(is_own, call.start_byte()), false));
    }
    first("code").or_else(|| first("argument")).map(|node| (by_node(node), false))
}
