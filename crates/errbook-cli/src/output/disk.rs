//! Changes one file at a time, atomically, and never through a symbolic link below the output
//! folder. Files that the user names are different: `save` follows their links.
//!
//! New content is written to a temporary file next to the old one and then renamed, which is
//! atomic: an interruption leaves the old file or the new one. If there was no file when the build
//! began, the page is written directly under its name, and removed if it can't be finished. If such
//! a build is killed, or the power fails, the last page of each thread may be truncated. The next
//! build detects and repairs that.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};

use super::error::{self, io};
use super::page_path::PagePath;
use crate::failure::Failure;

/// Prefix of temporary files. It is followed by the process ID, so concurrent builds don't share
/// files, and by a number, since one build may write several files concurrently.
const UNFINISHED: &str = ".errbook-new-";

/// Maximum number of links to follow, as in Linux.
const MAX_LINKS: usize = 40;

/// Buffer size in bytes, because some pages come in thousands of small pieces. Longer pieces aren't
/// copied.
const BUFFER: usize = 16 << 10;

/// Opens a regular file for reading, or returns `None` if nothing exists there.
pub(super) fn open(path: &Path) -> Result<Option<File>, Failure> {
    match kind(path)? {
        None => Ok(None),
        Some(found) if found.is_symlink() => Err(error::link(path)),
        Some(found) if !found.is_file() => Err(error::occupied(path)),
        Some(_) => File::open(path).map(Some).map_err(io("read", path)),
    }
}

/// Reads a regular file, or returns `None` if nothing exists there.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let Some(mut file) = open(path)? else { return Ok(None) };
    let mut content = Vec::new();
    file.read_to_end(&mut content).map_err(io("read", path))?;
    Ok(Some(content))
}

/// Creates the file at `path` or replaces its content.
pub(super) fn replace(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut file = Unfinished::beside(path)?;
    file.write(content)?;
    file.finish()
}

/// Waits until no other build writes to the folder. The lock is released when the file is dropped,
/// or when the process ends. Where folders can't be locked, there is none.
pub(super) fn lock(folder: &Path, waiting: impl FnOnce()) -> Option<File> {
    let folder = File::open(folder).ok()?;
    match folder.try_lock() {
        Ok(()) => Some(folder),
        Err(TryLockError::Error(_)) => None,
        Err(TryLockError::WouldBlock) => {
            waiting();
            folder.lock().ok().map(|()| folder)
        }
    }
}

/// New content for the file at a path, which may or may not exist.
pub(super) struct Unfinished {
    /// The temporary file, or `None` if the content is written directly to `path`.
    unfinished: Option<PathBuf>,
    path: PathBuf,
    pub(super) file: BufWriter<File>,
    finished: bool,
}

impl Unfinished {
    /// Writes directly to `path`, where nothing existed when the build began.
    pub(super) fn in_place(path: &Path) -> Result<Self, Failure> {
        match new_file(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                // Something was created there in the meantime. Replace it if it is a file.
                open(path)?;
                Unfinished::beside(path)
            }
            Err(error) => Err(io("write", path)(error)),
            Ok(file) => Ok(Unfinished::new(None, path, file)),
        }
    }

    /// Writes to a temporary file next to `path`, where a file may exist.
    pub(super) fn beside(path: &Path) -> Result<Self, Failure> {
        let (unfinished, file) = temporary(path).map_err(io("write", path))?;
        Ok(Unfinished::new(Some(unfinished), path, file))
    }

    fn new(unfinished: Option<PathBuf>, path: &Path, file: File) -> Self {
        Unfinished { unfinished, path: path.to_owned(), file: BufWriter::with_capacity(BUFFER, file), finished: false }
    }

    pub(super) fn write(&mut self, content: &[u8]) -> Result<(), Failure> {
        self.file.write_all(content).map_err(io("write", &self.path))
    }

    /// Renames the temporary file to `path`.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.file.flush().map_err(io("write", &self.path))?;
        if let Some(unfinished) = &self.unfinished {
            fs::rename(unfinished, &self.path).map_err(io("write", &self.path))?;
        }
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // Best effort: the next build removes or repairs what remains.
            let _ = fs::remove_file(self.unfinished.as_ref().unwrap_or(&self.path));
        }
    }
}

/// Writes a file that the user named. Follows symbolic links, keeps the permissions of an existing
/// file, and writes directly to what isn't a regular file, such as `/dev/stdout`.
pub(super) fn save(path: &Path, content: &[u8]) -> io::Result<()> {
    let found = match fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => return fs::write(path, content),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        found => found.ok(),
    };
    let path = &followed(path)?;
    written(path, content, |unfinished| {
        // Windows can neither rename nor replace a read-only file.
        if let Some(found) = found.filter(|_| cfg!(unix)) {
            fs::set_permissions(unfinished, found.permissions())?;
        }
        fs::rename(unfinished, path)
    })
}

/// Writes a file that must not exist yet, and creates the folders above it.
pub(super) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    written(path, content, |unfinished| match fs::hard_link(unfinished, path) {
        // Some file systems have no links.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !path.try_exists()? => fs::rename(unfinished, path),
        linked => linked.and_then(|()| fs::remove_file(unfinished)),
    })
}

