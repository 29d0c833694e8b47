//! The invariants of ARCHITECTURE.md that can be read off the source tree. The others are held where they belong; ARCHITECTURE.md says where.

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files below `folder`, without those that are only tests.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).expect("a folder of the repository") {
        let path = item.expect("an item").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("Rust");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .map(without_strings)
                .collect::<Vec<_>>()
                .join("\n");
            found.push((path, code));
        }
    }
    found.sort();
    found
}

/// A line without what stands in double quotes: the text of a program for readers is no program of ours.
fn without_strings(line: &str) -> String {
    line.replace("\\\"", "").split('"').step_by(2).collect()
}

/// The source folders of all crates but the root package.
fn crates() -> Vec<(String, PathBuf)> {
    let mut crates: Vec<_> = fs::read_dir("crates")
        .expect("crates/")
        .map(|item| item.expect("an item").path())
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    crates.sort();
    assert!(crates.len() >= 5, "the test looks at the right folder");
    crates
}

#[test]
fn only_the_command_line_and_the_build_script_touch_the_outside() {
    let outside = [
        "println!",
        "print!",
        "eprintln!",
        "process::exit",
        "env::var",
        "env::args",
        "env::current_dir",
        "fs::write",
        "File::create",
        "fs::create_dir",
        "fs::remove",
        "fs::rename",
    ];
    let mut wrong = Vec::new();
    for (name, path) in crates() {
        if name == "errbook-cli" {
            continue;
        }
        for (file, code) in sources(&path.join("src")) {
            let allowed = file.ends_with("errbook-build/src/script.rs");
            wrong.extend(
                outside
                    .iter()
                    .filter(|what| !allowed && code.contains(*what))
                    .map(|what| format!("{}: {what}", file.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (_, script) = sources(Path::new("crates/errbook-build/src"))
        .into_iter()
        .find(|(file, _)| file.ends_with("script.rs"))
        .expect("script.rs");
    assert!(script.contains("fs::write"), "the test would find what it looks for");
}

#[test]
fn nothing_under_crates_depends_on_the_root_package_or_knows_its_catalog() {
    for (name, path) in crates() {
        let manifest = fs::read_to_string(path.join("Cargo.toml")).expect("a manifest");
        assert!(!manifest.contains("unkey"), "{name} depends on the root package");
        for (file, code) in sources(&path.join("src")) {
            assert!(!code.to_lowercase().contains("unkey"), "{} knows Unkey", file.display());
        }
    }
}

#[test]
fn one_module_of_a_crate_names_each_foreign_crate_with_a_moving_api() {
    for (foreign, homes) in [
        ("granit_parser", &["crates/errbook-catalog/src/yaml"][..]),
        ("annotate_snippets", &["crates/errbook-catalog/src/diagnostics"]),
        ("tera", &["crates/errbook-docs/src/templates"]),
        ("axum_core", &["crates/errbook/src/axum08"]),
        ("actix_web", &["crates/errbook/src/actix4"]),
        ("tonic", &["crates/errbook/src/tonic014"]),
        ("utoipa", &["crates/errbook/src/utoipa6"]),
        ("pulldown_cmark", &["crates/errbook-syntax/src/markdown"]),
    ] {
        let mut seen = 0;
        for (_, path) in crates() {
            for (file, code) in sources(&path.join("src")) {
                if code.contains(&format!("{foreign}::")) {
                    seen += 1;
                    let file = file.to_string_lossy().replace('\\', "/");
                    assert!(homes.iter().any(|home| file.starts_with(home)), "{file} names {foreign}");
                }
            }
        }
        assert!(seen > 0, "nothing names {foreign}: the test looks for the wrong thing");
    }
}

#[test]
fn the_order_in_which_files_are_read_changes_nothing() {
    let catalog = |reversed: bool| {
        let mut texts = Vec::new();
        collect(Path::new("catalog"), &mut texts);
        if reversed {
            texts.reverse();
        }
        errbook_catalog::read_sources(errbook_catalog::Sources::from_texts(texts))
            .0
            .expect("the shipped catalog is valid")
    };
    assert_eq!(errbook_build::rust(&catalog(false)), errbook_build::rust(&catalog(true)));
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) {
    for item in fs::read_dir(folder).expect("the catalog") {
        let path = item.expect("an item").path();
        if path.is_dir() {
            collect(&path, texts);
        } else {
            let name = path.strip_prefix("catalog").expect("below catalog/").to_string_lossy().replace('\\', "/");
            texts.push((name, fs::read_to_string(&path).expect("YAML")));
        }
    }
}
