//! What is wrong in source code that raises codes.

use std::ops::Range;
use std::path::Path;

use errbook_catalog::Diagnostic;
use errbook_check::{Options, in_source};
use errbook_scan::Scan;

use crate::book::Book;
use crate::desk::Desk;
use crate::workspace::Workspace;

/// The findings in a source file, by catalog. Their file is [`Book::source`].
pub(crate) fn findings<'d, W: Workspace>(desk: &'d Desk<W>, path: &Path) -> Vec<(&'d Book, Vec<Diagnostic>)> {
    let Some(text) = desk.text(path) else { return Vec::new() };
    // Only folders of the workspace make a file a test.
    let below = desk.roots().iter().find_map(|root| path.strip_prefix(root).ok()).unwrap_or(path);
    let (name, below) = (path.to_string_lossy(), below.to_string_lossy());
    let mut known: Vec<Range<usize>> = Vec::new();
    let mut found = Vec::new();
    for book in desk.books_near(path) {
        let Some(scanner) = book.scanner() else { continue };
        let file = scanner.file_as(&below, name.clone().into_owned(), text.to_string());
        known.extend(file.mentions().map(|mention| mention.range));
        let mut options = Options::default();
        options.today.clone_from(&book.options.today);
        options.scan = Some(Scan::of_file(&book.snapshot, file, book.source, &text));
        found.push((book, in_source(&book.snapshot, &options)));
    }
    // A code of one catalog can have the form of another's.
    let is_known = |found: &Diagnostic| {
        let range = found.labels.first().map(|label| label.span.range());
        found.rule == "unknown-code-in-source" && range.is_some_and(|range| known.contains(&range))
    };
    found.iter_mut().for_each(|(_, found)| found.retain(|found| !is_known(found)));
    found
}
