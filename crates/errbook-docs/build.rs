//! Lists the files of `templates/`, so nobody maintains a list of them. Each becomes a pair of
//! its path and its text in `OUT_DIR`. `src/templates.rs` includes the list.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("templates");
    println!("cargo::rerun-if-changed=templates");
    let mut list = String::from("&[\n");
    for target in sorted(&root)? {
        let name = file_name(&target);
        if name == "markdown" || env::var_os("CARGO_FEATURE_TARGETS").is_some() {
            for file in sorted(&target)? {
                println!("cargo::rerun-if-changed={}", file.display());
                let path = format!("{name}/{}", file_name(&file));
                let _ = writeln!(list, "    ({path:?}, {}),", text(&file, &path)?);
            }
        }
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("templates.rs"), list)
}

/// The expression for the text of a file. Browsers load styles and scripts with each page, so these
/// leave out comments, indentation, and spaces that mean nothing.
fn text(file: &Path, path: &str) -> io::Result<String> {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("css") => return Ok(format!("{:?}", squeeze(&compact(&fs::read_to_string(file)?)))),
        Some("js") => return Ok(format!("{:?}", compact(&fs::read_to_string(file)?))),
        _ => {}
    }
    Ok(format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))", format!("/templates/{path}")))
}

/// The text without lines that are only a comment, and without indentation. No string in it spans
/// lines. Comments for the engine (`//#`) stay.
fn compact(text: &str) -> String {
    let is_note = |line: &str| line.starts_with("//") && !line.starts_with("//#");
    let is_comment = |line: &str| is_note(line) || (line.starts_with("/*") && line.ends_with("*/"));
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The style sheet without spaces around punctuation, except in strings.
fn squeeze(css: &str) -> String {
    let (mut out, mut is_string) = (String::with_capacity(css.len()), false);
    for letter in css.chars() {
        match letter {
            '"' => is_string = !is_string,
            ' ' if !is_string && out.ends_with([':', ';', ',', '{', '}']) => continue,
            '{' | '}' if !is_string && out.ends_with(' ') => drop(out.pop()),
            _ => {}
        }
        out.push(letter);
    }
    out
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
