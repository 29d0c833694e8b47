//! The outline of a file, and the codes of the workspace by name.

use std::ops::Range;

use errbook_catalog::{Document, Written};

use crate::desk::{Desk, Page};
use crate::navigate;
use crate::spot::Spot;
use crate::workspace::Workspace;

/// The most codes in one list.
const MOST: usize = 256;

/// A key of a file, with those inside.
#[derive(Debug)]
pub(crate) struct Symbol {
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) range: Range<usize>,
    pub(crate) name_range: Range<usize>,
    pub(crate) children: Vec<Symbol>,
}

/// The keys of a file, to two levels. Those of an entry are below its code.
pub(crate) fn of_file(page: &Page<'_>) -> Vec<Symbol> {
    let Ok(document) = Document::parse(page.text) else { return Vec::new() };
    let keys = keys(document.root(), 2);
    let Some(position) = page.book.snapshot.code_in(page.file) else { return keys };
    let code = &page.book.snapshot.codes()[position];
    let name = code.entry.as_deref().map(|entry| entry.name.clone()).unwrap_or_default();
    let range = 0..page.text.len();
    vec![Symbol { name: code.code.clone(), detail: name, range, name_range: 0..0, children: keys }]
}

fn keys(value: Written<'_>, depth: usize) -> Vec<Symbol> {
    let symbol = |(key, value): (Written<'_>, Written<'_>)| {
        let (name, own) = (key.scalar()?.to_owned(), key.span().range());
        let detail = value.scalar().filter(|text| text.len() <= 60 && !text.contains('\n')).unwrap_or_default();
        let range = own.start..own.end.max(value.span().end as usize);
        let children = if depth > 1 { keys(value, depth - 1) } else { Vec::new() };
        (!name.is_empty()).then(|| Symbol { name, detail: detail.to_owned(), range, name_range: own, children })
    };
    value.members().filter_map(symbol).collect()
}

/// The codes whose code or name has the words of a query, with their names and entries.
pub(crate) fn in_workspace<W: Workspace>(desk: &Desk<W>, query: &str) -> Vec<(String, String, Spot)> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(String, String, Spot)> = Vec::new();
    for book in &desk.books {
        for (position, code) in book.snapshot.codes().iter().enumerate() {
            let name = code.entry.as_deref().map(|entry| entry.name.clone()).unwrap_or_default();
            let text = format!("{} {name}", code.code).to_lowercase();
            if words.iter().all(|word| text.contains(word)) {
                found.push((code.code.clone(), name, navigate::entry(book, position)));
            }
            if found.len() == MOST {
                return found;
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}
