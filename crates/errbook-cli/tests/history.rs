//! `import --history` and `--status-table`: what Git has of earlier pages, and the messages if it
//! doesn't.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

fn git(folder: &Path, arguments: &[&str]) {
    let settings = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
    let output = Command::new("git").arg("-C").arg(folder).args(settings).args(arguments).output().expect("git");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn errbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errbook")).current_dir(folder).args(arguments).output().expect("errbook")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn page(name: &str) -> String {
    format!(
        "---\ntitle: {name}\n---\n\n<Danger>shop:orders:{name}</Danger>\n\n```json\n{{\"detail\": \"About {name}\", \"status\": 404, \
         \"type\": \"https://shop.example/docs/errors/orders/{name}\"}}\n```\n\n## What Happened?\n\nIt is {name}.\n"
    )
}

/// Pages that were in another folder at v1, and one of which is gone since v2.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    write(root, "docs/docs.json", "{\"navigation\": [{\"group\": \"Orders\", \"pages\": [\"old/orders/paid\"]}]}");
    write(root, "docs/old/orders/paid.mdx", &page("paid"));
    write(root, "docs/old/orders/late.mdx", &page("late"));
    write(root, "docs/old/orders/first.mdx", &page("first"));
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "one"]);
    git(root, &["tag", "v1"]);
    git(root, &["mv", "docs/old", "docs/errors"]);
    git(root, &["rm", "--quiet", "-f", "docs/errors/orders/first.mdx"]);
    git(root, &["commit", "--quiet", "-m", "two"]);
    git(root, &["tag", "v2"]);
    git(root, &["rm", "--quiet", "docs/errors/orders/late.mdx"]);
    git(root, &["commit", "--quiet", "-m", "three"]);
    folder
}

#[test]
fn codes_and_urls_of_earlier_revisions_stay() {
    let folder = repository();
    let root = folder.path();
    let import = ["import", "mintlify", "docs/errors", "--history", "v2", "v1:docs/old"];
    let output = errbook(root, &import);
    assert!(output.status.success(), "{}", printed(&output));
    let read = |path: &str| fs::read_to_string(root.join("catalog").join(path)).expect(path);
    assert!(read("orders/late.yaml").contains("Last documented in v2."), "{}", read("orders/late.yaml"));
    let first = read("orders/first.yaml");
    assert!(first.contains("Last documented in v1:docs/old."), "{first}");
    let paid = read("orders/paid.yaml");
    assert!(paid.contains("redirects:\n  - /old/orders/paid\n"), "{paid}");
    let check = errbook(root, &["check", "--baseline", "catalog/errbook-baseline.json"]);
    assert!(check.status.success(), "{}", printed(&check));
    let again = errbook(root, &import);
    assert!(printed(&again).contains("(files: 4 unchanged)"), "{}", printed(&again));
    // Without the history, nothing is removed.
    let without = errbook(root, &["import", "mintlify", "docs/errors"]);
    assert!(printed(&without).contains("is no longer in the source, and is kept"), "{}", printed(&without));
}

#[test]
fn a_file_has_a_history_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    write(root, "api/errors.json", "{\"A\": \"a\", \"B\": \"b\"}");
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "one"]);
    write(root, "api/errors.json", "{\"A\": \"a\"}");
    let output = errbook(root, &["import", "json", "api/errors.json", "--history", "HEAD"]);
    assert!(output.status.success(), "{}", printed(&output));
    let retired = fs::read_to_string(root.join("catalog/B.yaml")).expect("B");
    assert_eq!(retired, "message: \"b\"\nretired: {reason: \"Last documented in HEAD.\"}\n");
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = repository();
    let root = folder.path();
    write(root, "statuses.xls", "");
    for (arguments, expected) in [
        (&["--history", "v9"][..], "error: unknown revision `v9`\n"),
        (
            &["--history", "v1"],
            "error: `v1` has no source in `docs/errors`\nhelp: name the path from the root of the repository that it had then: `v1:PATH`\n",
        ),
        (
            &["--status-table", "statuses.xls"],
            "error: unsupported file type of the status table `statuses.xls`\n\
             help: use a CSV, JSON, or TOML file, or an OpenAPI document in JSON or YAML\n",
        ),
        (&["--status-table", "none.csv"], "error: cannot read `none.csv`"),
    ] {
        let output = errbook(root, &[&["import", "mintlify", "docs/errors"], arguments].concat());
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(2), "{printed}");
        assert!(printed.starts_with(expected), "{arguments:?}\n{printed}");
        assert!(!root.join("catalog").exists(), "{arguments:?}");
    }
}

#[test]
fn a_status_table_names_both_places() {
    let folder = repository();
    let root = folder.path();
    write(root, "api/statuses.csv", "code,status\nshop:orders:paid,402\n");
    let output = errbook(root, &["import", "mintlify", "docs/errors", "--status-table", "api/statuses.csv"]);
    let expected = "docs/errors/orders/paid.mdx:7: status 404 here, but 402 in `api/statuses.csv:2`, which is used";
    assert!(printed(&output).contains(expected), "{}", printed(&output));
}
