//! Files that can't be read as entries: each causes a diagnostic with location and help, in time
//! linear in the size of the input, and never a panic.

use std::fs;
use std::path::Path;

use errbook_catalog::{Diagnostics, Sources};
use tempfile::TempDir;

const MANIFEST: &str =
    "name: demo\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\ngroups: {data: {}}\n";

/// A catalog with one valid entry. `spoil` adds to the folder of its group.
fn catalog(spoil: impl FnOnce(&Path)) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("catalog.yaml"), MANIFEST).expect("written");
    let group = folder.path().join("data");
    fs::create_dir(&group).expect("made");
    fs::write(group.join("fine.yaml"), "message: \"x\"\n").expect("written");
    spoil(&group);
    folder
}

/// The rules that fired, with paths relative to the catalog's folder.
fn fired(folder: &TempDir) -> Vec<(String, &'static str)> {
    let (_, report) = errbook_catalog::read(folder.path());
    all_shown(&report);
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    report.diagnostics().iter().map(|found| (name(report.path(found.labels[0].file)), found.rule)).collect()
}

/// Checks that all diagnostics can be shown, and have help.
fn all_shown(report: &Diagnostics) {
    for found in report.diagnostics() {
        assert!(report.human(found, true).len() < 10_000, "a diagnostic is about a screen");
        assert!(!report.short(found).contains('\n'));
        assert!(!found.help.is_empty(), "{}", report.short(found));
    }
}

fn one(name: &str, rule: &'static str) -> Vec<(String, &'static str)> {
    vec![(name.to_owned(), rule)]
}

#[test]
fn reports_bytes_that_are_not_utf8() {
    let folder = catalog(|group| fs::write(group.join("bad.yaml"), b"message: \"\xff\"\n").expect("written"));
    assert_eq!(fired(&folder), one("bad.yaml", "file-unreadable"));
    let (_, report) = errbook_catalog::read(folder.path());
    assert!(report.short(&report.diagnostics()[0]).contains("bad.yaml:1:11: "), "at the byte");
}

#[test]
fn reports_a_nul_byte() {
    let folder = catalog(|group| fs::write(group.join("bad.yaml"), b"message: \"a\0b\"\n").expect("written"));
    assert_eq!(fired(&folder), one("bad.yaml", "yaml-syntax"));
}

#[test]
fn reports_a_file_of_five_megabytes() {
    let folder = catalog(|group| {
        fs::write(group.join("bad.yaml"), format!("message: \"{}\"\n", "x".repeat(5 << 20))).expect("written")
    });
    assert_eq!(fired(&folder), one("bad.yaml", "file-unreadable"));
}

#[test]
fn reads_a_scalar_of_three_megabytes() {
    let folder = catalog(|group| {
        fs::write(group.join("long.yaml"), format!("message: \"{}\"\n", "x".repeat(3 << 20))).expect("written")
    });
    assert_eq!(fired(&folder), []);
}

#[test]
fn reports_two_hundred_thousand_brackets() {
    let folder = catalog(|group| {
        fs::write(group.join("bad.yaml"), format!("message: {}", "[".repeat(200_000))).expect("written")
    });
    assert_eq!(fired(&folder), one("bad.yaml", "yaml-syntax"));
}

#[test]
fn reports_three_thousand_nested_blocks() {
    let nested_mappings: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let folder = catalog(|group| {
        fs::write(group.join("bad.yaml"), format!("message: \"x\"\nnotes:\n  {}x\n", "- ".repeat(3_000)))
            .expect("written");
        fs::write(group.join("worse.yaml"), nested_mappings).expect("written");
    });
    assert_eq!(fired(&folder), [one("bad.yaml", "yaml-syntax"), one("worse.yaml", "yaml-syntax")].concat());
}

#[test]
fn reports_files_that_are_empty_or_only_a_comment() {
    let folder = catalog(|group| {
        fs::write(group.join("a.yaml"), "").expect("written");
        fs::write(group.join("b.yaml"), "# nothing\n").expect("written");
    });
    assert_eq!(fired(&folder), [one("a.yaml", "yaml-syntax"), one("b.yaml", "yaml-syntax")].concat());
}

