//! Checks the catalogs in the folders of `cases/` and compares the findings with snapshots. See
//! `cases/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Code, Diagnostics, PathStep, Snapshot};
use errbook_check::against::Base;
use errbook_check::baseline::{Baseline, Gate};
use errbook_check::observed::Observed;
use errbook_check::{Finding, Options, Place, RULES, Scope, check, pages};
use errbook_scan::{QueryFile, Scan, Scanner};

/// Today's date in all cases.
const TODAY: &str = "2026-11-01";

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/cases")
        .expect("cases")
        .map(|item| item.expect("a case").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The catalog to check.
fn catalog_of(case: &Path) -> PathBuf {
    let inside = ["new", "catalog"].map(|name| case.join(name)).into_iter().find(|folder| folder.is_dir());
    inside.unwrap_or_else(|| case.to_owned())
}

/// The scan of a case's source.
fn scanned(case: &Path, snapshot: &mut Snapshot) -> Option<Scan> {
    let source = case.join("source");
    let queries = queries(&catalog_of(case));
    let scanner = Scanner::new(snapshot).filter(|_| source.is_dir())?.with_queries(&queries);
    let files = files_below(&source).into_iter().map(|path| {
        let text = fs::read_to_string(&path).expect("source code");
        let shown = path.to_string_lossy().replace('\\', "/");
        let role = path.strip_prefix(case).expect("below the case").to_string_lossy().replace('\\', "/");
        scanner.file_as(&role, shown, text)
    });
    let scan = Scan::of(snapshot, files.collect());
    Some(scan.with_broken(snapshot, &scanner, &queries))
}

/// The query files of a catalog.
fn queries(catalog: &Path) -> Vec<QueryFile> {
    let folder = catalog.join("queries");
    let mut paths = if folder.is_dir() { files_below(&folder) } else { Vec::new() };
    paths.sort();
    let file = |path: PathBuf| QueryFile {
        text: fs::read_to_string(&path).expect("a query"),
        path: path.to_string_lossy().replace('\\', "/"),
    };
    paths.into_iter().map(file).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn base(case: &Path, snapshot: &mut Snapshot) -> Option<Base> {
    let old = case.join("old");
    old.is_dir().then(|| {
        let base = Base::of_catalog(&Snapshot::read(&old), "base:", snapshot);
        base.unwrap_or_else(|| panic!("{} has a manifest", old.display()))
    })
}

/// A conflict at the first redirect of each entry, if the case has its message. The crate that plans
/// the output finds the real ones.
fn conflicts(case: &Path, snapshot: &Snapshot) -> Vec<Finding> {
    let Ok(message) = fs::read_to_string(case.join("conflict.txt")) else { return Vec::new() };
    let place = |code: &Code| Place::key(code.file, "redirects").then(PathStep::Item(0));
    snapshot.codes().iter().map(|code| Finding::new(message.trim(), place(code), "remove the redirect")).collect()
}

/// The findings of a case.
fn checked(case: &Path) -> Diagnostics {
    let mut options = Options::default();
    options.today = Some(TODAY.to_owned());
    let mut snapshot = Snapshot::read(&catalog_of(case));
    options.base = base(case, &mut snapshot);
    options.scan = scanned(case, &mut snapshot);
    options.observed = fs::read_to_string(case.join("observed.json"))
        .ok()
        .map(|text| Observed::read(&text).expect("what the case's services sent"));
    options.conflicts = conflicts(case, &snapshot);
    let known = fs::read_to_string(case.join("baseline_mended.json")).ok().map(|text| {
        let baseline = Baseline::read(&text).expect("the baseline of the case");
        (baseline, snapshot.attach("baseline_mended.json".to_owned(), text))
    });
    let found = check(&snapshot, &options);
    let gate = Gate::new(&snapshot, &options);
    let mut report = snapshot.into_parts().1;
    report.extend(found);
    if let Some((baseline, file)) = known {
        baseline.apply(&mut report, file, &gate);
    }
    report
}

fn rules_fired(case: &Path) -> BTreeSet<&'static str> {
    checked(case).diagnostics().iter().map(|found| found.rule).collect()
}

#[test]
fn findings_match_snapshots() {
    for case in cases() {
        let report = checked(&case);
        let shown: Vec<String> = report.diagnostics().iter().map(|found| report.human(found, false)).collect();
        let folder = Path::new("cases").join(name(&case));
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("findings", shown.join("\n"));
        });
    }
}

#[test]
fn every_rule_has_a_case_that_fires_it() {
    let fired: BTreeSet<&str> = cases().iter().flat_map(|case| rules_fired(case)).collect();
    // Traffic has its cases in `errbook-observe`.
    let rules = RULES.iter().filter(|rule| !matches!(rule.scope, Scope::Traffic));
    let missing: Vec<&str> = rules.map(|rule| rule.id).filter(|id| !fired.contains(id)).collect();
    assert!(missing.is_empty(), "rules without a case: {missing:?}");
}

#[test]
fn case_named_after_a_rule_fires_it() {
    for case in cases() {
        let name = name(&case);
        let rule = RULES.iter().map(|rule| rule.id).filter(|id| name.starts_with(id)).max_by_key(|id| id.len());
        assert!(rule.is_none_or(|rule| rules_fired(&case).contains(rule)), "{name} does not fire its rule");
    }
}

#[test]
fn no_rule_fires_on_clean_cases() {
    let clean: Vec<PathBuf> = cases().into_iter().filter(|case| name(case).starts_with("clean")).collect();
    assert!(clean.len() > 1);
    for case in clean {
        assert_eq!(rules_fired(&case), BTreeSet::new(), "{}", case.display());
    }
}

#[test]
fn pages_of_the_rules_have_no_findings() {
    assert_eq!(rules_fired(Path::new("rules")), BTreeSet::new());
}

/// Each file named after a rule has exactly one mistake, for that rule. Other files have none.
#[test]
fn one_mistake_per_rule_gives_one_finding() {
    let report = checked(Path::new("tests/cases/one-of-each"));
    let mut found: Vec<&str> = report.diagnostics().iter().map(|found| found.rule).collect();
    for found in report.diagnostics() {
        let file = Path::new(report.path(found.labels[0].file)).file_stem().expect("a name").to_string_lossy();
        let at_home = file.replace('_', "-") == found.rule || (file == "openapi" && found.rule.starts_with("openapi-"));
        assert!(at_home, "{}", report.short(found));
    }
    found.sort_unstable();
    let once = found.len();
    found.dedup();
    assert_eq!(found.len(), once, "a rule has two findings");
    assert!(once > 40, "{found:?}");
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let catalog = pages().unwrap_or_else(|report| panic!("{report}"));
    let pages: BTreeSet<&str> = catalog.entries().iter().map(|entry| entry.code.as_str()).collect();
    let rules: BTreeSet<&str> =
        RULES.iter().map(|rule| rule.id).chain(errbook_catalog::Rule::ALL.iter().map(|rule| rule.id())).collect();
    assert_eq!(pages, rules);
}

#[test]
fn every_finding_has_a_location_and_help() {
    for case in cases() {
        let report = checked(&case);
        for found in report.diagnostics() {
            assert!(!found.labels.is_empty() && !found.help.is_empty(), "{}: {}", case.display(), report.short(found));
        }
    }
}

#[test]
fn rules_are_sorted_by_id() {
    assert!(RULES.is_sorted_by_key(|rule| rule.id));
    assert!(RULES.iter().all(|rule| errbook_check::Rule::by_id(rule.id).is_some_and(|found| found.id == rule.id)));
}
