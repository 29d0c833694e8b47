//! Users who only need the enum don't compile a template engine or a Markdown parser, and few
//! crates overall.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

/// Names of the crates that a build with these features compiles.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["tree", "--offline", "--package", "unkey-errors", "--edges", "normal,build"]);
    command.args(["--prefix", "none", "--format", "{p}"]).args(features);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn without_pages_there_is_no_renderer() {
    let (light, full) = (crates(&["--no-default-features"]), crates(&[]));
    for name in ["tera", "pulldown-cmark", "errbook-docs"] {
        assert!(full.contains(name), "the crate with pages has no {name}: the name is out of date");
        assert!(!light.contains(name), "{name}");
    }
}

#[test]
fn without_pages_there_are_at_most_fifteen_other_crates() {
    let mut names = crates(&["--no-default-features"]);
    names.retain(|name| !name.starts_with("errbook") && name != "unkey-errors");
    assert!((1..=15).contains(&names.len()), "{} crates: {names:?}", names.len());
}
