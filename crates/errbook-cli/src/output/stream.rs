//! Writes one page. It arrives in pieces, and each is compared with the file on disk. A new file is
//! only written from the first difference on, so memory holds one piece of a page at a time,
//! however long the page is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::disk::{self, Folders, Unfinished};
use super::error::io;
use super::page_path::PagePath;
use super::{Change, Mode};
use crate::failure::Failure;

/// The output folder, as all streams see it.
pub(super) struct Folder<'a> {
    root: &'a Path,
    /// The folder was empty when the build began, so there are no files to compare with.
    fresh: bool,
    mode: Mode,
    folders: Folders,
}

impl<'a> Folder<'a> {
    pub(super) fn new(root: &'a Path, fresh: bool, mode: Mode) -> Self {
        Folder { root, fresh, mode, folders: Folders::default() }
    }
}

/// A page that is being compared and written.
pub(super) struct Stream<'a> {
    folder: &'a Folder<'a>,
    page: &'a PagePath,
    path: PathBuf,
    old: Option<File>,
    /// The number of bytes at the start that match the old file.
    same: u64,
    change: Option<Change>,
    new: Option<Unfinished>,
}

impl<'a> Stream<'a> {
    pub(super) fn open(folder: &'a Folder<'a>, page: &'a PagePath) -> Result<Self, Failure> {
        let path = page.below(folder.root);
        // `Plan` allows a folder at the path of a page only if it would be removed by then.
        let gone = folder.fresh || folder.mode == Mode::Compare && disk::is_folder(&path)?;
        let old = if gone { None } else { disk::open(&path)? };
        let change = old.is_none().then_some(Change::Added);
        Ok(Stream { folder, page, path, old, same: 0, change, new: None })
    }

    /// Compares or writes the next piece.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), Failure> {
        if self.change.is_none() && !self.goes_on_with(piece)? {
            self.change = Some(Change::Changed);
        }
        if self.change.is_some() && self.folder.mode == Mode::Write {
            self.new_file()?.write(piece)?;
        }
        Ok(())
    }

    /// Finishes the page after the last piece, and replaces the old file if it differs. Returns the
    /// change, if any.
    pub(super) fn close(mut self) -> Result<Option<Change>, Failure> {
        if self.change.is_none() && !self.ends()? {
            self.change = Some(Change::Changed);
        }
        if self.change.is_some() && self.folder.mode == Mode::Write {
            self.new_file()?;
            self.old = None;
            self.new.take().map_or(Ok(()), Unfinished::finish)?;
        }
        Ok(self.change)
    }

    /// Whether the old file continues with this piece.
    fn goes_on_with(&mut self, piece: &[u8]) -> Result<bool, Failure> {
        let Some(old) = &self.old else { return Ok(false) };
        let mut there = Vec::with_capacity(piece.len());
        old.take(piece.len() as u64).read_to_end(&mut there).map_err(io("read", &self.path))?;
        let same = there == piece;
        self.same += if same { piece.len() as u64 } else { 0 };
        Ok(same)
    }

    /// Whether the old file ends here.
    fn ends(&self) -> Result<bool, Failure> {
        let Some(mut old) = self.old.as_ref() else { return Ok(true) };
        Ok(old.read(&mut [0]).map_err(io("read", &self.path))? == 0)
    }

    /// Opens the new file, and starts it with the part that matches the old one.
    fn new_file(&mut self) -> Result<&mut Unfinished, Failure> {
        let new = match self.new.take() {
            Some(new) => new,
            None => {
                self.folder.folders.create(self.folder.root, self.page)?;
                let place = if self.folder.fresh { Unfinished::in_place } else { Unfinished::beside };
                let mut new = place(&self.path)?;
                if let Some(old) = self.old.as_mut().filter(|_| self.same > 0) {
                    old.seek(SeekFrom::Start(0)).map_err(io("read", &self.path))?;
                    io::copy(&mut old.take(self.same), &mut new.file).map_err(io("write", &self.path))?;
                }
                new
            }
        };
        Ok(self.new.insert(new))
    }
}
