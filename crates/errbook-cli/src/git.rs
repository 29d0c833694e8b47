//! Reads files at a revision with the installed `git`. Only runs commands that change neither the
//! repository nor the disk.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{io, thread};

use errbook_catalog::Sources;

use crate::failure::{Failure, cause};

/// The paths and texts of the files below a path at `revision` that `keep` selects. `folder` is in the
/// repository, and `prefix` is a path from its root, with a trailing slash, or empty.
pub(crate) fn files_at(
    folder: &Path,
    revision: &str,
    prefix: &str,
    keep: impl Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, Failure> {
    let commit = commit(folder, revision)?;
    let mut files = list(folder, &commit, prefix)?;
    files.retain(|(path, _)| keep(path));
    let texts = read(folder, &files)?;
    Ok(files.into_iter().map(|(path, _)| path).zip(texts).collect())
}

/// The folder's path from the root of its repository, with a trailing slash, or empty for the root.
pub(crate) fn prefix(folder: &Path) -> Result<String, Failure> {
    let output = ask(folder, ["rev-parse", "--show-prefix"])?;
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let complaint = text(&output.stderr);
    if complaint.contains("not a git repository") {
        return Err(Failure::trouble(format!("`{}` is not in a Git repository", folder.display()))
            .help("use a folder of the repository that has the revision"));
    }
    // Such as a repository with a different owner. Git's message explains how to fix it.
    Err(Failure::trouble(format!("git cannot read the repository of `{}`: {complaint}", folder.display())))
}

/// A clone of another repository, removed when it is dropped.
pub(crate) struct Clone {
    folder: tempfile::TempDir,
    url: String,
}

impl Clone {
    /// Clones a repository. A relative path in `url` starts in `from`.
    pub(crate) fn new(from: &Path, url: &str) -> Result<Clone, Failure> {
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::trouble(format!("cannot create a temporary folder: {}", cause(&error))))?;
        let mut git = git(from);
        // Git must not wait for a password.
        git.env("GIT_TERMINAL_PROMPT", "0").args(["clone", "--quiet", "--bare", "--", url]).arg(folder.path());
        let output = git.stdin(Stdio::null()).output().map_err(|error| no_git(&error))?;
        if output.status.success() {
            return Ok(Clone { folder, url: url.to_owned() });
        }
        let complaint = text(&output.stderr);
        // Advice follows the reason.
        let reason = complaint.lines().find_map(|line| line.strip_prefix("fatal: "));
        let complaint = reason.or_else(|| complaint.lines().last()).unwrap_or_default();
        Err(Failure::trouble(format!("git cannot clone `{url}`: {complaint}"))
            .help("check the URL in `from`, and that you can clone it without a password"))
    }

    /// The commit of a revision, or of the default branch.
    pub(crate) fn commit(&self, revision: Option<&str>) -> Result<String, Failure> {
        let found = commit(self.folder.path(), revision.unwrap_or("HEAD"));
        found.map_err(|_| match revision {
            Some(revision) => Failure::finding(format!("`{}` has no revision `{revision}`", self.url))
                .help("set `rev` to a branch, a tag, or a commit"),
            None => Failure::finding(format!("`{}` has no commits", self.url)),
        })
    }

    /// The files of the catalog in a folder of a commit, or in `catalog` below it.
    pub(crate) fn catalog(&self, commit: &str, path: &str) -> Result<Option<Sources>, Failure> {
        let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
        let prefix: String = parts.map(|part| format!("{part}/")).collect();
        for prefix in [prefix.clone(), format!("{prefix}catalog/")] {
            let files = files_at(self.folder.path(), commit, &prefix, is_of_catalog)?;
            if files.iter().any(|(path, _)| path == "catalog.yaml") {
                return Ok(Some(Sources::from_texts(files)));
            }
        }
        Ok(None)
    }
}

/// Whether a path in a catalog's folder is one of its files.
pub(crate) fn is_of_catalog(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with(['.', '_']));
    let is_resolved = path.strip_prefix("_depends/").is_some_and(|name| name.ends_with(".json"));
    (path.ends_with(".yaml") || path.ends_with(".yml")) && !is_hidden || is_resolved
}

/// Resolves a revision to a commit.
fn commit(folder: &Path, revision: &str) -> Result<String, Failure> {
    let unknown = || Failure::trouble(format!("unknown revision `{revision}`"));
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown().help("use a Git revision, such as `origin/main` or `v1.2.0`"));
    }
    let output = ask(folder, ["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let shallow = ask(folder, ["rev-parse", "--is-shallow-repository"])?;
    Err(if text(&shallow.stdout) == "true" {
        Failure::trouble(format!("this clone is shallow and does not have `{revision}`"))
            .help("fetch it first: `git fetch --unshallow`; with actions/checkout, set `fetch-depth: 0`")
    } else {
        unknown().help("fetch it first if it's on a remote; list revisions with `git branch --all` and `git tag`")
    })
}

/// The files below a path at a commit: path below it, and object ID.
fn list(folder: &Path, commit: &str, prefix: &str) -> Result<Vec<(String, String)>, Failure> {
    let output = ask(folder, ["ls-tree", "-r", "-z", "--full-tree", commit])?;
    if !output.status.success() {
        return Err(Failure::trouble(format!("git cannot list the files of `{commit}`: {}", text(&output.stderr))));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    let file = |line: &str| {
        // `100644 blob <object>\t<path>`
        let (about, path) = line.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, object) = (about.next()?, about.nth(1)?);
        let path = path.strip_prefix(prefix)?;
        mode.starts_with("100").then(|| (path.to_owned(), object.to_owned()))
    };
    Ok(listing.split_terminator('\0').filter_map(file).collect())
}

/// Reads all objects with one process. Starting one for each of 10,000 files would take minutes.
fn read(folder: &Path, files: &[(String, String)]) -> Result<Vec<String>, Failure> {
    let mut child = git(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| no_git(&error))?;
    let question: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
    let stdin = child.stdin.take();
    // Git answers before it has read all of its input, so reading and writing in one thread would
    // deadlock.
    let asking = thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(question.as_bytes())));
    let texts = child.stdout.take().map_or(Ok(Vec::new()), |stdout| answers(BufReader::new(stdout), files.len()));
    let asked = asking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let ended = child.wait();
    texts
        .and_then(|texts| asked.and(ended).map(|_| texts))
        .map_err(|error| Failure::trouble(format!("git cannot read the files: {}", cause(&error))))
}

/// Parses the output of `cat-file --batch`: `<object> blob <size>`, a line break, the bytes, a line
/// break.
fn answers(mut from: impl BufRead, count: usize) -> io::Result<Vec<String>> {
    let mut texts = Vec::with_capacity(count);
    for _ in 0..count {
        let mut head = String::new();
        from.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("unexpected answer `{}`", head.trim_end())))?;
        let mut bytes = vec![0; size + 1];
        from.read_exact(&mut bytes)?;
        bytes.pop();
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(texts)
}

fn ask<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Failure> {
    git(folder).args(arguments).output().map_err(|error| no_git(&error))
}

/// Runs Git in a folder, with English messages, since errbook matches on them.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg::<&OsStr>(folder.as_ref()).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    // Git sets these for hooks. They would make every folder look like the root of the worktree.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn no_git(error: &io::Error) -> Failure {
    Failure::trouble(format!("cannot run `git`: {}", cause(error))).help("install it")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}
