//! Repeated `errbook build`: after a change to any of its inputs, the files equal those of a build
//! into a new folder. Changes to the output folder itself are tested next to the code, in
//! `src/output/tests/rebuild.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\n\
    groups: {orders: {title: Orders, description: Orders., status: 409}}\nprofiles: {problem: rfc9457}\n\
    site: {root: 'https://shop.example/docs', errors: errors, logo: look/logo.svg, css: [look/own.css]}\nopenapi: openapi.json\n";

/// A change to a shop.
type Change = fn(&Path);

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn replace(folder: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(from), "{path}");
    write(folder, path, &text.replace(from, to));
}

fn remove(folder: &Path, path: &str) {
    fs::remove_file(folder.join(path)).unwrap();
}

/// A catalog with everything that a build reads, in a temporary folder.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "catalog/catalog.yaml", MANIFEST);
    write(root, "catalog/orders/not_paid.yaml", "status: 402\nmessage: \"Not paid\"\n");
    write(root, "catalog/orders/split.yaml", "message: \"Split\"\n");
    write(root, "catalog/look/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write(root, "catalog/look/own.css", "a { color: red }\n");
    write(
        root,
        "catalog/openapi.json",
        "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"Shop\", \"version\": \"1\"}, \"paths\": {}}",
    );
    write(root, "templates_folder/html/icon.svg", "<svg/>");
    folder
}

fn errbook(folder: &Path, out: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.current_dir(folder).args(["build", "--templates", "templates_folder", "--out", out]).args(more);
    command.output().unwrap()
}

/// The messages of a command, which must succeed.
fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder, by path, with content and modification time.
fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = file.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), (fs::read(&path).unwrap(), file.metadata().unwrap().modified().unwrap()));
        }
    }
    found
}

/// All files by relative path, without times.
fn pages(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_owned();
    files(folder).into_iter().map(|(path, (content, _))| (below(&path), content)).collect()
}