/// Writes a temporary file next to `path`, and calls `publish`, which renames or removes it, when it
/// is complete. If anything fails, the temporary file is removed.
fn written(path: &Path, content: &[u8], publish: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let (unfinished, mut file) = temporary(path)?;
    let complete = file.write_all(content);
    drop(file);
    let result = complete.and_then(|()| publish(&unfinished));
    if result.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    result
}

/// A new temporary file next to `path`.
fn temporary(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0_u32;
    loop {
        let unfinished = path.with_file_name(format!("{UNFINISHED}{}-{number}", process::id()));
        match new_file(&unfinished) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            file => return file.map(|file| (unfinished, file)),
        }
    }
}

/// The file that a symbolic link leads to, whether it exists or not.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            // A relative target starts at the folder of the link.
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::new(ErrorKind::InvalidInput, "too many levels of symbolic links"))
}

/// `create_new` neither follows links nor truncates existing files.
fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

pub(super) fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(io("create the folder", path))
}

/// Creates folders of pages, and caches which ones are known to be real folders rather than links.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<BTreeSet<String>>);

impl Folders {
    /// Creates the folders above `page` one by one, so none of them can be a link.
    pub(super) fn create(&self, root: &Path, page: &PagePath) -> Result<(), Failure> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in page.folders() {
            if known.contains(folder) {
                continue;
            }
            let path = root.join(folder);
            match fs::create_dir(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => real_folder(&path)?,
                created => created.map_err(io("create the folder", path))?,
            }
            known.insert(folder.to_owned());
        }
        Ok(())
    }
}

fn real_folder(path: &Path) -> Result<(), Failure> {
    match kind(path)? {
        Some(found) if found.is_symlink() => Err(error::link(path)),
        Some(found) if !found.is_dir() => Err(error::no_folder(path)),
        _ => Ok(()),
    }
}

/// Whether `page` can be a file that errbook wrote: a regular file in real folders. Anything else
/// isn't errbook's.
pub(super) fn is_removable(root: &Path, page: &PagePath) -> Result<bool, Failure> {
    for folder in page.folders() {
        if !is_folder(&root.join(folder))? {
            return Ok(false);
        }
    }
    Ok(kind(&page.below(root))?.is_some_and(|kind| kind.is_file()))
}

/// Fails if a folder of `page` is a link.
pub(super) fn no_links_above(root: &Path, page: &PagePath) -> Result<(), Failure> {
    let mut folders = page.folders().map(|folder| root.join(folder));
    folders.try_for_each(|folder| match kind(&folder)? {
        Some(found) if found.is_symlink() => Err(error::link(&folder)),
        _ => Ok(()),
    })
}

/// Removes the file at `page`, and the folders above it that are then empty. Returns whether the
/// file existed.
pub(super) fn remove(root: &Path, page: &PagePath) -> Result<bool, Failure> {
    if !is_removable(root, page)? {
        return Ok(false);
    }
    let path = page.below(root);
    fs::remove_file(&path).map_err(io("remove", path))?;
    for folder in page.folders().rev() {
        if fs::remove_dir(root.join(folder)).is_err() {
            break; // It isn't empty or can't be removed. Neither affects the pages.
        }
    }
    Ok(true)
}

/// The type of the file at `path`, without following links.
fn kind(path: &Path) -> Result<Option<fs::FileType>, Failure> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found.file_type())),
        // A file where the path needs a folder also means that nothing exists at `path`.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(io("read", path)(error)),
    }
}

/// Whether `path` is a folder and not a link to one.
pub(super) fn is_folder(path: &Path) -> Result<bool, Failure> {
    Ok(kind(path)?.is_some_and(|kind| kind.is_dir()))
}

/// Removes temporary files of interrupted builds from the folders of these pages.
pub(super) fn remove_leftovers<'a>(root: &Path, pages: impl Iterator<Item = &'a PagePath>) -> Result<(), Failure> {
    let folders: BTreeSet<&str> = pages.flat_map(PagePath::folders).collect();
    remove_leftovers_in(root)?;
    // Outer folders come first, so nothing below a link is read.
    let mut real = BTreeSet::from([""]);
    for folder in folders {
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let path = root.join(folder);
        if real.contains(above) && is_folder(&path)? {
            remove_leftovers_in(&path)?;
            real.insert(folder);
        }
    }
    Ok(())
}

fn remove_leftovers_in(folder: &Path) -> Result<(), Failure> {
    for file in fs::read_dir(folder).map_err(io("read", folder))? {
        let file = file.map_err(io("read", folder))?;
        if is_leftover(&file.file_name()) {
            fs::remove_file(file.path()).map_err(io("remove", file.path()))?;
        }
    }
    Ok(())
}

/// Whether this is a temporary file of an interrupted build.
pub(super) fn is_leftover(name: &OsStr) -> bool {
    let numbers = name.to_str().and_then(|name| name.strip_prefix(UNFINISHED));
    numbers.is_some_and(|numbers| numbers.split('-').all(|number| number.parse::<u32>().is_ok()))
}
