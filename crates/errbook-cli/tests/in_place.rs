//! Replacing existing pages: an import, a build into the same folder with one `--force`, and an import
//! that finds no difference.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const BUILD: [&str; 9] =
    ["--catalog", "catalog", "build", "--target", "mintlify", "--out", "docs/errors", "--merge", "docs/docs.json"];
const OVERVIEW: &str = "docs/errors/larder/stock/overview.mdx";
const OVEN: &str = "docs/errors/larder/kitchen/oven_cold.mdx";

/// The Mintlify site of the import's tests, in a temporary folder.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-import/tests/cases/mintlify-larder");
    for (path, bytes) in files(&from) {
        write(folder.path(), &path.to_string_lossy(), bytes);
    }
    folder
}

/// A site whose pages were imported.
fn imported() -> TempDir {
    let folder = site();
    succeed(folder.path(), &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    folder
}

/// A site whose pages were imported and replaced.
fn replaced() -> TempDir {
    let folder = imported();
    build(folder.path(), &["--force"]);
    folder
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).expect("a file");
    assert!(text.contains(from), "{path}: {text}");
    write(root, path, text.replace(from, to));
}

/// All files below a folder, with their content. Doesn't follow links.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in fs::read_dir(next).expect("a folder").map(|item| item.expect("an item")) {
            let kind = item.file_type().expect("a type");
            if kind.is_dir() {
                folders.push(item.path());
            } else if kind.is_file() {
                let path = item.path().strip_prefix(folder).expect("below it").to_owned();
                found.insert(path, fs::read(item.path()).expect("a file"));
            }
        }
    }
    found
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errbook")).current_dir(root).args(arguments).output().expect("errbook starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn succeed(root: &Path, arguments: &[&str]) -> String {
    let output = run(root, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output));
    text(&output)
}

fn build(root: &Path, more: &[&str]) -> String {
    succeed(root, &[&BUILD, more].concat())
}

/// A build that is refused and writes nothing.
fn refuse(root: &Path, more: &[&str]) -> String {
    let before = files(root);
    let output = run(root, &[&BUILD, more].concat());
    assert_ne!(output.status.code(), Some(0), "{}", text(&output));
    assert_eq!(files(root), before);
    text(&output)
}

