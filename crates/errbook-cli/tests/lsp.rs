//! `errbook lsp` with the clients of Neovim and VS Code.
#![cfg(feature = "lsp")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use errbook_test_support::tools;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A copy of a catalog of the tests.
fn copy(catalog: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy_into(&Path::new("tests/catalogs").join(catalog), folder.path());
    folder
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("created");
    for item in fs::read_dir(from).expect("a folder") {
        let path = item.expect("an item").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_into(&path, &target);
        } else {
            fs::copy(&path, target).expect("copied");
        }
    }
}

#[test]
fn neovim_completes_fixes_and_renames() {
    if !tools::has_program("nvim") {
        return;
    }
    let catalog = copy("shop");
    let script = fs::canonicalize("tests/lsp/session.lua").expect("the script");
    let output = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c"])
        .arg(format!("luafile {}", script.display()))
        .current_dir(&catalog)
        .env("ERRBOOK", env!("CARGO_BIN_EXE_errbook"))
        .stdin(Stdio::null())
        .output()
        .expect("it starts");
    let seen: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(seen.get("problem"), None);
    assert_eq!(
        seen["diagnostics"],
        json!(["1:0 unknown-key unknown key `mesage`\nhelp: did you mean `message`?"]),
        "while typing"
    );
    assert_eq!(seen["actions"][0], "Replace with `message`");
    assert_eq!(seen["fixed"][1], "message: \"\u{1f600}\"", "the fix is in the right columns");
    assert_eq!(seen["completion"], json!(["err:customers:not_found", "err:customers:unknown"]));
    assert_eq!(seen["hover"], "# Customer not found");
    assert_eq!(seen["definition"], "customers/not_found.yaml");
    let files = ["not_found", "split", "type", "unpaid"].map(|name| format!("orders/{name}.yaml"));
    assert_eq!(seen["files"], json!(files), "the file moved");
    let renamed = fs::read_to_string(catalog.path().join("orders/unpaid.yaml")).expect("the entry");
    assert!(renamed.contains("aliases: [err:orders:not_paid]"), "{renamed}");
    let manifest = fs::read_to_string(catalog.path().join("catalog.yaml")).expect("the manifest");
    assert!(manifest.contains("to: /errors/orders/unpaid"), "{manifest}");
}

#[test]
fn the_extension_is_packaged_and_talks_to_the_server() {
    if !tools::has_program("node") || !tools::has_program("npm") {
        return;
    }
    if tools::installed("editors/vscode/node_modules").is_none() {
        return;
    }
    let catalog = copy("shop");
    run_node(Command::new("npm").args(["test", "--silent"]).current_dir(extension()), catalog.path());
}

#[test]
fn the_extension_works_in_vs_code() {
    if !tools::has_program("node") || !tools::has_browser() {
        return;
    }
    if tools::installed("editors/vscode/workbench/node_modules/code-server/lib/vscode/node_modules").is_none() {
        return;
    }
    let mut node = Command::new("node");
    let node = node.args(["--test", "workbench.test.mjs"]).current_dir(extension().join("workbench"));
    run_node(node, &extension().join("../../catalog"));
}

fn extension() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/vscode")
}

fn run_node(command: &mut Command, catalog: &Path) {
    let command = command.env("ERRBOOK", env!("CARGO_BIN_EXE_errbook")).env("CATALOG", catalog);
    let output = command.output().expect("it starts");
    let (printed, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{printed}\n{problems}");
}
