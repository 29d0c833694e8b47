//! Checks every target that has pages with the tools that read its pages, for the shipped catalog
//! and for hostile ones. `.ci/run` installs the tools.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_catalog::Catalog;
use errbook_docs::{Site, Templates};
use errbook_test_support::tools;
use serde_json::Value;

/// The shipped catalog, two with text that is hostile to HTML, and one with text that is hostile to
/// the other formats.
const CATALOGS: [&str; 4] =
    ["catalog", "crates/errbook-docs/tests/catalog", "tests/hostile", "tests/hostile_to_programs"];

fn load(path: &str) -> Catalog {
    errbook_catalog::load(Path::new(path)).unwrap_or_else(|report| panic!("{report}"))
}

/// Writes all files of a target to a new folder.
fn write(catalog: &Catalog, target: &str) -> tempfile::TempDir {
    write_with(catalog, target, &Templates::default())
}

fn write_with(catalog: &Catalog, target: &str, templates: &Templates) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_into(folder.path(), catalog, target, templates);
    folder
}

fn write_into(folder: &Path, catalog: &Catalog, target: &str, templates: &Templates) {
    let target = templates.target(target).expect("a target").clone();
    let site = Site::new(catalog, target, templates).expect("templates parse");
    for page in site.pages() {
        let path = folder.join(page.path());
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, site.render(&page).unwrap_or_else(|error| panic!("{error}"))).expect("written");
    }
}

/// Whether the tools from npm are installed.
fn has_tools() -> bool {
    tools::has_program("node") && tools::installed("tests/tools/node_modules").is_some()
}

/// The output of a script in `tests/tools` for a folder.
fn tool(script: &str, folder: &Path) -> Value {
    let script = Path::new("tests/tools").join(script);
    let output = Command::new("node").arg(&script).arg(folder).output().expect("node starts");
    assert!(output.status.success(), "{}\n{}", script.display(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn strings(value: &Value) -> BTreeSet<&str> {
    value.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

#[test]
fn mdx_pages_compile_without_code_from_the_catalog() {
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let catalog = load(name);
        let folder = write(&catalog, "mintlify");
        let pages = tool("mdx.mjs", folder.path());
        let pages = pages.as_object().expect("pages");
        assert!(pages.len() > catalog.entries().len());
        for (path, page) in pages {
            assert_eq!(strings(&page["code"]), BTreeSet::new(), "{path}");
            let known = ["CodeGroup", "Danger", "Note", "Tip", "Warning"];
            assert!(strings(&page["components"]).is_subset(&known.into()), "{path}: {}", page["components"]);
        }
    }
}

#[test]
fn links_and_anchors_in_mintlify_resolve() {
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let folder = write(&load(name), "mintlify");
        let pages = tool("mdx.mjs", folder.path());
        // Mintlify serves the index page of a folder at the folder's path.
        let served = pages.as_object().expect("pages").iter().map(|(path, page)| {
            let stem = format!("/errors/{}", path.strip_suffix(".mdx").expect("an MDX page"));
            (stem.strip_suffix("/index").map_or(stem.clone(), str::to_owned), page)
        });
        let served: BTreeMap<String, &Value> = served.collect();
        let mut checked = 0;
        for (from, page) in &served {
            for link in strings(&page["links"]).into_iter().filter(|link| !link.contains(':')) {
                let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
                let to = served.get(path).unwrap_or_else(|| panic!("{link} of {from}"));
                assert!(anchor.is_none_or(|anchor| strings(&to["ids"]).contains(anchor)), "{link} of {from}");
                checked += 1;
            }
        }
        assert!(checked > 10, "{checked}");
    }
}

/// Asserts that every relative link leads to one of the pages, and to an existing anchor if it has
/// one.
fn assert_links_resolve(pages: &serde_json::Map<String, Value>) {
    let mut checked = 0;
    for (from, page) in pages {
        let elsewhere = |link: &&str| link.contains(':') || link.starts_with('/');
        for link in strings(&page["links"]).into_iter().filter(|link| !elsewhere(link)) {
            let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
            let to = if path.is_empty() { from.clone() } else { resolve(from, path) };
            let to = pages.get(&to).unwrap_or_else(|| panic!("{link} of {from}"));
            let anchor = anchor.map(decoded);
            assert!(
                anchor.is_none_or(|anchor| anchor.is_empty() || strings(&to["ids"]).contains(&*anchor)),
                "{link} of {from}"
            );
            checked += 1;
        }
    }
    assert!(checked > 10, "{checked}");
}

/// The path that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} of {from} leaves the folder"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(anchor: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = anchor.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn mdbook_builds_a_book_without_code_from_the_catalog() {
    let Some(mdbook) = tools::installed("tests/tools/venv/bin/mdbook") else { return };
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let catalog = load(name);
        let (book, html) = (write(&catalog, "mdbook"), tempfile::tempdir().expect("a folder"));
        let output = Command::new(&mdbook).args(["build", "--dest-dir"]).args([html.path(), book.path()]).output();
        let output = output.expect("mdBook starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("WARN") && !said.contains("ERROR"), "{said}");
        let mut pages = tool("html.mjs", html.path()).as_object().expect("pages").clone();
        for entry in catalog.entries() {
            assert!(pages.contains_key(&format!("{}.html", entry.segments.join("/"))), "{} has no page", entry.code);
        }
        // mdBook generates these.
        pages.retain(|path, _| !["404.html", "print.html", "toc.html"].contains(&path.as_str()));
        for (path, page) in &pages {
            // The icons of mdBook's callouts.
            let code: Vec<_> = strings(&page["code"]).into_iter().filter(|code| *code != "svg").collect();
            assert!(code.is_empty(), "{path}: {code:?}");
        }
        assert_links_resolve(&pages);
        let all = fs::read_to_string(html.path().join("print.html")).expect("all pages");
        assert!(!all.contains("codes:\n  separator"), "prose must not include files");
    }
}

#[test]
fn links_and_anchors_in_markdown_resolve_on_github() {
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let folder = write(&load(name), "markdown");
        assert_links_resolve(tool("gfm.mjs", folder.path()).as_object().expect("pages"));
    }
}

