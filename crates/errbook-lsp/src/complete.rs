//! What can be written at the cursor: keys with their snippets, and the names that a catalog, its
//! OpenAPI document, and its rules have.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use errbook_catalog::{Code, Entry, Snapshot, reason_phrase};
use errbook_check::RULES;

use crate::cursor::{Cursor, Slot, Step};
use crate::desk::{Desk, Page};
use crate::schema::{Kind, Property, Schema};
use crate::workspace::Workspace;
use crate::{literal, navigate, params};

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
        Slot::Key => list.items = keys(page, &cursor, false),
        Slot::Open => {
            list.items = keys(page, &cursor, true);
            if cursor.path.last() == Some(&Step::Item) || list.items.is_empty() {
                values(page, &cursor, word, &mut list);
            }
        }
        Slot::Value if is_prose(page.text, &cursor) => {
            if page.text[..cursor.word.start].ends_with('`') {
                of_codes(snapshot, word, &mut list);
            }
        }
        Slot::Value => values(page, &cursor, word, &mut list),
    }
    list
}

/// Whether a value is text for people.
fn is_prose(text: &str, cursor: &Cursor<'_>) -> bool {
    let is_text =
        |key: &&str| matches!(*key, "text" | "summary" | "message" | "when" | "about" | "reason" | "causes" | "steps");
    let quoted = text[..cursor.word.start].ends_with('`');
    quoted || cursor.keys().last().is_some_and(is_text)
}

/// The keys of the mapping at the cursor that it doesn't have yet.
fn keys(page: &Page<'_>, cursor: &Cursor<'_>, with_value: bool) -> Vec<Item> {
    let schema = Schema::of(&page.book.snapshot, page.is_manifest());
    let place = schema.at(&cursor.path);
    let taken = siblings(page.text, cursor);
    let indent = indent(page.text, cursor);
    let is_flow = is_flow(page.text, cursor);
    let free = place.properties().into_iter().filter(|property| !taken.contains(property.name));
    free.map(|property| Item {
        kind: ItemKind::Key,
        label: property.name.to_owned(),
        detail: String::new(),
        about: property.about.to_owned(),
        insert: if with_value { snippet(&property, &indent, is_flow) } else { property.name.to_owned() },
        filter: None,
        is_retired: false,
    })
    .collect()
}

/// A key with the place of its value.
fn snippet(property: &Property<'_>, indent: &str, is_flow: bool) -> String {
    let name = property.name;
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

/// The keys that the mapping at the cursor has: those of lines in the same column, without a smaller
/// one between, or those in the same braces.
fn siblings<'t>(text: &'t str, cursor: &Cursor<'_>) -> BTreeSet<&'t str> {
    let line = text[..cursor.word.start].rfind('\n').map_or(0, |at| at + 1);
    if is_flow(text, cursor) {
        let open = text[line..cursor.word.start].rfind('{').map_or(line, |at| line + at + 1);
        let end = text[cursor.word.end..].find(['}', '\n']).map_or(text.len(), |at| cursor.word.end + at);
        let members = text[open..end].split(',').filter_map(|member| member.split_once(':'));
        let own = &text[cursor.word.clone()];
        return members.map(|(key, _)| key.trim()).filter(|key| *key != own).collect();
    }
    let column = cursor.word.start - line;
    let own = text[line..].find('\n').map_or(text.len(), |at| line + at);
    let above = text[..line].lines().rev();
    let below = text[own..].lines().skip(1);
    let mut keys = BTreeSet::new();
    let is_item = text[line..cursor.word.start].contains('-');
    if !is_item {
        collect(above, column, &mut keys);
    }
    collect(below, column, &mut keys);
    keys
}

fn collect<'t>(lines: impl Iterator<Item = &'t str>, column: usize, keys: &mut BTreeSet<&'t str>) {
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let content = line.trim_start_matches([' ', '-']);
        let at = line.len() - content.len();
        let is_item = line.trim_start().starts_with('-');
        if at == column {
            keys.extend(content.split_once(':').map(|(key, _)| key));
        }
        if at < column || at == column && is_item {
            break;
        }
    }
}

/// The values that the schema or the catalog knows for a place.
fn values(page: &Page<'_>, cursor: &Cursor<'_>, word: &str, list: &mut List) {
    let snapshot = &page.book.snapshot;
    let keys = cursor.keys();
    match keys.as_slice() {
        ["related", "code"] | ["deprecated" | "retired", "replaced_by"] => return of_codes(snapshot, word, list),
        ["status", ..] | [.., "status"] => list.items.extend(statuses(snapshot)),
        ["raised_by"] | [.., "operation" | "operations" | "except"] => list.items.extend(of_operations(snapshot)),
        [.., "stage"] => {
            let stages = snapshot.manifest().map(|manifest| manifest.stages.as_slice()).unwrap_or_default();
            list.items.extend(stages.iter().map(|stage| value(&stage.name, &stage.title)));
        }
        ["extensions" | "reveal"] | ["headers", _, "param"] => list.items.extend(of_params(page)),
        ["allow", "rule"] => list.items.extend(RULES.iter().map(|rule| value(rule.id, ""))),
        _ => {}
    }
    let schema = Schema::of(snapshot, page.is_manifest());
    let known: BTreeSet<String> = list.items.iter().map(|item| item.label.clone()).collect();
    let values = schema.at(&cursor.path).values();
    list.items.extend(values.into_iter().filter(|name| !known.contains(*name)).map(|name| value(name, "")));
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

/// The codes that a word can mean: the words in it are in the code or in its name.
fn of_codes(snapshot: &Snapshot, word: &str, list: &mut List) {
    let word = word.to_lowercase();
    let fits = |code: &&Code| {
        let name = code.entry.as_deref().map(|entry| entry.name.to_lowercase()).unwrap_or_default();
        let code = code.code.to_lowercase();
        code.contains(&word) || word.split(['_', '-', ':']).all(|part| code.contains(part) || name.contains(part))
    };
    let mut fitting = snapshot.codes().iter().filter(fits);
    list.items.extend(fitting.by_ref().take(MOST_CODES).map(|code| of_code(code, &word)));
    list.is_cut = fitting.next().is_some();
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
        // Editors compare the start of words, and the server has compared the rest.
        filter: (!code.code.to_lowercase().starts_with(word)).then(|| format!("{word} {} {name}", code.code)),
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
    }
    Some(list)
}
