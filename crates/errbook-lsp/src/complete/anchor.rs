//! Anchors in the links of an entry.

use std::ops::Range;

use errbook_check::anchors;

use super::{Item, ItemKind, List, value};
use crate::cursor::Cursor;
use crate::desk::Page;

/// Completes the fragment of a link. Returns whether the cursor is in one.
pub(super) fn complete(page: &Page<'_>, cursor: &Cursor<'_>, byte: usize, list: &mut List) -> bool {
    let snapshot = &page.book.snapshot;
    let Some((link, fragment)) = link(page.text, &cursor.word, byte) else { return false };
    let found = snapshot.code_in(page.file).and_then(|own| anchors(snapshot, own, link));
    let items = found.into_iter().flat_map(|(position, anchors)| {
        let code = &snapshot.codes()[position].code;
        anchors.into_iter().map(|anchor| Item { kind: ItemKind::Anchor, ..value(&anchor, code) })
    });
    list.items = items.collect();
    list.range = fragment;
    true
}

/// The destination of a Markdown link up to its `#`, and the range of the fragment that contains `byte`.
fn link<'t>(text: &'t str, word: &Range<usize>, byte: usize) -> Option<(&'t str, Range<usize>)> {
    let (link, _) = text.get(word.start..byte)?.split_once('#')?;
    let start = word.start + link.len() + 1;
    let before = &text[..word.start];
    // `[text](link)`, `[text](<link>)`, `[label]: link`, or `<link>`.
    let is_link = before.ends_with("](") || before.ends_with("]: ") || link.starts_with('<');
    let length = text[start..word.end].find('>').unwrap_or(word.end - start);
    is_link.then(|| (link.trim_start_matches('<'), start..start + length))
}
