//! `errbook.lock`: what `errbook update` resolved dependencies to. Every command that reads a catalog
//! compares it with the files.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use errbook_catalog::registry::Registry;
use errbook_catalog::{Declared, DependencySource, Snapshot, dependency_path};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::output;

/// Version of the format.
const VERSION: u32 = 1;

const NAME: &str = "errbook.lock";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lock {
    version: u32,
    pub(super) depends: Vec<Locked>,
}

/// A resolved dependency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Locked {
    /// Its name here.
    name: String,
    /// Its own name.
    catalog: String,
    from: LockedFrom,
    /// Of the commit that `rev` was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    /// Of its file, in hexadecimal.
    sha256: String,
}

/// `from` of the manifest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct LockedFrom {
    #[serde(skip_serializing_if = "Option::is_none")]
    git: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rev: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registry: Option<String>,
}

impl LockedFrom {
    fn of(from: &DependencySource) -> LockedFrom {
        match from.clone() {
            DependencySource::Path(path) => LockedFrom { path: Some(path), ..LockedFrom::default() },
            DependencySource::Registry(path) => LockedFrom { registry: Some(path), ..LockedFrom::default() },
            DependencySource::Git { url, rev, path } => {
                LockedFrom { git: Some(url), rev, path, ..LockedFrom::default() }
            }
            _ => LockedFrom::default(),
        }
    }
}

impl Default for Lock {
    fn default() -> Lock {
        Lock { version: VERSION, depends: Vec::new() }
    }
}

impl Locked {
    pub(super) fn new(of: &Declared, registry: &Registry, commit: Option<String>, text: &str) -> Locked {
        let (name, catalog) = (of.name.clone(), registry.name.clone());
        Locked { name, catalog, from: LockedFrom::of(&of.from), commit, sha256: sha256(text) }
    }
}

impl Lock {
    /// The lock file of a catalog, if it has one.
    pub(super) fn read(folder: &Path) -> Result<Option<Lock>, Failure> {
        Self::replaceable(folder)?.map(|lock| lock.map_err(|error| broken(folder, &error))).transpose()
    }

    /// The lock file, which can be broken. Fails if a newer errbook wrote it, which must not be lost.
    pub(super) fn replaceable(folder: &Path) -> Result<Option<serde_json::Result<Lock>>, Failure> {
        #[derive(Deserialize)]
        struct Any {
            version: u32,
        }
        let path = path(folder);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::io("read", &path, &error)),
        };
        match serde_json::from_str(&text) {
            Ok(Any { version }) if version > VERSION => Err(Failure::newer(&path, version, VERSION)),
            _ => Ok(Some(serde_json::from_str(&text))),
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&Locked> {
        self.depends.iter().find(|of| of.name == name)
    }

    /// Writes the lock, or removes it if there are no dependencies.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let path = path(folder);
        if self.depends.is_empty() {
            return if path.exists() { output::remove_file(&path) } else { Ok(()) };
        }
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Failure::trouble(format!("cannot write `{}`: {error}", path.display())))?;
        let text = text + "\n";
        let is_current = !path.is_symlink() && output::holds(&path, &text)?;
        if is_current { Ok(()) } else { output::replace_link(&path, &text) }
    }
}

fn broken(folder: &Path, error: &serde_json::Error) -> Failure {
    let help = "run `errbook update`, which writes it again";
    Failure::unusable(format!("`{}`", path(folder).display()), error, false, help)
}

fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Reports dependencies whose files or sources aren't those that were resolved.
pub(super) fn check(folder: &Path, snapshot: &mut Snapshot) {
    let declared = snapshot.declared().to_vec();
    // A dependency without a file is reported already.
    let resolved = declared.iter().filter_map(|of| Some((of, snapshot.file(&dependency_path(&of.name))?)));
    let resolved: Vec<_> = resolved.collect();
    if resolved.is_empty() {
        return;
    }
    let lock = match Lock::read(folder) {
        Ok(lock) => lock.unwrap_or_default(),
        Err(failure) => {
            let help = failure.help.into_iter().next().unwrap_or_default();
            return snapshot.refuse_dependency(&resolved[0].0.name, failure.message, help);
        }
    };
    for (of, file) in resolved {
        let name = &of.name;
        let problem = match lock.find(name) {
            None => format!("dependency `{name}` is not in `{NAME}`"),
            Some(locked) if locked.from != LockedFrom::of(&of.from) => {
                format!("dependency `{name}` was resolved from another source")
            }
            Some(locked) if locked.sha256 != sha256(snapshot.report().text(file)) => {
                format!("`{}` was changed after `errbook update` wrote it", dependency_path(name))
            }
            Some(_) => continue,
        };
        snapshot.refuse_dependency(name, problem, format!("run `errbook update {name}`"));
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
