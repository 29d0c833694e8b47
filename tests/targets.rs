//! Every target of pages, read by the tools that its pages are for: the shipped catalog, and one whose text is hostile. The tools come with
//! `npm ci --prefix tests/tools`; a test whose tool is not there says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_catalog::Catalog;
use errbook_docs::{Site, Target, Templates};
use serde_json::Value;

/// The shipped catalog, and one whose text is hostile wherever it can be.
const CATALOGS: [&str; 2] = ["catalog", "crates/errbook-docs/tests/catalog"];

fn load(path: &str) -> Catalog {
    errbook_catalog::load(Path::new(path)).unwrap_or_else(|report| panic!("{report}"))
}

/// Writes all files of a target into a new folder.
fn write(catalog: &Catalog, target: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let (target, templates) = (Target::named(target).expect("a target"), Templates::default());
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    for page in site.pages() {
        let path = folder.path().join(page.path());
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, site.render(&page).unwrap_or_else(|error| panic!("{error}"))).expect("written");
    }
    folder
}

/// Whether the tools from npm are there; else says how they come.
fn has_tools() -> bool {
    let found = Path::new("tests/tools/node_modules").is_dir();
    if !found {
        eprintln!("skipped: run `npm ci --prefix tests/tools`");
    }
    found
}

/// What one of the scripts in `tests/tools` prints of a folder.
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
fn every_mdx_page_compiles_and_holds_no_code_of_the_catalog() {
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
fn links_and_anchors_of_mintlify_resolve() {
    if !has_tools() {
        return;
    }
    for name in CATALOGS {
        let folder = write(&load(name), "mintlify");
        let pages = tool("mdx.mjs", folder.path());
        // As Mintlify serves them: a folder's page at the folder's own path.
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
        assert!(checked > 30, "{checked}");
    }
}
