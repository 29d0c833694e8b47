//! Checks that a baseline suppresses existing findings, and that new ones and outdated entries are
//! reported.

use errbook_catalog::{Diagnostics, Snapshot, Sources};
use errbook_check::baseline::{Baseline, Gate, Outcome, ReadError};
use errbook_check::{Options, check};

const MANIFEST: &str = "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {data: {title: Data, description: Data.}}\n";
/// An entry with two sections that have too few words.
const TWO: &str =
    "message: \"Gone\"\nwhat_happened: {text: \"Too short.\"}\ncommon_mistakes: [{lead: One, text: \"Short.\"}]\n";
const ONE: &str = "message: \"Gone\"\ncommon_mistakes: [{lead: One, text: \"Short.\"}]\n";

/// Checks a catalog of one entry, with an optional baseline.
fn checked(entry: &str, baseline: Option<&Baseline>) -> (Diagnostics, Outcome) {
    checked_at("data/thing.yaml", entry, baseline)
}

/// Like [`checked`], with another path for the entry.
fn checked_at(file: &str, entry: &str, baseline: Option<&Baseline>) -> (Diagnostics, Outcome) {
    let files = [("catalog.yaml", MANIFEST), (file, entry)];
    let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut snapshot = Snapshot::from_sources(sources);
    let file = snapshot.attach("baseline.json".to_owned(), baseline.map(Baseline::write).unwrap_or_default());
    let options = Options::default();
    let found = check(&snapshot, &options);
    let gate = Gate::new(&snapshot, &options);
    let mut report = snapshot.into_parts().1;
    report.extend(found);
    let outcome = baseline.map(|baseline| baseline.apply(&mut report, file, &gate)).unwrap_or_default();
    (report, outcome)
}

fn rules(report: &Diagnostics) -> Vec<&'static str> {
    report.diagnostics().iter().map(|found| found.rule).collect()
}

#[test]
fn known_findings_stay_suppressed_if_they_move() {
    let (before, _) = checked(TWO, None);
    assert_eq!(rules(&before), ["stub", "stub"]);
    let baseline = Baseline::of(&before);
    let moved = format!("# A comment\n\nname: Thing\n{}", TWO.replace("Too short.", "Still much too short."));
    for entry in [TWO, &moved] {
        let (report, outcome) = checked(entry, Some(&baseline));
        assert_eq!(rules(&report), [""; 0]);
        assert_eq!(outcome, Outcome { known: 2, known_errors: 2, mended: 0 });
    }
}

/// `errbook observe` can share a file with `errbook check`, and one input shows only some traffic.
#[test]
fn findings_that_traffic_lacks_are_kept() {
    let (before, _) = checked(TWO, None);
    let baseline = Baseline::of(&before);
    let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", ONE)];
    let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut snapshot = Snapshot::from_sources(sources);
    let file = snapshot.attach("baseline.json".to_owned(), baseline.write());
    let gate = Gate::of_traffic(&snapshot);
    let mut report = snapshot.into_parts().1;
    assert_eq!(baseline.apply(&mut report, file, &gate).mended, 0);
    assert_eq!(rules(&report), [""; 0]);
    let mut updated = Baseline::of(&report);
    updated.keep_unjudged(&baseline, &gate);
    assert_eq!(updated, baseline);
}

/// Findings of OpenAPI rules still exist if the next check has no document.
#[test]
fn findings_of_rules_that_did_not_run_are_kept() {
    let entry = format!("{ONE}raised_by: [things.get]\n");
    let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", entry.as_str())];
    let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut snapshot = Snapshot::from_sources(sources);
    let document = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    let mut options = Options::default();
    options.openapi = Some(snapshot.attach("openapi.yaml".to_owned(), document.to_owned()));
    let found = check(&snapshot, &options);
    let mut report = snapshot.into_parts().1;
    report.extend(found);
    assert_eq!(rules(&report), ["stub", "operation-unknown"]);
    let (report, outcome) = checked(&entry, Some(&Baseline::of(&report)));
    assert_eq!(rules(&report), [""; 0]);
    assert_eq!(outcome, Outcome { known: 1, known_errors: 1, mended: 0 });
}

