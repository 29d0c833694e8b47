//! One page on its way to the disk. It comes in pieces, each is compared with what is there, and only from the first difference on a new file
//! is written: however long a page is, one piece of it is in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::disk::{self, Folders, Unfinished};
use super::error::Error;
use super::page_path::PagePath;
use super::{Change, Mode};

/// A page on its way.
pub(super) struct Stream<'p> {
    root: &'p Path,
    page: &'p PagePath,
    path: PathBuf,
    /// Nothing was in the folder.
    fresh: bool,
    mode: Mode,
    old: Option<File>,
    /// How many bytes at the start are as they were.
    same: u64,
    change: Option<Change>,
    new: Option<Unfinished>,
    buffer: Vec<u8>,
}

impl<'p> Stream<'p> {
    /// In a `fresh` folder, nothing is looked for.
    pub(super) fn open(root: &'p Path, page: &'p PagePath, fresh: bool, mode: Mode) -> Result<Self, Error> {
        let path = page.below(root);
        // `Plan` lets a folder stand at the path of a page only where it would be gone by then.
        let gone = fresh || mode == Mode::Compare && disk::is_folder(&path)?;
        let old = if gone { None } else { disk::open(&path)? };
        let change = old.is_none().then_some(Change::Added);
        Ok(Stream { root, page, path, fresh, mode, old, same: 0, change, new: None, buffer: Vec::new() })
    }

    /// Whether nothing that comes can change what will be told of the page.
    pub(super) fn is_settled(&self) -> bool {
        self.mode == Mode::Compare && self.change.is_some()
    }

    /// Takes the next piece.
    pub(super) fn take(&mut self, piece: &[u8], folders: &mut Folders) -> Result<(), Error> {
        if self.holds(piece)? || self.is_settled() {
            return Ok(());
        }
        self.unfinished(folders)?.write(piece)
    }

    /// Puts the page in its place, if it is another one, after the last piece; tells what became of it.
    pub(super) fn close(mut self, folders: &mut Folders) -> Result<Option<Change>, Error> {
        self.end()?;
        if self.mode == Mode::Write && self.change.is_some() {
            self.unfinished(folders)?;
            self.old = None;
            self.new.take().map_or(Ok(()), Unfinished::finish)?;
        }
        Ok(self.change)
    }

    /// Whether the old file goes on with this piece, after all before it.
    fn holds(&mut self, piece: &[u8]) -> Result<bool, Error> {
        let (None, Some(old)) = (self.change, self.old.as_ref()) else { return Ok(false) };
        self.buffer.clear();
        let read = old.take(piece.len() as u64).read_to_end(&mut self.buffer);
        read.map_err(Error::io("read", &self.path))?;
        if self.buffer == piece {
            self.same += piece.len() as u64;
            return Ok(true);
        }
        self.change = Some(Change::Changed);
        Ok(false)
    }

    /// The old file must end where the pieces do.
    fn end(&mut self) -> Result<(), Error> {
        if let (None, Some(old)) = (self.change, &mut self.old) {
            let more = old.read(&mut [0]).map_err(Error::io("read", &self.path))?;
            self.change = (more > 0).then_some(Change::Changed);
        }
        Ok(())
    }

    /// The new file, which starts with what is as it was.
    fn unfinished(&mut self, folders: &mut Folders) -> Result<&mut Unfinished, Error> {
        let new = match self.new.take() {
            Some(new) => new,
            None => {
                folders.create(self.root, self.page)?;
                let place = if self.fresh { Unfinished::in_place } else { Unfinished::beside };
                let mut new = place(&self.path)?;
                if let Some(old) = self.old.as_mut().filter(|_| self.same > 0) {
                    old.seek(SeekFrom::Start(0)).map_err(Error::io("read", &self.path))?;
                    io::copy(&mut old.take(self.same), &mut new.file).map_err(Error::io("write", &self.path))?;
                }
                new
            }
        };
        Ok(self.new.insert(new))
    }
}
