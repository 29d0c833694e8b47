//! Interrupted commands, full disks, links, and several commands at once: nothing is lost or
//! half-written, and a command can be repeated.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn errbook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    errbook(folder).args(arguments).output().expect("errbook starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn assert_success(output: &Output) {
    assert!(output.status.success(), "{}", text(output));
}

/// All files below a folder, with their content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for item in fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path()) {
        if item.is_dir() {
            found.extend(files(&item));
        } else {
            found.insert(item.clone(), fs::read(&item).expect("a file"));
        }
    }
    found
}

/// A copy of the catalog `shop`.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogs/shop");
    errbook_test_support::folder::copy(&shop, &folder.path().join("catalog"));
    folder
}

#[test]
fn a_full_disk_leaves_no_half_written_entry() {
    for command in [
        "new err:orders:lost",
        "rename err:orders:not_paid err:orders:unpaid",
        "retire err:orders:not_paid --reason gone",
    ] {
        let folder = shop();
        let before = files(folder.path());
        // No file may grow, and the signal that this sends is ignored.
        let script = format!("trap '' XFSZ; ulimit -f 0; exec {} {command}", env!("CARGO_BIN_EXE_errbook"));
        let output =
            Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().expect("bash starts");
        assert_eq!(output.status.code(), Some(2), "{command}: {}", text(&output));
        assert!(text(&output).contains("error: cannot write"), "{}", text(&output));
        assert_eq!(files(folder.path()), before, "{command}");
        assert_success(&run(folder.path(), &command.split(' ').collect::<Vec<_>>()));
    }
}

