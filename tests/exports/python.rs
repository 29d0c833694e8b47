//! Python, with mypy.

use std::fs;

use super::{ACTIONS, CATALOGS, SERVICE, bodies_with_params, examples, load, run, tool, write};

#[test]
fn python_type_checks_and_distinguishes_codes() {
    let Some(mypy) = tool("venv/bin/mypy") else { return };
    let python = mypy.with_file_name("python");
    for name in CATALOGS {
        let folder = tempfile::tempdir().expect("a folder");
        write(&load(name), "python", folder.path());
        if name == "catalog" {
            fs::copy("tests/clients/client.py", folder.path().join("client.py")).expect("copied");
        }
        if name == ACTIONS {
            fs::copy("tests/clients/action.py", folder.path().join("action.py")).expect("copied");
        }
        run(folder.path(), &mypy, &["--strict", "--cache-dir=/dev/null", "."]);
        run(folder.path(), &python, &["-W", "error", "errors.py"]);
        if name == "catalog" {
            fs::write(folder.path().join("examples.json"), examples().to_string()).expect("written");
            let said = run(folder.path(), &python, &["-W", "error", "client.py", "examples.json"]);
            assert!(said.ends_with("bodies\n"), "{said}");
        }
        if name == ACTIONS {
            assert_eq!(run(folder.path(), &python, &["-W", "error", "action.py"]), "actions\n");
        }
    }
}

#[test]
fn python_reads_params() {
    let Some(mypy) = tool("venv/bin/mypy") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "python", folder.path());
    fs::copy("tests/clients/params.py", folder.path().join("params.py")).expect("copied");
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    run(folder.path(), &mypy, &["--strict", "--cache-dir=/dev/null", "."]);
    let said = run(folder.path(), mypy.with_file_name("python"), &["-W", "error", "params.py", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
}
