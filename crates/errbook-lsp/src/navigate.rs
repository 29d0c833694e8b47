//! Where things are defined and used: codes, params, operations, profiles, and stages.

use std::path::{Path, PathBuf};

use errbook_catalog::{Document, FileId, PathStep, Raiser, Snapshot, Span, dependency_path};
use errbook_check::Operations;
use errbook_check::lifecycle::mentions;

use crate::book::Book;
use crate::cursor::{Cursor, Slot, Step};
use crate::desk::{Desk, Page};
use crate::spot::Spot;
use crate::text::{Encoding, Lines, Position};
use crate::workspace::Workspace;
use crate::{hover, literal, params};

/// What the cursor is on.
enum Target<'d> {
    Code(&'d Book, usize),
    Param(String),
    Operation(String),
    Profile(String),
    Stage(String),
}

/// Where what the cursor is on is defined.
pub(crate) fn definition<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<Spot> {
    let page = desk.page(path);
    let in_manifest = |key: &'static str, name: String| {
        let book = page.as_ref()?.book;
        let file = book.snapshot.file("catalog.yaml")?;
        Some(spot(book, file, key_span(&book.snapshot, file, &[PathStep::key(key), PathStep::key(name)])?))
    };
    let Some(target) = target(desk, path, byte) else { return outside(desk, path, byte) };
    match target {
        Target::Code(book, position) => Some(entry(book, position)),
        Target::Param(name) => {
            let page = page.as_ref()?;
            let own = params::declared(page.text, &name).map(|range| Spot::new(path.to_owned(), range));
            own.or_else(|| inherited(page, &name))
        }
        Target::Operation(name) => {
            let book = page.as_ref()?.book;
            let (file, span) = operations(&book.snapshot)?.place(&book.snapshot, &name)?;
            Some(spot(book, file, span))
        }
        Target::Profile(name) => in_manifest("profiles", name),
        Target::Stage(name) => in_manifest("stages", name),
    }
}

/// The code of a dependency, in the file that `errbook update` wrote.
fn outside<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<Spot> {
    let (book, found) = match desk.page(path) {
        Some(page) => (page.book, literal::outside_at(&page.book.snapshot, page.text, byte)?),
        None => hover::outside_in_source(desk, path, byte)?,
    };
    let file = book.snapshot.file(&dependency_path(&found.dependency.name))?;
    // `errbook update` indents the members of codes by this. Those of `related` are deeper.
    let written = format!("\n      \"code\": \"{}\"", found.code.code);
    let at = book.text(file).find(&written)?;
    let start = at + written.len() - written.trim_start().len();
    Some(Spot::new(book.disk_path(file), start..at + written.len()))
}

/// Where what the cursor is on is used. Without a target, what the entry itself defines: its code.
pub(crate) fn references<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Vec<Spot> {
    let own = || {
        let page = desk.page(path)?;
        Some(Target::Code(page.book, page.book.snapshot.code_in(page.file)?))
    };
    let Some(target) = target(desk, path, byte).or_else(own) else { return Vec::new() };
    match target {
        Target::Code(book, position) => {
            let code = &book.snapshot.codes()[position].code;
            let in_catalog = mentions(&book.snapshot, code).into_iter();
            let mut spots: Vec<Spot> = in_catalog.map(|(file, range)| Spot::new(book.disk_path(file), range)).collect();
            spots.extend(raised_at(desk, book, position));
            spots
        }
        Target::Param(name) => {
            let text = desk.text(path).unwrap_or_default();
            params::uses(&text, &name).into_iter().map(|range| Spot::new(path.to_owned(), range)).collect()
        }
        Target::Operation(name) => {
            let raises = |of: &Raiser| matches!(of, Raiser::Operation(other) if *other == name);
            desk.page(path).map(|page| raised_by(page.book, raises, &name)).unwrap_or_default()
        }
        Target::Stage(name) => {
            let book = desk.page(path).map(|page| page.book);
            let raises = |book: &Book, of: &Raiser| {
                let stages = book.snapshot.manifest().map(|manifest| manifest.stages.as_slice()).unwrap_or_default();
                matches!(of, Raiser::Stage(index) if stages.get(*index).is_some_and(|stage| stage.name == name))
            };
            book.map(|book| raised_by(book, |of| raises(book, of), &name)).unwrap_or_default()
        }
        Target::Profile(name) => desk.page(path).map(|page| sent_by(page.book, &name)).unwrap_or_default(),
    }
}

