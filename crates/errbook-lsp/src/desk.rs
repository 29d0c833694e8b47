//! The open documents, and the catalogs of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use errbook_catalog::FileId;

use crate::book::Book;
use crate::literal;
use crate::workspace::Workspace;

const MANIFEST: &str = "catalog.yaml";

pub(crate) struct Desk<W> {
    pub(crate) workspace: W,
    /// The folders of the workspace.
    roots: Vec<PathBuf>,
    pub(crate) books: Vec<Book>,
    /// The texts of open documents.
    open: BTreeMap<PathBuf, Arc<str>>,
    /// Source files that were opened or edited since somebody took them.
    edited: BTreeSet<PathBuf>,
    /// Whether the editor reports files that change on disk.
    pub(crate) is_told: bool,
}

/// A file of a catalog.
pub(crate) struct Page<'d> {
    pub(crate) book: &'d Book,
    pub(crate) file: FileId,
    pub(crate) text: &'d str,
}

impl Page<'_> {
    pub(crate) fn is_manifest(&self) -> bool {
        self.book.snapshot.path(self.file) == MANIFEST
    }
}

impl<W: Workspace> Desk<W> {
    pub(crate) fn new(workspace: W) -> Desk<W> {
        Desk {
            workspace,
            roots: Vec::new(),
            books: Vec::new(),
            open: BTreeMap::new(),
            edited: BTreeSet::new(),
            is_told: false,
        }
    }

    pub(crate) fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Sets the folders of the workspace, and reads their catalogs.
    pub(crate) fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots;
        self.find_books();
    }

    /// Opens the catalogs that appeared, and closes those that disappeared.
    fn find_books(&mut self) {
        let mut folders: Vec<PathBuf> = self.roots.iter().flat_map(|root| self.workspace.catalogs(root)).collect();
        // A manifest that nobody has saved yet, and catalogs of other open files.
        let manifests = self.open.keys().filter(|path| path.ends_with(MANIFEST));
        folders.extend(manifests.filter_map(|path| path.parent()).map(Path::to_owned));
        folders.extend(self.open.keys().filter_map(|path| self.workspace.catalog_of(path)));
        folders.sort();
        folders.dedup();
        self.books.retain(|book| folders.contains(&book.folder));
        self.edited.extend(self.open.keys().filter(|path| literal::is_source(path)).cloned());
        for folder in folders {
            if self.books.iter().all(|book| book.folder != folder) {
                let buffers = self.open.iter().filter_map(|(path, text)| {
                    let below = path.strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/");
                    Some((below, Arc::clone(text)))
                });
                let buffers = buffers.collect();
                self.books.push(Book::open(folder, buffers, &self.workspace));
            }
        }
    }

    /// The position of the catalog that a file is in. Catalogs can be inside the folder of another.
    pub(crate) fn book_of(&self, path: &Path) -> Option<usize> {
        let books = self.books.iter().enumerate().filter(|(_, book)| path.starts_with(&book.folder));
        books.max_by_key(|(_, book)| book.folder.components().count()).map(|(index, _)| index)
    }

    /// Sets the text of an open document.
    pub(crate) fn set(&mut self, path: &Path, text: String) {
        let text: Arc<str> = text.into();
        if literal::is_source(path) {
            self.edited.insert(path.to_owned());
        }
        let is_new = self.open.insert(path.to_owned(), Arc::clone(&text)).is_none();
        let catalog = || path.parent().filter(|_| path.ends_with(MANIFEST)).map(Path::to_owned);
        if is_new
            && let Some(folder) = catalog().or_else(|| self.workspace.catalog_of(path))
            && self.books.iter().all(|book| book.folder != folder)
        {
            self.find_books();
        }
        if let Some(book) = self.book_of(path).map(|index| &mut self.books[index])
            && let Some(below) = book.path_of(path)
        {
            book.set(&below, text);
        }
    }

    pub(crate) fn close(&mut self, path: &Path) {
        self.open.remove(path);
        if let Some(index) = self.book_of(path) {
            let book = &mut self.books[index];
            book.path_of(path).iter().for_each(|below| book.close(below));
            book.read_again(&self.workspace);
        }
    }

    /// The document was saved: its text is on disk.
    pub(crate) fn saved(&mut self, path: &Path) {
        self.refresh();
        let Some(book) = self.book_of(path).map(|index| &mut self.books[index]) else { return };
        if self.is_told { book.check_now(&self.workspace) } else { book.read_again(&self.workspace) }
    }

    /// Files changed on disk, outside the editor or by saving.
    pub(crate) fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        let manifest = paths.iter().any(|path| path.ends_with(MANIFEST) && !self.open.contains_key(path));
        let others = paths.iter().filter(|path| !self.open.contains_key(*path));
        let mut books: Vec<usize> = others.filter_map(|path| self.book_of(path)).collect();
        books.sort_unstable();
        books.dedup();
        for index in books {
            self.books[index].read_again(&self.workspace);
        }
        if manifest {
            self.find_books();
        }
    }

    /// Reads what changed in the editor.
    pub(crate) fn refresh(&mut self) {
        self.books.iter_mut().for_each(|book| book.refresh(&self.workspace));
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.books.iter().all(Book::is_settled)
    }

    pub(crate) fn settle(&mut self) {
        self.books.iter_mut().for_each(|book| book.settle(&self.workspace));
    }

    /// The open source files whose findings can have changed, given the folders of the catalogs that were
    /// checked again.
    pub(crate) fn take_edited(&mut self, checked: &[PathBuf]) -> BTreeSet<PathBuf> {
        let mut edited = std::mem::take(&mut self.edited);
        edited.retain(|path| self.open.contains_key(path));
        let is_source = |path: &&PathBuf| literal::is_source(path);
        let uses = |path: &&PathBuf| self.books_near(path).iter().any(|book| checked.contains(&book.folder));
        edited.extend(self.open.keys().filter(is_source).filter(uses).cloned());
        edited
    }

    /// The file of a catalog with this path.
    pub(crate) fn page(&self, path: &Path) -> Option<Page<'_>> {
        let book = &self.books[self.book_of(path)?];
        let file = book.snapshot.file(&book.path_of(path)?)?;
        Some(Page { book, file, text: book.text(file) })
    }

    /// The catalogs whose codes a source file can have: those that share the most folders with it.
    pub(crate) fn books_near(&self, path: &Path) -> Vec<&Book> {
        let shared = |book: &&Book| {
            book.folder.components().zip(path.components()).take_while(|(one, other)| one == other).count()
        };
        let most = self.books.iter().map(|book| shared(&book)).max();
        self.books.iter().filter(|book| Some(shared(book)) == most).collect()
    }

    /// The folders of the workspace that have the catalog's code.
    pub(crate) fn roots_of(&self, book: &Book) -> Vec<PathBuf> {
        self.roots.iter().filter(|root| book.folder.starts_with(root)).cloned().collect()
    }

    /// The text of a file as the editor has it, or else the one on disk.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<str>> {
        if let Some(text) = self.open.get(path) {
            return Some(Arc::clone(text));
        }
        match self.page(path) {
            Some(page) => Some(page.text.into()),
            None => self.workspace.text(path).map(Arc::from),
        }
    }
}
