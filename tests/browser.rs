//! The shipped site in a real browser: runs each `tests/browser/*.test.mjs` with the folder of a built site. They need Node.js, Chromium and
//! `npm ci --prefix tests/browser`; without these the test says so and passes.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_docs::{Site, Target, Templates};

#[test]
fn the_site_works_in_a_browser() {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !Path::new("tests/browser/node_modules").is_dir() || !Path::new(&chromium).exists() {
        eprintln!("skipped: run `npm ci --prefix tests/browser` and install Chromium, or name it in CHROMIUM");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"));
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    for page in site.pages() {
        let path = folder.path().join(page.path());
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        let pieces: Result<Vec<_>, _> = site.pieces(&page).collect();
        fs::write(path, pieces.expect("rendered").concat()).expect("written");
    }
    let scripts = fs::read_dir("tests/browser").expect("a folder").map(|item| item.expect("an item").path());
    let mut scripts: Vec<_> = scripts.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    scripts.sort();
    assert!(!scripts.is_empty());
    for script in scripts {
        let output = Command::new("node").arg(&script).arg(folder.path()).output().expect("node starts");
        assert!(output.status.success(), "{}\n{}", script.display(), String::from_utf8_lossy(&output.stderr));
    }
}
