//! Writes all pages, from several threads. A page in one piece is written directly by its thread.
//! The pieces of a longer page may arrive in any order, and are kept until those before them have
//! been written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::page_path::PagePath;
use super::stream::{Folder, Stream};
use super::{Change, Changes};
use crate::failure::Failure;

/// A page, or a part of one.
pub(crate) struct Piece<'p> {
    /// Index of the page.
    pub(crate) page: usize,
    /// Index of the piece within its page.
    pub(crate) number: usize,
    /// Whether this is the page's last piece.
    pub(crate) last: bool,
    pub(crate) bytes: Cow<'p, [u8]>,
}

/// Receives pages.
pub(crate) struct Writer<'a> {
    folder: &'a Folder<'a>,
    pages: &'a [PagePath],
    long: Mutex<BTreeMap<usize, Long<'a>>>,
    changes: Mutex<BTreeMap<usize, Change>>,
}

/// A page of several pieces.
struct Long<'a> {
    stream: Stream<'a>,
    /// The number of the next piece to write.
    next: usize,
    /// Pieces that arrived early, each with whether it is the last.
    waiting: BTreeMap<usize, (Vec<u8>, bool)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(folder: &'a Folder<'a>, pages: &'a [PagePath]) -> Writer<'a> {
        Writer { folder, pages, long: Mutex::default(), changes: Mutex::default() }
    }

    /// Writes a piece, or keeps it until its turn.
    pub(crate) fn put(&self, piece: Piece<'_>) -> Result<(), Failure> {
        let Piece { page, number, last, bytes } = piece;
        if number == 0 && last {
            let mut stream = Stream::open(self.folder, &self.pages[page])?;
            stream.take(&bytes)?;
            return self.close(page, stream);
        }
        let mut all = lock(&self.long);
        let mut long = match all.remove(&page) {
            Some(long) => long,
            None => Long { stream: Stream::open(self.folder, &self.pages[page])?, next: 0, waiting: BTreeMap::new() },
        };
        long.waiting.insert(number, (bytes.into_owned(), last));
        while let Some((bytes, last)) = long.waiting.remove(&long.next) {
            long.stream.take(&bytes)?;
            long.next += 1;
            if last {
                return self.close(page, long.stream);
            }
        }
        all.insert(page, long);
        Ok(())
    }

    fn close(&self, page: usize, stream: Stream<'_>) -> Result<(), Failure> {
        if let Some(change) = stream.close()? {
            lock(&self.changes).insert(page, change);
        }
        Ok(())
    }

    /// The changes, made or not depending on the mode, in the order of the pages.
    pub(super) fn changes(self) -> Changes {
        let changes = self.changes.into_inner().unwrap_or_else(PoisonError::into_inner);
        changes.into_iter().map(|(page, change)| (change, self.pages[page].clone())).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
