//! `errbook build --edition`: editions are next to the current pages, and no build changes another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn errbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errbook")).args(arguments).current_dir(folder).output().unwrap()
}

fn build(folder: &Path, arguments: &[&str]) -> String {
    let output = errbook(folder, &[&["build"], arguments].concat());
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{told}");
    told
}

/// A folder with the catalog `shop`.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogs/shop");
    errbook_test_support::folder::copy(&catalog, &folder.path().join("catalog"));
    folder
}

fn change(folder: &Path) {
    let entry = folder.join("catalog/orders/not_paid.yaml");
    let text = fs::read_to_string(&entry).unwrap();
    fs::write(&entry, text.replace("not paid", "unpaid")).unwrap();
    fs::write(folder.join("catalog/orders/late.yaml"), "status: 409\nmessage: Too late\n").unwrap();
}

/// The files below a folder, by path. Those in `v` of the folder are left out, unless `with_editions`.
fn files(root: &Path, with_editions: bool) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            match file.is_dir() {
                true if !with_editions && file == root.join("v") => {}
                true => folders.push(file),
                false => {
                    let path = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                    found.insert(path, fs::read(&file).unwrap());
                }
            }
        }
    }
    found
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join("site").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn no_build_changes_another_edition() {
    let folder = shop();
    let root = folder.path();
    build(root, &[]);
    let told = build(root, &["--edition", "1.9"]);
    let count = files(&root.join("site/v/1.9"), true).len() - 1;
    assert!(told.contains(&format!("built {count} files in site/v/1.9 ({count} new)")), "{told}");
    assert!(told.contains("wrote site/v/list.js, the list of editions"), "{told}");
    assert!(told.contains("open site/v/1.9/index.html"), "{told}");
    assert!(told.contains("next: build the current pages again"), "{told}");
    assert_eq!(text(root, "v/list.js"), "errbookEditions = [\"1.9\"];\n");
    assert!(!text(root, "index.html").contains("editions"));
    let first = files(&root.join("site/v/1.9"), true);

    change(root);
    build(root, &[]);
    let current = files(&root.join("site"), false);
    assert!(text(root, "index.html").contains("class=\"editions\""));
    assert!(!build(root, &["--edition", "1.10"]).contains("next:"));
    assert!(files(&root.join("site/v/1.9"), true) == first, "1.9 stays as it was");
    assert!(files(&root.join("site"), false) == current, "and so do the current pages");
    assert_eq!(text(root, "v/list.js"), "errbookEditions = [\"1.10\",\"1.9\"];\n");

    let all = files(&root.join("site"), true);
    for arguments in [&["--check"][..], &["--edition", "1.10", "--check"], &[], &["--edition", "1.10"]] {
        build(root, arguments);
    }
    assert!(files(&root.join("site"), true) == all, "nothing is out of date");
    // A build from nothing, in another order, is the same.
    fs::rename(root.join("site/v/1.9"), root.join("1.9")).unwrap();
    fs::remove_dir_all(root.join("site")).unwrap();
    build(root, &["--edition", "1.10"]);
    fs::rename(root.join("1.9"), root.join("site/v/1.9")).unwrap();
    let stale = errbook(root, &["build", "--edition", "1.10", "--check"]);
    assert!(String::from_utf8_lossy(&stale.stdout).contains("site/v/list.js differs"), "{stale:?}");
    build(root, &[]);
    assert!(files(&root.join("site"), true) == all);
}

