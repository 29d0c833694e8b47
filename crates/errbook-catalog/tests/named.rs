//! The OpenAPI document that the manifest names can be YAML or JSON, and larger than an entry. It
//! isn't an entry.

use std::fs;

use errbook_catalog::Snapshot;

/// The content of the document in a snapshot, and the number of errors.
fn document(path: &str, text: &str) -> (Option<String>, usize) {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("catalog");
    fs::create_dir_all(dir.join("api")).expect("folders");
    fs::write(dir.join("catalog.yaml"), format!("name: demo\ncodes: {{levels: [{{name: code}}]}}\nopenapi: {path}\n"))
        .expect("a file");
    fs::write(dir.join("missing.yaml"), "message: Something is missing\n").expect("a file");
    if !text.is_empty() {
        fs::write(dir.join(path), text).expect("a file");
    }
    let snapshot = Snapshot::read(&dir);
    let found = snapshot.file(path).map(|file| snapshot.report().text(file).to_owned());
    (found, snapshot.report().errors())
}

#[test]
fn reads_yaml_and_json_in_any_folder() {
    for path in ["openapi.yaml", "openapi.json", "api/openapi.json"] {
        assert_eq!(document(path, "openapi: 3.1.0\n"), (Some("openapi: 3.1.0\n".to_owned()), 0), "{path}");
    }
}

#[test]
fn reads_a_document_larger_than_an_entry() {
    let large = format!("openapi: 3.1.0\n{}", "# as long as it takes\n".repeat(250_000));
    assert!(large.len() > 5 << 20);
    for path in ["openapi.yaml", "openapi.json"] {
        let (text, errors) = document(path, &large);
        assert_eq!((text.map(|text| text.len()), errors), (Some(large.len()), 0), "{path}");
    }
}

#[test]
fn a_missing_document_is_not_an_error() {
    assert_eq!(document("openapi.json", ""), (None, 0));
}
