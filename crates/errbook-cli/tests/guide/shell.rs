//! Runs commands as a reader would, one after the other in a new folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use errbook_test_support::tools;
use tempfile::TempDir;

/// Keys that a manifest has and an entry doesn't.
const MANIFEST_KEYS: [&str; 6] = ["profiles:\n", "site:", "rules:", "budgets:", "glossary:", "requests:"];

pub(crate) struct Shell {
    /// Removes the folder on drop, if it is temporary.
    _temporary: Option<TempDir>,
    root: PathBuf,
    folder: PathBuf,
}

impl Shell {
    /// Starts in an empty temporary folder.
    pub(crate) fn new() -> Shell {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        Shell { _temporary: Some(folder), folder: root.clone(), root }
    }

    /// Starts in an empty folder whose path is the same in each run, so Cargo's files don't pile
    /// up.
    pub(crate) fn for_cargo(name: &str) -> Shell {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("removed");
        }
        fs::create_dir_all(&root).expect("created");
        Shell { _temporary: None, folder: root.clone(), root }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }

    /// Runs a command with `errbook` on the `PATH` and returns its output, including standard
    /// error. Drops trailing blank lines, because the guide shows none.
    pub(crate) fn run(&mut self, command: &str) -> String {
        let (status, printed) = self.attempt(command, &[]);
        assert_eq!(status, Some(0), "`{command}` fails:\n{printed}");
        printed
    }

    /// Like [`run`](Self::run), but returns the exit status. Programs in the folders of `path` come
    /// first.
    pub(crate) fn attempt(&mut self, command: &str, path: &[&Path]) -> (Option<i32>, String) {
        let errbook = tools::errbook(env!("CARGO_BIN_EXE_errbook"));
        let binary = errbook.parent().expect("a folder");
        let rest = std::env::var_os("PATH").expect("a PATH");
        let folders = path.iter().copied().chain([binary]).map(Path::to_owned).chain(std::env::split_paths(&rest));
        let place = self.root.join(".folder");
        let script = format!("exec 2>&1\n{command}\nstatus=$?\npwd > '{}'\nexit $status", place.display());
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&self.folder)
            .env("PATH", std::env::join_paths(folders).expect("a PATH"))
            .env("NO_COLOR", "1")
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide-target"))
            .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_COMMITTER_NAME", "a")])
            .envs([("GIT_AUTHOR_EMAIL", "a@example.com"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
            .env_remove("GITHUB_WORKSPACE")
            .stdin(Stdio::null())
            .output()
            .expect("sh starts");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        self.folder = PathBuf::from(fs::read_to_string(&place).expect("the folder").trim_end());
        let printed = match printed.trim_end() {
            "" => String::new(),
            printed => format!("{printed}\n"),
        };
        (output.status.code(), printed)
    }

    /// Patches crates.io packages with those of the checkout, and uses the versions in its lock
    /// file.
    pub(crate) fn prepare_cargo(&self, checkout: &Path) {
        let file = self.folder.join("Cargo.toml");
        let mut manifest = fs::read_to_string(&file).expect("a manifest");
        if manifest.contains("[patch.crates-io]") {
            return;
        }
        let crates = checkout.join("crates");
        // The folder that Cargo uses may be inside of the checkout.
        manifest.push_str("\n[workspace]\n\n[patch.crates-io]\n");
        for name in ["errbook", "errbook-build"] {
            manifest.push_str(&format!("{name} = {{ path = {:?} }}\n", crates.join(name)));
        }
        fs::write(file, manifest).expect("written");
        fs::copy(checkout.join("Cargo.lock"), self.folder.join("Cargo.lock")).expect("copied");
    }

    /// Checks keys of a manifest or an entry: with them in place of the catalog's own, `errbook
    /// check` must report no errors.
    pub(crate) fn check_snippet(&mut self, yaml: &str) {
        let manifest = MANIFEST_KEYS.iter().any(|key| yaml.starts_with(key));
        let files = ["catalog/catalog.yaml", "catalog/requests/not_found.yaml"];
        let file = self.folder.join(files[usize::from(!manifest)]);
        let before = fs::read_to_string(&file).expect("a file");
        let keys: Vec<&str> = yaml.lines().filter_map(top_level_key).collect();
        let mut kept = true;
        let mut after = String::new();
        for line in before.lines() {
            if let Some(key) = top_level_key(line) {
                kept = !keys.contains(&key);
            }
            if kept {
                after.push_str(line);
                after.push('\n');
            }
        }
        fs::write(&file, after + yaml).expect("written");
        self.run("errbook check");
        fs::write(&file, before).expect("written");
    }
}

/// The key that a line starts with, if any.
fn top_level_key(line: &str) -> Option<&str> {
    line.split_once(':').map(|(key, _)| key).filter(|key| key.starts_with(|first: char| first.is_ascii_lowercase()))
}
