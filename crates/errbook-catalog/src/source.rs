//! Finds, reads, and keeps the files of a catalog, which diagnostics point into.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, FileId, Span, floor};
use crate::jobs::Jobs;
use crate::rule::Rule;

pub(crate) const MANIFEST: &str = "catalog.yaml";

/// Folder with what `errbook update` resolved `depends` to: a `NAME.json` for each.
pub(crate) const DEPENDS: &str = "_depends";

/// Maximum size of a file, in bytes. Entries are pages of prose, so larger files aren't entries,
/// and spans stay well within 32 bits.
const LARGEST: u64 = 4 << 20;

/// Maximum size of a file that the manifest names, in bytes.
const LARGEST_NAMED: u64 = 64 << 20;

const NO_FILE: &str = "no such file";

/// Maximum depth of folders. Higher than the number of levels in any code scheme, so files that are
/// too deep are still reported.
const DEEPEST: usize = 8;

/// The files of a catalog, sorted by path.
///
/// ```
/// use errbook_catalog::{Snapshot, Sources};
///
/// let manifest = "name: shop\ncodes: {levels: [{name: code}]}\n";
/// let sources = Sources::from_texts([("catalog.yaml".to_owned(), manifest.to_owned())]);
/// assert_eq!(Snapshot::from_sources(sources).report().errors(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The folder they were read from, or `None` for files in memory.
    dir: Option<PathBuf>,
    files: Vec<File>,
    folders: Vec<String>,
    /// How many files, at the end of the list, are from outside the catalog.
    attached: usize,
    jobs: Jobs,
}

/// Copies share their texts.
#[derive(Debug, Clone)]
struct File {
    /// Path relative to the catalog, with slashes.
    path: Arc<str>,
    /// Path for display.
    display: Arc<str>,
    text: Arc<str>,
    /// It couldn't be read, which a diagnostic reports.
    bad: bool,
    /// That diagnostic, until it is taken.
    unreadable: Option<Box<Diagnostic>>,
    line_starts: OnceLock<Arc<[usize]>>,
}

/// A path on disk that is a file of the catalog, or the problem with it.
struct Found {
    path: String,
    disk: PathBuf,
    problem: Option<Problem>,
}

/// Why a file can't be used.
#[derive(Clone)]
struct Problem {
    found: Box<Diagnostic>,
    /// The part that could be read, and the span of the problem in it.
    text: String,
    span: Span,
}

impl Sources {
    /// Reads all files of the catalog in `dir`, the folder of `catalog.yaml`. Files that can't be
    /// read don't stop the others. They are reported when the catalog is read
    /// ([`read_sources`](crate::read_sources)).
    pub fn read(dir: &Path) -> Sources {
        Sources::read_with(dir, Jobs::default())
    }

    /// Like [`read`](Self::read), with a number of threads for reading the files and for processing
    /// them.
    pub fn read_with(dir: &Path, jobs: Jobs) -> Sources {
        let mut sources = Sources { dir: Some(dir.to_owned()), jobs, ..Sources::default() };
        let mut found = Vec::new();
        walk(dir, "", 0, &mut found, &mut sources.folders);
        dependencies(dir, &mut found, &mut sources.folders);
        found.sort_by(|a, b| a.path.cmp(&b.path));
        let texts = jobs.map(&found, read);
        for (index, (found, text)) in found.into_iter().zip(texts).enumerate() {
            let bad = text.is_err();
            let mut unreadable = None;
            let text = text.unwrap_or_else(|problem| {
                let place = FileId(u32::try_from(index).unwrap_or(u32::MAX));
                unreadable = Some(Box::new(problem.found.at(place, problem.span, "")));
                problem.text
            });
            sources.files.push(File { unreadable, ..File::new(found.path, shown(&found.disk), text, bad) });
        }
        sources
    }

    /// How many threads may process them.
    pub(crate) fn jobs(&self) -> Jobs {
        self.jobs
    }

    /// Sets how many threads may process them.
    #[must_use]
    pub fn with_jobs(self, jobs: Jobs) -> Sources {
        Sources { jobs, ..self }
    }