#[test]
fn github_sees_no_html_from_the_catalog() {
    let Some(python) = tools::installed("tests/tools/venv/bin/python") else { return };
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let (catalog, html) = (load(name), tempfile::tempdir().expect("a folder"));
        let folder = write(&catalog, "markdown");
        let output = Command::new(&python).arg("tests/tools/github.py").args([folder.path(), html.path()]).output();
        let output = output.expect("Python starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let pages = tool("html.mjs", html.path());
        let pages = pages.as_object().expect("pages");
        assert!(pages.len() > catalog.entries().len());
        for (path, page) in pages {
            assert_eq!(strings(&page["code"]), BTreeSet::new(), "{path} of {name}");
        }
    }
}

/// The templates of `examples/docusaurus`.
fn docusaurus_templates() -> Templates {
    let folder = Path::new("examples/docusaurus/templates/docusaurus");
    let files = fs::read_dir(folder).expect("the example").map(|item| {
        let path = item.expect("an item").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (format!("docusaurus/{name}"), fs::read_to_string(path).expect("text"))
    });
    Templates::with_overrides(files).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_target_needs_no_rust() {
    let templates = docusaurus_templates();
    for name in CATALOGS {
        let catalog = load(name);
        let folder = write_with(&catalog, "docusaurus", &templates);
        for group in catalog.groups() {
            let file = folder.path().join(group.path.join("/")).join("_category_.json");
            let category: Value = serde_json::from_slice(&fs::read(file).expect("a category")).expect("JSON");
            // `</` is changed, because it could end a script of Docusaurus.
            assert_eq!(category["label"], group.title.replace("</", "＜/").as_str());
        }
        if !has_tools() {
            continue;
        }
        let pages = tool("mdx.mjs", folder.path());
        let pages = pages.as_object().expect("pages");
        for (path, page) in pages {
            let code = strings(&page["code"]);
            assert!(
                code.len() == 1 && code.iter().all(|code| code.starts_with("import Tabs from")),
                "{path}: {code:?}"
            );
            assert!(strings(&page["components"]).is_subset(&["Tabs", "TabItem"].into()), "{path}");
        }
        assert_links_resolve(pages);
    }
}

/// One build for all catalogs, because a build with Docusaurus takes long.
#[test]
fn docusaurus_builds_a_site_without_code_from_the_catalog() {
    if tools::installed("tests/docusaurus/node_modules").is_none() || !has_tools() {
        return;
    }
    let templates = docusaurus_templates();
    let (docs, html) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::write(docs.path().join("index.md"), "# Docs\n").expect("written");
    let mut expected = vec!["index.html".to_owned()];
    for (at, name) in CATALOGS.iter().enumerate() {
        let catalog = load(name);
        write_into(&docs.path().join(at.to_string()), &catalog, "docusaurus", &templates);
        let paths = catalog.entries().iter().map(|entry| format!("{at}/{}/index.html", entry.segments.join("/")));
        expected.extend(paths);
    }
    let mut node = Command::new("node");
    node.current_dir("tests/docusaurus").args([
        "node_modules/@docusaurus/core/bin/docusaurus.mjs",
        "build",
        "--no-minify",
    ]);
    node.arg("--out-dir").arg(html.path()).env("DOCS", docs.path()).env("DOCUSAURUS_NO_PERSISTENT_CACHE", "true");
    let output = node.output().expect("node starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !said.contains("[WARNING]"), "{said}");
    let pages = tool("html.mjs", html.path());
    let pages = pages.as_object().expect("pages");
    assert_eq!(expected.iter().filter(|path| !pages.contains_key(*path)).collect::<Vec<_>>(), Vec::<&String>::new());
    let own = strings(&pages["index.html"]["scripts"]);
    for (path, page) in pages {
        // The icons of Docusaurus's callouts and buttons.
        let code: Vec<_> = strings(&page["code"]).into_iter().filter(|code| *code != "svg").collect();
        assert!(code.is_empty(), "{path}: {code:?}");
        assert!(strings(&page["scripts"]).is_subset(&own), "{path}: {}", page["scripts"]);
    }
}
