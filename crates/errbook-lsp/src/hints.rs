//! Hints about what an entry inherits from its groups.

use errbook_catalog::{Document, Entry, Inherited, Written};

use crate::desk::Page;

/// The longest value in a hint, in characters.
const LONGEST: usize = 40;

/// A text after a line of a file.
#[derive(Debug)]
pub(crate) struct Hint {
    pub(crate) at: usize,
    pub(crate) text: String,
}

/// A hint at the end of the first line of an entry, for all that it inherits.
pub(crate) fn of_file(page: &Page<'_>) -> Vec<Hint> {
    let snapshot = &page.book.snapshot;
    let entry = snapshot.code_in(page.file).and_then(|position| snapshot.codes()[position].entry.as_deref());
    let Some(entry) = entry.filter(|entry| !entry.inherited.is_empty()) else { return Vec::new() };
    let Ok(document) = Document::parse(page.text) else { return Vec::new() };
    let start = document.root().span().start as usize;
    let at = page.text[start..].find('\n').map_or(page.text.len(), |length| start + length);
    let at = if page.text[..at].ends_with('\r') { at - 1 } else { at };
    vec![Hint { at, text: inherited(page, entry) }]
}

/// Such as `status: 409 from orders`.
fn inherited(page: &Page<'_>, entry: &Entry) -> String {
    let snapshot = &page.book.snapshot;
    let one = |of: &Inherited| {
        let group = snapshot.groups().get(of.group)?;
        let value = match group.code.filter(|_| of.from_entry) {
            Some(code) => value(page.book.text(snapshot.codes()[code].file), &[of.key]),
            None => {
                let path: Vec<&str> = group.path.iter().flat_map(|name| ["groups", name]).chain([of.key]).collect();
                value(page.book.text(snapshot.file("catalog.yaml")?), &path)
            }
        };
        Some(format!("{}: {} from {}", of.key, value.unwrap_or_else(|| "\u{2026}".to_owned()), group.path.join("/")))
    };
    entry.inherited.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

/// The value at a path of keys as it is written, if it is on one line.
fn value(text: &str, path: &[&str]) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let start: Option<Written<'_>> = Some(document.root());
    let value = path.iter().fold(start, |value, key| value?.member(key).map(|(_, value)| value))?;
    let written = text.get(value.span().range())?;
    (written.chars().count() <= LONGEST && !written.contains('\n')).then(|| written.to_owned())
}
