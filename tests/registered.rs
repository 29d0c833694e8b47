//! The script that compares `catalogs/http-problem-types` with IANA's registry. A workflow runs it on the
//! registry itself.

#![cfg(unix)]

use std::fs;
use std::process::Command;

const BASE: &str = "https://iana.org/assignments/http-problem-types#";

/// The exit code of the script, and what it prints, for a registry with these types.
fn compare(types: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("registry.xml");
    let records = types.iter().map(|name| format!("<record><value>{BASE}{name}</value></record>\n"));
    fs::write(&file, format!("<registry>\n{}</registry>\n", records.collect::<String>())).expect("written");
    let output = Command::new("bash").arg(".github/iana/compare.sh").arg(&file).output().expect("bash");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_catalog_is_compared_with_the_registry() {
    assert_eq!(compare(&["date", "ohttp-key"]), (Some(0), String::new()));
    let (code, told) = compare(&["date", "new-type", "ohttp-key"]);
    assert_eq!(code, Some(1));
    assert_eq!(told, format!("error: the catalog has no entry with `type: {BASE}new-type`, which IANA registered\n"));
    let (code, told) = compare(&["ohttp-key"]);
    assert_eq!(code, Some(1));
    assert_eq!(told, format!("error: the catalog has `type: {BASE}date`, which IANA did not register\n"));
    // Such as the page of an error.
    let (code, told) = compare(&[]);
    assert!(code == Some(1) && told.contains("has no problem type of IANA"), "{told}");
}
