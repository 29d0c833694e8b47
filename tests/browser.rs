//! The site in a real browser and in an HTML validator: runs `tests/browser/*.test.mjs` on the
//! pages of the shipped catalog and of `tests/hostile`, and on their pages of `errbook observe
//! --report` and `errbook diff --format html`. `.ci/run` installs what they need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_docs::comparison::{Change, Comparison, Section};
use errbook_docs::editions::{self, Edition};
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
    let compared = folder.path().join("compared");
    fs::create_dir_all(&compared).expect("created");
    fs::write(compared.join("shipped.html"), compare("catalog")).expect("written");
    fs::write(compared.join("hostile.html"), compare("tests/hostile")).expect("written");
    let editions = folder.path().join("editions");
    build_as(Edition::Current, "catalog", &editions);
    for (name, catalog) in [("1.10", "catalog"), ("1.9", "tests/hostile")] {
        build_as(Edition::Named(name.to_owned()), catalog, &editions.join(editions::FOLDER).join(name));
    }
    let list = editions::list(["1.9", "1.10"].map(str::to_owned));
    fs::write(editions.join(editions::FOLDER).join(editions::LIST), list).expect("written");
    let mut node = Command::new("node");
    // Not in parallel: each test starts a browser, and the tests would starve each other while they
    // wait.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(scripts());
    node.env("EDITIONS", &editions);
    node.env("SITE", &site).env("HOSTILE", &hostile).env("OBSERVED", &observed).env("COMPARED", &compared);
    let output = node.output().expect("node starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("fail 0") && !told.contains("pass 0"), "{told}");
}

/// Writes the site of a catalog.
fn build(catalog: &str, folder: &Path) {
    build_as(Edition::Only, catalog, folder);
}

fn build_as(edition: Edition, catalog: &str, folder: &Path) {
    let catalog = errbook_catalog::load(Path::new(catalog)).unwrap_or_else(|report| panic!("{report}"));
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html().with_edition(edition), &templates).expect("templates parse");
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

/// The page about what changed: each code in one of the kinds, with changes for all audiences, and
/// hostile texts.
fn compare(catalog: &str) -> String {
    const HOSTILE: &str = "</style><script>hostile('compared')</script> `<img src=x onerror=hostile()>` <b>";
    let catalog = errbook_catalog::load(Path::new(catalog)).unwrap_or_else(|report| panic!("{report}"));
    let kinds = [("new", "New codes"), ("changed", "Changed codes"), ("retired", "Retired codes")];
    let mut sections = kinds.map(|(id, title)| Section { id, title, describes: id == "new", changes: Vec::new() });
    let mut comparison = Comparison {
        from: HOSTILE.to_owned(),
        to: Some(HOSTILE.to_owned()),
        bump: Some("major"),
        skipped: vec![HOSTILE.to_owned()],
        ..Comparison::default()
    };
    for (at, entry) in catalog.entries().iter().enumerate() {
        let code = Some(entry.code.clone()).filter(|_| at % 5 > 0);
        for audience in ["clients", "services", "links"] {
            let bump = ["major", "minor", "patch"][at % 3];
            let message = format!("message of `{}` changed {HOSTILE}", entry.code);
            sections[at % 3].changes.push(Change { code: code.clone(), bump, audience, message });
        }
        if at % 4 == 0 {
            comparison
                .pages
                .insert(entry.code.clone(), format!("https://docs.example/{at}?\"><script>hostile()</script>"));
        }
        let text =
            format!("# Changed\n\n{HOSTILE}\n\n[this](<{}>) [b](javascript:hostile())\n\n```sh\ncurl\n", entry.code);
        comparison.migrations.insert(entry.code.clone(), text);
    }
    comparison.migrations.insert(HOSTILE.to_owned(), HOSTILE.to_owned());
    comparison.sections = sections.into();
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    site.comparison(&comparison).expect("rendered")
}

fn scripts() -> Vec<PathBuf> {
    let scripts = fs::read_dir("tests/browser").expect("a folder").map(|item| item.expect("an item").path());
    let mut scripts: Vec<_> = scripts.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    scripts.sort();
    assert!(scripts.len() > 3, "the test looks at the right folder");
    scripts
}