#[test]
fn a_killed_rename_can_be_repeated() {
    let rename = ["rename", "err:customers:not_found", "err:customers:absent"];
    let (before, after) = (shop(), shop());
    assert_success(&run(after.path(), &rename));
    let old = before.path().join("catalog/customers/not_found.yaml");
    let changed: Vec<PathBuf> = files(after.path())
        .into_iter()
        .map(|(path, text)| (path.strip_prefix(after.path()).expect("below it").to_owned(), text))
        .filter(|(path, text)| fs::read(before.path().join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert!(old.exists() && changed.len() > 2, "{changed:?}");
    let moved = Path::new("catalog/customers/absent.yaml").to_owned();
    let rest: Vec<PathBuf> = changed.into_iter().filter(|path| *path != moved).collect();
    // The new entry is written first, then the other files, and the old entry is removed last.
    for written in 0..=rest.len() {
        let folder = shop();
        for path in std::iter::once(&moved).chain(&rest[..written]) {
            fs::copy(after.path().join(path), folder.path().join(path)).expect("copied");
        }
        assert_success(&run(folder.path(), &rename));
        let relative = |root: &Path| -> Vec<(PathBuf, Vec<u8>)> {
            files(root)
                .into_iter()
                .map(|(path, text)| (path.strip_prefix(root).expect("below it").to_owned(), text))
                .collect()
        };
        assert_eq!(relative(folder.path()), relative(after.path()), "{written} other files were written");
    }
    // A file with other content is another code.
    let folder = shop();
    fs::write(folder.path().join(&moved), "message: \"Somebody else's\"\n").expect("written");
    let output = run(folder.path(), &rename);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("already exists"), "{}", text(&output));
}

#[test]
fn a_killed_init_can_be_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_success(&run(folder.path(), &["init"]));
    let whole = files(folder.path());
    for path in whole.keys() {
        fs::remove_file(path).expect("removed");
        assert_success(&run(folder.path(), &["init"]));
        assert_eq!(files(folder.path()), whole);
    }
    let output = run(folder.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    fs::write(folder.path().join("catalog/catalog.yaml"), "name: mine\n").expect("written");
    fs::remove_file(folder.path().join("catalog/requests/not_found.yaml")).expect("removed");
    assert_eq!(run(folder.path(), &["init"]).status.code(), Some(2));
    assert_eq!(fs::read(folder.path().join("catalog/catalog.yaml")).expect("a file"), b"name: mine\n");
}

#[test]
fn several_builds_can_write_to_one_folder() {
    for round in 0..5 {
        let folder = shop();
        let build = |_| errbook(folder.path()).args(["build", "--out", "site"]).output().expect("errbook starts");
        let outputs: Vec<Output> = std::thread::scope(|scope| {
            let builds: Vec<_> = (0..6).map(|number| scope.spawn(move || build(number))).collect();
            builds.into_iter().map(|build| build.join().expect("a result")).collect()
        });
        for output in outputs {
            assert!(output.status.success(), "round {round}: {}", text(&output));
        }
        assert_success(&run(folder.path(), &["build", "--out", "site", "--check"]));
        let left: Vec<PathBuf> = files(&folder.path().join("site"))
            .into_keys()
            .filter(|path| path.to_string_lossy().contains(".errbook-new"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn links_and_permissions_of_named_files_stay() {
    let folder = shop();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("real")).expect("created");
    fs::write(at("real/errors.ts"), "// old\n").expect("written");
    fs::write(at("real/docs.json"), "{}\n").expect("written");
    fs::set_permissions(at("real/errors.ts"), fs::Permissions::from_mode(0o640)).expect("set");
    symlink("real/errors.ts", at("errors.ts")).expect("linked");
    symlink("real/new.py", at("errors.py")).expect("linked");
    symlink(at("real/docs.json"), at("docs.json")).expect("linked");

    assert_success(&run(folder.path(), &["export", "typescript", "--out", "errors.ts"]));
    assert_success(&run(folder.path(), &["export", "python", "--out", "errors.py"]));
    assert_success(&run(folder.path(), &["build", "--target", "mintlify", "--out", "pages", "--merge", "docs.json"]));
    for link in ["errors.ts", "errors.py", "docs.json"] {
        assert!(fs::symlink_metadata(at(link)).expect("it exists").is_symlink(), "{link}");
    }
    assert!(fs::read_to_string(at("real/errors.ts")).expect("a file").contains("export const Code"));
    assert_eq!(fs::metadata(at("real/errors.ts")).expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(at("real/new.py")).expect("a file").contains("class Code"));
    assert!(fs::read_to_string(at("real/docs.json")).expect("a file").contains("navigation"));

    symlink("b.py", at("a.py")).expect("linked");
    symlink("a.py", at("b.py")).expect("linked");
    let output = run(folder.path(), &["export", "python", "--out", "a.py"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    let output = run(folder.path(), &["export", "python", "--out", "/dev/stdout"]);
    assert_success(&output);
    assert!(text(&output).contains("class Code"), "{}", text(&output));
}

#[test]
fn a_code_that_no_file_can_be_named_after_is_not_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "x".repeat(300);
    let table = format!(
        "[{{\"code\": \"a_good\", \"message\": \"A\"}}, {{\"code\": \"{long}\", \"message\": \"B\"}}, {{\"code\": \"con\", \"message\": \"C\"}}]"
    );
    fs::write(folder.path().join("errors.json"), table).expect("written");
    let output = run(folder.path(), &["import", "json", "errors.json"]);
    assert_success(&output);
    for problem in ["`con` is a reserved file name on Windows", "is longer than 255 bytes", &long] {
        assert!(text(&output).contains(problem), "{}", text(&output));
    }
    assert!(folder.path().join("catalog/catalog.yaml").exists());
    let names: Vec<String> = files(&folder.path().join("catalog"))
        .into_keys()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert!(names.contains(&"a_good.yaml".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("con.") || name.starts_with("xxx")), "{names:?}");
}

#[test]
fn modelines_change_only_files_that_could_be_read() {
    let folder = shop();
    let at = |name: &str| folder.path().join("catalog").join(name);
    let latin = b"message: \"Le caf\xe9\"\n";
    fs::write(at("orders/latin.yaml"), latin).expect("written");
    fs::write(at("orders/windows.yaml"), "\u{feff}message: hi\r\nname: Hi\r\n").expect("written");
    fs::write(at("orders/own.yaml"), "# yaml-language-server: $schema=mine.json\nmessage: hi there\n")
        .expect("written");
    fs::write(at("orders/empty.yaml"), "").expect("written");
    assert_success(&run(folder.path(), &["schema", "--write", "--modelines"]));
    let read = |name: &str| fs::read(at(name)).expect("a file");
    assert_eq!(read("orders/latin.yaml"), latin);
    assert_eq!(read("orders/empty.yaml"), b"");
    assert_eq!(read("orders/own.yaml"), b"# yaml-language-server: $schema=mine.json\nmessage: hi there\n");
    let line = "# yaml-language-server: $schema=../entry.schema.json";
    let windows = format!("\u{feff}{line}\r\nmessage: hi\r\nname: Hi\r\n");
    assert_eq!(String::from_utf8(read("orders/windows.yaml")).expect("UTF-8"), windows);
    assert!(read("orders/not_paid.yaml").starts_with(line.as_bytes()));
    assert!(read("catalog.yaml").starts_with(b"# yaml-language-server: $schema=./manifest.schema.json\n"));
}

#[test]
fn a_link_in_the_catalog_is_a_file_of_the_catalog() {
    let folder = shop();
    fs::write(folder.path().join("other.yaml"), "message: hi\n").expect("written");
    symlink("../../other.yaml", folder.path().join("catalog/orders/link.yaml")).expect("linked");
    let output = run(folder.path(), &["check", "catalog/orders/link.yaml"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("catalog/orders/link.yaml"), "{}", text(&output));
}

#[test]
fn an_export_is_the_same_in_a_pipe_and_in_a_file() {
    let folder = shop();
    let entry = "status: 500\nmessage: Strange\nsummary: \"Has \\x7f and \\x85 in it.\"\naction: retry\n";
    fs::write(folder.path().join("catalog/orders/strange.yaml"), entry).expect("written");
    for (target, file) in [("json", "errors.json"), ("typescript", "errors.ts"), ("vectors", "vectors.json")] {
        let output = run(folder.path(), &["export", target]);
        assert_success(&output);
        assert_success(&run(folder.path(), &["export", target, "--out", file]));
        assert_eq!(output.stdout, fs::read(folder.path().join(file)).expect("a file"), "{target}");
    }
}
