//! `check --against` a revision: what Git can show of a catalog, and the messages if it can't.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\ngroups: {orders: {title: Orders, description: Orders., status: 409}}\n\
    profiles: {problem: rfc9457}\nrules: {code-unlinked: allow}\n";

fn git(folder: &Path, arguments: &[&str]) {
    let settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "protocol.file.allow=always"];
    let output = Command::new("git").arg("-C").arg(folder).args(settings).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn errbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errbook")).current_dir(folder).args(arguments).output().unwrap()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "a"]);
}

/// A repository with a catalog below a folder with a space. The first commit has two codes. Later,
/// one has a different status and the other is gone.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    git(root, &["init", "--quiet", "--initial-branch", "main"]);
    write(root, "README.md", "A shop.\n");
    commit(root);
    write(root, "my shop/catalog/catalog.yaml", MANIFEST);
    write(root, "my shop/catalog/orders/not_paid.yaml", "status: 402\nmessage: \"Zahlung fehlt: größer als 0 €\"\n");
    write(root, "my shop/catalog/orders/gone.yaml", "message: \"Gone\"\n");
    write(root, "my shop/catalog/_notes/idea.yaml", "no entry");
    commit(root);
    git(root, &["tag", "v1.0.0"]);
    write(root, "my shop/catalog/orders/not_paid.yaml", "status: 403\nmessage: \"Zahlung fehlt: größer als 0 €\"\n");
    fs::remove_file(root.join("my shop/catalog/orders/gone.yaml")).unwrap();
    commit(root);
    folder
}

fn shop(repository: &TempDir) -> std::path::PathBuf {
    repository.path().join("my shop")
}

fn failure(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn changes_since_a_tag_require_a_version_bump() {
    let repository = repository();
    let output = errbook(&shop(&repository), &["check", "--against", "v1.0.0", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["against"]["past"], "v1.0.0");
    assert_eq!(report["against"]["bump"], "major");
    let rules: Vec<_> = report["against"]["changes"].as_array().unwrap().iter().map(|change| &change["rule"]).collect();
    assert_eq!(rules, ["code-removed", "status-changed"]);
    let found: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(|found| &found["rule"]).collect();
    assert_eq!(found, ["code-removed", "status-changed"]);
}

#[test]
fn an_unchanged_catalog_has_no_findings() {
    let repository = repository();
    let output = errbook(&shop(&repository), &["check", "--against", "HEAD"]);
    let expected = "compared with `HEAD`: no visible change\nchecked 1 entry: no problems\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn broken_catalogs_are_compared() {
    let repository = repository();
    write(&shop(&repository), "catalog/orders/not_paid.yaml", "status: 403\nunknown: \"x\"\n");
    let output = errbook(&shop(&repository), &["check", "--against", "v1.0.0", "--format", "short"]);
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    for rule in ["unknown-key", "missing-key", "code-removed", "status-changed"] {
        assert!(found.contains(&format!("error[{rule}]")), "{rule}: {found}");
    }
}

#[test]
fn explains_what_git_cannot_find() {
    let repository = repository();
    let shop = shop(&repository);
    let against = |revision: &str| failure(&errbook(&shop, &["check", &format!("--against={revision}")]));
    let unknown = "error: unknown revision `nowhere`\n\
        help: fetch it first if it's on a remote; list revisions with `git branch --all` and `git tag`\n";
    assert_eq!(against("nowhere"), unknown);
    assert!(against("--output=file").starts_with("error: unknown revision `--output=file`"));
    let no_catalog = "error: `HEAD~2` has no catalog in `my shop/catalog`\n\
        help: use a later revision, or a saved `errors.json` if the catalog was in another folder\n\
        help: for the first commit of a catalog, leave out `--against`: there is nothing to break\n";
    assert_eq!(against("HEAD~2"), no_catalog);
}

#[test]
fn explains_how_to_deepen_a_shallow_clone() {
    let repository = repository();
    let clones = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(clones.path(), &["clone", "--quiet", "--depth", "1", "--no-tags", &from, "clone"]);
    let output = errbook(&clones.path().join("clone/my shop"), &["check", "--against", "v1.0.0"]);
    let expected = "error: this clone is shallow and does not have `v1.0.0`\n\
        help: fetch it first: `git fetch --unshallow`; with actions/checkout, set `fetch-depth: 0`\n";
    assert_eq!(failure(&output), expected);
}

#[test]
fn compares_with_a_saved_catalog_without_git() {
    let repository = repository();
    let old = errbook(&shop(&repository), &["export", "json"]);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "catalog/catalog.yaml", MANIFEST);
    write(folder.path(), "errors.json", &String::from_utf8_lossy(&old.stdout));
    // Without this, Git would find a repository above the folder for temporary files.
    let command = |past: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
        command.current_dir(folder.path()).env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
        command.args(["check", "--format", "short", "--against", past]).output().unwrap()
    };
    let expected = "error: `catalog` is not in a Git repository\n\
        help: use a folder of the repository that has the revision\n\
        help: or compare with a saved `errors.json`\n";
    assert_eq!(failure(&command("HEAD")), expected);
    let found = command("errors.json");
    assert!(String::from_utf8_lossy(&found.stdout).contains("error[code-removed]"), "{found:?}");
}

