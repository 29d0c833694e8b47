//! Editions in an output folder. Each earlier one is an output folder of its own, `v/NAME`, so a build of one
//! edition doesn't change another. `v` has the list of all.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use errbook_docs::Target;
use errbook_docs::editions::{self, Edition};

use crate::args::Build;
use crate::failure::Failure;
use crate::output::{self, Change, Mode, PagePath, Piece, Wanted};
use crate::terminal::Terminal;

/// What the manifest of `v` has in place of targets.
const TARGETS: &str = "editions";

/// The script of the menu.
const MENU: &str = "editions.js";

/// The editions next to a site.
pub(super) struct Editions {
    /// The folder `v`.
    folder: PathBuf,
    names: BTreeSet<String>,
    /// Whether the build is of a site alone. Other builds have no editions.
    is_site: bool,
}

impl Editions {
    /// The editions in the output folder, and the one that is built.
    pub(super) fn read(build: &Build, targets: &[Target]) -> Result<Editions, Failure> {
        let folder = build.out.join(editions::FOLDER);
        if !matches!(targets, [target] if target.is_site()) {
            return match build.edition {
                None => Ok(Editions { folder, names: BTreeSet::new(), is_site: false }),
                Some(_) => Err(Failure::trouble("only the target `html` has editions")
                    .help("build each edition with `--target html`, and the other targets on their own")),
            };
        }
        let built = built(&folder)?;
        if let Some((name, other)) = build.edition.as_ref().and_then(|name| Some((name, in_other_case(name, &built)?)))
        {
            let other_folder = folder.join(other);
            return Err(Failure::trouble(format!("edition `{name}` differs only in case from the edition `{other}`"))
                .help(format!("use `--edition {other}`, or delete `{}` first", other_folder.display())));
        }
        let names = build.edition.iter().cloned().chain(built).collect();
        Ok(Editions { folder, names, is_site: true })
    }

    /// The edition that is built.
    pub(super) fn of(&self, build: &Build) -> Edition {
        match &build.edition {
            Some(name) => Edition::Named(name.clone()),
            None if self.names.is_empty() => Edition::Only,
            None => Edition::Current,
        }
    }

    /// The output folder of a build.
    pub(super) fn out(&self, build: &Build) -> PathBuf {
        build.edition.as_ref().map_or_else(|| build.out.clone(), |name| self.folder.join(name))
    }

    /// Refuses an edition of a site with pages in the folder of editions, such as those of a group `v`. The
    /// current pages can have some that the edition lacks.
    pub(super) fn refuse_pages(&self, build: &Build, pages: &[PagePath]) -> Result<(), Failure> {
        if build.edition.is_none() {
            return Ok(());
        }
        let current = output::owned(&build.out)?.unwrap_or_default();
        let is_below = |page: &&PagePath| {
            let folder = page.as_str().split_once('/').map(|(folder, _)| folder);
            folder.is_some_and(|folder| folder.eq_ignore_ascii_case(editions::FOLDER))
        };
        let Some(page) = pages.iter().chain(&current).find(is_below) else { return Ok(()) };
        let message = format!("`{}` would be in `{}`, the folder of editions", page.as_str(), self.folder.display());
        Err(Failure::trouble(message).help("build it without `--edition`, or rename the group or dependency `v`"))
    }

    /// Writes the list of editions, or compares it, and returns what changed. If there are no editions any
    /// more, removes it.
    pub(super) fn sync(&self, mode: Mode, force: bool) -> Result<Vec<(Change, String)>, Failure> {
        // Another build may have added one since.
        let names: BTreeSet<String> = self.names.iter().cloned().chain(built(&self.folder)?).collect();
        if !self.is_site || names.is_empty() && output::owned(&self.folder)?.is_none() {
            return Ok(Vec::new());
        }
        let pages: Vec<PagePath> = PagePath::new(editions::LIST).into_iter().filter(|_| !names.is_empty()).collect();
        let wanted = Wanted { root: &self.folder, targets: TARGETS, pages: &pages, former: &[], force };
        let text = editions::list(names);
        let changes = output::sync(wanted, mode, |writer| {
            let piece = |page| Piece { page, number: 0, last: true, bytes: Cow::Borrowed(text.as_bytes()) };
            (0..pages.len()).map(piece).try_for_each(|piece| writer.put(piece))
        })?;
        Ok(super::shown(&self.folder, changes))
    }

    /// Says what a build did to the list of editions, and how the current pages get the menu, if they were
    /// built before the first edition.
    pub(super) fn tell(
        &self,
        build: &Build,
        list: &[(Change, String)],
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        for (change, path) in list.iter().filter(|_| super::mode(build) == Mode::Write) {
            let verb = if *change == Change::Removed { "removed" } else { "wrote" };
            terminal.say(&format!("{verb} {path}, the list of editions"));
        }
        let current = if build.edition.is_some() { output::owned(&build.out)? } else { None };
        let has_menu = |page: &PagePath| page.as_str().rsplit('/').next() == Some(MENU);
        if current.is_some_and(|pages| !pages.iter().any(has_menu)) {
            terminal.say("next: build the current pages again, so they have the menu of editions");
        }
        Ok(())
    }
}

/// The edition that would have the same folder as `name` on a file system that ignores case.
fn in_other_case<'b>(name: &str, built: &'b [String]) -> Option<&'b String> {
    built.iter().find(|other| *other != name && other.eq_ignore_ascii_case(name))
}

/// The editions in a folder.
fn built(folder: &Path) -> Result<Vec<String>, Failure> {
    let files = match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        files => files.and_then(Iterator::collect::<Result<Vec<_>, _>>),
    };
    let mut names = Vec::new();
    for file in files.map_err(|error| Failure::io("read", folder, &error))? {
        let name = file.file_name().to_string_lossy().into_owned();
        if editions::is_name(&name) && file.path().is_dir() && output::owned(&file.path())?.is_some() {
            names.push(name);
        }
    }
    Ok(names)
}
