//! One page on its way to the disk. It comes in pieces, each is compared with what is there, and only from the first difference on a new file
//! is written: however long a page is, one piece of it is in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::disk::{self, Folders, Unfinished};
use super::error::io;
use super::page_path::PagePath;
use super::{Change, Mode};
use crate::failure::Failure;

/// Where pages go.
pub(super) struct Folder<'a> {
    root: &'a Path,
    /// Nothing was in it when the build began, so that nothing is looked for.
    fresh: bool,
    mode: Mode,
    folders: Folders,
}

impl<'a> Folder<'a> {
    pub(super) fn new(root: &'a Path, fresh: bool, mode: Mode) -> Self {
        Folder { root, fresh, mode, folders: Folders::default() }
    }
}

/// A page on its way.
pub(super) struct Stream<'a> {
    folder: &'a Folder<'a>,
    page: &'a PagePath,
    path: PathBuf,
    old: Option<File>,
    /// How many bytes at the start are as they were.
    same: u64,
    change: Option<Change>,
    new: Option<Unfinished>,
}

impl<'a> Stream<'a> {
    pub(super) fn open(folder: &'a Folder<'a>, page: &'a PagePath) -> Result<Self, Failure> {
        let path = page.below(folder.root);
        // `Plan` lets a folder stand at the path of a page only where it would be gone by then.
        let gone = folder.fresh || folder.mode == Mode::Compare && disk::is_folder(&path)?;
        let old = if gone { None } else { disk::open(&path)? };
        let change = old.is_none().then_some(Change::Added);
        Ok(Stream { folder, page, path, old, same: 0, change, new: None })
    }

    /// Takes the next piece.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), Failure> {
        if self.change.is_none() && !self.goes_on_with(piece)? {
            self.change = Some(Change::Changed);
        }
        if self.change.is_some() && self.folder.mode == Mode::Write {
            self.new_file()?.write(piece)?;
        }
        Ok(())
    }

    /// Puts the page in its place, if it is another one, after the last piece; tells what became of it.
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

    /// Whether the old file has this piece after all before it.
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

    /// The new file, which starts with what is as it was.
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
