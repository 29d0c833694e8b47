//! Observes the exchanges of each file in `cases/`, and compares the findings with a snapshot. A
//! file is named after the rule that it violates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Diagnostics, Snapshot};
use errbook_check::{RULES, Scope, traffic};
use errbook_observe::{Input, Observer};

mod shared;

fn cases() -> Vec<PathBuf> {
    let items = fs::read_dir("tests/cases").expect("cases").map(|item| item.expect("a case").path());
    let mut cases: Vec<PathBuf> = items.filter(|path| path.extension().is_some_and(|of| of == "yaml")).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_stem().expect("a name").to_string_lossy().into_owned()
}

fn observed(case: &Path) -> Diagnostics {
    let snapshot = Snapshot::read(Path::new("tests/cases/catalog"));
    let found = {
        let observer = Observer::new(&snapshot, None).expect("a manifest");
        let observation = shared::observe(&observer, shared::read(case));
        traffic(&snapshot, None, observation.findings(&snapshot, &[Input::Proxy]))
    };
    let mut report = snapshot.into_parts().1;
    assert!(report.diagnostics().is_empty(), "{report}");
    report.extend(found);
    report
}

#[test]
fn findings_match_snapshots() {
    for case in cases() {
        let report = observed(&case);
        let shown: Vec<String> = report.diagnostics().iter().map(|found| report.human(found, false)).collect();
        insta::with_settings!({ snapshot_path => "cases", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name(&case), shown.join("\n"));
        });
    }
}

#[test]
fn every_rule_has_a_case_that_fires_it_and_no_other() {
    let names: BTreeSet<String> = cases().iter().map(|case| name(case)).collect();
    for rule in RULES.iter().filter(|rule| matches!(rule.scope, Scope::Traffic)) {
        assert!(names.contains(rule.id), "`{}` has no case", rule.id);
    }
    for case in cases() {
        let report = observed(&case);
        let fired: BTreeSet<&str> = report.diagnostics().iter().map(|found| found.rule).collect();
        let name = name(&case);
        let expected = if name == "clean" { BTreeSet::new() } else { BTreeSet::from([name.as_str()]) };
        assert_eq!(fired, expected, "{report}");
    }
}
