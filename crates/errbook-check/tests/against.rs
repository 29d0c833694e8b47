//! Compares catalogs with a base: version bumps, and broken catalogs and bases.

use std::path::Path;

use errbook_catalog::registry::{Audience, Registry};
use errbook_catalog::{Severity, Snapshot, Sources};
use errbook_check::against::{Base, Bump, Change, bump};
use errbook_check::compare;
use errbook_check::{Options, check};

const MANIFEST: &str = "name: demo\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {data: {title: Data}}\nsite: {root: \"https://example.com\"}\n";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    Snapshot::from_sources(Sources::from_texts(files))
}

fn past(files: &[(&str, &str)]) -> Base {
    Base::new(Registry::of_snapshot(&snapshot(files), Audience::Internal).expect("a manifest"))
}

fn base(catalog: &Path) -> Base {
    Base::new(Registry::of_snapshot(&Snapshot::read(catalog), Audience::Internal).expect("a manifest"))
}

fn rules(changes: &[Change]) -> Vec<&'static str> {
    changes.iter().filter_map(|change| change.rule).collect()
}

#[test]
fn lists_allowed_changes_with_their_version_bump() {
    let case = Path::new("tests/cases/clean-against");
    let past = base(&case.join("old"));
    let changes = compare(&past, &Snapshot::read(&case.join("new")));
    let lines = changes.iter().map(|change| format!("{}: {}\n", change.bump.name(), change.message));
    insta::assert_snapshot!(lines.collect::<String>(), @r"
    minor: `err:data:added` was added
    minor: `err:data:draft` is no longer a draft
    major: `err:data:ends` was retired and is no longer a variant of `Error`
    patch: name or summary of `err:data:ends` changed
    minor: `err:data:grows` was deprecated
    major: `err:data:grows` has a new param `what`, required to raise it
    major: `err:data:thing` was renamed to `err:data:thing_not_found`, and its old name is an alias
    major: `err:old:page` was renamed to `err:new:page`, and its old name is an alias
    minor: draft `err:data:gone_draft` was removed
    ");
    assert_eq!(bump(&changes), Some(Bump::Major));
}

#[test]
fn redirect_matches_a_url_with_another_encoding() {
    let entry = |redirect: &str| format!("name: A\nmessage: m\nstatus: 400\nredirects: [{redirect}]\n");
    let dead = |old: &str, new: &str| {
        let (old, new) = (entry(old), entry(new));
        let past = past(&[("catalog.yaml", MANIFEST), ("data/a.yaml", &old)]);
        let changes = compare(&past, &snapshot(&[("catalog.yaml", MANIFEST), ("data/a.yaml", &new)]));
        rules(&changes).contains(&"url-died")
    };
    assert!(!dead("/old/a%2Db", "/old/a-b") && !dead("/old/a-b", "/old/%61-b"));
    assert!(dead("/old/a%2Db", "/old/a-c") && dead("/old/a%2Fb", "/old/a%2Fc"));
}

#[test]
fn no_change_needs_no_bump() {
    for case in std::fs::read_dir("tests/cases").expect("cases") {
        let new = case.expect("a case").path().join("new");
        if new.is_dir() {
            let snapshot = Snapshot::read(&new);
            let same = Base::new(Registry::of_snapshot(&snapshot, Audience::Internal).expect("a manifest"));
            assert_eq!(bump(&compare(&same, &snapshot)), None, "{}", new.display());
        }
    }
}

#[test]
fn saved_registry_compares_like_its_catalog() {
    for case in std::fs::read_dir("tests/cases").expect("cases") {
        let case = case.expect("a case").path();
        if case.join("old").is_dir() {
            let past = base(&case.join("old"));
            let json = past.registry.to_json().expect("JSON");
            let saved = Base::new(Registry::from_json(&json).expect("a registry"));
            let now = Snapshot::read(&case.join("new"));
            assert_eq!(compare(&saved, &now), compare(&past, &now), "{}", case.display());
        }
    }
}

#[test]
fn broken_entry_is_not_reported_as_removed() {
    let entry = "name: Thing\nmessage: \"No {id}\"\nparams:\n  id: {type: string, example: x}\nretryable: true\nsince: \"2025-01-31\"\naliases: [data:former]\n";
    let past = past(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", entry)]);
    let unreadable = snapshot(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", "message: `x`\n")]);
    assert_eq!(rules(&compare(&past, &unreadable)), Vec::<&str>::new());
    let half = snapshot(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", "message: 5\nretryable: false\n")]);
    assert_eq!(rules(&compare(&past, &half)), ["retryable-changed"], "readable keys are still compared");
}

#[test]
fn broken_manifest_still_reports_removed_codes_but_no_dead_urls() {
    let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", "message: x\n"), ("data/other.yaml", "message: y\n")];
    let past = past(&files);
    let manifest = MANIFEST.replace("https:", "htps:");
    let now = snapshot(&[("catalog.yaml", &manifest), files[1]]);
    assert_eq!(rules(&compare(&past, &now)), ["code-removed"]);
    let none = snapshot(&files[1..]);
    assert_eq!(compare(&past, &none), []);
}

#[test]
fn broken_base_still_compares() {
    let past =
        past(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", "message: `x`\n"), ("data/gone.yaml", "- a list\n")]);
    let now = snapshot(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", "message: x\n")]);
    assert_eq!(rules(&compare(&past, &now)), ["code-removed"]);
}

#[test]
fn one_level_catalog_compares() {
    let manifest = "name: demo\ncodes: {levels: [{name: code, pattern: \"E[0-9]{4}\"}]}\n";
    let past = past(&[("catalog.yaml", manifest), ("E0001.yaml", "message: x\n"), ("E0002.yaml", "message: y\n")]);
    let now = snapshot(&[("catalog.yaml", manifest), ("E0002.yaml", "message: y\n"), ("E0003.yaml", "message: z\n")]);
    assert_eq!(rules(&compare(&past, &now)), ["code-removed"]);
}

#[test]
fn suppression_of_a_comparison_rule_is_unused_only_if_it_ran() {
    let old = [("catalog.yaml", MANIFEST), ("data/thing.yaml", "name: Thing\nmessage: \"No thing\"\n")];
    let new = "name: Thing\nmessage: \"There is none\"\nallow: [{rule: message-changed, reason: \"It was wrong\"}]\n";
    let now = snapshot(&[("catalog.yaml", MANIFEST), ("data/thing.yaml", new)]);
    let found = |options: &Options| {
        let found = check(&now, options).into_iter().filter(|found| found.severity <= Severity::Warning);
        found.map(|found| found.rule).collect::<Vec<_>>()
    };
    assert!(!found(&Options::default()).contains(&"allow-unneeded"));
    let mut options = Options::default();
    options.base = Some(past(&old));
    assert!(!found(&options).iter().any(|rule| ["allow-unneeded", "message-changed"].contains(rule)));
    options.base = Some(Base::new(Registry::of_snapshot(&now, Audience::Internal).expect("a manifest")));
    assert!(found(&options).contains(&"allow-unneeded"), "the message did not change");
}
