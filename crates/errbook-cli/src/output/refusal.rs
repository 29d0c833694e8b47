//! Why a build doesn't write to a folder with files of others: which of them it would replace, which
//! it would remove, and which it would keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Wanted;
use super::error::io;
use super::page_path::PagePath;
use crate::failure::Failure;
use crate::findings::plural;

/// Longer lists don't help on a screen.
const SCREEN: usize = 10;

/// The failure of a build that would replace these files. `foreign` is whether errbook never wrote
/// to the folder.
pub(super) fn of(wanted: Wanted<'_>, foreign: bool, replaced: &[&PagePath]) -> Result<Failure, Failure> {
    let root = wanted.root;
    let former: Vec<&PagePath> = wanted.former.iter().collect();
    let mut message = match replaced.len() {
        0 => format!("`{}` is not empty and was not made by errbook", root.display()),
        count => {
            let files = plural(count, "file", "files");
            format!("errbook would replace {files} in `{}` that it did not write", root.display())
        }
    };
    message += &listed(root, replaced);
    if !former.is_empty() {
        let files = plural(former.len(), "page", "pages");
        message += &format!("\nit would remove {files} whose code gets a page at another path");
        message += &listed(root, &former);
    }
    if foreign {
        let known: BTreeSet<&str> = replaced.iter().chain(&former).map(|page| page.as_str()).collect();
        let mut kept = Vec::new();
        others(root, "", &known, &mut kept)?;
        if !kept.is_empty() {
            message += &format!("\nit would keep {}", plural(kept.len(), "other file", "other files"));
            message += &listed(root, &kept);
        }
    }
    let help = if replaced.is_empty() && former.is_empty() {
        "choose an empty folder with `--out DIR`, or add `--force` to add the pages to this one"
    } else {
        "commit these files and add `--force`, or choose another folder with `--out DIR`"
    };
    Ok(Failure::trouble(message).help(help))
}

fn listed<P: AsRef<str>>(root: &Path, pages: &[P]) -> String {
    let mut text = String::new();
    for page in pages.iter().take(SCREEN) {
        text += &format!("\n  {}", root.join(page.as_ref()).display());
    }
    if pages.len() > SCREEN {
        text += &format!("\n  … and {} more", pages.len() - SCREEN);
    }
    text
}

/// All other files below a folder, sorted. Doesn't list hidden files, and doesn't follow links.
fn others(root: &Path, below: &str, known: &BTreeSet<&str>, into: &mut Vec<String>) -> Result<(), Failure> {
    let folder = root.join(below);
    let files = fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut files = files.map_err(io("read", &folder))?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let path = format!("{below}{}", file.file_name().to_string_lossy());
        if file.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if file.file_type().map_err(io("read", file.path()))?.is_dir() {
            others(root, &format!("{path}/"), known, into)?;
        } else if !known.contains(path.as_str()) {
            into.push(path);
        }
    }
    Ok(())
}