#[test]
fn pages_after_any_change_equal_those_of_a_new_folder() {
    let changes: [Change; 12] = [
        |root| replace(root, "catalog/orders/split.yaml", "Split", "Spilt"),
        |root| write(root, "catalog/orders/gone.yaml", "status: 410\nmessage: \"Gone\"\n"),
        |root| remove(root, "catalog/orders/split.yaml"),
        |root| replace(root, "catalog/catalog.yaml", "title: Orders", "title: Sales!"),
        |root| replace(root, "catalog/catalog.yaml", "css: [look/own.css]", "css: []"),
        |root| replace(root, "catalog/catalog.yaml", "logo: look/logo.svg, ", ""),
        |root| replace(root, "catalog/look/own.css", "red", "tan"),
        |root| write(root, "catalog/look/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        |root| write(root, "templates_folder/html/icon.svg", "<svg></svg>"),
        |root| remove(root, "templates_folder/html/icon.svg"),
        |root| write(root, "templates_folder/html/style.css", "a {}\n"),
        |root| write(root, "templates_folder/html/_mine.html", "mine"),
    ];
    // Pages don't include the last file.
    let last = changes.len() - 1;
    for (index, change) in changes.iter().enumerate() {
        let shop = shop();
        let root = shop.path();
        said(&errbook(root, "site", &[]));
        let before = pages(&root.join("site"));
        change(root);
        said(&errbook(root, "site", &[]));
        said(&errbook(root, "new", &[]));
        assert_eq!(pages(&root.join("site")), pages(&root.join("new")), "change {index}");
        assert_eq!(pages(&root.join("site")) == before, index == last, "change {index}");
        assert!(said(&errbook(root, "site", &["--check"])).ends_with("up to date\n"));
    }
}

#[test]
fn target_options_change_the_pages() {
    let shop = shop();
    let root = shop.path();
    // Each differs from the previous one in one option.
    let all: [&[&str]; 5] =
        [&[], &["--layout", "folders"], &["--layout", "folders", "--base", "root"], &["--base", "root"], &[]];
    for options in all {
        said(&errbook(root, "site", options));
        fs::remove_dir_all(root.join("new")).ok();
        said(&errbook(root, "new", options));
        assert_eq!(pages(&root.join("site")), pages(&root.join("new")), "{options:?}");
    }
}

#[test]
fn an_unchanged_build_writes_nothing_and_prints_the_same() {
    let shop = shop();
    let root = shop.path();
    // A draft causes a warning.
    write(root, "catalog/orders/idea.yaml", "message: \"An idea\"\ndraft: true\n");
    for targets in ["html", "html,markdown", "mdbook"] {
        let target = ["--target", targets];
        let out = targets.replace(',', "-");
        let first = said(&errbook(root, &out, &target));
        assert!(first.starts_with("warning: the catalog has 1 warning"), "{first}");
        let before = files(&root.join(&out));
        let again = said(&errbook(root, &out, &target));
        assert_eq!(again.replace("nothing changed", &format!("{} new", before.len() - 1)), first);
        assert!(said(&errbook(root, &out, &["--target", targets, "--check"])).ends_with("up to date\n"));
        said(&errbook(root, &out, &["--target", targets, "--dry-run"]));
        said(&errbook(root, &out, &["--target", targets, "--format", "json"]));
        assert_eq!(files(&root.join(&out)), before, "{targets}");
    }
    let other = errbook(root, "html", &["--target", "markdown"]);
    assert_eq!(other.status.code(), Some(2), "{other:?}");
}

#[test]
fn reports_and_reverts_edits_of_a_page() {
    let shop = shop();
    let root = shop.path();
    said(&errbook(root, "site", &[]));
    let page = root.join("site/orders/split.html");
    let good = fs::read(&page).unwrap();
    let same_length = vec![b'x'; good.len()];
    fs::write(&page, &same_length).unwrap();
    let check = errbook(root, "site", &["--check"]);
    assert_eq!(check.status.code(), Some(1), "{check:?}");
    assert_eq!(String::from_utf8_lossy(&check.stdout).replace('\\', "/"), "site/orders/split.html differs\n");
    assert!(said(&errbook(root, "site", &[])).contains("(1 changed)"));
    assert_eq!(fs::read(&page).unwrap(), good);
}

#[test]
fn reports_a_broken_catalog_and_keeps_the_pages() {
    let shop = shop();
    let root = shop.path();
    said(&errbook(root, "site", &[]));
    let before = pages(&root.join("site"));
    for (path, text) in [
        ("catalog/orders/split.yaml", "message: [\n"),
        ("catalog/catalog.yaml", "name: shop\n"),
        ("templates_folder/html/page.html", "{{ page.titel }}"),
        ("templates_folder/html/pages.html", "no such template"),
    ] {
        let old = fs::read_to_string(root.join(path)).ok();
        write(root, path, text);
        assert_ne!(errbook(root, "site", &[]).status.code(), Some(0), "{path}");
        match old {
            Some(old) => write(root, path, &old),
            None => fs::remove_file(root.join(path)).unwrap(),
        }
    }
    // A missing logo does the same.
    fs::rename(root.join("catalog/look/logo.svg"), root.join("logo.svg")).unwrap();
    assert_eq!(errbook(root, "site", &[]).status.code(), Some(1));
    fs::rename(root.join("logo.svg"), root.join("catalog/look/logo.svg")).unwrap();
    said(&errbook(root, "site", &[]));
    assert_eq!(pages(&root.join("site")), before);
}

#[test]
fn merges_into_a_document_even_if_the_pages_are_unchanged() {
    let shop = shop();
    let root = shop.path();
    let merge = ["--target", "mintlify", "--merge", "docs.json"];
    write(root, "docs.json", "{}");
    said(&errbook(root, "mdx", &merge));
    let merged = fs::read(root.join("docs.json")).unwrap();
    assert_ne!(merged, b"{}");
    let before = files(&root.join("mdx"));
    write(root, "docs.json", "{}");
    let told = said(&errbook(root, "mdx", &merge));
    assert!(told.contains("nothing changed") && told.contains("merged"), "{told}");
    assert_eq!(fs::read(root.join("docs.json")).unwrap(), merged);
    assert_eq!(files(&root.join("mdx")), before);
}
