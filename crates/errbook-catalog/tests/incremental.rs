//! Reading a catalog again after edits gives the same catalog and report as reading it for the
//! first time.

use std::collections::BTreeMap;

use errbook_catalog::{Reader, Sources, read_sources};
use proptest::prelude::*;

const MANIFEST: &str = "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {a: {title: A}, b: {title: B}}\n\
                        profiles: {api: rfc9457}\nsite: {root: https://shop.example.com, errors: errors}\n";

const MANIFESTS: [&str; 4] = [
    MANIFEST,
    "name: shop\ncodes: {levels: [{name: area}, {name: specific, optional: true}]}\nprofiles: {api: rfc9457}\n",
    "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {a: {title: A, status: 402}}\nprofiles: {api: rfc9457}\n",
    "name: [shop\n",
];

const PATHS: [&str; 7] = ["a/one.yaml", "a/two.yaml", "b/one.yaml", "b/two.yaml", "c/one.yaml", "A.yaml", "a.yaml"];

const ENTRIES: [&str; 11] = [
    "message: First\nstatus: 404\n",
    "message: Second\n",
    "message: Third\nstatus: 500\nrelated: [{code: 'a:two'}, {code: 'b:one', when: it is so}]\n",
    "message: Fourth\nstatus: 400\naliases: ['a:old']\nredirects: [/old]\n",
    "message: Fifth\nstatus: 400\naliases: ['b:one']\nredirects: [/old]\nrelated: [{code: 'a:old'}]\n",
    "message: `\n",
    "mesage: Sixth\nstatus: 404\n",
    "",
    "message: 'Family {x}'\nparams: {x: {type: string, example: y}}\nstatus: 400\nfamily: {join: ': '}\n",
    "message: 'Of a family, {x}'\n",
    "message: Seventh\nstatus: 404\nretired: {reason: Gone, replaced_by: 'a:one'}\n",
];

/// An edit of a file: its new content, or `None` to remove it.
#[derive(Debug, Clone)]
enum Edit {
    Manifest(usize),
    Entry(usize, Option<usize>),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        1 => (0..MANIFESTS.len()).prop_map(Edit::Manifest),
        8 => (0..PATHS.len(), proptest::option::weighted(0.85, 0..ENTRIES.len())).prop_map(|(path, text)| Edit::Entry(path, text)),
    ]
}

fn sources(files: &BTreeMap<String, String>) -> Sources {
    Sources::from_texts(files.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_reader_gives_the_same_results_as_a_first_reading(edits in proptest::collection::vec(edit(), 1..30)) {
        let mut files = BTreeMap::from([("catalog.yaml".to_owned(), MANIFEST.to_owned())]);
        let mut reader = Reader::default();
        for edit in edits {
            match edit {
                Edit::Manifest(text) => drop(files.insert("catalog.yaml".to_owned(), MANIFESTS[text].to_owned())),
                Edit::Entry(path, Some(text)) => drop(files.insert(PATHS[path].to_owned(), ENTRIES[text].to_owned())),
                Edit::Entry(path, None) => drop(files.remove(PATHS[path])),
            }
            let (again, report) = reader.read_sources(sources(&files));
            let (first, expected) = read_sources(sources(&files));
            prop_assert_eq!(report.to_string(), expected.to_string());
            prop_assert_eq!(format!("{:?}", again.as_ref().map(|of| of.entries())), format!("{:?}", first.as_ref().map(|of| of.entries())));
            prop_assert_eq!(format!("{:?}", again.map(|of| of.groups().to_vec())), format!("{:?}", first.map(|of| of.groups().to_vec())));
        }
    }
}

#[test]
fn a_broken_entry_is_reported_until_it_is_fixed() {
    let files = |text: &str| {
        BTreeMap::from([("catalog.yaml".to_owned(), MANIFEST.to_owned()), ("a/one.yaml".to_owned(), text.to_owned())])
    };
    let mut reader = Reader::default();
    for (text, errors) in [(ENTRIES[0], 0), (ENTRIES[6], 1), (ENTRIES[6], 1), (ENTRIES[0], 0)] {
        let (catalog, report) = reader.read_sources(sources(&files(text)));
        assert_eq!((report.errors() > 0, catalog.is_none()), (errors > 0, errors > 0), "{report}");
    }
}