#[test]
fn reports_a_folder_named_like_an_entry() {
    let folder = catalog(|group| fs::create_dir(group.join("x.yaml")).expect("made"));
    assert_eq!(fired(&folder), one("x.yaml", "file-name"));
}

#[cfg(unix)]
#[test]
fn reports_circular_symbolic_links() {
    let folder = catalog(|group| {
        std::os::unix::fs::symlink(group, group.join("again")).expect("linked");
        std::os::unix::fs::symlink("loop.yaml", group.join("loop.yaml")).expect("linked");
    });
    assert_eq!(fired(&folder), [one("again", "file-unreadable"), one("loop.yaml", "file-unreadable")].concat());
}

#[cfg(unix)]
#[test]
fn reports_a_file_without_read_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = catalog(|group| {
        let secret = group.join("secret.yaml");
        fs::write(&secret, "message: \"x\"\n").expect("written");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("set");
    });
    let may_read_anyway = fs::read(folder.path().join("data/secret.yaml")).is_ok();
    if may_read_anyway {
        assert_eq!(fired(&folder), [], "the superuser reads every file");
    } else {
        assert_eq!(fired(&folder), one("secret.yaml", "file-unreadable"));
    }
}

#[cfg(unix)]
#[test]
fn reports_a_socket() {
    let folder = catalog(|group| drop(std::os::unix::net::UnixListener::bind(group.join("s.yaml")).expect("bound")));
    assert_eq!(fired(&folder), one("s.yaml", "file-unreadable"));
}

#[test]
fn reports_a_missing_folder() {
    let (catalog, report) = errbook_catalog::read(Path::new("nowhere/at/all"));
    assert!(catalog.is_none());
    let rules: Vec<&str> = report.diagnostics().iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["file-unreadable"]);
}

#[test]
fn reports_folders_deeper_than_any_code() {
    let folder = catalog(|group| {
        let deep = group.join("a/b/c/d/e/f/g/h/i/j");
        fs::create_dir_all(&deep).expect("made");
        fs::write(deep.join("x.yaml"), "message: \"x\"\n").expect("written");
    });
    let fired = fired(&folder);
    assert_eq!(fired.len(), 1, "{fired:?}");
    assert_eq!(fired[0].1, "file-name");
}

#[test]
fn an_invalid_code_scheme_is_reported_once() {
    let files = [("catalog.yaml", "name: demo\ncodes: {levels: []}\n"), ("data/fine.yaml", "message: \"x\"\n")];
    let (_, report) = errbook_catalog::read_sources(Sources::from_texts(
        files.map(|(path, text)| (path.to_owned(), text.to_owned())),
    ));
    assert_eq!(report.errors(), 1);
}

/// In memory, because not every system can have these files.
#[test]
fn segments_are_file_names_on_every_system() {
    let manifest = MANIFEST.replace("{name: specific}", "{name: specific, pattern: \".+\"}");
    for (name, expected) in [
        ("con", "`con` is a reserved file name on Windows"),
        ("com1.x", "`com1.x` is a reserved file name on Windows"),
        ("a:b", "`a:b` contains `:`, which is not allowed in file names on Windows"),
        ("right\u{202e}left", "`right\\u{202e}left` contains the invisible character U+202E"),
        ("zero\u{200b}width", "`zero\\u{200b}width` contains the invisible character U+200B"),
        ("end.", "`end.` ends with a period, which Windows removes"),
    ] {
        let files =
            [("catalog.yaml".to_owned(), manifest.clone()), (format!("data/{name}.yaml"), "message: x\n".into())];
        let (_, report) = errbook_catalog::read_sources(Sources::from_texts(files));
        all_shown(&report);
        let found: Vec<_> = report.diagnostics().iter().map(|of| (of.rule, of.message.as_ref())).collect();
        assert_eq!(found[..1], [("code-segment", expected)], "{name:?}");
    }
}
