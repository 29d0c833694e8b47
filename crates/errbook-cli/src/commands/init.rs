//! `errbook init`: creates a small catalog that passes `errbook check`.

use std::path::{Path, PathBuf};

use super::MANIFEST;
use crate::args::Init;
use crate::failure::{Exit, Failure};
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal};

const MANIFEST_TEXT: &str = include_str!("../texts/catalog.yaml");
const ENTRY: &str = "requests/not_found.yaml";
const ENTRY_TEXT: &str = include_str!("../texts/first_entry.yaml");

/// Writes the manifest and a first entry, unless a catalog already exists.
pub(crate) fn run(init: &Init, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = if init.folder == Path::new(".") { PathBuf::new() } else { init.folder.clone() };
    let manifest = folder.join("catalog").join(MANIFEST);
    let entry = folder.join("catalog").join(ENTRY);
    let files = [(manifest, MANIFEST_TEXT.replace("{name}", &name(&init.folder))), (entry, ENTRY_TEXT.to_owned())];
    // An interrupted run may have written the first file.
    let mut missing = Vec::new();
    for (path, text) in &files {
        if !output::holds(path, text)? {
            missing.push((path, text));
        }
    }
    let top = folder.join(MANIFEST);
    let mut others = std::iter::once(&top).chain(missing.iter().map(|(path, _)| *path));
    let present = if missing.is_empty() { Some(&files[0].0) } else { others.find(|path| path.exists()) };
    if let Some(path) = present {
        return Err(Failure::trouble(format!(
            "`{}` already exists, and `init` never overwrites files",
            path.display()
        ))
        .help("run `errbook check` to check this catalog, or `errbook init DIR` to start one in another folder"));
    }
    for (path, text) in missing {
        output::create(path, text)?;
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    }
    let errbook =
        if folder.as_os_str().is_empty() { "errbook".into() } else { format!("errbook -C {}", folder.display()) };
    terminal.say(&format!("next: {CODE}`{errbook} check`{CODE:#}, then {CODE}`{errbook} build`{CODE:#}"));
    Ok(Exit::Clean)
}

/// Derives the catalog's name from the folder's: `shop` for `Shop errors`, because titles add
/// "errors".
fn name(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = full.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<&str> =
        words.skip_while(|word| word.starts_with(|first: char| first.is_ascii_digit())).collect();
    if words.last() == Some(&"errors") {
        words.pop();
    }
    if words.is_empty() { "my".into() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Sources, read_sources};

    use super::*;

    #[test]
    fn a_new_catalog_passes_the_check() {
        let files =
            [(MANIFEST.to_owned(), MANIFEST_TEXT.replace("{name}", "shop")), (ENTRY.to_owned(), ENTRY_TEXT.to_owned())];
        let (catalog, report) = read_sources(Sources::from_texts(files));
        assert_eq!(report.to_string(), "0 errors in 0 files of the catalog");
        assert_eq!(catalog.unwrap().entries()[0].code, "err:requests:not_found");
    }

    #[test]
    fn derives_a_valid_name_from_the_folder() {
        let names = ["/a/shop", "/a/Shop errors", "/a/my_shop.v2", "/a/2nd-shop", "/a/2", "/a/errors", "/"];
        let expected = ["shop", "shop", "my-shop-v2", "shop", "my", "my", "my"];
        assert_eq!(names.map(|folder| name(Path::new(folder))), expected);
    }
}