    /// Sources from memory, as pairs of path relative to the catalog and content.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Sources {
        let file = |(path, text): (String, String)| File::new(path.as_str(), path.as_str(), text, false);
        let files = texts.into_iter().map(file).collect();
        let mut sources = Sources { files, folders: vec![String::new()], ..Sources::default() };
        sources.files.sort_by(|a, b| a.path.cmp(&b.path));
        sources
    }

    /// A copy with some files changed, see [`Snapshot::edited`](crate::Snapshot::edited).
    pub(crate) fn edited(&self, changes: &BTreeMap<String, Option<String>>) -> Sources {
        let own = &self.files[..self.files.len() - self.attached];
        // Display paths start with the same folder as that of the manifest.
        let folder = folder(own);
        let kept = own.iter().filter(|file| !changes.contains_key(&*file.path));
        let kept = kept.map(|file| File { unreadable: None, ..file.clone() });
        let changed = changes.iter().filter_map(|(path, text)| Some((path, text.as_ref()?)));
        let changed =
            changed.map(|(path, text)| File::new(path.as_str(), format!("{folder}{path}"), text.as_str(), false));
        let mut files: Vec<File> = kept.chain(changed).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Sources { dir: self.dir.clone(), files, folders: self.folders.clone(), jobs: self.jobs, ..Sources::default() }
    }

    /// Replaces the content of a file, or adds a file, such as one that an editor has not saved. Leaves
    /// a file that can't be read as it is, and ignores paths that are no files of a catalog.
    ///
    /// ```
    /// use errbook_catalog::{Snapshot, Sources};
    ///
    /// let mut sources = Sources::from_texts([("catalog.yaml".to_owned(), "name: shop\n".to_owned())]);
    /// sources.set("catalog.yaml", "name: shop\ncodes: {levels: [{name: code}]}\n");
    /// assert_eq!(Snapshot::from_sources(sources).report().errors(), 0);
    /// ```
    pub fn set(&mut self, path: &str, text: impl Into<Arc<str>>) {
        let own = self.files.len() - self.attached;
        match self.files[..own].binary_search_by(|file| (*file.path).cmp(path)) {
            Ok(index) if self.files[index].bad => {}
            Ok(index) => {
                self.files[index].text = text.into();
                self.files[index].line_starts = OnceLock::new();
            }
            Err(index) if is_listed(path) => {
                let display = format!("{}{path}", folder(&self.files));
                self.files.insert(index, File::new(path, display, text, false));
            }
            Err(_) => {}
        }
    }

    /// Adds a file that isn't an entry: its path, its path for display, and its content.
    pub(crate) fn attach(&mut self, path: String, display: String, text: String) -> FileId {
        self.attached += 1;
        self.files.push(File::new(path, display, text, true));
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file that a dependency was resolved to.
    pub(crate) fn dependency(&self, name: &str) -> Option<FileId> {
        let path = dependency_path(name);
        self.paths().find(|(_, of)| *of == path).map(|(file, _)| file)
    }

    /// Whether a file couldn't be read, which is reported.
    pub(crate) fn is_bad(&self, file: FileId) -> bool {
        self.files.get(file.0 as usize).is_none_or(|file| file.bad)
    }

    /// All files, including those that couldn't be read: their codes still exist.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (FileId, &str)> {
        let number = |index: usize| FileId(u32::try_from(index).unwrap_or(u32::MAX));
        self.files.iter().enumerate().map(move |(index, file)| (number(index), &*file.path))
    }

    /// The folder they were read from. `None` for files in memory.
    pub(crate) fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// Takes the diagnostics of files that couldn't be read.
    pub(crate) fn take_unreadable(&mut self) -> Vec<Diagnostic> {
        self.files.iter_mut().filter_map(|file| file.unreadable.take()).map(|found| *found).collect()
    }

    /// The text of a file, shared with copies of these sources.
    pub(crate) fn shared(&self, file: FileId) -> Arc<str> {
        self.files.get(file.0 as usize).map(|file| Arc::clone(&file.text)).unwrap_or_default()
    }

    /// The content of a file that isn't an entry and is copied to the site, such as a logo. See
    /// [`Theme::files`](crate::Theme::files).
    ///
    /// # Errors
    /// A phrase that says why it can't be read.
    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        let Some(dir) = &self.dir else {
            let file = self.files.iter().find(|file| *file.path == *path);
            return file.map(|file| file.text.as_bytes().to_vec()).ok_or_else(|| NO_FILE.to_owned());
        };
        // A symbolic link could lead out of the catalog.
        let mut disk = dir.clone();
        for part in path.split('/') {
            disk.push(part);
            if disk.is_symlink() {
                return Err("symbolic links are not followed".to_owned());
            }
        }
        let missing = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => NO_FILE.to_owned(),
            _ => error.to_string(),
        };
        let about = fs::metadata(&disk).map_err(missing)?;
        if !about.is_file() {
            return Err("it is not a regular file".to_owned());
        }
        if about.len() > LARGEST {
            return Err(format!("it has {} bytes, more than the limit of {LARGEST}", about.len()));
        }
        fs::read(&disk).map_err(|error| error.to_string())
    }

    pub(crate) fn folders(&self) -> &[String] {
        &self.folders
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.path)
    }

    pub(crate) fn display_path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.display)
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.text)
    }

    /// One-based line and column (in characters) of a byte offset.
    pub(crate) fn position(&self, file: FileId, byte: u32) -> (usize, usize) {
        let Some(file) = self.files.get(file.0 as usize) else { return (1, 1) };
        let end = floor(&file.text, byte as usize);
        let line = file.line_starts().partition_point(|&start| start <= end);
        let start = file.line_starts().get(line.wrapping_sub(1)).copied().unwrap_or_default();
        let column = file.text[start..end].trim_start_matches('\u{feff}').chars().count() + 1;
        (line, column)
    }
}

