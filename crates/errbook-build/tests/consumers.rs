//! Builds the crates in `consumers/`, each with a catalog and a build script, and runs their tests.
//!
//! To add one, add a folder there, and make it a member of that workspace.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers")
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers")
}

fn cargo(arguments: &[&str]) -> Output {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).args(["--offline", "--locked", "--color=never"]).current_dir(folder());
    command.env("CARGO_TARGET_DIR", target()).env("RUSTDOCFLAGS", "-D warnings");
    command.output().expect("cargo starts")
}

fn assert_success(output: &Output) {
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
}

#[test]
fn consumers_pass_their_tests() {
    assert_success(&cargo(&["test", "--workspace", "--exclude", "broken"]));
}

#[test]
fn strict_lints_accept_awkward_names() {
    if errbook_test_support::tools::has_program("cargo-clippy") {
        assert_success(&cargo(&["clippy", "-p", "awkward", "--all-targets"]));
    }
}

#[test]
fn docs_of_a_hostile_catalog_have_no_warnings_or_doctests() {
    assert_success(&cargo(&["doc", "--no-deps", "-p", "hostile"]));
    let doctests = cargo(&["test", "--doc", "-p", "hostile"]);
    assert_success(&doctests);
    assert!(String::from_utf8_lossy(&doctests.stdout).contains("running 0 tests"));
}

#[test]
fn a_broken_catalog_is_reported_once_without_other_output() {
    let output = cargo(&["check", "-p", "broken"]);
    assert_eq!(output.status.code(), Some(101));
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(!stderr.contains("--- stdout"), "{stderr}");
    let (_, shown) = stderr.split_once("--- stderr\n").expect("cargo shows what the build script wrote");
    let shown = shown.split("\nwarning: build failed").next().unwrap_or_default();
    let shown: Vec<&str> = shown.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn cargo_watches_each_folder_of_a_catalog() {
    assert_success(&cargo(&["check", "-p", "hostile"]));
    let outputs = fs::read_dir(target().join("debug/build")).expect("build folder");
    let outputs = outputs.map(|entry| entry.expect("entry").path().join("output"));
    let output = outputs
        .filter(|path| path.display().to_string().contains("hostile"))
        .find_map(|path| fs::read_to_string(path).ok());
    let output = output.expect("output of the build script");
    let watched: BTreeSet<&str> =
        output.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
    assert_eq!(
        watched,
        BTreeSet::from(["catalog", "catalog/type", "catalog/type/fn", "catalog/type/plain", "nothing"])
    );
}

#[test]
fn consumers_use_the_versions_of_the_workspace() {
    let ours = packages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock"));
    let theirs = packages(&folder().join("Cargo.lock"));
    let others: Vec<_> = theirs.difference(&ours).filter(|package| !package.ends_with(" 0.0.0")).collect();
    assert!(
        others.is_empty(),
        "only the consumers have {others:?}: copy the workspace's Cargo.lock there and build them"
    );
}

/// Names and versions from a lock file.
fn packages(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).expect("lock file");
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let packages = text.split("[[package]]").skip(1);
    packages.map(|package| format!("{} {}", value(package, "name"), value(package, "version"))).collect()
}
