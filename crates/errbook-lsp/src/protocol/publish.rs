//! Sends the findings that a client doesn't have.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use errbook_catalog::{Diagnostic, FileId};
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification};
use serde_json::json;

use super::convert::{self, BookLines};
use crate::book::{Book, Fresh, main_file};
use crate::desk::Desk;
use crate::literal::is_source;
use crate::source;
use crate::text::Encoding;
use crate::workspace::Workspace;

/// URIs and versions of open documents.
pub(super) type Documents = BTreeMap<PathBuf, (lsp::Uri, i32)>;

/// Hashes of the findings that the client has, by file.
#[derive(Debug, Default)]
pub(super) struct Published(BTreeMap<PathBuf, u64>);

/// The findings of each file that may have changed, sorted by span. Those without a file are about the
/// manifest.
fn by_file<'b>(book: &'b Book, fresh: &Fresh) -> BTreeMap<FileId, Vec<&'b Diagnostic>> {
    let manifest = book.snapshot.file("catalog.yaml");
    let mut files: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    match fresh {
        Fresh::Nothing => {}
        Fresh::Files(of) => files.extend(of.iter().map(|file| (*file, book.diagnostics_in(*file).collect()))),
        Fresh::All => {
            for found in book.diagnostics() {
                let file = main_file(found).or(manifest);
                file.into_iter().for_each(|file| files.entry(file).or_default().push(found));
            }
        }
    }
    files.values_mut().for_each(|found| found.sort_by_key(|of| of.labels.first().map(|label| (label.span, of.rule))));
    files
}

impl Published {
    /// Sends the findings that changed.
    pub(super) fn report<W: Workspace>(
        &mut self,
        desk: &mut Desk<W>,
        documents: &Documents,
        encoding: Encoding,
        send: &mut impl FnMut(Message),
    ) {
        let mut checked = Vec::new();
        for index in 0..desk.books.len() {
            let fresh = desk.books[index].take_fresh();
            let book = &desk.books[index];
            // Files of a catalog inside the folder of this one are not its files.
            let is_own = |path: &Path| desk.book_of(path) == Some(index) && !is_source(path);
            let mut found: BTreeMap<PathBuf, Vec<&Diagnostic>> = BTreeMap::new();
            if matches!(fresh, Fresh::All) {
                checked.push(book.folder.clone());
                let known = self.0.keys().filter(|path| is_own(path));
                found.extend(known.map(|path| (path.clone(), Vec::new())));
            }
            found.extend(by_file(book, &fresh).into_iter().map(|(file, found)| (book.disk_path(file), found)));
            let mut files: Vec<_> = found.into_iter().filter(|(path, _)| is_own(path)).collect();
            // What the user sees comes first.
            files.sort_by_key(|(path, _)| !documents.contains_key(path));
            let mut lines = BookLines::new(book, encoding);
            for (path, found) in files {
                self.send(documents, &path, &mut [(&mut lines, found)], send);
            }
        }
        for path in desk.take_edited(&checked) {
            let text = desk.text(&path).unwrap_or_default();
            let found = source::findings(desk, &path);
            let mut lines: Vec<_> =
                found.iter().map(|(book, _)| BookLines::with_source(book, encoding, &path, &text)).collect();
            let parts = lines.iter_mut().zip(found.iter().map(|(_, found)| found.iter().collect()));
            self.send(documents, &path, &mut parts.collect::<Vec<_>>(), send);
        }
        // Catalogs and source files that were closed.
        let is_left = |path: &&PathBuf| match is_source(path) {
            true => !documents.contains_key(*path),
            false => desk.books.iter().all(|book| !path.starts_with(&book.folder)),
        };
        let left: Vec<PathBuf> = self.0.keys().filter(is_left).cloned().collect();
        left.iter().for_each(|path| self.clear(documents, path, send));
    }

    /// Sends the findings of a file, if the client has others. Each part is from one catalog.
    fn send(
        &mut self,
        documents: &Documents,
        path: &Path,
        parts: &mut [(&mut BookLines<'_>, Vec<&Diagnostic>)],
        send: &mut impl FnMut(Message),
    ) {
        if parts.iter().all(|(_, found)| found.is_empty()) {
            return self.clear(documents, path, send);
        }
        let mut hasher = DefaultHasher::new();
        for (lines, found) in &mut *parts {
            found.iter().for_each(|found| hash(found, lines, &mut hasher));
        }
        let hash = hasher.finish();
        if self.0.insert(path.to_owned(), hash) != Some(hash) {
            let shown = |(lines, found): &mut (&mut BookLines<'_>, Vec<&Diagnostic>)| {
                found.iter().map(|found| lines.diagnostic(found)).collect::<Vec<_>>()
            };
            send(notification(documents, path, parts.iter_mut().flat_map(shown).collect()));
        }
    }

    /// Takes the findings of a file back, if the client has some.
    fn clear(&mut self, documents: &Documents, path: &Path, send: &mut impl FnMut(Message)) {
        if self.0.remove(path).is_some() {
            send(notification(documents, path, Vec::new()));
        }
    }
}

/// Hashes what a client sees of a finding. That costs less than building it.
fn hash(found: &Diagnostic, lines: &mut BookLines<'_>, hasher: &mut DefaultHasher) {
    (found.rule, found.severity as u8, &found.message, &found.notes, &found.help).hash(hasher);
    for label in &found.labels {
        (label.file, &label.text, lines.positions(label)).hash(hasher);
    }
}

fn notification(documents: &Documents, path: &Path, found: Vec<lsp::Diagnostic>) -> Message {
    let document = documents.get(path);
    let uri = document.map_or_else(|| convert::uri_of(path), |(uri, _)| uri.clone());
    let version = document.map(|(_, version)| *version);
    let params = json!({"uri": uri, "version": version, "diagnostics": found});
    Notification { method: "textDocument/publishDiagnostics".to_owned(), params }.into()
}