impl File {
    fn new(path: impl Into<Arc<str>>, display: impl Into<Arc<str>>, text: impl Into<Arc<str>>, bad: bool) -> File {
        let (path, display, text) = (path.into(), display.into(), text.into());
        File { path, display, text, bad, unreadable: None, line_starts: OnceLock::new() }
    }

    /// Byte offsets of all lines. Cached, because a file can have a diagnostic on each of 30,000
    /// lines.
    fn line_starts(&self) -> &[usize] {
        let starts = || std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.line_starts.get_or_init(starts)
    }
}

/// The folder that display paths start with.
fn folder(files: &[File]) -> String {
    let manifest = files.iter().find(|file| *file.path == *MANIFEST);
    manifest.and_then(|file| file.display.strip_suffix(&*file.path)).unwrap_or_default().to_owned()
}

/// Whether a file with this path would be one of the catalog.
fn is_listed(path: &str) -> bool {
    let hidden = path.split('/').any(|name| name.starts_with(['.', '_']) || name.is_empty());
    !hidden && is_yaml(path) && path.matches('/').count() <= DEEPEST
}

/// Reads a file that the manifest names, such as an OpenAPI document, which may be larger than an
/// entry.
pub(crate) fn read_named(path: &Path) -> Option<String> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    (size <= LARGEST_NAMED).then(|| fs::read_to_string(path).ok()).flatten()
}

/// The path of the file that a dependency is resolved to, relative to the catalog.
pub fn dependency_path(name: &str) -> String {
    format!("{DEPENDS}/{name}.json")
}

/// Whether a dependency is resolved to the file.
pub(crate) fn is_dependency(path: &str) -> bool {
    path.strip_prefix(DEPENDS).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".json"))
}

/// Lists the files that dependencies are resolved to.
fn dependencies(dir: &Path, found: &mut Vec<Found>, folders: &mut Vec<String>) {
    let Ok(listing) = fs::read_dir(dir.join(DEPENDS)) else { return };
    folders.push(DEPENDS.to_owned());
    for item in listing.flatten() {
        let path = format!("{DEPENDS}/{}", item.file_name().to_string_lossy());
        if is_dependency(&path) {
            let is_link = item.file_type().is_ok_and(|kind| kind.is_symlink());
            found.push(Found { path, disk: item.path(), problem: is_link.then(symlink) });
        }
    }
}

