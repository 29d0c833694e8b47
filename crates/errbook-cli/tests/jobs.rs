//! `--jobs`: output and messages are the same for any number of threads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const THREADS: [&str; 3] = ["1", "2", "7"];

/// The shipped catalog and the hostile one.
fn catalogs() -> [PathBuf; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    [root.join("catalog"), root.join("tests/hostile")]
}

fn errbook(catalog: &Path, folder: &Path, threads: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["--catalog".as_ref(), catalog]).args(["--jobs", threads]).args(arguments);
    command.current_dir(folder).output().unwrap()
}

/// All files below a folder, by relative path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = PathBuf::from(file.file_name());
        if file.path().is_dir() {
            found.extend(files(&file.path()).into_iter().map(|(path, content)| (name.join(path), content)));
        } else {
            found.insert(name, fs::read(file.path()).unwrap());
        }
    }
    found
}

/// Runs a command with each number of threads, each time in a new folder, and compares output and
/// written files. Returns the output of the first run.
fn same(catalog: &Path, arguments: &[&str]) -> Output {
    let runs = THREADS.map(|threads| {
        let folder = tempfile::tempdir().unwrap();
        let output = errbook(catalog, folder.path(), threads, arguments);
        (output, files(folder.path()))
    });
    let [first, others @ ..] = runs;
    for other in others {
        assert_eq!(other.0, first.0, "{arguments:?}");
        assert!(other.1 == first.1, "{arguments:?}: other files");
    }
    first.0
}

#[test]
fn build_writes_the_same_files() {
    for catalog in catalogs() {
        for target in ["html", "mintlify"] {
            let output = same(&catalog, &["build", "--target", target]);
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        }
    }
}

#[test]
fn second_build_reports_the_same_changes() {
    let folder = tempfile::tempdir().unwrap();
    let [catalog, _] = catalogs();
    errbook(&catalog, folder.path(), "7", &["build"]);
    for (path, content) in [("index.html", "edited"), ("llms-full.txt", "edited"), ("errors.json", "{}")] {
        fs::write(folder.path().join("site").join(path), content).unwrap();
    }
    fs::remove_file(folder.path().join("site/style.css")).unwrap();
    let said = |arguments: &[&str]| THREADS.map(|threads| errbook(&catalog, folder.path(), threads, arguments));
    for [first, second, third] in [said(&["build", "--check"]), said(&["build", "--dry-run"])] {
        assert_eq!((&first, &first), (&second, &third));
        assert_eq!(String::from_utf8_lossy(&first.stdout).lines().count(), 4, "{first:?}");
    }
}

#[test]
fn check_prints_the_same() {
    for catalog in catalogs() {
        for format in ["human", "short", "json", "sarif", "github"] {
            same(&catalog, &["check", "--format", format]);
        }
    }
}

#[test]
fn reports_the_first_failure() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("html")).unwrap();
    fs::write(folder.path().join("html/page.html"), "{{ entry.name ~ throw(message=entry.code) }}").unwrap();
    let templates = folder.path().to_str().unwrap();
    let [catalog, _] = catalogs();
    // Which pages are written before the failure depends on the number of threads.
    let [first, second, third] = THREADS.map(|threads| {
        let folder = tempfile::tempdir().unwrap();
        errbook(&catalog, folder.path(), threads, &["build", "--templates", templates])
    });
    assert_eq!(first.status.code(), Some(1), "{first:?}");
    assert_eq!((&first, &first), (&second, &third));
}

#[test]
fn rejects_zero_threads() {
    let folder = tempfile::tempdir().unwrap();
    let [catalog, _] = catalogs();
    for wrong in ["0", "many", ""] {
        let output = errbook(&catalog, folder.path(), wrong, &["list"]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = format!("invalid value '{wrong}' for '--jobs <N>': expected a number of at least 1");
        assert!(said.contains(&expected), "{said}");
    }
}