fn target<'d, W: Workspace>(desk: &'d Desk<W>, path: &Path, byte: usize) -> Option<Target<'d>> {
    let Some(page) = desk.page(path) else {
        let (book, found) = hover::in_source(desk, path, byte)?;
        return Some(Target::Code(book, found.position));
    };
    if let Some((name, _)) = params::at(&page, byte) {
        return Some(Target::Param(name.to_owned()));
    }
    let snapshot = &page.book.snapshot;
    if let Some(found) = literal::code_at(snapshot, page.text, byte) {
        return Some(Target::Code(page.book, found.position));
    }
    let cursor = Cursor::at(page.text, byte);
    let word = page.text.get(cursor.word.clone()).unwrap_or_default().trim_matches(['"', '\'']).to_owned();
    let manifest = snapshot.manifest()?;
    let keys = cursor.keys();
    let names_profile = match (cursor.slot, keys.as_slice()) {
        (Slot::Key, ["status" | "title" | "message" | "profiles"]) => true,
        (Slot::Open | Slot::Value, [.., "profiles"]) => cursor.path.last() == Some(&Step::Item),
        _ => false,
    };
    if names_profile && manifest.profiles.iter().any(|profile| profile.name == word) {
        return Some(Target::Profile(word));
    }
    let is_stage = matches!((cursor.slot, keys.as_slice()), (Slot::Value, [.., "stage"]) | (Slot::Key, ["stages"]));
    if is_stage && manifest.stages.iter().any(|stage| stage.name == word) {
        return Some(Target::Stage(word));
    }
    let is_raised = || snapshot.entries().any(|entry| entry.raised_by.operations().any(|(_, name)| name == word));
    let is_operation = matches!(keys.last(), Some(&("raised_by" | "operation" | "operations" | "except")));
    (is_operation && !word.is_empty() && is_raised()).then_some(Target::Operation(word))
}

pub(crate) fn operations(snapshot: &Snapshot) -> Option<Operations> {
    Some(Operations::of(snapshot, snapshot.manifest()?, None)).filter(|operations| !operations.is_empty())
}

/// The start of an entry.
pub(crate) fn entry(book: &Book, position: usize) -> Spot {
    Spot::new(book.disk_path(book.snapshot.codes()[position].file), 0..0)
}

/// The declaration of a param in an entry above.
fn inherited(page: &Page<'_>, name: &str) -> Option<Spot> {
    let codes = page.book.snapshot.codes();
    let own = codes[page.book.snapshot.code_in(page.file)?].entry.as_deref()?;
    let above = std::iter::successors(own.parent, |&parent| codes[parent].entry.as_deref()?.parent);
    above.take(codes.len()).find_map(|parent| {
        let file = codes[parent].file;
        let range = params::declared(page.book.text(file), name)?;
        Some(Spot::new(page.book.disk_path(file), range))
    })
}

/// Where source code raises a code.
fn raised_at<W: Workspace>(desk: &Desk<W>, book: &Book, position: usize) -> Vec<Spot> {
    let roots = desk.roots_of(book);
    let Some(scanner) = book.scanner().filter(|_| !roots.is_empty()) else { return Vec::new() };
    let files = desk.workspace.scan(scanner, &roots, &book.folder);
    let mut copy = book.copy();
    let sites = literal::raised_at(&mut copy, files, position);
    sites.into_iter().filter_map(|(path, line, column)| site(desk, path, line, column)).collect()
}

fn site<W: Workspace>(desk: &Desk<W>, path: PathBuf, line: u32, column: u32) -> Option<Spot> {
    let text = desk.text(&path)?;
    let start = Lines::new(&text, Encoding::Utf32).byte(Position { line: line - 1, character: column - 1 });
    let is_end = |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`' | ',' | '(' | ')' | '{' | ';');
    let length = text[start..].find(is_end).unwrap_or(text.len() - start);
    Some(Spot::new(path, start..start + length))
}

/// Where entries name what raises them.
fn raised_by(book: &Book, raises: impl Fn(&Raiser) -> bool, name: &str) -> Vec<Spot> {
    let mut spots = Vec::new();
    for code in book.snapshot.codes() {
        let Some(entry) = code.entry.as_deref() else { continue };
        let origins = entry.raised_by.origins().iter().enumerate().filter(|(_, origin)| raises(&origin.raiser));
        let document = book.snapshot.document(code.file);
        for (index, _) in origins {
            let place = [PathStep::key("raised_by"), PathStep::Item(index)];
            let span = document.as_ref().map_or_else(Span::default, |document| document.place(&place, None));
            let range = span.range();
            let at = book.text(code.file).get(range.clone()).and_then(|text| text.find(name)).unwrap_or_default();
            let start = range.start + at;
            spots.push(Spot::new(book.disk_path(code.file), start..start + name.len()));
        }
    }
    spots
}

/// Where entries name a profile.
fn sent_by(book: &Book, name: &str) -> Vec<Spot> {
    let mut spots = Vec::new();
    for code in book.snapshot.codes() {
        let text = book.text(code.file);
        let tree = if text.contains(name) { Document::parse(text).ok() } else { None };
        let Some(tree) = tree else { continue };
        let root = tree.root();
        let items = root.member("profiles").into_iter().flat_map(|(_, list)| list.items());
        let maps = ["status", "title", "message"].into_iter().filter_map(|key| root.member(key));
        let keys = maps.flat_map(|(_, map)| map.members()).map(|(key, _)| key);
        let names = items.chain(keys).filter(|value| value.scalar() == Some(name));
        spots.extend(names.map(|value| Spot::new(book.disk_path(code.file), value.span().range())));
    }
    spots
}

/// The span of a key.
fn key_span(snapshot: &Snapshot, file: FileId, path: &[PathStep]) -> Option<Span> {
    let document = Document::parse(snapshot.report().text(file)).ok()?;
    let mut value = document.root();
    let mut key = None;
    for step in path {
        let PathStep::Key(name) = step else { return None };
        let (found, inside) = value.member(name)?;
        (key, value) = (Some(found.span()), inside);
    }
    key
}

fn spot(book: &Book, file: FileId, span: Span) -> Spot {
    Spot::new(book.disk_path(file), span.range())
}
