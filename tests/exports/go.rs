//! Go, with its own tools.

use std::fs;

use errbook_test_support::tools;

use super::{ACTIONS, CATALOGS, SERVICE, bodies_with_params, examples, load, run, write};

#[test]
fn go_is_vetted_and_formatted_and_distinguishes_codes() {
    if !tools::has_program("go") {
        return;
    }
    for name in CATALOGS {
        let folder = tempfile::tempdir().expect("a folder");
        write(&load(name), "go", &folder.path().join("errors"));
        fs::write(folder.path().join("go.mod"), "module example.com/client\n\ngo 1.19\n").expect("written");
        if name == "catalog" {
            fs::copy("tests/clients/client.go", folder.path().join("client.go")).expect("copied");
            fs::write(folder.path().join("examples.json"), examples().to_string()).expect("written");
        }
        if name == ACTIONS {
            fs::copy("tests/clients/action.go", folder.path().join("action.go")).expect("copied");
        }
        run(folder.path(), "go", &["vet", "./..."]);
        assert_eq!(run(folder.path(), "gofmt", &["-l", "."]), "", "{name}");
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
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "go", &folder.path().join("errors"));
    fs::write(folder.path().join("go.mod"), "module example.com/client\n\ngo 1.19\n").expect("written");
    fs::copy("tests/clients/params.go", folder.path().join("params.go")).expect("copied");
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    run(folder.path(), "go", &["vet", "./..."]);
    assert_eq!(run(folder.path(), "gofmt", &["-l", "."]), "");
    let said = run(folder.path(), "go", &["run", ".", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
}
