//! Files that older errbooks wrote are read, and those of newer ones are refused. See
//! `tests/formats/README.md`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A copy of `tests/formats`.
fn formats() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("created");
    for item in fs::read_dir(from).expect("a folder") {
        let item = item.expect("an item");
        let to = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &to);
        } else {
            fs::copy(item.path(), to).expect("copied");
        }
    }
}

/// A format that errbook writes and reads again.
struct Format {
    /// What the names of its files start with, or of folders.
    name: &'static str,
    /// The file in a folder that has the version.
    file: Option<&'static str>,
    /// A command that reads `FILE`.
    command: &'static str,
    /// Whether the command read the file or folder, by what it said.
    is_read: fn(&Path, &str) -> bool,
}

const FORMATS: [Format; 6] = [
    Format {
        name: "errors",
        file: None,
        command: "check --catalog catalog --baseline baseline-1.json --against FILE",
        is_read: |_, said| said.contains("no visible change"),
    },
    Format {
        name: "baseline",
        file: None,
        command: "check --catalog catalog --baseline FILE",
        is_read: |_, said| said.contains("1 known"),
    },
    Format {
        name: "observed",
        file: None,
        command: "check --catalog catalog --baseline baseline-1.json --observed FILE",
        is_read: |_, said| said.contains("observed: 1 of 2 codes"),
    },
    Format {
        name: "import",
        file: Some(".errbook-import.json"),
        command: "import csv source.csv --out FILE",
        // Files that nobody edited since the import aren't "edited", whatever the importer writes today.
        is_read: |_, said| said.contains("imported 2 entries") && !said.contains("edited"),
    },
    Format {
        name: "lock",
        file: Some("errbook.lock"),
        command: "update --catalog FILE --dry-run",
        is_read: |_, said| said.contains("base (2 codes)"),
    },
    Format {
        name: "site",
        file: Some(".errbook-manifest"),
        command: "build --catalog import-1 --out FILE",
        is_read: |site, _| !site.join("errors/gone.html").exists(),
    },
];

/// The files and folders of a format.
fn versions(folder: &Path, name: &str) -> Vec<String> {
    let items = fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").file_name());
    let names = items.map(|name| name.into_string().expect("UTF-8"));
    let mut found: Vec<_> = names.filter(|of| of.starts_with(&format!("{name}-"))).collect();
    found.sort();
    assert!(!found.is_empty(), "{name}");
    found
}

fn errbook(folder: &Path, arguments: &str) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    let output = command.args(arguments.split(' ')).current_dir(folder).output().expect("errbook starts");
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output, said)
}

fn next_version(line: &str) -> String {
    let is_version = line.trim_start().starts_with("\"version\": ") || line.starts_with("# Version: ");
    match line.rsplit_once(|char: char| char.is_ascii_digit()).filter(|_| is_version) {
        Some((start, rest)) => format!("{start}99{rest}"),
        None => line.to_owned(),
    }
}

#[test]
fn all_versions_are_read_and_the_next_is_refused() {
    let formats = formats();
    let folder = formats.path();
    for Format { name, file, command, is_read } in FORMATS {
        for version in versions(folder, name) {
            let path = folder.join(&version);
            let command = command.replace("FILE", &version);
            let (output, said) = errbook(folder, &command);
            assert!(output.status.success() && is_read(&path, &said), "{command}: {said}");

            let path = file.map_or(path.clone(), |file| path.join(file));
            let text = fs::read_to_string(&path).expect("a file");
            let newer: String = text.lines().map(|line| next_version(line) + "\n").collect();
            assert_ne!(newer, text, "{version} has no version");
            fs::write(&path, &newer).expect("written");
            let (output, said) = errbook(folder, &command);
            assert_eq!(output.status.code(), Some(2), "{command}: {said}");
            assert!(said.contains("version 99") && said.contains("help: update errbook"), "{said}");
            assert_eq!(fs::read_to_string(&path).expect("a file"), newer, "{version} is kept");
            fs::write(&path, text).expect("written");
        }
    }
}
