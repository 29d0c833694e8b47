//! Folders that a test changes.

use std::fs;
use std::path::Path;

/// Copies everything below `from`. Panics if it can't, as tests do.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for item in fs::read_dir(from).expect("a folder").map(|item| item.expect("an item")) {
        let (from, to) = (item.path(), to.join(item.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(drop).expect("a file") }
    }
}