#[test]
fn an_edition_leads_to_the_current_pages() {
    let folder = shop();
    let root = folder.path();
    build(root, &["--edition", "1.0"]);
    build(root, &[]);
    let page = text(root, "v/1.0/orders/not_paid.html");
    let current = text(root, "orders/not_paid.html");
    let canonical = |page: &str| {
        page.split("rel=\"canonical\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    assert_eq!(canonical(&page).as_deref(), Some("https://shop.example/docs/errors/orders/not_paid"));
    assert!(page.contains("<a href=\"../../../orders/not_paid.html\">See the current page</a>"), "{page}");
    assert!(page.contains("1.0</title>") && !current.contains("See the current page"));
    for path in ["sitemap.xml", "feed.xml", "404.html", "_headers", "_redirects", "vercel.json", "redirects.json"] {
        assert!(!root.join("site/v/1.0").join(path).exists(), "{path}");
    }
    assert!(files(&root.join("site"), false).iter().all(|(path, text)| {
        path.ends_with(".js") || path.ends_with(".css") || !String::from_utf8_lossy(text).contains("v/1.0")
    }));
    // Programs find the edition's own files.
    assert!(text(root, "v/1.0/llms.txt").contains("https://shop.example/docs/errors/v/1.0/errors.json"));
    assert!(text(root, "v/1.0/search/index.js").contains("not_paid"));
    let pages = text(root, "v/1.0/pages.js");
    assert!(
        pages.starts_with("errbookPages = [\"index.html\",") && pages.contains("\"orders/not_paid.html\""),
        "{pages}"
    );

    // The edition's `errors.json` is a state to compare with.
    change(root);
    let diff = errbook(root, &["diff", "site/v/1.0/errors.json"]);
    assert!(String::from_utf8_lossy(&diff.stdout).contains("`err:orders:late` was added"), "{diff:?}");
}

#[test]
fn removed_editions_leave_the_menu() {
    let folder = shop();
    let root = folder.path();
    build(root, &["--edition", "1.0"]);
    build(root, &["--edition", "2.0"]);
    fs::remove_dir_all(root.join("site/v/1.0")).unwrap();
    build(root, &[]);
    assert_eq!(text(root, "v/list.js"), "errbookEditions = [\"2.0\"];\n");
    fs::remove_dir_all(root.join("site/v/2.0")).unwrap();
    build(root, &[]);
    assert!(!root.join("site/v/list.js").exists() && !text(root, "index.html").contains("editions"));
}

#[test]
fn a_folder_that_is_not_an_edition_is_left_alone() {
    let folder = shop();
    let root = folder.path();
    fs::create_dir_all(root.join("site/v/1.0")).unwrap();
    fs::write(root.join("site/v/1.0/mine.html"), "mine").unwrap();
    fs::write(root.join("site/v/notes.txt"), "mine").unwrap();
    for arguments in [&["build"][..], &["build", "--edition", "1.0"], &["build", "--edition", "2.0"]] {
        let output = errbook(root, arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains("--force"), "{arguments:?}: {told}");
    }
    let left = files(&root.join("site"), true);
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["v/1.0/mine.html", "v/notes.txt"], "nothing was written");

    for (arguments, message) in [
        (&["build", "--edition", "../1"][..], "use letters, digits"),
        (&["build", "--edition", "list.js"], "`list.js` is the file with the list of editions; use a name such as 1.2"),
        (&["build", "--edition", "List.JS"], "`List.JS` is the file with the list of editions"),
        (&["build", "--edition", "nul"], "`nul` is a reserved file name on Windows"),
        (&["build", "--edition", "1", "--target", "markdown"], "only the target `html` has editions"),
        (&["build", "--edition", "1", "--target", "html,markdown"], "only the target `html` has editions"),
        (&["build", "--edition", "1", "--merge", "docs.json"], "cannot be used with"),
    ] {
        let output = errbook(root, arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(message), "{arguments:?}: {told}");
    }
}

#[test]
fn editions_differ_in_more_than_case() {
    let folder = shop();
    let root = folder.path();
    build(root, &["--edition", "2.0-rc"]);
    let output = errbook(root, &["build", "--edition", "2.0-RC"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("edition `2.0-RC` differs only in case from the edition `2.0-rc`"), "{told}");
    assert!(told.contains("use `--edition 2.0-rc`, or delete `site/v/2.0-rc` first"), "{told}");
    assert!(!root.join("site/v/2.0-RC").exists());
    build(root, &["--edition", "2.0-rc"]);
}

/// A code, group, or dependency with the name of the folder, in the edition or in the current pages.
#[test]
fn pages_in_the_folder_of_editions_are_refused() {
    let folder = shop();
    let root = folder.path();
    let (manifest, group) = (root.join("catalog/catalog.yaml"), root.join("catalog/v"));
    let before = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, before.replace("groups:\n", "groups:\n  v: {title: Versions}\n")).unwrap();
    fs::create_dir(&group).unwrap();
    fs::write(group.join("old.yaml"), "status: 409\nmessage: Too old\n").unwrap();
    let refused = |arguments: &[&str]| {
        let output = errbook(root, arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("`v/index.html` would be in `site/v`, the folder of editions"), "{told}");
        assert!(told.contains("help: build it without `--edition`"), "{told}");
    };
    refused(&["build", "--edition", "1.0"]);
    assert!(!root.join("site").exists());
    build(root, &[]);
    assert!(root.join("site/v/old.html").exists());
    fs::write(&manifest, before).unwrap();
    fs::remove_dir_all(&group).unwrap();
    refused(&["build", "--edition", "1.0"]);
    build(root, &[]);
    build(root, &["--edition", "1.0"]);
}
