//! A catalog that is read again after edits is what a first reading of the same files gives, report and all.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::Path;

use errbook_catalog::{Reader, Sources, read, read_sources};
use proptest::prelude::*;

const MANIFEST: &str = "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {a: {title: A}, b: {title: B}}\n\
                        profiles: {api: rfc9457}\nsite: {root: https://shop.example.com, errors: errors}\n";

const MANIFESTS: [&str; 3] = [
    MANIFEST,
    "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {a: {title: A, status: 402}}\nprofiles: {api: rfc9457}\n",
    "name: [shop\n",
];

const PATHS: [&str; 6] = ["a/one.yaml", "a/two.yaml", "b/one.yaml", "b/two.yaml", "c/one.yaml", "A.yaml"];

const ENTRIES: [&str; 9] = [
    "message: First\nstatus: 404\n",
    "message: Second\n",
    "message: Third\nstatus: 500\nrelated: [{code: 'a:two'}, {code: 'b:one', when: it is so}]\n",
    "message: Fourth\nstatus: 400\naliases: ['a:old']\nredirects: [/old]\n",
    "message: Fifth\nstatus: 400\naliases: ['b:one']\nredirects: [/old]\nrelated: [{code: 'a:old'}]\n",
    "message: `\n",
    "mesage: Sixth\nstatus: 404\n",
    "",
    "message: Seventh\nstatus: 404\nretired: {reason: Gone, replaced_by: 'a:one'}\n",
];

/// An edit: of a file, its new text, or none where it is taken away.
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
    fn the_memory_changes_nothing(edits in proptest::collection::vec(edit(), 1..30)) {
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
fn a_broken_entry_is_reported_until_it_is_mended() {
    let files = |text: &str| {
        BTreeMap::from([("catalog.yaml".to_owned(), MANIFEST.to_owned()), ("a/one.yaml".to_owned(), text.to_owned())])
    };
    let mut reader = Reader::default();
    for (text, errors) in [(ENTRIES[0], 0), (ENTRIES[6], 1), (ENTRIES[6], 1), (ENTRIES[0], 0)] {
        let (catalog, report) = reader.read_sources(sources(&files(text)));
        assert_eq!((report.errors() > 0, catalog.is_none()), (errors > 0, errors > 0), "{report}");
    }
}

/// Something that is done to the folder of a catalog.
type Change = fn(&Path);

#[test]
fn sources_have_the_hash_of_what_a_catalog_is_made_of() {
    let hash = |sources: &Sources| BuildHasherDefault::<DefaultHasher>::default().hash_one(sources);
    let folder = || {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("catalog.yaml"), MANIFEST).unwrap();
        fs::write(folder.path().join("a/one.yaml"), ENTRIES[0]).unwrap();
        folder
    };
    let first = hash(&Sources::read(folder().path()));
    // Where it is does not matter, nor do files that are nobody's business.
    let changes: [(bool, Change); 7] = [
        (true, |_| {}),
        (true, |root| fs::write(root.join("a/_one.yaml"), "message: Draft\n").unwrap()),
        (false, |root| fs::write(root.join("a/one.yaml"), ENTRIES[6]).unwrap()),
        (false, |root| fs::write(root.join("a/two.yaml"), "").unwrap()),
        (false, |root| fs::rename(root.join("a/one.yaml"), root.join("a/two.yaml")).unwrap()),
        (false, |root| fs::write(root.join("a/one.yaml"), b"message: \xff\n").unwrap()),
        (false, |root| fs::write(root.join("catalog.yaml"), MANIFESTS[1]).unwrap()),
    ];
    for (index, (same, change)) in changes.iter().enumerate() {
        let folder = folder();
        change(folder.path());
        let sources = Sources::read(folder.path());
        assert_eq!(hash(&sources) == first, *same, "change {index}");
        // What cannot be read is not forgotten on the way.
        assert_eq!(sources.are_readable(), index != 5);
        assert_eq!(read_sources(sources).1.to_string(), read(folder.path()).1.to_string());
    }
}
