//! Every folder of `cases/` is a catalog with mistakes and the expected report. To add a case, add
//! a folder. See `cases/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Rule, Severity, Snapshot, Sources};

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/cases")
        .expect("cases")
        .map(|item| item.expect("a case").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn report(case: &Path) -> String {
    let (catalog, report) = errbook_catalog::read(case);
    assert_eq!(
        catalog.is_some(),
        report.errors() == 0,
        "{}: there is a catalog exactly when there is no error",
        case.display()
    );
    let mut text = String::new();
    for diagnostic in report.diagnostics() {
        let human = report.human(diagnostic, false);
        let excerpt = report.excerpt(diagnostic, false);
        assert!(excerpt.lines().all(|line| human.lines().any(|of| of == line)), "{excerpt} is a part of {human}");
        text += &human;
        text += "\n";
    }
    text + &format!("{} errors, {} warnings\n", report.errors(), report.warnings())
}

#[test]
fn reports_match_snapshots() {
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "reports", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, report(&case));
        });
    }
}

fn assert_codes_are_in_place(snapshot: &Snapshot) {
    let codes = snapshot.codes();
    assert!(codes.is_sorted_by_key(|code| &code.code));
    for (at, code) in codes.iter().enumerate() {
        assert_eq!((snapshot.position(&code.code), snapshot.code_in(code.file)), (Some(at), Some(at)), "{}", code.code);
        assert!(code.entry.as_ref().is_none_or(|entry| entry.code == code.code));
    }
    for group in snapshot.groups() {
        let is_in =
            |code: &errbook_catalog::Code| code.entry.as_ref().is_none_or(|of| of.segments.starts_with(&group.path));
        assert!(group.entries.iter().all(|at| is_in(&codes[*at])), "{:?}", group.path);
    }
}

/// Codes, groups, and entries share one order, even with broken entries and for any order of files.
#[test]
fn positions_of_codes_are_consistent() {
    cases().iter().for_each(|case| assert_codes_are_in_place(&Snapshot::read(case)));
    let manifest = "name: demo\ncodes: {prefix: err, levels: [{name: group}, {name: specific}]}\n\
                    groups: {a: {title: A, status: 400}, a0: {title: A0, status: 400}}\nprofiles: {api: rfc9457}\n";
    let entry = "name: X\nmessage: x\nsince: \"2025-01-02\"\n";
    let files = [("catalog.yaml", manifest), ("a/x.yaml", entry), ("a0/x.yaml", entry), ("a0/y.yaml", "name: [")];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let snapshot = Snapshot::from_sources(Sources::from_texts(files));
    // Files sort the other way around, since `/` comes before digits, and `:` after them.
    let codes: Vec<&str> = snapshot.codes().iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["err:a0:x", "err:a0:y", "err:a:x"]);
    assert_codes_are_in_place(&snapshot);
}

#[test]
fn every_rule_has_a_case_that_fires_it() {
    let fired: BTreeSet<&str> = cases()
        .iter()
        .flat_map(|case| errbook_catalog::read(case).1.diagnostics().iter().map(|found| found.rule).collect::<Vec<_>>())
        .collect();
    let missing: Vec<&str> =
        Rule::ALL.iter().map(|rule| rule.id()).filter(|id| !fired.contains(id) && *id != "file-unreadable").collect();
    assert!(missing.is_empty(), "rules without a case (file-unreadable is in bad_input.rs): {missing:?}");
}

#[test]
fn a_case_named_after_a_rule_fires_it() {
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let Some(rule) =
            Rule::ALL.iter().map(|rule| rule.id()).filter(|id| name.starts_with(id)).max_by_key(|id| id.len())
        else {
            continue;
        };
        let (_, report) = errbook_catalog::read(&case);
        assert!(report.diagnostics().iter().any(|found| found.rule == rule), "{name} does not fire {rule}");
    }
}

#[test]
fn the_clean_case_has_no_findings() {
    let (catalog, report) = errbook_catalog::read(Path::new("tests/cases/clean"));
    assert!(catalog.is_some() && report.diagnostics().is_empty());
}

#[test]
fn every_diagnostic_has_a_location_and_help() {
    for case in cases() {
        let (_, report) = errbook_catalog::read(&case);
        for found in report.diagnostics() {
            let what = format!("{}: {}", case.display(), report.short(found));
            assert!(!found.labels.is_empty() || found.rule == "manifest-missing", "no location in {what}");
            assert!(!found.help.is_empty() || found.severity == Severity::Warning, "no help in {what}");
        }
    }
}

#[test]
fn reports_seven_mistakes_of_different_stages_in_one_run() {
    let (_, report) = errbook_catalog::read(Path::new("tests/cases/seven-mistakes"));
    let short: Vec<String> = report.diagnostics().iter().map(|found| report.short(found)).collect();
    assert_eq!(short.len(), 7, "{short:#?}");
}
