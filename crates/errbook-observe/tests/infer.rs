//! Infers from the exchanges of each folder in `infer/`, and compares the edits with a snapshot. The
//! edited catalog must load, and lack nothing that wasn't reported as left out.

use std::fs;
use std::path::PathBuf;

use errbook_catalog::{Snapshot, Sources};
use errbook_observe::{Body, Exchange, Inferred, Observation, Observer, Origin};
use proptest::prelude::*;
use serde_json::json;

mod shared;

/// Rules whose findings go away.
const INFERRED: &[&str] = &["observed-message", "observed-elsewhere", "observed-unknown"];

fn cases() -> Vec<PathBuf> {
    let items = fs::read_dir("tests/infer").expect("cases").map(|item| item.expect("a case").path());
    let mut cases: Vec<PathBuf> = items.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 4, "{cases:?}");
    cases
}

fn observe(snapshot: &Snapshot, exchanges: &[Exchange]) -> Observation {
    let observer = Observer::new(snapshot, None).expect("a manifest");
    shared::observe(&observer, exchanges.to_vec())
}

fn edited(snapshot: &Snapshot, inferred: &Inferred) -> Snapshot {
    let files = inferred.files.iter().map(|of| (of.file.path.clone(), Some(of.file.after.clone())));
    snapshot.edited(&files.collect())
}

/// The edits as diffs, and what was left out.
fn shown(inferred: &Inferred) -> String {
    let mut shown = String::new();
    for of in &inferred.files {
        shown += &of.file.diff(str::to_owned);
        let added = of.added.iter().map(|(added, count)| format!("{count} {}", added.name(*count)));
        shown += &format!("({})\n\n", added.collect::<Vec<_>>().join(", "));
    }
    for skipped in &inferred.skipped {
        shown += &format!("{}\n  help: {}\n", skipped.message, skipped.help.replace('\n', "\n  "));
    }
    shown
}

/// Messages of the findings that inference is about.
fn findings(snapshot: &Snapshot, observation: &Observation) -> Vec<String> {
    let found = observation.findings(snapshot, &[]).into_iter().filter(|(rule, _)| INFERRED.contains(rule));
    let found = errbook_check::traffic(snapshot, None, found.collect());
    found.into_iter().map(|found| found.message).collect()
}

/// Whether `part` is `whole` without some characters.
fn is_part(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|char| rest.any(|other| other == char))
}

#[test]
fn edits_match_snapshots() {
    for case in cases() {
        let snapshot = Snapshot::read(&case.join("catalog"));
        assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
        let inferred = observe(&snapshot, &shared::read(&case.join("exchanges.yaml"))).infer(&snapshot, None);
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "infer", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown(&inferred));
        });
    }
}

#[test]
fn edits_only_insert() {
    for case in cases() {
        let snapshot = Snapshot::read(&case.join("catalog"));
        let inferred = observe(&snapshot, &shared::read(&case.join("exchanges.yaml"))).infer(&snapshot, None);
        assert!(!inferred.files.is_empty(), "{}", case.display());
        for of in &inferred.files {
            assert!(is_part(&of.file.before, &of.file.after), "{}", of.file.after);
        }
    }
}

#[test]
fn second_inference_changes_nothing() {
    for case in cases() {
        let snapshot = Snapshot::read(&case.join("catalog"));
        let exchanges = shared::read(&case.join("exchanges.yaml"));
        let first = observe(&snapshot, &exchanges);
        let inferred = first.infer(&snapshot, None);
        let after = edited(&snapshot, &inferred);
        assert_eq!(after.report().errors(), 0, "{}", after.report());

        let second = observe(&after, &exchanges);
        assert_eq!(shown(&Inferred { skipped: Vec::new(), ..second.infer(&after, None) }), "", "{}", case.display());
        for message in findings(&after, &second) {
            let is_left_out = inferred.skipped.iter().any(|skipped| {
                let code = skipped.message.split('`').nth(1).unwrap_or_default();
                message.contains(&format!("`{code}`"))
            });
            assert!(is_left_out, "{}: {message}", case.display());
        }
    }
}

#[test]
fn parts_of_an_input_infer_the_same() {
    for case in cases() {
        let snapshot = Snapshot::read(&case.join("catalog"));
        let exchanges = shared::read(&case.join("exchanges.yaml"));
        let whole = shown(&observe(&snapshot, &exchanges).infer(&snapshot, None));
        let observer = Observer::new(&snapshot, None).expect("a manifest");
        for size in [1, 2, 5] {
            let mut parts = Vec::new();
            for (chunk, first) in exchanges.chunks(size).zip((1..).step_by(size)) {
                let mut part = Observation::default();
                for (exchange, number) in chunk.iter().zip(first..) {
                    observer.exchange(exchange, Origin { input: 0, number, request: String::new() }, &mut part);
                }
                parts.push(part);
            }
            let mut backward = Observation::default();
            parts.into_iter().rev().for_each(|part| backward.merge(part));
            assert_eq!(shown(&backward.infer(&snapshot, None)), whole, "{} in parts of {size}", case.display());
        }
    }
}

const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\n\
    groups: {orders: {title: Orders, description: D., status: 404}}\n\
    profiles: {api: {content_type: application/json, envelope: {code: $code, detail: $detail}}}\n";

const CODES: [&str; 2] = ["err:orders:known", "err:orders:new"];

/// Pieces that have a meaning in YAML, templates, or sentences.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-c]{1,2}",
        1 => "[0-9]{1,9}",
        3 => Just(" ".to_owned()),
        3 => prop::sample::select(vec!["\"", "'", "`", "{", "}", "{{", ":", ": ", " #", "#", "-", "[", "]", ",", "\\", "\n", "@", ".", "é", "🦀", "\u{85}", "\u{2028}", "\u{feff}", "“", "”", "&", "*", "!", "%", "|", ">", "?", "="])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_texts_lead_to_a_valid_catalog(texts in prop::collection::vec((text(), prop::option::of(text())), 1..7)) {
        let files = [("catalog.yaml", MANIFEST), ("orders/known.yaml", "message: \"Known\"\n")];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let snapshot = Snapshot::from_sources(Sources::from_texts(files));
        prop_assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
        let exchange = |(index, (text, operation)): (usize, &(String, Option<String>))| Exchange {
            status: Some(404),
            operation: operation.clone(),
            body: Body::Json(json!({"code": CODES[index % CODES.len()], "detail": text})),
            ..Exchange::default()
        };
        let exchanges: Vec<Exchange> = texts.iter().enumerate().map(exchange).collect();
        let inferred = observe(&snapshot, &exchanges).infer(&snapshot, None);
        let after = edited(&snapshot, &inferred);
        prop_assert_eq!(after.report().errors(), 0, "{}", after.report());
        let second = observe(&after, &exchanges);
        let again = second.infer(&after, None);
        prop_assert!(again.files.is_empty() || !inferred.skipped.is_empty(), "{}\n{}", shown(&inferred), shown(&again));
        let left: Vec<String> = findings(&after, &second);
        prop_assert!(left.is_empty() || !inferred.skipped.is_empty(), "{:?}\n{}", left, shown(&inferred));
    }
}
