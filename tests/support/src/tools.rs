//! Tools that tests drive. Where one is missing, a test is skipped and says so in one line; in CI it fails.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a program is installed.
///
/// # Panics
///
/// In CI, when it is not.
#[must_use]
pub fn has_program(name: &str) -> bool {
    let starts = Command::new(name).arg("--version").output().is_ok();
    required(name, starts.then_some(())).is_some()
}

/// The absolute path of a file or folder of the checkout that `.ci/run` installs.
///
/// # Panics
///
/// In CI, when it is not there.
#[must_use]
pub fn installed(path: &str) -> Option<PathBuf> {
    let absolute = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    required(path, absolute.exists().then_some(absolute))
}

/// Whether a browser and the packages that drive it are installed.
///
/// # Panics
///
/// In CI, when they are not.
#[must_use]
pub fn has_browser() -> bool {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let found = Path::new(&chromium).exists().then_some(());
    has_program("node") && installed("tests/browser/node_modules").is_some() && required(&chromium, found).is_some()
}

fn required<T>(what: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        let missing = format!("`{what}` is not installed; `.ci/run` installs it");
        assert!(env::var_os("CI").is_none(), "{missing}");
        // The test harness shows of a test that passes only what it does not capture, as it does with `eprintln!`.
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        writeln!(io::stderr(), "{test} skipped: {missing}").expect("stderr");
    }
    found
}
