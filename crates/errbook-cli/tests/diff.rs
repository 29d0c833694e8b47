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
