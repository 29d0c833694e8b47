//! Files that we accept have the same meaning in serde_yaml: our parser and decoder aren't a
//! dialect.

use errbook_catalog::{Catalog, Sources, read_sources};
use proptest::prelude::*;
use serde_yaml::Value;

const MANIFEST: &str = include_str!("cases/clean/catalog.yaml");

fn accepted(entry: &str) -> Option<Catalog> {
    let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", entry)];
    read_sources(Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())))).0
}

/// What serde_yaml reads at a path of keys.
fn at<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(value, |value, key| &value[*key])
}

/// Compares what we read of `text` with what serde_yaml reads. We drop the line break at the end of
/// a block scalar.
fn same(entry: &str) {
    let Some(catalog) = accepted(entry) else { return };
    // libyaml treats a byte order mark as a separate document. YAML 1.2.2, section 5.2, doesn't.
    let theirs: Value = serde_yaml::from_str(entry.trim_start_matches('\u{feff}'))
        .unwrap_or_else(|error| panic!("serde_yaml rejects what we accept: {error}\n{entry}"));
    let ours = &catalog.entries()[0];
    let text = |value: &Value| value.as_str().map(|text| text.trim_end().to_owned());
    assert_eq!(
        ours.message().map(|message| message.template.trim_end().to_owned()),
        text(at(&theirs, &["message"])),
        "{entry}"
    );
    assert_eq!(ours.summary, text(at(&theirs, &["summary"])), "{entry}");
    let happened = ours.what_happened.as_ref();
    assert_eq!(
        happened.map(|section| section.text.clone()).filter(|text| !text.is_empty()),
        text(at(&theirs, &["what_happened", "text"])),
        "{entry}"
    );
    let causes: Vec<String> =
        at(&theirs, &["what_happened", "causes"]).as_sequence().into_iter().flatten().filter_map(text).collect();
    assert_eq!(happened.map(|section| section.causes.clone()).unwrap_or_default(), causes, "{entry}");
}

/// A way to write a string as a YAML value, below a key indented by `indent`.
fn scalar(indent: usize) -> impl Strategy<Value = String> {
    let inner = " ".repeat(indent + 2);
    let line = "[a-zA-Z0-9 .,;()/é日'`*{}#:-]{1,30}".prop_filter("not only spaces", |line| !line.trim().is_empty());
    let lines = prop::collection::vec(prop_oneof![4 => line.clone(), 1 => Just(String::new())], 1..5);
    let block = (prop_oneof![Just("|"), Just(">"), Just("|-"), Just(">-"), Just("|+")], lines.clone(), any::<bool>());
    let block = block.prop_map(move |(header, lines, crlf)| {
        let newline = if crlf { "\r\n" } else { "\n" };
        let body: Vec<String> =
            lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{inner}x{line}") }).collect();
        format!("{header}{newline}{}", body.join(newline))
    });
    let quoted = line
        .clone()
        .prop_map(|text| format!("{text:?}").replace("\\'", "'").replace("\\u{", "\\u").replace("\\u", "u"));
    let single = line.prop_map(|text| format!("'{}'", text.replace('\'', "''")));
    let plain = "[a-zA-Z][a-zA-Z0-9 .,é]{0,30}";
    prop_oneof![block, quoted, single, plain]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_entries_mean_the_same(summary in scalar(0), text in scalar(2), cause in scalar(4), bom in any::<bool>()) {
        let bom = if bom { "\u{feff}" } else { "" };
        same(&format!("{bom}message: \"x\"\nsummary: {summary}\nwhat_happened:\n  text: {text}\n  causes:\n    - {cause}\n"));
    }
}

#[test]
fn most_generated_entries_are_accepted() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let tree = || scalar(0);
    let accepted = (0..200)
        .filter(|_| {
            let summary = tree().new_tree(&mut runner).expect("a text").current();
            accepted(&format!("message: \"x\"\nsummary: {summary}\n")).is_some()
        })
        .count();
    assert!(accepted > 150, "the property tests too little: {accepted} of 200 accepted");
}

#[test]
fn the_traps_of_yaml_1_1_are_strings() {
    for word in ["no", "yes", "on", "off", "y", "n", "012x", "1_000", "12:30"] {
        let entry = format!("message: {word}\n");
        let catalog = accepted(&entry).unwrap_or_else(|| panic!("`{word}` is a string"));
        assert_eq!(catalog.entries()[0].message().map(|message| message.template.as_str()), Some(word));
    }
}
