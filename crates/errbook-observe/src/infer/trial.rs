//! Keeps the additions with which the catalog still loads without new errors.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::{Severity, Snapshot};
use errbook_check::edit::FileEdit;

use super::addition::Addition;
use super::{InferredFile, Skipped};

/// The catalog is read at most this often.
const MOST_READ: usize = 100;

/// The number of errors by rule, path, and message.
type Errors = BTreeMap<(&'static str, String, String), usize>;

/// A catalog, and the additions that fit it.
pub(super) struct Trial<'s> {
    snapshot: &'s Snapshot,
    known: Errors,
    accepted: Vec<Addition>,
    skipped: Vec<Skipped>,
    read: usize,
}

/// Why additions don't fit.
struct Misfit {
    message: String,
    help: String,
    /// The files with errors.
    paths: BTreeSet<String>,
}

impl<'s> Trial<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Trial<'s> {
        Trial { snapshot, known: errors(snapshot), accepted: Vec::new(), skipped: Vec::new(), read: 0 }
    }

    /// Accepts the additions that fit. The order matters if two of them don't fit together.
    pub(super) fn accept(&mut self, additions: &[Addition]) {
        if additions.is_empty() {
            return;
        }
        let kept = self.accepted.len();
        self.accepted.extend(additions.iter().cloned());
        let Err(misfit) = self.check() else { return };
        self.accepted.truncate(kept);
        match additions {
            [addition] => {
                let message = format!("{}: {}", addition.added().0.lacking(&addition.code), misfit.message);
                self.skipped.push(Skipped { message, help: misfit.help });
            }
            _ => {
                // Most errors are in the file that causes them.
                let is_innocent = |addition: &Addition| !misfit.paths.contains(&addition.path);
                let (innocent, suspect): (Vec<Addition>, Vec<Addition>) =
                    additions.iter().cloned().partition(is_innocent);
                let halves = additions.split_at(additions.len() / 2);
                let is_known = !innocent.is_empty() && !suspect.is_empty();
                let (first, rest) = if is_known { (&*innocent, &*suspect) } else { halves };
                self.accept(first);
                self.accept(rest);
            }
        }
    }

    fn check(&mut self) -> Result<(), Misfit> {
        let texts = texts(self.snapshot, &self.accepted)?;
        self.read += 1;
        if self.read > MOST_READ {
            let message = "too many others would cause errors in the catalog".to_owned();
            let help = "run `errbook observe --infer` again".to_owned();
            return Err(Misfit { message, help, paths: BTreeSet::new() });
        }
        let edited = self.snapshot.edited(&texts.into_iter().map(|(path, text)| (path, Some(text))).collect());
        let is_new = |(error, count): &(&(&'static str, String, String), &usize)| {
            self.known.get(*error).is_none_or(|known| known < *count)
        };
        let found = errors(&edited);
        let Some(((rule, path, message), _)) = found.iter().find(is_new) else { return Ok(()) };
        let paths = found.iter().filter(is_new).map(|((_, path, _), _)| path.clone()).collect();
        let diagnostics = edited.report().diagnostics().iter();
        let help = { diagnostics }.find(|of| of.rule == *rule && of.message == *message);
        let help = help.and_then(|of| of.help.first()).map_or_else(|| "add it by hand".to_owned(), ToString::to_string);
        Err(Misfit { message: format!("it would cause an error in `{path}`: {message}"), help, paths })
    }

    /// The edited files, by path, and what was left out.
    pub(super) fn finish(self) -> (Vec<InferredFile>, Vec<Skipped>) {
        let mut files = Vec::new();
        for (path, after) in texts(self.snapshot, &self.accepted).unwrap_or_default() {
            let mut added = BTreeMap::new();
            for (what, count) in self.accepted.iter().filter(|of| of.path == path).map(Addition::added) {
                *added.entry(what).or_default() += count;
            }
            let before = text(self.snapshot, &path);
            files.push(InferredFile { file: FileEdit { path, moved_to: None, before, after }, added });
        }
        (files, self.skipped)
    }
}

/// The texts of files after some additions, by path.
fn texts(snapshot: &Snapshot, additions: &[Addition]) -> Result<BTreeMap<String, String>, Misfit> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for addition in additions {
        let before = texts.remove(&addition.path).unwrap_or_else(|| text(snapshot, &addition.path));
        let after = addition.to(&before).map_err(|message| Misfit {
            message,
            help: "edit the file by hand".to_owned(),
            paths: BTreeSet::from([addition.path.clone()]),
        })?;
        texts.insert(addition.path.clone(), after);
    }
    Ok(texts)
}

fn text(snapshot: &Snapshot, path: &str) -> String {
    snapshot.file(path).map_or("", |file| snapshot.report().text(file)).to_owned()
}

fn errors(snapshot: &Snapshot) -> Errors {
    let mut errors = Errors::new();
    for found in snapshot.report().diagnostics().iter().filter(|found| found.severity == Severity::Error) {
        let path = found.labels.first().map_or("", |label| snapshot.path(label.file)).to_owned();
        *errors.entry((found.rule, path, found.message.clone())).or_default() += 1;
    }
    errors
}
