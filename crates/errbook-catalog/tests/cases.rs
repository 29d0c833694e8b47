//! Every folder of `cases/` is a catalog with its mistakes and the report that they give. A new case is a folder; see `cases/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Rule, Severity};

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
        text += &report.human(diagnostic, false);
        text += "\n";
    }
    text + &format!("{} errors, {} warnings\n", report.errors(), report.warnings())
}

#[test]
fn reports_are_as_reviewed() {
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "reports", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, report(&case));
        });
    }
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
fn the_clean_case_says_nothing() {
    let (catalog, report) = errbook_catalog::read(Path::new("tests/cases/clean"));
    assert!(catalog.is_some() && report.diagnostics().is_empty());
}

#[test]
fn every_diagnostic_has_a_place_and_a_next_step() {
    for case in cases() {
        let (_, report) = errbook_catalog::read(&case);
        for found in report.diagnostics() {
            let what = format!("{}: {}", case.display(), report.short(found));
            assert!(!found.labels.is_empty() || found.rule == "manifest-missing", "no place in {what}");
            assert!(!found.help.is_empty() || found.severity == Severity::Warning, "no next step in {what}");
        }
    }
}

#[test]
fn seven_mistakes_of_different_stages_are_told_in_one_run() {
    let (_, report) = errbook_catalog::read(Path::new("tests/cases/seven-mistakes"));
    let short: Vec<String> = report.diagnostics().iter().map(|found| report.short(found)).collect();
    assert_eq!(short.len(), 7, "{short:#?}");
}
