//! What can be written at the cursor: keys with their snippets, and the names that a catalog, its
//! OpenAPI document, and its rules have.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use errbook_catalog::{Code, Dependency, Entry, OutsideCode, Snapshot, reason_phrase};
use errbook_check::RULES;
use errbook_check::blocks::scalar;
use serde_json::Value;

use crate::cursor::{Cursor, Slot, Step};
use crate::desk::{Desk, Page};
use crate::focus::{self, Focus};
use crate::schema::{Kind, Property};
use crate::workspace::Workspace;
use crate::{literal, navigate, params, siblings};

mod anchor;

/// The most codes in one list. The editor asks again with each key.
const MOST_CODES: usize = 100;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    pub(crate) label: String,
    pub(crate) detail: String,
    pub(crate) about: String,
    /// What replaces the word at the cursor. A snippet, for a key.
    pub(crate) insert: String,
    /// What the editor compares with the word, if not the label.
    pub(crate) filter: Option<String>,
    pub(crate) is_retired: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Key,
    Code,
    Value,
    Param,
    Operation,
    Anchor,
}

/// A list of items that replace a range.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<Item>,
    pub(crate) range: Range<usize>,
    /// Whether there are more that fit.
    pub(crate) is_cut: bool,
}

pub(crate) fn complete<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> List {
    match desk.page(path) {
        Some(page) => in_catalog(&page, byte),
        None => in_source(desk, path, byte).unwrap_or_default(),
    }
}

fn in_catalog(page: &Page<'_>, byte: usize) -> List {
    let cursor = Cursor::at(page.text, byte);
    let word = page.text.get(cursor.word.start..byte).unwrap_or_default();
    let snapshot = &page.book.snapshot;
    let mut list = List { range: cursor.word.clone(), ..List::default() };
    match cursor.slot {
        Slot::Comment => {}
        Slot::Param => list.items = of_params(page),
        Slot::Open | Slot::Value if anchor::complete(page, &cursor, byte, &mut list) => {}
        Slot::Key => list.items = keys(page, &cursor, &Focus::of(page, &cursor)),
        Slot::Open => {
            let focus = Focus::of(page, &cursor);
            list.items = keys(page, &cursor, &focus);
            if cursor.path.last() == Some(&Step::Item) || list.items.is_empty() {
                values(page, &cursor, &focus, word, &mut list);
            }
        }
        Slot::Value if is_prose(page.text, &cursor) => {
            if page.text[..cursor.word.start].ends_with('`') {
                of_codes(snapshot, word, &mut list);
                of_outside(snapshot, word, &mut list);
            }
        }
        Slot::Value => values(page, &cursor, &Focus::of(page, &cursor), word, &mut list),
    }
    list
}

/// Whether a value is text for people.
fn is_prose(text: &str, cursor: &Cursor<'_>) -> bool {
    let is_text =
        |key: &&str| matches!(*key, "text" | "summary" | "message" | "when" | "about" | "reason" | "causes" | "steps");
    let quoted = text[..cursor.word.start].ends_with('`');
    quoted || !focus::is_in_request(cursor) && cursor.keys().last().is_some_and(is_text)
}

/// The keys of the mapping at the cursor that it doesn't have yet.
fn keys(page: &Page<'_>, cursor: &Cursor<'_>, focus: &Focus<'_, '_>) -> Vec<Item> {
    let taken = siblings::of(page.text, cursor.word.start);
    let (indent, is_flow) = (indent(page.text, cursor), is_flow(page.text, cursor));
    let is_quoted = is_quoted(page.text, cursor);
    let item = |property: Property<'_>| Item {
        kind: ItemKind::Key,
        about: property.about.to_owned(),
        insert: match cursor.slot {
            Slot::Key => escaped(&scalar(property.name)),
            _ if is_quoted => escaped(property.name),
            _ => snippet(&property, &indent, is_flow),
        },
        is_retired: property.is_deprecated,
        ..value(property.name, &property.detail())
    };
    let is_free = |property: &Property<'_>| taken.iter().all(|(key, _)| *key != property.name);
    focus.properties().into_iter().filter(is_free).map(item).collect()
}

/// A key in a snippet, where `$` starts a placeholder.
fn escaped(key: &str) -> String {
    key.replace('\\', "\\\\").replace('$', "\\$")
}

/// Whether the word at the cursor has a quote before it.
fn is_quoted(text: &str, cursor: &Cursor<'_>) -> bool {
    text[..cursor.word.start].ends_with(['"', '\''])
}

