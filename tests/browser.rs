//! The site in a real browser and in an HTML validator: runs `tests/browser/*.test.mjs` on the
//! pages of the shipped catalog and of `tests/hostile`, and on their pages of `errbook observe
//! --report`. `.ci/run` installs what they need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_docs::observed::{Deviation, Report, Seen, Share};
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
    let observed = folder.path().join("observed");
    fs::create_dir_all(&observed).expect("created");
    fs::write(observed.join("shipped.html"), observe("catalog")).expect("written");
    fs::write(observed.join("hostile.html"), observe("tests/hostile")).expect("written");
    let mut node = Command::new("node");
    // Not in parallel: each test starts a browser, and the tests would starve each other while they
    // wait.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(scripts());
    let output =
        node.env("SITE", &site).env("HOSTILE", &hostile).env("OBSERVED", &observed).output().expect("node starts");
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

/// The page about what services were seen to send: some codes, each with a deviation, in operations
/// that may and may not raise them, and hostile texts.
fn observe(catalog: &str) -> String {
    const HOSTILE: &str =
        "</style><script>hostile('observed')</script> `<img src=x onerror=hostile()>` [-<b>-]{+</li>+}";
    let catalog = errbook_catalog::load(Path::new(catalog)).unwrap_or_else(|report| panic!("{report}"));
    let operations = catalog.operations().into_iter().map(|of| of.name.to_owned()).chain([HOSTILE.to_owned()]);
    let operations: Vec<String> = operations.collect();
    let share = Share { seen: 1, all: 3, percent: 33 };
    let mut report = Report {
        responses: 90,
        errors: 70,
        profiles: vec![(HOSTILE.to_owned(), share)],
        operations: operations.iter().map(|name| (name.clone(), share)).collect(),
        ..Report::default()
    };
    for (at, entry) in catalog.entries().iter().enumerate() {
        if at % 2 == 0 {
            report.never.push(entry.code.clone());
            continue;
        }
        let counts = operations.iter().skip(at % 7).step_by(7).map(|name| (name.clone(), 3)).collect();
        report.seen.push(Seen { code: entry.code.clone(), count: 30, operations: counts });
        report.deviations.push(Deviation {
            rule: "observed-status",
            is_error: at % 3 == 0,
            code: Some(entry.code.clone()).filter(|_| at % 5 > 0),
            message: HOSTILE.to_owned(),
            notes: vec![HOSTILE.to_owned()],
            help: vec![HOSTILE.to_owned()],
        });
    }
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    site.observed(&report).expect("rendered")
}

fn scripts() -> Vec<PathBuf> {
    let scripts = fs::read_dir("tests/browser").expect("a folder").map(|item| item.expect("an item").path());
    let mut scripts: Vec<_> = scripts.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    scripts.sort();
    assert!(scripts.len() > 3, "the test looks at the right folder");
    scripts
}
