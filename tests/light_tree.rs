//! Whoever only wants the enum compiles neither a template engine nor a Markdown parser, and few crates in all.

use std::collections::BTreeSet;
use std::env;
use std::process::{Command, Output};

fn cargo_tree(arguments: &[&str]) -> Output {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "tree",
        "--offline",
        "--package",
        "unkey-errors",
        "--no-default-features",
        "--edges",
        "normal,build",
    ]);
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("cargo starts")
}

#[test]
fn the_light_tree_has_no_renderer() {
    for name in ["tera", "pulldown-cmark", "errbook-docs"] {
        let output = cargo_tree(&["--invert", name]);
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains("did not match any packages") || stderr.contains("nothing to print"), "{stderr}");
    }
}

#[test]
fn the_light_tree_has_at_most_fifteen_crates_beside_our_own() {
    let output = cargo_tree(&["--prefix", "none", "--format", "{p}"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    let names: BTreeSet<&str> = names.filter(|name| !name.starts_with("errbook") && *name != "unkey-errors").collect();
    assert!((1..=15).contains(&names.len()), "{} crates: {names:?}", names.len());
}