/// A key with the place of its value.
fn snippet(property: &Property<'_>, indent: &str, is_flow: bool) -> String {
    let name = escaped(&scalar(property.name));
    match property.kind {
        Kind::Scalar => format!("{name}: $0"),
        Kind::Mapping if is_flow => format!("{name}: {{$0}}"),
        Kind::List if is_flow => format!("{name}: [$0]"),
        Kind::Mapping => format!("{name}:\n{indent}  $0"),
        Kind::List => format!("{name}:\n{indent}  - $0"),
    }
}

/// The spaces between the indentation of the cursor's line, which editors add to each line of a
/// snippet, and the word: a mapping can start after dashes.
fn indent(text: &str, cursor: &Cursor<'_>) -> String {
    let start = text[..cursor.word.start].rfind('\n').map_or(0, |at| at + 1);
    " ".repeat(text[start..cursor.word.start].trim_start().chars().count())
}

fn is_flow(text: &str, cursor: &Cursor<'_>) -> bool {
    let start = text[..cursor.word.start].rfind('\n').map_or(0, |at| at + 1);
    text[start..cursor.word.start].trim_end().ends_with(['{', ',', '['])
}

/// The values that the schema or the catalog knows for a place.
fn values(page: &Page<'_>, cursor: &Cursor<'_>, focus: &Focus<'_, '_>, word: &str, list: &mut List) {
    if !focus::is_in_request(cursor) {
        match cursor.keys().as_slice() {
            ["related", "code"] => {
                of_codes(&page.book.snapshot, word, list);
                return of_outside(&page.book.snapshot, word, list);
            }
            ["deprecated" | "retired", "replaced_by"] => return of_codes(&page.book.snapshot, word, list),
            keys => list.items.extend(named(page, keys)),
        }
    }
    let known: BTreeSet<String> = list.items.iter().map(|item| item.label.clone()).collect();
    let is_quoted = is_quoted(page.text, cursor);
    let item = |of: &Value| match of {
        Value::String(text) if is_quoted => value(text, ""),
        Value::String(text) => Item { insert: scalar(text), ..value(text, "") },
        other => value(&other.to_string(), ""),
    };
    let values = focus.place().values().into_iter().map(item);
    list.items.extend(values.filter(|item| !known.contains(&item.label)));
}

/// The names that the catalog has for the value of a key.
fn named(page: &Page<'_>, keys: &[&str]) -> Vec<Item> {
    let snapshot = &page.book.snapshot;
    match keys {
        ["status", ..] | [.., "status"] => statuses(snapshot),
        ["raised_by"] | [.., "operation" | "operations" | "except"] => of_operations(snapshot),
        [.., "stage"] => {
            let stages = snapshot.manifest().map(|manifest| manifest.stages.as_slice()).unwrap_or_default();
            stages.iter().map(|stage| value(&stage.name, &stage.title)).collect()
        }
        ["extensions" | "reveal"] | ["headers", _, "param"] => of_params(page),
        ["allow", "rule"] => RULES.iter().map(|rule| value(rule.id, "")).collect(),
        _ => Vec::new(),
    }
}

fn value(label: &str, detail: &str) -> Item {
    Item {
        kind: ItemKind::Value,
        label: label.to_owned(),
        detail: detail.to_owned(),
        about: String::new(),
        insert: label.to_owned(),
        filter: None,
        is_retired: false,
    }
}

fn statuses(snapshot: &Snapshot) -> Vec<Item> {
    let extra = snapshot.manifest().map(|manifest| manifest.extra_statuses.clone()).unwrap_or_default();
    let all = (400..600).chain(extra.into_iter().filter_map(|status| u16::try_from(status).ok()));
    all.filter_map(|status| Some(value(&status.to_string(), reason_phrase(status)?))).collect()
}

fn of_operations(snapshot: &Snapshot) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let operation = |name: &str, detail: String| Item { kind: ItemKind::Operation, detail, ..value(name, "") };
    if let Some(operations) = navigate::operations(snapshot) {
        items.extend(operations.all().map(|(name, method, path)| operation(&name, format!("{method} {path}"))));
    } else {
        let named = snapshot.entries().flat_map(|entry| entry.raised_by.operations().map(|(_, name)| name));
        items.extend(named.collect::<BTreeSet<_>>().into_iter().map(|name| operation(name, String::new())));
    }
    items
}

