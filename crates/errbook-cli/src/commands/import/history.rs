//! Reads earlier versions of a source from Git.

use std::path::Path;

use errbook_import::{File, Pages};

use super::source::{self, NAVIGATION};
use crate::args::Import;
use crate::failure::Failure;
use crate::git;

/// The pages at each revision of `--history`. `now` are the current ones.
pub(super) fn pages(import: &Import, now: &Pages) -> Result<Vec<(String, Pages)>, Failure> {
    if import.history.is_empty() {
        return Ok(Vec::new());
    }
    // The folder of the navigation is the root of the docs, then as now.
    let prefix = git::prefix(&import.source)?;
    let root = prefix.trim_end_matches('/').strip_suffix(&now.below).filter(|_| now.navigation.is_some());
    let read = |revision: &String| {
        let (name, path) = at(revision, &import.source)?;
        let keep = |path: &str| source::is_page_path(path, import.format);
        let files = git::files_at(&import.source, name, &folder(&path), keep)?;
        let files: Vec<File> = files.into_iter().map(|(path, text)| File { path, text }).collect();
        if files.is_empty() {
            return Err(missing(revision, &path));
        }
        let below = root.and_then(|root| path.strip_prefix(root));
        let navigation = match root.filter(|_| below.is_some()) {
            Some(root) => navigation(&import.source, name, root)?,
            None => None,
        };
        let below = below.filter(|_| navigation.is_some()).unwrap_or_default().to_owned();
        Ok((revision.clone(), Pages { name: now.name.clone(), files, navigation, below }))
    };
    import.history.iter().map(read).collect()
}

/// The file at each revision of `--history`.
pub(super) fn files(import: &Import) -> Result<Vec<(String, File)>, Failure> {
    let read = |revision: &String| {
        let above = above(&import.source);
        let (name, path) = at(revision, &import.source)?;
        let mut files = git::files_at(above, name, "", |file| file == path)?;
        let (_, text) = files.pop().ok_or_else(|| missing(revision, &path))?;
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        Ok((revision.clone(), File { path: name, text }))
    };
    import.history.iter().map(read).collect()
}

/// A revision, and the source's path from the root of the repository: `REV`, or `REV:PATH` if it was
/// somewhere else.
fn at<'r>(revision: &'r str, source: &Path) -> Result<(&'r str, String), Failure> {
    if let Some((name, path)) = revision.split_once(':') {
        return Ok((name, path.trim_matches('/').to_owned()));
    }
    if source.is_dir() {
        return Ok((revision, git::prefix(source)?.trim_end_matches('/').to_owned()));
    }
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    Ok((revision, format!("{}{name}", git::prefix(above(source))?)))
}

/// The folder of a file.
fn above(file: &Path) -> &Path {
    file.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path as the prefix of those below it.
fn folder(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{}/", path.trim_end_matches('/')) }
}

fn navigation(source: &Path, revision: &str, root: &str) -> Result<Option<File>, Failure> {
    let mut files = git::files_at(source, revision, &folder(root), |path| NAVIGATION.contains(&path))?;
    Ok(files.pop().map(|(path, text)| File { path, text }))
}

fn missing(revision: &str, path: &str) -> Failure {
    let shown = if path.is_empty() { "the root of the repository" } else { path };
    let name = revision.split(':').next().unwrap_or_default();
    let help = format!("name the path from the root of the repository that it had then: `{name}:PATH`");
    Failure::trouble(format!("`{name}` has no source in `{shown}`")).help(help)
}
