//! TypeScript, with its compiler and Node.js.

use std::fs;

use super::{ACTIONS, CATALOGS, SERVICE, bodies_with_params, examples, load, run, tool, write};

#[test]
fn typescript_compiles_and_distinguishes_codes() {
    let Some(tsc) = tool("node_modules/.bin/tsc") else { return };
    let strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--target", "es2022"];
    for name in CATALOGS {
        let folder = tempfile::tempdir().expect("a folder");
        write(&load(name), "typescript", folder.path());
        run(folder.path(), &tsc, &[&strict[..], &["--noEmit", "--module", "nodenext", "errors.ts"]].concat());
    }
    let folder = tempfile::tempdir().expect("a folder");
    write(&load("catalog"), "typescript", folder.path());
    fs::copy("tests/clients/client.ts", folder.path().join("client.ts")).expect("copied");
    fs::write(folder.path().join("examples.json"), examples().to_string()).expect("written");
    fs::write(folder.path().join("package.json"), "{\"type\": \"module\"}").expect("written");
    let types = tool("node_modules/@types").expect("the types of Node.js");
    let types = types.to_string_lossy();
    let options = ["--module", "nodenext", "--types", "node", "--typeRoots", &types, "client.ts"];
    run(folder.path(), &tsc, &[&strict[..], &options].concat());
    let said = run(folder.path(), "node", &["client.js", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
    write(&load(ACTIONS), "typescript", folder.path());
    fs::copy("tests/clients/action.ts", folder.path().join("action.ts")).expect("copied");
    // Without this option, the compiler narrows types in another way.
    run(folder.path(), &tsc, &["--strict", "--target", "es2022", "--noEmit", "--module", "nodenext", "errors.ts"]);
    run(folder.path(), &tsc, &[&strict[..], &["--module", "nodenext", "action.ts"]].concat());
    assert_eq!(run(folder.path(), "node", &["action.js"]), "actions\n");
}

#[test]
fn typescript_reads_params() {
    let Some(tsc) = tool("node_modules/.bin/tsc") else { return };
    let types = tool("node_modules/@types").expect("the types of Node.js");
    let folder = tempfile::tempdir().expect("a folder");
    write(&load(SERVICE), "typescript", folder.path());
    fs::copy("tests/clients/params.ts", folder.path().join("params.ts")).expect("copied");
    fs::write(folder.path().join("examples.json"), bodies_with_params().to_string()).expect("written");
    fs::write(folder.path().join("package.json"), "{\"type\": \"module\"}").expect("written");
    let strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--target", "es2022"];
    let types = types.to_string_lossy();
    let options = ["--module", "nodenext", "--types", "node", "--typeRoots", &types, "params.ts"];
    run(folder.path(), &tsc, &[&strict[..], &options].concat());
    let said = run(folder.path(), "node", &["params.js", "examples.json"]);
    assert!(said.ends_with("bodies\n"), "{said}");
}