/// An import that must find no difference.
fn import_again(root: &Path) -> String {
    let before = files(root);
    let import = ["import", "mintlify", "docs/errors", "--out", "catalog"];
    let told = succeed(root, &import);
    assert_eq!(files(root), before, "{told}");
    assert!(!told.contains("warning"), "{told}");
    let json = run(root, &[&import[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    for file in json["files"].as_array().expect("files") {
        assert_eq!(file["change"], "unchanged", "{file}");
    }
    assert_eq!(files(root), before);
    told
}

fn navigation(root: &Path) -> Value {
    let text = fs::read_to_string(root.join("docs/docs.json")).expect("a file");
    serde_json::from_str::<Value>(&text).expect("JSON")["navigation"].clone()
}

#[test]
fn pages_are_replaced_with_one_force_and_import_without_a_difference() {
    let folder = imported();
    let root = folder.path();
    let before = files(root);
    let told = refuse(root, &[]);
    for expected in [
        "error: errbook would replace 19 files in `docs/errors` that it did not write\n  docs/errors/larder/access/key_missing.mdx\n",
        "\n  … and 9 more\nit would keep 1 other file\n  docs/errors/larder/stock/overview.mdx\nhelp: commit these files and add `--force`",
    ] {
        assert!(told.contains(expected), "{told}");
    }

    assert!(build(root, &["--force"]).contains("built 26 files in docs/errors (7 new, 19 changed)"));
    let after = files(root);
    let is_page = |path: &Path| path.starts_with("docs/errors") && path.extension().is_some_and(|end| end == "mdx");
    for (path, text) in &before {
        let replaced = (is_page(path) && path != Path::new(OVERVIEW)) || path == Path::new("docs/docs.json");
        assert_eq!(after.get(path) != Some(text), replaced, "{}", path.display());
    }
    let tabs = &navigation(root)["tabs"];
    assert_eq!(tabs[0], json!({"tab": "Guides", "pages": ["guides/start"]}));
    let groups = &tabs[1]["groups"];
    let titles: Vec<&Value> = groups.as_array().expect("groups").iter().map(|group| &group["group"]).collect();
    assert_eq!(titles, ["Stock and shelves", "Orders", "Access", "Kitchen", "Limits", "Larder errors"]);
    let stock = ["overview", "index", "item_not_found", "shelf_full", "item_spoiled", "count_negative"];
    assert_eq!(groups[0]["pages"], json!(stock.map(|page| format!("errors/larder/stock/{page}"))));
    let text = fs::read_to_string(root.join("docs/docs.json")).expect("a file");
    assert!(!text.contains("\"/errors/larder/stock/overview\""), "a redirect would hide the page");

    assert!(build(root, &[]).contains("nothing changed"));
    build(root, &["--check"]);
    assert_eq!(files(root), after);
    let told = import_again(root);
    assert!(told.contains("19 pages were built from catalog: nothing to import"), "{told}");
}

#[test]
fn an_import_reverts_no_edit_of_the_catalog() {
    let folder = replaced();
    let root = folder.path();
    edit(root, "catalog/larder/kitchen/oven_cold.yaml", "message: ", "# mine\nsince: 2026-01-01\nmessage: ");
    edit(root, "catalog/catalog.yaml", "title: Kitchen", "title: Cooking");
    let told = succeed(root, &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    assert!(told.contains("differs from what the catalog builds") || told.contains("more differ"), "{told}");
    build(root, &[]);
    import_again(root);
    // Pages of codes that were renamed, retired, or added after the import.
    succeed(root, &["--catalog", "catalog", "rename", "err:larder:kitchen:oven_cold", "err:larder:kitchen:cold_oven"]);
    succeed(
        root,
        &["--catalog", "catalog", "retire", "err:larder:stock:item_spoiled", "--reason", "It never happens."],
    );
    write(root, "catalog/larder/kitchen/new.yaml", "status: 409\nmessage: \"New\"\n");
    let told = build(root, &[]);
    assert!(told.contains("1 removed"), "{told}");
    import_again(root);
    let groups = &navigation(root)["tabs"][1]["groups"];
    assert!(!groups.to_string().contains("item_spoiled"), "{groups}");
    let kitchen = ["index", "knife_missing", "new", "cold_oven", "plate_broken", "recipe_loop"];
    assert_eq!(groups[3]["pages"], json!(kitchen.map(|page| format!("errors/larder/kitchen/{page}"))));
}

#[test]
fn pages_that_errbook_did_not_build_are_imported() {
    let folder = replaced();
    let root = folder.path();
    let page = fs::read_to_string(root.join(OVEN)).expect("a page").replace("oven_cold", "pan_cold");
    write(root, "docs/errors/larder/kitchen/pan_cold.mdx", page);
    let before = files(&root.join("catalog"));
    let told = succeed(root, &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    assert!(told.contains("1 new"), "{told}");
    let after = files(&root.join("catalog"));
    let changed = after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| path);
    let changed: Vec<String> = changed.map(|path| path.display().to_string()).collect();
    assert_eq!(changed, [".errbook-import.json", "errbook-baseline.json", "larder/kitchen/pan_cold.yaml"]);
    // The page isn't errbook's yet.
    assert!(refuse(root, &[]).contains("would replace 1 file"));
    build(root, &["--force"]);
    import_again(root);
    // The manifest has what pages don't show, so its owner adds new groups.
    let page = fs::read_to_string(root.join(OVEN)).expect("a page").replace("kitchen", "garden");
    write(root, "docs/errors/larder/garden/oven_cold.mdx", page);
    let output = run(root, &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains(": 1 new, "), "{}", text(&output));
    assert_eq!(files(&root.join("catalog"))[Path::new("catalog.yaml")], after[Path::new("catalog.yaml")]);
    edit(root, "catalog/catalog.yaml", "      limits:\n", "      garden: {title: Garden}\n      limits:\n");
    build(root, &["--force"]);
    import_again(root);
}

#[test]
fn a_page_that_somebody_edited_is_named() {
    let folder = replaced();
    let root = folder.path();
    edit(root, OVEN, "## How To Fix", "By hand.\n\n## How To Fix");
    let before = files(&root.join("catalog"));
    let told = succeed(root, &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    let warning = format!("warning: {OVEN} differs from what the catalog builds, and is not imported");
    assert!(told.contains(&warning), "{told}");
    assert_eq!(files(&root.join("catalog")), before);
    // A catalog that doesn't have the pages takes all of them.
    let told = succeed(root, &["import", "mintlify", "docs/errors", "--out", "other"]);
    assert!(told.contains("imported 19 entries"), "{told}");
}

#[test]
fn a_page_at_another_path_moves() {
    let folder = site();
    let root = folder.path();
    let old = "docs/errors/cold.mdx";
    fs::rename(root.join(OVEN), root.join(old)).expect("renamed");
    write(root, "docs/errors/cold-notes.mdx", "Notes.\n");
    edit(
        root,
        "docs/docs.json",
        "{\"group\": \"Access\",",
        "{\"group\": \"Cold\", \"pages\": [\"errors/cold\", \"errors/cold-notes\"]}, {\"group\": \"Access\",",
    );
    succeed(root, &["import", "mintlify", "docs/errors", "--out", "catalog"]);
    let told = refuse(root, &[]);
    let expected = "it would remove 1 page whose code gets a page at another path\n  docs/errors/cold.mdx\nit would keep 2 other files\n";
    assert!(told.contains(expected), "{told}");
    build(root, &["--force"]);
    assert!(!root.join(old).exists() && root.join(OVEN).exists() && root.join("docs/errors/cold-notes.mdx").exists());
    let kitchen = ["kitchen/index", "kitchen/knife_missing", "kitchen/oven_cold"];
    let pages = &navigation(root)["tabs"][1]["groups"][2]["pages"];
    assert_eq!(pages.as_array().expect("pages")[..3], kitchen.map(|page| format!("errors/larder/{page}")));
    assert_eq!(pages.as_array().expect("pages").last(), Some(&json!("errors/cold-notes")));
    assert!(fs::read_to_string(root.join("docs/docs.json")).expect("a file").contains("\"/errors/cold\""));
    build(root, &["--check"]);
    import_again(root);
}

#[test]
fn the_page_of_a_code_that_was_renamed_before_the_build_moves() {
    let folder = imported();
    let root = folder.path();
    succeed(root, &["--catalog", "catalog", "rename", "err:larder:orders:not_paid", "err:larder:orders:unpaid"]);
    assert!(refuse(root, &[]).contains("another path\n  docs/errors/larder/orders/not_paid.mdx\n"));
    // A retired code has a page, but is not in the navigation.
    succeed(root, &["--catalog", "catalog", "rename", "err:larder:orders:not_found", "err:larder:orders:missing"]);
    succeed(root, &["--catalog", "catalog", "retire", "err:larder:orders:missing", "--reason", "It never happens."]);
    build(root, &["--force"]);
    let orders = ["index", "unpaid", "already_shipped", "address_unknown", "split_refused"];
    let pages = &navigation(root)["tabs"][1]["groups"][1]["pages"];
    assert_eq!(*pages, json!(orders.map(|page| format!("errors/larder/orders/{page}"))));
    import_again(root);
}

#[test]
fn files_that_cannot_be_replaced_stop_a_build_before_it_writes() {
    let folder = imported();
    let root = folder.path();
    let page = root.join(OVEN);
    let mine = root.join("mine.mdx");
    fs::rename(&page, &mine).expect("renamed");
    symlink(&mine, &page).expect("linked");
    for more in [&[][..], &["--force"]] {
        assert!(refuse(root, more).contains("oven_cold.mdx` is a symbolic link"));
    }
    fs::remove_file(&page).expect("removed");
    fs::create_dir(&page).expect("created");
    assert!(refuse(root, &["--force"]).contains("oven_cold.mdx` is in the way: it is not a file"));
    fs::remove_dir(&page).expect("removed");
    let kitchen = page.parent().expect("a folder");
    fs::rename(kitchen, root.join("kitchen")).expect("renamed");
    symlink(root.join("kitchen"), kitchen).expect("linked");
    assert!(refuse(root, &["--force"]).contains("kitchen` is a symbolic link"));
    fs::remove_file(kitchen).expect("removed");
    fs::rename(root.join("kitchen"), kitchen).expect("renamed");
    fs::rename(&mine, &page).expect("renamed");
    // A link to other files is one of them, and permissions of a page don't protect its content.
    symlink(root.join("docs/guides"), root.join("docs/errors/guides")).expect("linked");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o444)).expect("set");
    assert!(refuse(root, &[]).contains("would keep 2 other files\n  docs/errors/guides\n"));
    let guides = files(&root.join("docs/guides"));
    build(root, &["--force"]);
    build(root, &["--check"]);
    assert_eq!(files(&root.join("docs/guides")), guides);
    assert!(fs::symlink_metadata(root.join("docs/errors/guides")).expect("a link").is_symlink());
}

#[test]
fn a_navigation_that_cannot_be_merged_stops_a_build_before_it_writes() {
    for (document, expected) in [
        ("{\n  // pages\n  \"navigation\": {}\n}", "the document is not valid JSON at line 2, column 3"),
        (
            "{\"navigation\": [{\"group\": \"A\", \"pages\": []}]}",
            "expected an object at line 1, column 16, found a list",
        ),
        ("{\"navigation\": {\"tabs\": [{\"tab\": \"A\", \"pages\": [\"a\"]}]}}", "no group \"Larder errors\" found"),
    ] {
        let folder = imported();
        write(folder.path(), "docs/docs.json", document);
        let told = refuse(folder.path(), &["--force"]);
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_folder_of_something_else_needs_force_and_keeps_its_files() {
    let folder = imported();
    let root = folder.path();
    write(root, "notes/a.txt", "mine");
    let build = ["--catalog", "catalog", "build", "--target", "mintlify", "--out", "notes"];
    let told = text(&run(root, &build));
    assert!(
        told.contains("`notes` is not empty and was not made by errbook\nit would keep 1 other file\n  notes/a.txt\n"),
        "{told}"
    );
    assert!(told.contains("add `--force` to add the pages to this one"), "{told}");
    let planned = succeed(root, &[&build[..], &["--force", "--dry-run"]].concat());
    assert!(planned.contains("write  notes/index.mdx"), "{planned}");
    assert!(!root.join("notes/index.mdx").exists());
    succeed(root, &[&build[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(root.join("notes/a.txt")).expect("a file"), "mine");
    succeed(root, &build);
}
