//! Merges a tree of pages into the navigation of a document. Its owner arranges it: what it lists
//! stays where it is, and only what is missing is added, next to what it belongs to.
//!
//! A list of the tree holds pages, which are strings, and groups: objects with a title as first
//! member, and a list. `merge` finds the tree, and this module changes lists of the document.

use std::collections::{BTreeMap, HashMap};

use errbook_syntax::edit::{Edit, apply_where_free};
use errbook_syntax::json::{Kind, Node};

use super::{MergeError, Merger, identity, members, no_place};
use crate::text;

/// What a document lists, and what it will list.
struct Tree<'t> {
    document: &'t str,
    /// Names of the lists of groups (`groups`), and of pages and groups (`pages`).
    names: [&'t str; 2],
    /// In the order of the document.
    lists: Vec<List<'t>>,
    /// The lists that have a page.
    listed: HashMap<String, Vec<usize>>,
    /// The list that has the pages of a group, by the start of the group in the partial document.
    homes: HashMap<usize, usize>,
}

/// A list of the document.
struct List<'t> {
    node: &'t Node,
    owner: &'t Node,
    name: &'t str,
    slots: Vec<Slot<'t>>,
    is_changed: bool,
}

/// An item of a list.
enum Slot<'t> {
    /// An item of the document, by its index.
    Old(usize),
    New(New<'t>),
}

enum New<'t> {
    Page(String),
    /// A group of the partial document, and those of its items that no list had.
    Group(&'t Node, Vec<New<'t>>),
}

impl<'t> Merger<'t> {
    /// Adds the items of `groups`, which is named `+groups` in the partial document, to the lists in
    /// `target`. Removes the pages in `gone` and replaces those that it has as `[old, new]`. Returns
    /// the value of a new member `groups`, if `target` needs one.
    pub(super) fn tree(
        &mut self,
        target: &'t Node,
        name: &'t str,
        groups: &'t [Node],
        gone: &'t [Node],
    ) -> Result<Option<String>, MergeError> {
        let inner = groups.iter().find_map(list_of).map_or(name, |(name, _)| name);
        let mut tree = Tree::new(self.document, target, [name, inner]);
        tree.take_away(gone);
        let missing: Vec<New<'t>> = groups.iter().filter_map(|group| tree.place(group, true)).collect();
        let mut added = None;
        match tree.common(target) {
            _ if missing.is_empty() => {}
            Some(list) => tree.append(list, missing),
            None if target.members().is_empty() => {
                let items: Vec<String> = missing.iter().map(|new| new.text(inner)).collect();
                added = Some(self.formatted(&format!("[{}]", items.join(",")), self.depth(target.span.start) + 1));
            }
            None => return Err(no_place(groups, target.members())),
        }
        tree.prune();
        self.edits.extend(tree.edits(self, target));
        Ok(added)
    }
}

impl<'t> Tree<'t> {
    fn new(document: &'t str, target: &'t Node, names: [&'t str; 2]) -> Tree<'t> {
        let mut tree = Tree { document, names, lists: Vec::new(), listed: HashMap::new(), homes: HashMap::new() };
        tree.read(target);
        tree
    }

    /// Collects the lists of an object, at any depth. The parser limits the depth.
    fn read(&mut self, owner: &'t Node) {
        for (name, value) in owner.members() {
            if matches!(value.kind, Kind::Array(_)) && self.names.contains(&name.as_str()) {
                let slots = (0..value.items().len()).map(Slot::Old).collect();
                self.lists.push(List { node: value, owner, name, slots, is_changed: false });
                let at = self.lists.len() - 1;
                value.items().iter().filter_map(Node::as_str).for_each(|page| self.list(page, at));
            }
            // The page of a group itself. It is listed, but not next to others.
            if let Some(page) = value.as_str().filter(|_| name == "root") {
                self.listed.entry(normal(page).to_owned()).or_default();
            }
            self.read(value);
            value.items().iter().for_each(|item| self.read(item));
        }
    }

    fn list(&mut self, page: &str, at: usize) {
        self.listed.entry(normal(page).to_owned()).or_default().push(at);
    }

    /// Removes or replaces pages.
    fn take_away(&mut self, gone: &'t [Node]) {
        let pair = |item: &'t Node| match item.items() {
            [old, new] => Some((old.as_str()?, new.as_str())),
            _ => Some((item.as_str()?, None)),
        };
        let gone: HashMap<&str, Option<&str>> = gone.iter().filter_map(pair).collect();
        for at in 0..self.lists.len() {
            let items = self.lists[at].node.items();
            let mut slots = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                match item.as_str().and_then(|page| gone.get(normal(page))) {
                    None => slots.push(Slot::Old(index)),
                    Some(Some(new)) if !self.listed.contains_key(*new) => {
                        self.list(new, at);
                        slots.push(Slot::New(New::Page((*new).to_owned())));
                    }
                    Some(_) => {}
                }
            }
            let list = &mut self.lists[at];
            list.is_changed = slots.len() < items.len() || slots.iter().any(|slot| matches!(slot, Slot::New(_)));
            list.slots = slots;
        }
        self.listed.retain(|page, _| !gone.contains_key(page.as_str()));
    }

