//! What hover shows: the page of a code, and what keys, params, statuses, and operations mean.

use std::ops::Range;
use std::path::Path;

use errbook_catalog::{Audience, Snapshot, reason_phrase};
use errbook_check::Operations;

use crate::book::Book;
use crate::cursor::{Cursor, Slot};
use crate::desk::{Desk, Page};
use crate::focus::{self, Focus};
use crate::literal::{self, Literal, Outside};
use crate::params;
use crate::workspace::Workspace;

/// Markdown, and what it is about.
pub(crate) type Hover = (String, Range<usize>);

pub(crate) fn hover<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<Hover> {
    match desk.page(path) {
        Some(page) => in_catalog(&page, byte),
        None => match in_source(desk, path, byte) {
            Some((book, found)) => Some((of_code(&book.snapshot, found.position)?, found.range)),
            None => outside_in_source(desk, path, byte).map(|(book, found)| of_outside(&book.snapshot, &found)),
        },
    }
}

fn in_catalog(page: &Page<'_>, byte: usize) -> Option<Hover> {
    let snapshot = &page.book.snapshot;
    let cursor = Cursor::at(page.text, byte);
    if cursor.slot == Slot::Key {
        return key(page, &cursor);
    }
    if let Some(Literal { position, range }) = literal::code_at(snapshot, page.text, byte) {
        return Some((of_code(snapshot, position)?, range));
    }
    if let Some(found) = literal::outside_at(snapshot, page.text, byte) {
        return Some(of_outside(snapshot, &found));
    }
    if let Some((name, range)) = params::at(page, byte) {
        let entry = snapshot.codes()[snapshot.code_in(page.file)?].entry.as_deref()?;
        let own = entry.params.iter().chain(entry.wording_params()).find(|param| param.name == name)?;
        return Some((params::about(own), range));
    }
    let word = page.text.get(cursor.word.clone()).filter(|word| !word.is_empty())?;
    if cursor.keys().contains(&"status")
        && let Some(phrase) = word.parse().ok().and_then(reason_phrase)
    {
        return Some((format!("{word} {phrase}"), cursor.word));
    }
    let operations = Operations::of(snapshot, snapshot.manifest()?, None);
    let (name, method, target) = operations.all().find(|(name, ..)| name == word)?;
    Some((format!("**{name}**\n\n`{method} {target}`"), cursor.word))
}

/// The description of a key, and in a request, the types of its value.
fn key(page: &Page<'_>, cursor: &Cursor<'_>) -> Option<Hover> {
    let name = page.text.get(cursor.word.clone())?.trim_matches(['"', '\'']);
    let focus = Focus::of(page, cursor);
    let own = focus.properties().into_iter().find(|property| property.name == name);
    let own = own.filter(|_| focus::is_in_request(cursor));
    let types = own.map(|property| format!("**{name}** {}", property.detail()));
    let parts: Vec<String> = types.into_iter().chain(focus.below(name).about().map(str::to_owned)).collect();
    (!parts.is_empty()).then(|| (parts.join("\n\n"), cursor.word.clone()))
}

/// The code in source code, and its catalog.
pub(crate) fn in_source<'d, W: Workspace>(desk: &'d Desk<W>, path: &Path, byte: usize) -> Option<(&'d Book, Literal)> {
    if !literal::is_source(path) {
        return None;
    }
    let text = desk.text(path)?;
    desk.books_near(path).into_iter().find_map(|book| {
        let snapshot = &book.snapshot;
        let found = literal::code_at(snapshot, &text, byte).or_else(|| literal::name_at(snapshot, &text, byte))?;
        Some((book, found))
    })
}

/// The code of a dependency in source code, and the catalog that depends on it.
pub(crate) fn outside_in_source<'d, W: Workspace>(
    desk: &'d Desk<W>,
    path: &Path,
    byte: usize,
) -> Option<(&'d Book, Outside<'d>)> {
    let text = literal::is_source(path).then(|| desk.text(path))??;
    let mut books = desk.books_near(path).into_iter();
    books.find_map(|book| Some((book, literal::outside_at(&book.snapshot, &text, byte)?)))
}

/// The page of a code of a dependency as `errbook explain` shows it, or its name and where its page is.
fn of_outside(snapshot: &Snapshot, found: &Outside<'_>) -> Hover {
    let Outside { dependency, code, range } = found;
    let whole = || {
        let catalog = snapshot.valid_part()?.for_audience(Audience::Public);
        let catalog = catalog.joined(|of| of.name == dependency.name).ok()?;
        errbook_docs::markdown(&catalog, catalog.entry(&code.code)).ok()?.pop()
    };
    let short = || {
        let url = code.url.iter().map(|url| format!("\n\n<{url}>"));
        format!("# {}\n\n`{}` of {}{}", code.name, code.code, dependency.title, url.collect::<String>())
    };
    (whole().unwrap_or_else(short), range.clone())
}

/// The page of a code.
pub(crate) struct CodePage {
    pub(crate) code: String,
    pub(crate) markdown: String,
    /// Whether it has more than the name: the entry has no errors.
    pub(crate) is_whole: bool,
}

/// The code at a place, or that of the entry, with its page. For a preview next to the editor.
pub(crate) fn page<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<CodePage> {
    let of = |book: &Book, position: usize| {
        let whole = whole(&book.snapshot, position);
        Some(CodePage {
            code: book.snapshot.codes()[position].code.clone(),
            is_whole: whole.is_some(),
            markdown: whole.or_else(|| name(&book.snapshot, position))?,
        })
    };
    let Some(page) = desk.page(path) else {
        let (book, found) = in_source(desk, path, byte)?;
        return of(book, found.position);
    };
    let found = literal::code_at(&page.book.snapshot, page.text, byte).map(|found| found.position);
    of(page.book, found.or_else(|| page.book.snapshot.code_in(page.file))?)
}

/// The page of a code as `errbook explain` shows it, or its name if its entry has errors.
pub(crate) fn of_code(snapshot: &Snapshot, position: usize) -> Option<String> {
    whole(snapshot, position).or_else(|| name(snapshot, position))
}

fn whole(snapshot: &Snapshot, position: usize) -> Option<String> {
    let catalog = snapshot.valid_part()?.for_audience(Audience::Public);
    errbook_docs::markdown(&catalog, catalog.entry(&snapshot.codes()[position].code)).ok()?.pop()
}

fn name(snapshot: &Snapshot, position: usize) -> Option<String> {
    let code = &snapshot.codes()[position];
    Some(format!("# {}\n\n`{}`", code.entry.as_deref()?.name, code.code))
}
