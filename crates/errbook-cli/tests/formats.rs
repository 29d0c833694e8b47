//! Files that older errbooks wrote are read, and those of newer ones are refused. See
//! `tests/formats/README.md`.

use std::fs;
use std::path::{Path, PathBuf};
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

/// The files and folders of a format, and the file that has the version.
fn versions(folder: &TempDir, format: &str, file: &str) -> Vec<(String, PathBuf)> {
    let items = fs::read_dir(folder.path()).expect("a folder").map(|item| item.expect("an item").file_name());
    let names = items.map(|name| name.into_string().expect("UTF-8"));
    let mut found: Vec<_> = names.filter(|name| name.starts_with(&format!("{format}-"))).collect();
    found.sort();
    assert!(!found.is_empty(), "{format}");
    found.into_iter().map(|name| (name.clone(), folder.path().join(&name).join(file))).collect()
}

fn errbook(folder: &TempDir, arguments: &str) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    let output = command.args(arguments.split(' ')).current_dir(folder.path()).output().expect("errbook starts");
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output, said)
}

/// Runs a command with each version of a file, and asserts that it succeeds and says something. Then
/// runs it with the next version, which it must refuse.
fn read(format: &str, file: &str, command: &str, says: &str, then: impl Fn(&TempDir, &str)) {
    let folder = formats();
    for (name, path) in versions(&folder, format, file) {
        let path = path.components().collect::<PathBuf>();
        let command = command.replace("FILE", &name);
        let (output, said) = errbook(&folder, &command);
        assert!(output.status.success() && said.contains(says), "{command}: {said}");
        then(&folder, &name);

        let text = fs::read_to_string(&path).expect("a file");
        let newer: String = text.lines().map(|line| next_version(line) + "\n").collect();
        assert_ne!(newer, text, "{name} has no version");
        fs::write(&path, newer).expect("written");
        let (output, said) = errbook(&folder, &command);
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("version 99") && said.contains("help: update errbook"), "{said}");
    }
}

fn next_version(line: &str) -> String {
    let is_version = line.trim_start().starts_with("\"version\": ") || line.starts_with("# Version: ");
    match line.rsplit_once(|char: char| char.is_ascii_digit()).filter(|_| is_version) {
        Some((start, rest)) => format!("{start}99{rest}"),
        None => line.to_owned(),
    }
}

#[test]
fn registries() {
    let check = "check --catalog catalog --baseline baseline-1.json --against FILE";
    read("errors", "", check, "no visible change", |_, _| {});
}

#[test]
fn baselines() {
    let check = "check --catalog catalog --baseline FILE";
    read("baseline", "", check, "1 known", |_, _| {});
}

#[test]
fn what_was_observed() {
    let check = "check --catalog catalog --baseline baseline-1.json --observed FILE";
    read("observed", "", check, "observed: 1 of 2 codes", |_, _| {});
}

#[test]
fn import_records() {
    // Files that nobody edited since the import are never "edited", whatever the importer writes today.
    read("import", ".errbook-import.json", "import csv source.csv --out FILE", "2 entries", |folder, name| {
        let (_, said) = errbook(folder, &format!("import csv source.csv --out {name}"));
        assert!(!said.contains("edited"), "{said}");
    });
}

#[test]
fn lists_of_an_output() {
    read("site", ".errbook-manifest", "build --catalog import-1 --out FILE", "", |folder, name| {
        assert!(!folder.path().join(name).join("errors/gone.html").exists(), "{name}");
    });
}