    /// Removes groups whose pages all were removed.
    fn prune(&mut self) {
        // Inner lists come last.
        for at in (0..self.lists.len()).rev() {
            let List { owner, slots, is_changed, .. } = &self.lists[at];
            if !is_changed || !slots.is_empty() {
                continue;
            }
            let owner = owner.span.start;
            for list in &mut self.lists[..at] {
                let items = list.node.items();
                let before = list.slots.len();
                list.slots.retain(|slot| !matches!(slot, Slot::Old(old) if items[*old].span.start == owner));
                list.is_changed |= list.slots.len() < before;
            }
        }
    }

    /// Adds what the document doesn't list of a group. Returns what has no location. `is_top` is
    /// whether it is in no other group.
    fn place(&mut self, group: &'t Node, is_top: bool) -> Option<New<'t>> {
        let items = list_of(group).map_or(&[][..], |(_, items)| items);
        let home = self.home(group, items, is_top);
        self.homes.extend(home.map(|home| (group.span.start, home)));
        let missing: Vec<(usize, New<'t>)> =
            items.iter().enumerate().filter_map(|(at, item)| Some((at, self.missing(item)?))).collect();
        let beside = self.beside(items).or(home);
        let mut rest = Vec::new();
        for (at, new) in missing {
            match if matches!(new, New::Page(_)) { home } else { beside } {
                Some(list) => self.insert(list, items, at, new),
                None => rest.push(new),
            }
        }
        (!rest.is_empty()).then_some(New::Group(group, rest))
    }

    fn missing(&mut self, item: &'t Node) -> Option<New<'t>> {
        match item.as_str() {
            Some(page) => (!self.listed.contains_key(page)).then(|| New::Page(page.to_owned())),
            None => self.place(item, false),
        }
    }

    /// The list with most of the pages of a group, or else that of the group with its title. Other
    /// pages of the site may have the title of an inner group, so its list must be empty.
    fn home(&self, group: &Node, items: &[Node], is_top: bool) -> Option<usize> {
        let pages = items.iter().filter_map(Node::as_str);
        let lists = pages.filter_map(|page| self.listed.get(page)).flatten().copied();
        most_frequent(lists).or_else(|| {
            let title = identity(group)?;
            self.lists.iter().position(|list| {
                list.name == self.names[1]
                    && (is_top || list.slots.is_empty())
                    && members(list.owner).any(|member| member == title)
            })
        })
    }

    /// The list with most of these groups.
    fn beside(&self, groups: &[Node]) -> Option<usize> {
        let homes: Vec<usize> = groups.iter().filter_map(|group| self.homes.get(&group.span.start).copied()).collect();
        self.above(&homes)
    }

    /// The list with most of the objects that own these lists.
    fn above(&self, homes: &[usize]) -> Option<usize> {
        most_frequent(homes.iter().flat_map(|home| {
            let owner = self.lists[*home].owner.span.start;
            let has = move |list: &List<'_>| list.node.items().iter().any(|item| item.span.start == owner);
            self.lists.iter().enumerate().filter(move |(_, list)| has(list)).map(|(at, _)| at)
        }))
    }

    /// The list for groups that belong to no other: the one with most groups of the partial document,
    /// or with most of its pages, or else one of the target itself.
    fn common(&self, target: &Node) -> Option<usize> {
        let homes: BTreeMap<usize, usize> = self.homes.iter().map(|(group, home)| (*group, *home)).collect();
        let homes: Vec<usize> = homes.into_values().collect();
        let own = |name| self.lists.iter().position(|list| list.owner.span == target.span && list.name == name);
        self.above(&homes)
            .or_else(|| most_frequent(homes.iter().copied()))
            .or_else(|| self.names.iter().find_map(|name| own(*name)))
    }

    /// Inserts an item of a group after the one before it, or else before those after it, or else at
    /// the end.
    fn insert(&mut self, list: usize, items: &[Node], at: usize, new: New<'t>) {
        let position = |item: &Node| self.position(&self.lists[list], item);
        let after = items[..at].iter().rev().find_map(position).map(|before| before + 1);
        let index = after.or_else(|| items[at..].iter().filter_map(position).min());
        if let New::Page(page) = &new {
            self.list(page, list);
        }
        let list = &mut self.lists[list];
        list.slots.insert(index.unwrap_or(list.slots.len()), Slot::New(new));
        list.is_changed = true;
    }

    fn append(&mut self, list: usize, new: Vec<New<'t>>) {
        let list = &mut self.lists[list];
        list.slots.extend(new.into_iter().map(Slot::New));
        list.is_changed = true;
    }

    /// Where a list has an item of the partial document.
    fn position(&self, list: &List<'t>, item: &Node) -> Option<usize> {
        let home = self.homes.get(&item.span.start).map(|home| self.lists[*home].owner.span.start);
        list.slots.iter().position(|slot| match slot {
            Slot::Old(old) => {
                let old = &list.node.items()[*old];
                item.as_str().is_some_and(|page| old.as_str().map(normal) == Some(page)) || home == Some(old.span.start)
            }
            Slot::New(New::Page(page)) => item.as_str() == Some(page),
            Slot::New(New::Group(group, _)) => group.span.start == item.span.start,
        })
    }

    /// The changes below a value of the document.
    fn edits(&self, merger: &Merger<'_>, within: &Node) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for list in self.lists.iter().filter(|list| list.is_changed) {
            let span = list.node.span.clone();
            let is_outermost = edits.last().is_none_or(|last| last.range.end <= span.start);
            if is_outermost && within.span.start <= span.start && span.end <= within.span.end {
                edits.push(Edit::replace(span, self.text(merger, list)));
            }
        }
        edits
    }

    /// A changed list.
    fn text(&self, merger: &Merger<'_>, list: &List<'_>) -> String {
        let old = list.node.items();
        let (lead, comma, tail) = self.space(merger, list);
        let mut out = "[".to_owned();
        let mut before: Option<&Slot<'_>> = None;
        for slot in &list.slots {
            out.push_str(match (before, slot) {
                (None, _) => &lead,
                (Some(&Slot::Old(one)), &Slot::Old(two)) if one + 1 == two => {
                    &self.document[old[one].span.end..old[two].span.start]
                }
                _ => &comma,
            });
            match slot {
                Slot::Old(at) => out.push_str(&self.old(merger, &old[*at])),
                Slot::New(new) => {
                    let depth = merger.depth(list.node.span.start) + 1;
                    out.push_str(&merger.formatted(&new.text(self.names[1]), depth));
                }
            }
            before = Some(slot);
        }
        if before.is_some() {
            out.push_str(&tail);
        }
        out + "]"
    }

    /// What is before, between, and after the items of a list: as in the document, but a new group
    /// isn't on the line of others.
    fn space(&self, merger: &Merger<'_>, list: &List<'_>) -> (String, String, String) {
        let (span, items) = (&list.node.span, list.node.items());
        if let [first, ..] = items
            && let [.., last] = items
        {
            let lead = self.document[span.start + 1..first.span.start].to_owned();
            let tail = self.document[last.span.end..span.end - 1].to_owned();
            if lead.contains('\n') {
                return (lead.clone(), format!(",{lead}"), tail);
            }
            if !list.slots.iter().any(|slot| matches!(slot, Slot::New(New::Group(..)))) {
                return (lead, ", ".to_owned(), tail);
            }
        }
        let line = |depth| format!("\n{}", merger.unit.repeat(depth));
        let depth = merger.depth(span.start);
        (line(depth + 1), format!(",{}", line(depth + 1)), line(depth))
    }

    /// An item of the document, with the changes below it.
    fn old(&self, merger: &Merger<'_>, item: &Node) -> String {
        let start = item.span.start;
        let edits = self.edits(merger, item).into_iter();
        let edits = edits.map(|edit| Edit::replace(edit.range.start - start..edit.range.end - start, edit.text));
        apply_where_free(&self.document[item.span.clone()], edits.collect()).0
    }
}

impl New<'_> {
    /// The JSON of a new item. `name` is that of the list in a group.
    fn text(&self, name: &str) -> String {
        match self {
            New::Page(page) => text::json(page),
            New::Group(group, items) => {
                let (title, value) = identity(group).unwrap_or_default();
                let items: Vec<String> = items.iter().map(|new| new.text(name)).collect();
                format!("{{{}:{},{}:[{}]}}", text::json(title), text::json(value), text::json(name), items.join(","))
            }
        }
    }
}

/// The list of a group in the partial document, and its name without `+`.
fn list_of(group: &Node) -> Option<(&str, &[Node])> {
    group.members().iter().find_map(|(name, value)| Some((name.strip_prefix('+')?, value.items())))
}

/// A page as the partial document writes it.
fn normal(page: &str) -> &str {
    let page = page.trim_matches('/');
    page.strip_suffix(".mdx").or_else(|| page.strip_suffix(".md")).unwrap_or(page)
}

/// The most frequent number, and the smallest of several.
fn most_frequent(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    numbers.for_each(|number| *counts.entry(number).or_default() += 1);
    let most = counts.iter().max_by_key(|(number, count)| (**count, std::cmp::Reverse(**number)));
    most.map(|(number, _)| *number)
}
