//! Go, with its own tools.

use std::fs;
use std::path::Path;

use errbook_catalog::{Audience, Catalog};
use errbook_test_support::tools;

use super::{
    ACTIONS, CATALOGS, SERVICE, WITH_VECTORS, bodies_with_params, examples, load, responses_of_company, run, write,
    write_company, write_custom,
};

/// Writes a module with the export of a catalog, in the package `errors`.
fn module(catalog: &Catalog) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(catalog, "go", &folder.path().join("errors"));
    fs::write(folder.path().join("go.mod"), "module example.com/client\n\ngo 1.19\n").expect("written");
    folder
}

fn copy(client: &str, folder: &Path) {
    fs::copy(format!("tests/clients/{client}"), folder.join(client)).expect("copied");
}

/// Runs what Go programs run before a commit.
fn lint(folder: &Path) {
    run(folder, "go", &["vet", "./..."]);
    assert_eq!(run(folder, "gofmt", &["-l", "."]), "");
    // The name of staticcheck in Debian.
    if tools::has_program("go-staticcheck") {
        assert_eq!(run(folder, "go-staticcheck", &["./..."]), "");
    }
}

#[test]
fn go_is_vetted_and_formatted_and_distinguishes_codes() {
    if !tools::has_program("go") {
        return;
    }
    for name in CATALOGS {
        let folder = module(&load(name));
        if name == "catalog" {
            copy("client.go", folder.path());
            fs::write(folder.path().join("examples.json"), examples().to_string()).expect("written");
        }
        if name == ACTIONS {
            copy("action.go", folder.path());
        }
        lint(folder.path());
        if name == "catalog" {
            let said = run(folder.path(), "go", &["run", ".", "examples.json"]);
            assert!(said.ends_with("codes\n"), "{said}");
        }
        if name == ACTIONS {
            assert_eq!(run(folder.path(), "go", &["run", "."]), "actions\n");
        }
    }
}

#[test]
fn go_reads_params() {
    if !tools::has_program("go") {
        return;
    }
    let folder = module(&load(SERVICE));
    copy("params.go", folder.path());
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    lint(folder.path());
    let said = run(folder.path(), "go", &["run", ".", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
}

#[test]
fn go_services_send_errors() {
    if !tools::has_program("go") {
        return;
    }
    let folder = module(&load(SERVICE));
    copy("server.go", folder.path());
    lint(folder.path());
    assert_eq!(run(folder.path(), "go", &["run", "."]), "answers\n");
}

/// Services write what those in Rust write, and clients read the same from it.
#[test]
fn go_conforms() {
    if !tools::has_program("go") {
        return;
    }
    for name in WITH_VECTORS {
        let catalog = load(name);
        let folder = module(&catalog);
        copy("vectors.go", folder.path());
        write_custom(&catalog, "tests/vectors/go", folder.path());
        fs::write(folder.path().join("vectors.json"), errbook_docs::vectors(&catalog)).expect("written");
        lint(folder.path());
        let said = run(folder.path(), "go", &["run", ".", "vectors.json"]);
        assert!(said.ends_with("read\n") && !said.starts_with("0 "), "{name}: {said}");
    }
}

/// Packages of catalogs that depend on each other import each other.
#[test]
fn go_raises_and_reads_codes_of_dependencies() {
    if !tools::has_program("go") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("go.mod"), "module example.com/company\n\ngo 1.19\n").expect("written");
    write_company("go", |name| folder.path().join(format!("{name}errors")));
    copy("company.go", folder.path());
    lint(folder.path());
    assert_eq!(run(folder.path(), "go", &["run", "."]), responses_of_company());
}

/// A service whose package of codes was written by hand keeps its names.
#[test]
fn go_keeps_the_names_of_a_package() {
    if !tools::has_program("go") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("go.mod"), "module example.com/client\n\ngo 1.19\n").expect("written");
    copy("names.go", folder.path());
    let catalog = load("catalog").for_audience(Audience::Internal);
    write_custom(&catalog, "examples/go-names/templates/go-names", &folder.path().join("codes"));
    lint(folder.path());
    assert_eq!(run(folder.path(), "go", &["run", "."]), "89 names\n");
}
