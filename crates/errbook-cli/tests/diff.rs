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
