//! Tools that tests run. If one is missing, a test is skipped with a one-line message. In CI, it
//! fails.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a program is installed.
///
/// # Panics
///
/// In CI, if it isn't.
#[must_use]
pub fn has_program(name: &str) -> bool {
    let starts = Command::new(name).arg("--version").output().is_ok();
    required(name, starts.then_some(())).is_some()
}

/// The absolute path of a file or folder in the checkout that `.ci/run` installs, or `None` if it
/// doesn't exist.
///
/// # Panics
///
/// In CI, if it doesn't exist.
#[must_use]
pub fn installed(path: &str) -> Option<PathBuf> {
    let absolute = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    required(path, absolute.exists().then_some(absolute))
}

/// Whether a browser and the packages that drive it are installed.
///
/// # Panics
///
/// In CI, if they aren't.
#[must_use]
pub fn has_browser() -> bool {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let found = Path::new(&chromium).exists().then_some(());
    has_program("node") && installed("tests/browser/node_modules").is_some() && required(&chromium, found).is_some()
}

/// The binary that tests of the README and the guide run: the one that was `built` with them, or the
/// one of a package that `ERRBOOK_BINARY` names.
#[must_use]
pub fn errbook(built: &str) -> PathBuf {
    env::var_os("ERRBOOK_BINARY").map_or_else(|| built.into(), PathBuf::from)
}

fn required<T>(what: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        let missing = format!("`{what}` is not installed; `.ci/run` installs it");
        assert!(env::var_os("CI").is_none(), "{missing}");
        // The test harness captures `eprintln!` in passing tests, but not direct writes to stderr.
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        writeln!(io::stderr(), "{test} skipped: {missing}").expect("stderr");
    }
    found
}
