//! Reads the input of an import: a folder of pages with the navigation above it, a single file, or
//! a map.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_import::{File, MapError, Pages};

use crate::args::{Import, ImportFormat, SourceKind};
use crate::failure::Failure;

/// Files that contain the navigation of a Mintlify site.
pub(super) const NAVIGATION: [&str; 2] = ["docs.json", "mint.json"];

/// Maximum depth of nested folders, far more than docs need, so the walk always ends.
const DEEPEST: usize = 32;

/// The map of `--map`, or the default one.
pub(super) fn map<M: Default>(import: &Import, read: impl Fn(&str) -> Result<M, MapError>) -> Result<M, Failure> {
    let Some(path) = &import.map else { return Ok(M::default()) };
    let text = fs::read_to_string(path).map_err(|error| Failure::io("read the map", path, &error))?;
    read(&text).map_err(|error| unfit_map(path, &error))
}

/// A map that can't be used.
pub(super) fn unfit_map(map: &Path, error: &MapError) -> Failure {
    Failure::trouble(format!("cannot use the map `{}:{}`: {error}", map.display(), error.line))
        .help("run the same command with `--suggest-map`, and without `--map`, to see one")
}

/// Reads a file as a string. Other encodings than UTF-8 are refused, so no letter gets lost. A Java
/// bundle that is not UTF-8 is ISO-8859-1, as in `java.util.PropertyResourceBundle` (JEP 226).
/// `format` is `None` for a file that isn't a source.
pub(super) fn file(path: &Path, format: Option<ImportFormat>) -> Result<File, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if format == Some(ImportFormat::Java) => error.as_bytes().iter().copied().map(char::from).collect(),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
            let message = format!("`{}` is not UTF-8: line {line} has other bytes", path.display());
            let from = encoding(error.as_bytes());
            return Err(
                Failure::trouble(message).help(format!("convert it, for example with `iconv -f {from} -t UTF-8`"))
            );
        }
    };
    Ok(File { path: name, text })
}

/// The likely encoding of a file that is not UTF-8, as a name for `iconv`. UTF-16 starts with a byte
/// order mark, which no text in ISO-8859-1 does.
fn encoding(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) { "UTF-16" } else { "ISO-8859-1" }
}

/// Reads all pages below a folder.
pub(super) fn pages(import: &Import, name: String) -> Result<Pages, Failure> {
    let folder = &import.source;
    if !folder.is_dir() {
        let problem = if folder.exists() { "is not a folder" } else { "does not exist" };
        return Err(Failure::trouble(format!("`{}` {problem}", folder.display()))
            .help("name the folder that contains the pages"));
    }
    let mut files = Vec::new();
    walk(folder, "", 0, import.format, &mut files)?;
    if files.is_empty() {
        return Err(Failure::finding(format!("`{}` has no pages", folder.display()))
            .help(format!("name the folder that contains the pages ({})", extensions(import.format))));
    }
    let (navigation, below) = match import.format {
        ImportFormat::Mintlify => navigation(folder),
        _ => (None, String::new()),
    };
    Ok(Pages { name, files, navigation, below })
}

fn walk(folder: &Path, prefix: &str, depth: usize, format: ImportFormat, files: &mut Vec<File>) -> Result<(), Failure> {
    let listing = fs::read_dir(folder).map_err(|error| Failure::io("read", folder, &error))?;
    let mut items: Vec<_> = listing.flatten().collect();
    items.sort_by_key(fs::DirEntry::file_name);
    for item in items {
        let name = item.file_name().to_string_lossy().into_owned();
        let kind = item.file_type().map_err(|error| Failure::io("read", &item.path(), &error))?;
        if name.starts_with('.') || name == "node_modules" || kind.is_symlink() {
            continue;
        }
        let path = format!("{prefix}{name}");
        if kind.is_dir() && depth < DEEPEST {
            walk(&item.path(), &format!("{path}/"), depth + 1, format, files)?;
        } else if kind.is_file() && is_page(&name, format) {
            files.push(File { path, ..file(&item.path(), Some(format))? });
        }
    }
    Ok(())
}

/// Whether a path below the folder is that of a page.
pub(super) fn is_page_path(path: &str, format: ImportFormat) -> bool {
    let is_skipped = |part: &str| part.starts_with('.') || part == "node_modules";
    !path.split('/').any(is_skipped) && is_page(path, format)
}

/// The extensions of pages, for help.
fn extensions(format: ImportFormat) -> &'static str {
    if format == ImportFormat::Markdown { "`.md`, `.mdx`, or `.markdown`" } else { "`.mdx` or `.md`" }
}

fn is_page(name: &str, format: ImportFormat) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("md" | "mdx") => true,
        Some("markdown") => format == ImportFormat::Markdown,
        _ => false,
    }
}

/// The navigation file in the folder or the nearest parent that has one, and the relative path from
/// there to the folder.
fn navigation(folder: &Path) -> (Option<File>, String) {
    let Ok(folder) = fs::canonicalize(folder) else { return (None, String::new()) };
    for above in folder.ancestors() {
        for name in NAVIGATION {
            let Ok(text) = fs::read_to_string(above.join(name)) else { continue };
            let below = folder.strip_prefix(above).unwrap_or(Path::new(""));
            let below: Vec<_> =
                below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            return (Some(File { path: name.to_owned(), text }), below.join("/"));
        }
        // Don't search outside the repository.
        if above.join(".git").exists() {
            break;
        }
    }
    (None, String::new())
}

/// The default catalog name: that of the source folder or file.
pub(super) fn name(source: &Path) -> String {
    let path = fs::canonicalize(source).unwrap_or_else(|_| PathBuf::from(source));
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A path of the report in the form that the user gave: one of the source, of an earlier version of it,
/// or of the status table.
pub(super) fn shown(import: &Import, path: &str) -> String {
    if import.status_table.as_ref().is_some_and(|table| table.display().to_string() == path) {
        return path.to_owned();
    }
    let former = import.history.iter().find_map(|revision| Some((revision, path.strip_prefix(revision)?)));
    if let Some((revision, path)) = former.and_then(|(revision, path)| Some((revision, path.strip_prefix(':')?))) {
        let name = revision.split(':').next().unwrap_or_default();
        return format!("{name}:{}", in_source(import, path));
    }
    in_source(import, path)
}

fn in_source(import: &Import, path: &str) -> String {
    if matches!(import.format.kind(), SourceKind::File(_)) {
        return import.source.display().to_string();
    }
    if NAVIGATION.contains(&path) {
        return path.to_owned();
    }
    super::super::file(&import.source, path).display().to_string()
}
