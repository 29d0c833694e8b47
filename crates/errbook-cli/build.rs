//! Tells the binary from which commit, and for which target, it is built. `errbook --version` and
//! `errbook bug-report` print that.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let commit = packaged().or_else(checked_out).map_or_else(String::new, |commit| format!(" ({commit})"));
    println!("cargo::rustc-env=ERRBOOK_COMMIT={commit}");
    println!("cargo::rustc-env=ERRBOOK_TARGET={}", env::var("TARGET").unwrap_or_default());
}

/// The commit of a package from crates.io, from the file that `cargo package` adds.
fn packaged() -> Option<String> {
    let info = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = info.split_once("\"sha1\": \"")?;
    rest.get(..9).filter(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit())).map(str::to_owned)
}

/// The commit of a checkout, and its date. Not that of another project's repository with a copy of
/// this package.
fn checked_out() -> Option<String> {
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    // Git appends a line to this file for each commit and checkout.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["log", "-1", "--abbrev=9", "--format=%h %cs"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}
