//! Checks that a rule needs only a file, a page, and a case folder: adds them for a new rule to a
//! copy of this crate, and runs the rule tests there.

use std::fs;
use std::path::Path;
use std::process::Command;

const RULE: &str = r#"//! A name that shouts.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if entry.entry.name.ends_with('!') {
        findings.push(Finding::new("a name that shouts", entry.key("name"), "remove the exclamation mark"));
    }
}
"#;

const PAGE: &str = "\
name: A name that shouts
message: a name that shouts
what_happened: {text: The name of an entry ends in an exclamation mark and no other entry does so here.}
how_to_fix: {steps: ['Remove the exclamation mark at the end of `name`.']}
";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for item in fs::read_dir(from).expect("a folder") {
        let path = item.expect("an item").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).expect("a copy");
        }
    }
}

#[test]
#[ignore = "compiles the crate again; .ci/run runs it"]
fn new_rule_needs_three_files() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = own.join("../..");
    let target = root.join("target/new-rule");
    let copied = target.join("workspace");
    let _ = fs::remove_dir_all(&copied);
    for name in [
        "errbook",
        "errbook-build",
        "errbook-catalog",
        "errbook-check",
        "errbook-docs",
        "errbook-scan",
        "errbook-syntax",
    ] {
        copy(&own.with_file_name(name), &copied.join("crates").join(name));
    }
    copy(&root.join("tests/support"), &copied.join("tests/support"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the workspace");
    let (_, rest) = manifest.split_once("[workspace.package]").expect("its packages");
    let (workspace, _) = rest.split_once("\n[package]").expect("the root package");
    let members = "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/errbook/tests\"]\nresolver = \"3\"\n\n[workspace.package]";
    fs::write(copied.join("Cargo.toml"), format!("{members}{workspace}\n")).expect("a manifest");
    fs::copy(root.join("Cargo.lock"), copied.join("Cargo.lock")).expect("a lock file");

    let check = copied.join("crates/errbook-check");
    fs::write(check.join("src/rules/style_shout.rs"), RULE).expect("the rule");
    fs::write(check.join("rules/style-shout.yaml"), PAGE).expect("the page");
    let case = check.join("tests/cases/style-shout");
    copy(&check.join("tests/cases/style-case"), &case);
    let entry = first_entry(&case).expect("an entry");
    let text = fs::read_to_string(&entry).expect("an entry");
    let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("name:")).collect();
    fs::write(&entry, format!("name: Order not found!\n{}\n", text.join("\n"))).expect("an entry");

    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["test", "--offline", "--quiet", "--package", "errbook-check", "--test", "cases"]);
    // Accept the snapshot of the new case, because the other tests check it.
    command
        .env("INSTA_UPDATE", "always")
        .env("INSTA_WORKSPACE_ROOT", &copied)
        .env("CARGO_TARGET_DIR", target.join("target"));
    let output = command.current_dir(&copied).output().expect("cargo starts");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let found = fs::read_to_string(case.join("findings.snap")).expect("the findings");
    assert!(found.contains("warning[style-shout]"), "{found}");
}

/// The first entry of a catalog.
fn first_entry(folder: &Path) -> Option<std::path::PathBuf> {
    let mut items: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|item| Some(item.ok()?.path())).collect();
    items.sort();
    items.into_iter().find_map(|path| match path.is_dir() {
        true => first_entry(&path),
        false => (path.extension()? == "yaml" && path.file_stem()? != "catalog").then_some(path),
    })
}
