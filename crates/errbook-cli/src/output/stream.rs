//! One page on its way to the disk. It comes in pieces, each is compared with what is there, and only from the first difference on a new file
//! is written: however long a page is, one piece of it is in memory.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::disk::{self, Folders, Unfinished};
use super::error::Error;
use super::page_path::PagePath;
use super::{Change, Mode};
use crate::failure::Failure;

/// Makes the file of a page hold these pieces, or tells whether it does.
pub(super) fn update<'p>(
    root: &Path,
    page: &PagePath,
    pieces: impl Iterator<Item = Result<Cow<'p, [u8]>, Failure>>,
    mode: Mode,
    folders: &mut Folders,
) -> Result<Option<Change>, Failure> {
    let path = page.below(root);
    let mut stream = Stream::open(&path)?;
    for piece in pieces {
        let piece = piece?;
        if stream.holds(&piece)? {
            continue;
        }
        if mode == Mode::Compare {
            return Ok(stream.change);
        }
        if stream.new.is_none() {
            folders.create(root, page)?;
        }
        stream.write(&piece)?;
    }
    stream.end()?;
    if mode == Mode::Write && stream.change.is_some() {
        folders.create(root, page)?;
        stream.finish()?;
    }
    Ok(stream.change)
}

struct Stream<'p> {
    path: &'p Path,
    old: Option<File>,
    /// How many bytes at the start are as they were.
    same: u64,
    change: Option<Change>,
    new: Option<Unfinished>,
    buffer: Vec<u8>,
}

impl<'p> Stream<'p> {
    fn open(path: &'p Path) -> Result<Self, Error> {
        let old = disk::open(path)?;
        let change = old.is_none().then_some(Change::Added);
        Ok(Stream { path, old, same: 0, change, new: None, buffer: Vec::new() })
    }

    /// Whether the old file goes on with this piece, after all before it.
    fn holds(&mut self, piece: &[u8]) -> Result<bool, Error> {
        let (None, Some(old)) = (self.change, self.old.as_ref()) else { return Ok(false) };
        self.buffer.clear();
        let read = old.take(piece.len() as u64).read_to_end(&mut self.buffer);
        read.map_err(Error::io("read", self.path))?;
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
            let more = old.read(&mut [0]).map_err(Error::io("read", self.path))?;
            self.change = (more > 0).then_some(Change::Changed);
        }
        Ok(())
    }

    fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.unfinished()?.write(piece)
    }

    /// The new file, which starts with what is as it was.
    fn unfinished(&mut self) -> Result<&mut Unfinished, Error> {
        let new = match self.new.take() {
            Some(new) => new,
            None => {
                let mut new = Unfinished::create(self.path)?;
                if let Some(old) = self.old.as_mut().filter(|_| self.same > 0) {
                    old.seek(SeekFrom::Start(0)).map_err(Error::io("read", self.path))?;
                    io::copy(&mut old.take(self.same), &mut new.file).map_err(Error::io("write", self.path))?;
                }
                new
            }
        };
        Ok(self.new.insert(new))
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.unfinished()?;
        self.old = None;
        self.new.take().map_or(Ok(()), Unfinished::finish)
    }
}
