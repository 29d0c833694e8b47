//! The commands of the READMEs work as printed, and the picture shows what errbook prints.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use errbook_test_support::tools;
use tempfile::TempDir;

/// Blocks of the README that the test can't run: it runs in what the first one builds and tests,
/// and already has the binary that the second one installs.
const CHECKOUT: &str = "\
cargo errbook build   # build the site of the shipped catalog in ./site
cargo test            # run all tests
";
const INSTALL: &str = "cargo install --locked --path crates/errbook-cli\n";

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout exists")
}

fn readme() -> String {
    fs::read_to_string(checkout().join("README.md")).expect("the README is readable")
}

/// The contents of all blocks marked `sh`.
fn blocks(markdown: &str) -> Vec<&str> {
    let ends = |block: &'_ str| block.find("\n```").map(|end| end + 1);
    markdown.split("```sh\n").skip(1).map(|block| &block[..ends(block).expect("the block is closed")]).collect()
}

/// An empty folder with what a release would provide: `errbook` on the `PATH`, and the libraries
/// under their names on crates.io.
fn empty_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let crates = checkout().join("crates");
    let patch = ["errbook", "errbook-build", "errbook-catalog", "errbook-docs", "errbook-syntax"]
        .map(|name| format!("{name} = {{ path = {:?} }}\n", crates.join(name)))
        .concat();
    fs::create_dir_all(folder.path().join(".cargo")).expect("a folder for the configuration");
    fs::write(folder.path().join(".cargo/config.toml"), format!("[patch.crates-io]\n{patch}")).expect("written");
    folder
}

fn run(script: &str, folder: &Path) -> Output {
    let errbook = tools::errbook(env!("CARGO_BIN_EXE_errbook"));
    let bin = errbook.parent().expect("the binary is in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .args(["-euc", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("CARGO_TARGET_DIR", checkout().join("target/readme"))
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("bash runs")
}

fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

#[test]
fn the_commands_lead_to_a_page_a_raised_error_and_a_failing_check() {
    if !tools::has_program("bash") {
        return;
    }
    let (readme, folder) = (readme(), empty_folder());
    let [first, second, rest @ .., mistake] = &blocks(&readme)[..] else {
        panic!("the README has four blocks of commands")
    };
    assert_eq!([*first, *second], [CHECKOUT, INSTALL]);
    let ci = fs::read_to_string(checkout().join(".ci/run")).expect(".ci/run is readable");
    assert!(ci.contains("run cargo errbook build\nrun cargo test\n"), "CI runs the first block");

    let output = run(&rest.concat(), folder.path());
    let text = printed(&output);
    assert!(output.status.success(), "{text}");
    for printed in
        ["checked 2 entries: no problems", "err:requests:too_large: The body has 20000000 bytes, more than 10485760"]
    {
        assert!(readme.contains(printed) && text.contains(&format!("{printed}\n")), "{text}");
    }
    let page = fs::read_to_string(folder.path().join("shop/site/requests/too_large.html")).expect("the page");
    assert!(page.contains("Request body too large"), "{page}");

    let output = run(mistake, &folder.path().join("shop"));
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("did you mean `log_level`?"), "{text}");
    assert_picture(&run("errbook --color always check", &folder.path().join("shop")));
    let fixed = printed(&run("errbook check --fix --deny warnings", &folder.path().join("shop")));
    assert!(fixed.contains("checked 2 entries: no problems\n"), "{fixed}");
}

/// The README of the package has a block that installs errbook, and one that uses it. `serve` doesn't
/// end.
#[test]
fn the_commands_of_the_package_work() {
    if !tools::has_program("bash") {
        return;
    }
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let [_, commands] = &blocks(&readme)[..] else { panic!("the README has two blocks of commands") };
    let commands: Vec<&str> = commands.lines().filter(|line| !line.starts_with("errbook serve ")).collect();
    assert!(commands.len() > 3, "{commands:?}");
    let folder = empty_folder();
    let output = run(&commands.join("\n"), folder.path());
    assert!(output.status.success(), "{}", printed(&output));
    assert!(folder.path().join("site/index.html").exists(), "{}", printed(&output));
}

/// Compares `docs/check.svg` with the output of the last command, or writes it if `UPDATE_SVG` is
/// set.
fn assert_picture(output: &Output) {
    let drawn = anstyle_svg::Term::new().render_svg(&format!("$ errbook check\n{}", printed(output)));
    let path = checkout().join("docs/check.svg");
    if std::env::var_os("UPDATE_SVG").is_some() {
        fs::write(&path, &drawn).expect("the picture is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == drawn, "docs/check.svg is stale: UPDATE_SVG=1 cargo test -p errbook-cli --test readme");
}