/// Lists the files below `dir`, except names that start with `.` or `_`.
fn walk(dir: &Path, prefix: &str, depth: usize, found: &mut Vec<Found>, folders: &mut Vec<String>) {
    folders.push(prefix.trim_end_matches('/').to_owned());
    let listing = match fs::read_dir(dir) {
        Ok(listing) => listing,
        Err(error) => {
            let problem = problem(
                Rule::FileUnreadable,
                format!("cannot read this folder: {error}"),
                "check that it exists and is readable",
            );
            found.push(Found {
                path: prefix.trim_end_matches('/').to_owned(),
                disk: dir.to_owned(),
                problem: Some(problem),
            });
            return;
        }
    };
    let mut items: Vec<_> = listing.flatten().collect();
    items.sort_by_key(std::fs::DirEntry::file_name);
    for item in items {
        let name = item.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '_']) {
            continue;
        }
        let path = format!("{prefix}{name}");
        let kind = item.file_type();
        let is_folder = kind.as_ref().is_ok_and(std::fs::FileType::is_dir);
        let problem = match kind {
            Ok(kind) if kind.is_symlink() => Some(symlink()),
            Ok(kind) if kind.is_dir() && is_yaml(&name) => Some(problem(
                Rule::FileName,
                format!("folder `{name}` is named like an entry"),
                "rename the folder; the folder of a group has no extension",
            )),
            Ok(kind) if kind.is_dir() && depth == DEEPEST => Some(problem(
                Rule::FileName,
                "folder is deeper than any code",
                "move it up; codes have one to five levels",
            )),
            _ => None,
        };
        if problem.is_none() && is_folder {
            walk(&item.path(), &format!("{path}/"), depth + 1, found, folders);
        } else if problem.is_some() || is_yaml(&name) {
            found.push(Found { path, disk: item.path(), problem });
        }
    }
}

/// A path for display. Control characters in a name must not reach a terminal.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path).display().to_string();
    if path.contains(char::is_control) { path.replace(char::is_control, "\u{fffd}") } else { path }
}

fn is_yaml(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}

fn symlink() -> Problem {
    problem(Rule::FileUnreadable, "symbolic links are not followed", "replace the link with the file")
}

fn problem(rule: Rule, message: impl Into<String>, help: &'static str) -> Problem {
    Problem { found: Box::new(Diagnostic::error(rule, message).help(help)), text: String::new(), span: Span::default() }
}

fn read(found: &Found) -> Result<String, Problem> {
    if let Some(problem) = &found.problem {
        return Err(problem.clone());
    }
    let cannot = |error: std::io::Error| {
        problem(Rule::FileUnreadable, format!("cannot read this file: {error}"), "check its permissions")
    };
    let file = fs::File::open(&found.disk).map_err(cannot)?;
    let about = file.metadata().map_err(cannot)?;
    let (limit, not_file, too_large) = match is_dependency(&found.path) {
        true => (LARGEST_NAMED, "remove it, and run `errbook update`", "split the dependency into several catalogs"),
        false => (LARGEST, "replace it with a YAML file", "move long material to your docs, and link to it"),
    };
    if !about.is_file() {
        return Err(problem(Rule::FileUnreadable, "not a regular file", not_file));
    }
    if about.len() > limit {
        let message = format!("file has {} bytes, more than the limit of {limit}", about.len());
        return Err(problem(Rule::FileUnreadable, message, too_large));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    // `take` limits the size even if the file grows meanwhile, and avoids another query for its
    // length.
    file.take(limit).read_to_end(&mut bytes).map_err(cannot)?;
    String::from_utf8(bytes).map_err(|error| not_utf8(&error))
}

fn not_utf8(error: &std::string::FromUtf8Error) -> Problem {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("file is not UTF-8: byte {at} is 0x{byte:02x}");
    Problem {
        text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        span: Span::from(at..at + '\u{fffd}'.len_utf8()),
        ..problem(Rule::FileUnreadable, message, "save it as UTF-8")
    }
}
