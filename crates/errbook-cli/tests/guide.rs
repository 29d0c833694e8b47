//! Tests the guide in `docs/`: its reference is up to date, and its commands, files, and programs
//! work.
//!
//! `UPDATE_GUIDE=1 cargo test -p errbook-cli --test guide` updates the reference and the output of
//! commands.

#![cfg(unix)]

#[path = "guide/page.rs"]
mod page;
#[path = "guide/reference.rs"]
mod reference;
#[path = "guide/shell.rs"]
mod shell;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_test_support::tools;
use page::{Page, Step};
use shell::Shell;

const HOW_TOS: [&str; 14] = [
    "adopt", "write", "services", "fields", "families", "catalogs", "publish", "gate", "scan", "explain", "rename",
    "editions", "sql", "vectors",
];

/// The folder of the guide's pages.
fn guide() -> PathBuf {
    checkout().join("docs/src")
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("a checkout")
}

fn read(path: &str) -> Page {
    Page::parse(&fs::read_to_string(guide().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// Compares a file of the guide with the expected content, or writes it if `UPDATE_GUIDE` is set.
fn assert_current(path: &str, expected: &str) {
    let file = guide().join(path);
    let committed = fs::read_to_string(&file).unwrap_or_default();
    if committed == expected {
        return;
    }
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(&file, expected).expect("written");
        return;
    }
    let mut lines = committed.lines().zip(expected.lines()).enumerate();
    let first = lines.find(|(_, (old, new))| old != new);
    let (line, old, new) = first.map_or((0, "", ""), |(at, (old, new))| (at + 1, old, new));
    panic!(
        "docs/src/{path} is stale: run `UPDATE_GUIDE=1 cargo test -p errbook-cli --test guide`\n\
         line {line}:\n  committed: {old}\n  expected:  {new}"
    );
}

#[test]
fn reference_is_current() {
    let summary = fs::read_to_string(guide().join("SUMMARY.md")).expect("a summary");
    let pages = reference::pages(&summary);
    for (path, text) in &pages {
        assert_current(path, text);
    }
    for file in fs::read_dir(guide().join("reference/rules")).expect("rules") {
        let name = file.expect("a file").file_name().into_string().expect("UTF-8");
        let known = pages.iter().any(|(path, _)| path.strip_prefix("reference/rules/") == Some(&name));
        assert!(known, "no rule has the page docs/src/reference/rules/{name}: delete it");
    }
}

/// Runs a page's steps in the folder of `shell`, and returns the page with the actual output.
/// Cargo's commands only run if `cargo` is set, because they compile.
fn follow(page: &Page, shell: &mut Shell, cargo: bool) -> String {
    let mut printed = Vec::new();
    for step in &page.steps {
        match step {
            Step::File { path, text } => shell.write(path, text),
            Step::Command { command, output } if command.starts_with("cargo ") && !cargo => {
                printed.push(output.clone());
            }
            Step::Command { command, .. } => {
                if command.starts_with("cargo ") {
                    shell.prepare_cargo(&checkout());
                }
                printed.push(shell.run(command));
            }
            Step::Snippet(yaml) => shell.check_snippet(yaml),
            // It installs the command under test or needs something that tests don't have. Its
            // arguments are checked below.
            Step::NotRun(_) | Step::Rust(_) => {}
        }
    }
    page.with_output(&printed)
}

/// Runs everything in an empty folder, except for the line that installs errbook, since the built
/// binary is used. The Rust program compiles in seconds.
#[test]
fn tutorial_works() {
    let text = follow(&read("tutorial.md"), &mut Shell::for_cargo("guide-tutorial"), true);
    assert_current("tutorial.md", &text);
}

/// Each starts where the tutorial ends.
#[test]
fn how_tos_work() {
    let tutorial = read("tutorial.md");
    for name in HOW_TOS {
        let mut shell = Shell::new();
        follow(&tutorial, &mut shell, false);
        let path = format!("how-to/{name}.md");
        let text = follow(&read(&path), &mut shell, false);
        assert_current(&path, &text);
    }
}

/// Compiles three frameworks, so `.ci/run` runs it explicitly.
#[test]
#[ignore = "compiles axum, actix-web, and tonic"]
fn services_compile() {
    let mut shell = Shell::for_cargo("guide-services");
    follow(&read("tutorial.md"), &mut shell, false);
    fs::remove_file(shell.folder().join("src/main.rs")).expect("the tutorial's program");
    shell.write("src/lib.rs", "errbook::include_codes!();\n");
    let manifest = fs::read_to_string(shell.folder().join("Cargo.toml")).expect("a manifest");
    let manifest = manifest.replace(
        "errbook = \"0.1\"",
        "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
         actix-web = { version = \"4\", default-features = false }\n\
         tonic = { version = \"0.14\", default-features = false }\n\
         errbook = { version = \"0.1\", features = [\"actix4\", \"axum08\", \"tonic014\"] }",
    );
    shell.write("Cargo.toml", &manifest);
    let mut examples = 0;
    for step in read("how-to/services.md").steps {
        if let Step::Rust(code) = step {
            shell.write(&format!("examples/e{examples}.rs"), &format!("{code}\nfn main() {{}}\n"));
            examples += 1;
        }
    }
    assert_eq!(examples, 3);
    shell.prepare_cargo(&checkout());
    shell.run("cargo check --quiet --examples");
}

/// What lines in `sh` blocks need: recordings of a service, pages to import, and sources.
const STAND_INS: [(&str, &str); 4] = [
    ("crates/errbook-cli/tests/cmd/observe.in", "."),
    ("crates/errbook-cli/tests/cmd/in_place.in/docs", "docs"),
    ("crates/errbook-cli/tests/cmd/in_place.in/docs", "docs/api"),
    ("examples/docusaurus/templates", "templates"),
];

/// A folder with stand-ins and the tutorial's catalog, in a repository with a base branch and tags.
fn with_stand_ins() -> Shell {
    let mut shell = Shell::new();
    follow(&read("tutorial.md"), &mut shell, false);
    shell.run("mv catalog tutorial");
    for (from, to) in STAND_INS {
        let from = checkout().join(from);
        shell.run(&format!("mkdir -p {to} && cp -R '{}'/. {to}", from.display()));
    }
    shell.run("rm -r catalog && mv tutorial catalog && mkdir -p src tests");
    shell.run("cp clean.jsonl api.jsonl && cp traffic.jsonl responses.jsonl");
    shell.write("statuses.csv", "code,status\nerr:orders:not_paid,402\n");
    shell.run("git init --quiet && git add . && git commit --quiet --message start && git tag v1.0 && git tag v2.0");
    shell.run("git update-ref refs/remotes/origin/main HEAD");
    shell
}

/// The lines that run errbook in `sh` blocks and in workflows. They can end with findings, since
/// recordings differ from the catalog.
#[test]
fn lines_of_scripts_run() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide/bin");
    let mut ran = 0;
    for page in fs::read_dir(guide().join("how-to")).expect("how-tos") {
        let path = format!("how-to/{}", page.expect("a page").file_name().to_string_lossy());
        let mut shell = with_stand_ins();
        if path == "how-to/adopt.md" {
            shell.run("rm -r catalog");
        }
        for step in read(&path).steps {
            let (Step::File { text, .. } | Step::NotRun(text)) = step else { continue };
            let lines = text.lines().map(|line| line.trim_start().trim_start_matches("- ").trim_start_matches("run: "));
            let runs =
                |line: &&str| line.starts_with("errbook ") || line.contains(" errbook ") || line.starts_with("curl ");
            for line in lines.filter(runs).filter(|line| !line.starts_with("errbook = ") && !line.starts_with('#')) {
                let line = format!("GITHUB_BASE_REF=main; {line}");
                let (status, printed) = shell.attempt(&line, &[&programs]);
                assert!(matches!(status, Some(0 | 1)), "{path}: {line}: {status:?}\n{printed}");
                ran += 1;
            }
        }
    }
    assert!(ran >= 25, "{ran}");
}

/// The agent skill has the front matter that agents need, its entry is valid, and its commands have
/// valid arguments.
#[test]
fn the_agent_skill_works() {
    let text = fs::read_to_string(checkout().join("skills/errbook/SKILL.md")).expect("the skill");
    let (front, body) = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter");
    let value = |key: &str| front.lines().find_map(|line| line.strip_prefix(key)).expect("a key");
    assert_eq!(value("name: "), "errbook", "the name is that of the folder");
    assert!((1..=1024).contains(&value("description: ").len()));
    assert!(!value("description: ").contains(": "), "plain YAML");

    let commands: Vec<&str> = body
        .split(['`', '\n', '|'])
        .map(str::trim)
        .filter(|text| text.starts_with("errbook ") && !text.contains(['…', '\u{a0}']))
        .collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let arguments = command.split_whitespace().skip(1).chain(["--help"]);
        let output =
            Command::new(tools::errbook(env!("CARGO_BIN_EXE_errbook"))).args(arguments).output().expect("starts");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }

    let mut shell = Shell::new();
    follow(&read("tutorial.md"), &mut shell, false);
    let entry = body.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an entry");
    let entry: String = entry.lines().map(|line| format!("{}\n", line.strip_prefix("   ").unwrap_or(line))).collect();
    shell.check_snippet(&entry);
}
