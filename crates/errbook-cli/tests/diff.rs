//! `errbook diff` and `errbook changelog` on folders and files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn errbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errbook")).args(arguments).current_dir(folder).output().unwrap()
}

/// A copy of the catalogs of `cmd/diff.md`.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/diff.in");
    errbook_test_support::folder::copy(&from, folder.path());
    folder
}

#[test]
fn a_page_is_in_the_style_of_the_later_state_and_links_to_its_pages() {
    let folder = shop();
    let output = errbook(folder.path(), &["diff", "before.json", "--format", "html", "--out", "changes/now.html"]);
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "wrote changes/now.html\n");
    let page = fs::read_to_string(folder.path().join("changes/now.html")).unwrap();
    assert!(page.contains("<h1>Changes from <code>before.json</code></h1>"), "{page}");
    let renamed =
        "<h3><a href=\"https://shop.example/docs/errors/orders/missing\"><code>err:orders:not_found</code></a>";
    assert!(page.contains(renamed), "{page}");
    assert!(page.contains("<dd class=\"major\">major"), "{page}");

    let printed = errbook(folder.path(), &["diff", "before.json", "--format", "html"]);
    assert_eq!(String::from_utf8_lossy(&printed.stdout), page);
    // An `errors.json` has no theme, but all URLs.
    errbook(folder.path(), &["export", "json", "--out", "now.json"]);
    let saved = errbook(folder.path(), &["diff", "before.json", "now.json", "--format", "html"]);
    assert!(String::from_utf8_lossy(&saved.stdout).contains(renamed), "{saved:?}");
}

#[test]
fn a_migration_ends_before_the_text_after_it() {
    let folder = shop();
    let entry = folder.path().join("catalog/orders/not_paid.yaml");
    let text = fs::read_to_string(&entry).unwrap();
    let migration =
        "migration: |\n  # Use <b>it</b>\n\n  [Late](err:orders:late) and [x](javascript:a)\n\n  ````sh\n  a\n  ```\n";
    let text = text.split("migration:").next().unwrap();
    fs::write(&entry, text.to_owned() + migration).unwrap();
    let late = folder.path().join("catalog/customers/not_found.yaml");
    let text = fs::read_to_string(&late).unwrap();
    fs::write(&late, text + "migration: |\n  ~~~\n  a\n").unwrap();
    let output = errbook(folder.path(), &["diff", "before.json", "--format", "markdown"]);
    let notes = String::from_utf8(output.stdout).unwrap();
    let (_, migrations) = notes.split_once("## Migration\n").unwrap_or_else(|| panic!("{notes}"));
    assert_eq!(
        migrations,
        "\n### `err:customers:not_found`\n\n~~~\na\n~~~\n\n### `err:orders:not_paid`\n\n#### Use \\<b>it\\</b>\n\n\
         [Late](https://shop.example/docs/errors/orders/late) and x\n\n````sh\na\n```\n````\n"
    );
}

/// GitHub refuses longer comments.
#[test]
fn a_comment_for_a_pull_request_fits() {
    let folder = shop();
    let long = "x".repeat(150);
    for at in 0..200 {
        let text = format!("message: {}\n", "A".repeat(3000));
        fs::write(folder.path().join(format!("catalog/orders/{long}_{at}.yaml")), text).unwrap();
    }
    let output = errbook(folder.path(), &["check", "--against", "before.json", "--format", "markdown"]);
    let comment = String::from_utf8(output.stdout).unwrap();
    assert!(comment.len() < 65_536 && comment.contains("and 155 more"), "{comment}");
}

fn changelog(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = errbook(folder, &[&["changelog"], arguments].concat());
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(told).unwrap())
}

#[test]
fn a_changelog_is_kept() {
    let folder = shop();
    let path = folder.path().join("catalog/CHANGELOG.md");
    let read = || fs::read_to_string(&path).unwrap();
    let run = |arguments: &[&str]| changelog(folder.path(), arguments);
    let wrote = (Some(0), "wrote catalog/CHANGELOG.md\n".to_owned());
    let current = (Some(0), "catalog/CHANGELOG.md is up to date\n".to_owned());

    let (exit, told) = run(&[]);
    assert!(
        exit == Some(2) && told.contains("no changes for \"Unreleased\" yet") && told.contains("--against"),
        "{told}"
    );
    let stale = "catalog/CHANGELOG.md differs\nerror: catalog/CHANGELOG.md is stale\n\
        help: run the same command without `--check`\n";
    assert_eq!(run(&["--against", "before.json", "--check"]), (Some(1), stale.to_owned()));
    assert!(!path.exists());
    assert_eq!(run(&["--against", "before.json"]), wrote);
    assert!(read().contains("\n## Unreleased\n\n<!-- errbook: changes since before.json -->\n"), "{}", read());
    assert_eq!(run(&["--check"]), current);

    assert_eq!(run(&["2.0.0", "--date", "2026-11-30"]), wrote);
    let released = read();
    assert!(released.contains("\n## 2.0.0 - 2026-11-30\n") && !released.contains("Unreleased"), "{released}");
    assert_eq!(run(&["2.0.0", "--check"]), current);

    // The next edition. What a person wrote into the older one stays.
    let edited = released.replace("from 402 to 409", "to 409, which is *better*");
    fs::write(&path, &edited).unwrap();
    errbook(folder.path(), &["export", "json", "--out", "2.0.0.json"]);
    let entry = folder.path().join("catalog/orders/not_paid.yaml");
    fs::write(&entry, fs::read_to_string(&entry).unwrap().replace("not paid yet", "unpaid")).unwrap();
    assert_eq!(run(&["--against", "2.0.0.json"]), wrote);
    let next = read();
    let (head, older) = edited.split_at(edited.find("## 2.0.0").unwrap());
    assert!(next.starts_with(head) && next.ends_with(older) && next.contains("## Unreleased\n"), "{next}");
    assert!(next.contains("- message of [`err:orders:not_paid`]"), "{next}");

    fs::write(&path, next.replacen("<!-- errbook: end of changes -->", "", 1)).unwrap();
    let (exit, told) = run(&["2.1.0"]);
    assert!(exit == Some(2) && told.contains("CHANGELOG.md:7` has one of errbook's two comments"), "{told}");
}

#[test]
fn a_changelog_of_the_project_can_have_the_changes_of_the_catalog() {
    let folder = shop();
    let text = "# Changelog\r\n\r\n## [Unreleased]\r\n\r\n## [2.0.0] - 2026-11-30\r\n\r\n### Fixed\r\n\r\n- Things.\r\n\r\n## [1.0.0]\r\n";
    fs::write(folder.path().join("CHANGELOG.md"), text).unwrap();
    let arguments = ["2.0.0", "--against", "before.json", "--file", "CHANGELOG.md", "--to", "catalog"];
    assert_eq!(changelog(folder.path(), &arguments), (Some(0), "wrote CHANGELOG.md\n".to_owned()));
    let after = fs::read_to_string(folder.path().join("CHANGELOG.md")).unwrap();
    let (before, rest) = text.split_at(text.find("\r\n\r\n## [1.0.0]").unwrap());
    assert!(after.starts_with(before) && after.ends_with(rest) && !after.replace("\r\n", "").contains('\n'), "{after}");
    assert_eq!(changelog(folder.path(), &arguments), (Some(0), "CHANGELOG.md is up to date\n".to_owned()));
    fs::write(folder.path().join("x.md"), b"\xff").unwrap();
    let (exit, told) = changelog(folder.path(), &["--against", "before.json", "--file", "x.md"]);
    assert!(exit == Some(2) && told.contains("cannot read `x.md`"), "{told}");
}