#[test]
fn new_findings_are_reported() {
    let baseline = Baseline::of(&checked(ONE, None).0);
    let (report, outcome) = checked(TWO, Some(&baseline));
    assert_eq!(rules(&report), ["stub"]);
    assert_eq!(report.diagnostics()[0].message, "`what_happened` has 2 words but needs at least 8");
    assert_eq!(outcome.known, 1);
}

#[test]
fn fixed_findings_are_reported_until_removed_from_the_file() {
    let old = Baseline::of(&checked(TWO, None).0);
    let (report, outcome) = checked(ONE, Some(&old));
    assert_eq!(rules(&report), ["baseline-mended"]);
    assert_eq!((outcome.known, outcome.mended, report.errors()), (1, 1, 1));
    let new = Baseline::of(&checked(ONE, None).0);
    assert_eq!((new.beyond(&old), old.beyond(&new)), (0, 1));
    assert_eq!(rules(&checked(ONE, Some(&new)).0), [""; 0]);
}

#[test]
fn identical_findings_are_counted() {
    // One mapping cannot have the same unknown key twice, so use two mappings.
    let entry = |notes: &str| format!("message: \"Gone\"\nnotes: [{notes}]\n");
    let note = "{kind: note, text: \"A.\", texxt: \"B.\"}";
    let two = Baseline::of(&checked(&entry(&[note, note].join(", ")), None).0);
    assert_eq!((two.len(), two.write().matches("fingerprint").count()), (2, 1));
    let (report, outcome) = checked(&entry(note), Some(&two));
    assert_eq!((rules(&report), outcome.known, outcome.mended), (vec!["baseline-mended"], 1, 1));
    let message = "baseline lists 2 findings of `unknown-key` in `data/thing.yaml`, but 1 no longer exists";
    assert_eq!(report.diagnostics()[0].message, message);
    let (report, _) = checked(&entry(&[note, note, note].join(", ")), Some(&two));
    assert_eq!(rules(&report), ["unknown-key"]);
}

#[test]
fn renamed_code_keeps_its_known_findings() {
    let baseline = Baseline::of(&checked(TWO, None).0);
    let renamed = format!("{TWO}aliases: ['data:thing']\n");
    let (report, outcome) = checked_at("data/item.yaml", &renamed, Some(&baseline));
    assert_eq!((rules(&report), outcome.known, outcome.mended), (vec![], 2, 0));
    // Without an alias, a moved file is a different code.
    let (report, _) = checked_at("data/item.yaml", TWO, Some(&baseline));
    assert_eq!(rules(&report), ["stub", "stub", "baseline-mended", "baseline-mended"]);
}

#[test]
fn written_file_reads_back() {
    let baseline = Baseline::of(&checked(TWO, None).0);
    assert_eq!(Baseline::read(&baseline.write()), Ok(baseline.clone()));
    assert_eq!(Baseline::read(&Baseline::default().write()), Ok(Baseline::default()));
    insta::assert_snapshot!(baseline.write());
}

#[test]
fn rejects_an_invalid_baseline_with_its_location() {
    let error = |text: &str| Baseline::read(text).unwrap_err().to_string();
    assert_eq!(
        error("{\"version\": 1,\n \"findings\": 3}"),
        "line 2, column 14: invalid type: integer `3`, expected a sequence"
    );
    assert_eq!(
        error("{\"version\": 7, \"anything\": []}"),
        "unsupported format version 7 (this errbook reads up to 1)"
    );
    assert!(matches!(Baseline::read(""), Err(ReadError::Form { line: 1, .. })));
    let line = "{\"file\": \"a\", \"rule\": \"b\", \"fingerprint\": \"c\"}";
    assert_eq!(error(&format!("{{\"version\": 1, \"findings\": [{line}, {line}]}}")), "duplicate finding `c`");
}