/// Git sets these variables for hooks. In a linked worktree, the folder of the repository is
/// elsewhere.
#[test]
fn works_in_a_hook_of_a_linked_worktree() {
    let repository = repository();
    let linked = repository.path().join("linked");
    git(repository.path(), &["worktree", "add", "--quiet", "linked", "HEAD"]);
    let shop = linked.join("my shop");
    write(&shop, "catalog/orders/not_paid.yaml", "status: 409\nmessage: \"x\"\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.current_dir(&shop).args(["check", "--against", "HEAD", "--format", "short"]);
    command.env("GIT_DIR", repository.path().join(".git/worktrees/linked"));
    command.env("GIT_INDEX_FILE", repository.path().join(".git/worktrees/linked/index"));
    let output = command.output().expect("errbook runs");
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(found.contains("error[status-changed]"), "{found}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn lists_what_a_base_of_version_1_cannot_show() {
    let repository = repository();
    let shop = shop(&repository);
    let json = String::from_utf8(errbook(&shop, &["export", "json"]).stdout).expect("UTF-8");
    write(&shop, "errors.json", &json);
    let summary = |file: &str| {
        let output = errbook(&shop, &["check", "--against", file]);
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(summary("errors.json").starts_with("compared with `errors.json`: no visible change\n"));
    write(&shop, "old.json", &json.replace("\"version\": 2", "\"version\": 1"));
    let old = summary("old.json");
    assert!(old.contains("\nnot compared, because the base lacks them: response bodies, problem types, "), "{old}");
}

#[test]
fn diff_compares_revisions() {
    let repository = repository();
    let shop = shop(&repository);
    let show = |arguments: &[&str]| {
        let output = errbook(&shop, arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let forth = show(&["diff", "v1.0.0"]);
    assert!(forth.contains("Changed codes\n  major  clients   status of `err:orders:not_paid`"), "{forth}");
    assert!(forth.contains("Removed codes\n  major  clients   code `err:orders:gone`"), "{forth}");
    assert_eq!(show(&["diff", "v1.0.0", "HEAD"]), forth);
    assert_eq!(show(&["diff", "HEAD"]), "no visible change\n");
    let back = show(&["diff", "HEAD", "v1.0.0"]);
    assert!(back.contains("New codes\n  minor  clients   `err:orders:gone` was added"), "{back}");
    let unknown = failure(&errbook(&shop, &["diff", "v9"]));
    assert!(unknown.starts_with("error: unknown revision `v9`\n"), "{unknown}");

    // A folder without a catalog isn't the catalog around it.
    fs::create_dir(shop.join("src")).unwrap();
    let folder = failure(&errbook(&shop, &["diff", "src"]));
    assert!(folder.starts_with("error: unknown revision `src`\n"), "{folder}");
    assert!(folder.ends_with("help: or use a folder with a `catalog.yaml`: `src` has none\n"), "{folder}");
    // The name of a catalog can change, but a wrong folder is more likely.
    write(&shop, "other/catalog.yaml", &MANIFEST.replace("name: shop", "name: bank"));
    let other = String::from_utf8(errbook(&shop, &["diff", "other", "HEAD"]).stderr).unwrap();
    assert_eq!(other, "warning: the first state is of the catalog `bank`, the second of `shop`\n");
    // Former names are of codes that exist.
    write(&shop, "catalog/orders/paid.yaml", "message: \"Paid\"\naliases: [\"err:orders:payed\"]\n");
    commit(repository.path());
    write(&shop, "catalog/orders/paid.yaml", "message: \"Paid\"\nmigration: Use the name.\n");
    let renamed = show(&["diff", "HEAD"]);
    assert!(renamed.contains("Changed codes\n  major  clients   alias `err:orders:payed`"), "{renamed}");
    assert!(renamed.ends_with("\nMigration\n  err:orders:paid\n    Use the name.\n"), "{renamed}");
    // What can't be read isn't compared, and errbook says so.
    write(&shop, "catalog/orders/paid.yaml", "status: [\n");
    let broken = errbook(&shop, &["diff", "HEAD"]);
    let warning = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(warning.contains("warning: the catalog has 1 error, so the comparison is incomplete"), "{warning}");
}

#[test]
fn a_broken_manifest_is_not_compared() {
    let repository = repository();
    let shop = shop(&repository);
    write(&shop, "catalog/catalog.yaml", "name: [\n");
    for format in ["human", "markdown"] {
        let output = errbook(&shop, &["check", "--against", "v1.0.0", "--format", format]);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.code() == Some(1) && !said.contains("changed since"), "{said}");
        assert!(!said.contains("no visible change"), "{said}");
    }
}
