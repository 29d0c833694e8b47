//! The site in a real browser and in an HTML validator: runs `tests/browser/*.test.mjs` on the
//! pages of the shipped catalog and of `tests/hostile`. `.ci/run` installs what they need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_docs::{Site, Target, Templates};
use errbook_test_support::tools;

#[test]
fn the_site_works_in_a_browser() {
    if !tools::has_browser() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (site, hostile) = (folder.path().join("site"), folder.path().join("hostile"));
    build("catalog", &site);
    build("tests/hostile", &hostile);
    let mut node = Command::new("node");
    // Not in parallel: each test starts a browser, and the tests would starve each other while they
    // wait.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(scripts());
    let output = node.env("SITE", &site).env("HOSTILE", &hostile).output().expect("node starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("fail 0") && !told.contains("pass 0"), "{told}");
}

/// Writes the site of a catalog.
fn build(catalog: &str, folder: &Path) {
    let catalog = errbook_catalog::load(Path::new(catalog)).unwrap_or_else(|report| panic!("{report}"));
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    for page in site.pages() {
        let path = folder.join(page.path());
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        let pieces: Result<Vec<_>, _> = site.pieces(&page).collect();
        fs::write(path, pieces.expect("rendered").concat()).expect("written");
    }
}

fn scripts() -> Vec<PathBuf> {
    let scripts = fs::read_dir("tests/browser").expect("a folder").map(|item| item.expect("an item").path());
    let mut scripts: Vec<_> = scripts.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    scripts.sort();
    assert!(scripts.len() > 3, "the test looks at the right folder");
    scripts
}