/// The params of the entry and its wordings. While the file can't be parsed, those that its lines
/// declare.
fn of_params(page: &Page<'_>) -> Vec<Item> {
    let snapshot = &page.book.snapshot;
    let entry = snapshot.code_in(page.file).and_then(|position| snapshot.codes()[position].entry.as_deref());
    let Some(entry) = entry else {
        let item = |name| Item { kind: ItemKind::Param, ..value(name, "") };
        return params::written(page.text).into_iter().map(item).collect();
    };
    let params = entry.params.iter().chain(entry.wording_params());
    let item = |param: &errbook_catalog::Param| Item {
        kind: ItemKind::Param,
        about: params::about(param),
        ..value(&param.name, param.ty.as_str())
    };
    params.map(item).collect()
}

/// The codes that a word can mean.
fn of_codes(snapshot: &Snapshot, word: &str, list: &mut List) {
    let word = word.to_lowercase();
    let name = |code: &Code| code.entry.as_deref().map(|entry| entry.name.clone()).unwrap_or_default();
    let mut fitting = snapshot.codes().iter().filter(|code| is_meant(&word, &code.code, &name(code)));
    list.items.extend(fitting.by_ref().take(MOST_CODES).map(|code| of_code(code, &word)));
    list.is_cut |= fitting.next().is_some();
}

/// The codes of dependencies that a word can mean.
fn of_outside(snapshot: &Snapshot, word: &str, list: &mut List) {
    let word = word.to_lowercase();
    outside(snapshot, &word, |code| is_meant(&word, &code.code, &code.name), list);
}

fn outside(snapshot: &Snapshot, word: &str, fits: impl Fn(&OutsideCode) -> bool, list: &mut List) {
    let depends = snapshot.manifest().map(|manifest| manifest.depends.as_slice()).unwrap_or_default();
    let codes = depends.iter().flat_map(|of| of.codes.iter().map(move |code| (of, code)));
    let mut fitting = codes.filter(|(_, code)| fits(code));
    let item = |(of, code): (&Dependency, &OutsideCode)| Item {
        kind: ItemKind::Code,
        detail: format!("{} · {}", code.name, of.title),
        filter: filter(word, &code.code, &code.name),
        is_retired: code.retired,
        ..value(&code.code, "")
    };
    list.items.extend(fitting.by_ref().take(MOST_CODES).map(item));
    list.is_cut |= fitting.next().is_some();
}

/// Whether the words in a word are in the code or in its name.
fn is_meant(word: &str, code: &str, name: &str) -> bool {
    let (code, name) = (code.to_lowercase(), name.to_lowercase());
    code.contains(word) || word.split(['_', '-', ':']).all(|part| code.contains(part) || name.contains(part))
}

/// Editors compare the start of words, and the server has compared the rest.
fn filter(word: &str, code: &str, name: &str) -> Option<String> {
    (!code.to_lowercase().starts_with(word)).then(|| format!("{word} {code} {name}"))
}

fn of_code(code: &Code, word: &str) -> Item {
    let entry = code.entry.as_deref();
    let name = entry.map(|entry| entry.name.as_str()).unwrap_or_default();
    let statuses = entry.map(Entry::statuses).unwrap_or_default();
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    let summary = entry.and_then(|entry| entry.summary.clone()).unwrap_or_default();
    Item {
        kind: ItemKind::Code,
        label: code.code.clone(),
        detail: [name.to_owned(), statuses.join(", ")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        about: summary,
        insert: code.code.clone(),
        filter: filter(word, &code.code, name),
        is_retired: entry.is_some_and(|entry| entry.retired.is_some() || entry.deprecated.is_some()),
    }
}

/// Codes in a string literal of source code.
fn in_source<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<List> {
    if !literal::is_source(path) {
        return None;
    }
    let text = desk.text(path)?;
    let range = literal::string_at(&text, byte)?;
    let word = text.get(range.start..byte)?;
    if word.chars().any(char::is_whitespace) {
        return None;
    }
    let mut list = List { range: range.clone(), ..List::default() };
    for book in desk.books_near(path) {
        // Any string can be the start of a code without a prefix.
        let prefix = book.snapshot.manifest().and_then(|manifest| manifest.scheme.prefix.as_deref());
        let is_start = |prefix: &str| !word.is_empty() && (prefix.starts_with(word) || word.starts_with(prefix));
        if prefix.map_or(!word.is_empty(), is_start) {
            of_codes(&book.snapshot, word, &mut list);
        }
        if !word.is_empty() {
            outside(&book.snapshot, word, |code| code.code.starts_with(word), &mut list);
        }
    }
    Some(list)
}
