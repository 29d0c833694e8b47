//! Reports changes to files of the catalog and templates. The only module that uses `notify`.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::Event;
use crate::failure::{Failure, cause};

/// Watches folders until it is dropped.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    folders: Vec<PathBuf>,
}

impl Watch {
    /// Watches `folders` recursively.
    pub(super) fn new<'f>(folders: impl Iterator<Item = &'f Path>, events: Sender<Event>) -> Result<Watch, Failure> {
        let folders: Vec<PathBuf> = folders.map(|path| std::path::absolute(path).unwrap_or(path.to_owned())).collect();
        let own = folders.clone();
        let tell = move |event: Result<notify::Event, notify::Error>| {
            // An error while watching may have hidden a change.
            let change = event.map_or(Some(Event::Changed), |event| change(&event, &own));
            // The receiver is gone once the command ends.
            let _ = change.map(|change| events.send(change));
        };
        let cannot = |error: notify::Error| Failure::trouble(format!("cannot watch files: {}", reason(&error)));
        let mut watch = Watch { watcher: notify::recommended_watcher(tell).map_err(cannot)?, folders };
        for folder in watch.folders.clone() {
            watch.add(&folder).map_err(|error| {
                let failure = Failure::trouble(format!("cannot watch `{}`: {}", folder.display(), reason(&error)));
                match error.kind {
                    notify::ErrorKind::MaxFilesWatch => failure.help(
                        "raise the limit of watched folders, such as with `sudo sysctl fs.inotify.max_user_watches=524288`",
                    ),
                    _ => failure,
                }
            })?;
        }
        Ok(watch)
    }

    /// Watches the folders again. A folder that was removed and created again needs a new watch.
    pub(super) fn again(&mut self) {
        for folder in self.folders.clone() {
            let _ = self.watcher.unwatch(&folder);
            // If it doesn't exist, the watch on its parent reports when it is created.
            let _ = self.add(&folder);
        }
    }

    fn add(&mut self, folder: &Path) -> notify::Result<()> {
        if let Some(above) = folder.parent() {
            self.watcher.watch(above, RecursiveMode::NonRecursive)?;
        }
        self.watcher.watch(folder, RecursiveMode::Recursive)
    }
}

/// Why a folder can't be watched, without the paths and numbers that `notify` adds.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => cause(error),
        notify::ErrorKind::MaxFilesWatch => "too many folders are watched".to_owned(),
        notify::ErrorKind::PathNotFound => "it does not exist".to_owned(),
        _ => error.to_string(),
    }
}

/// The event to send for a file-system event, if it is relevant.
fn change(event: &notify::Event, folders: &[PathBuf]) -> Option<Event> {
    // Ignore reads, since this server reads the files itself.
    let looked = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    if looked {
        return None;
    }
    let moved = |path: &PathBuf| {
        folders.contains(path) && !matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)))
    };
    if event.paths.iter().any(moved) {
        return Some(Event::FolderChanged);
    }
    let matters = |path: &PathBuf| folders.iter().any(|folder| path.starts_with(folder)) && !is_hidden(path);
    (event.paths.is_empty() || event.paths.iter().any(matters)).then_some(Event::Changed)
}

/// Whether this is a hidden or backup file, such as editors create.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.starts_with('.') || name.ends_with('~'))
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, ModifyKind, RemoveKind};

    use super::*;

    #[test]
    fn ignores_events_that_do_not_change_the_catalog() {
        let told =
            |kind, path: &str| match change(&notify::Event::new(kind).add_path(path.into()), &["/a/catalog".into()]) {
                Some(Event::FolderChanged) => "folder",
                Some(_) => "file",
                None => "nothing",
            };
        let modified = EventKind::Modify(ModifyKind::Any);
        assert_eq!(told(modified, "/a/catalog/b/c.yaml"), "file");
        assert_eq!(told(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/a/catalog/b.yaml"), "file");
        assert_eq!(told(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/a/catalog/b.yaml"), "nothing");
        assert_eq!(told(EventKind::Access(AccessKind::Read), "/a/catalog"), "nothing");
        assert_eq!(told(EventKind::Create(CreateKind::File), "/a/catalog/.b.yaml.swp"), "nothing");
        assert_eq!(told(EventKind::Create(CreateKind::File), "/a/site"), "nothing");
        assert_eq!(told(EventKind::Create(CreateKind::Folder), "/a/catalog"), "folder");
        assert_eq!(told(EventKind::Remove(RemoveKind::Folder), "/a/catalog"), "folder");
        assert!(change(&notify::Event::new(EventKind::Any), &[]).is_some(), "what cannot be told is looked at");
    }
}
