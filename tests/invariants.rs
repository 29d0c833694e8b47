//! The invariants of ARCHITECTURE.md that are visible in the source tree. ARCHITECTURE.md lists the
//! tests of the others.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use errbook_test_support::paths::paths;
use errbook_test_support::source;

/// A file of a crate, and the paths in its code, excluding tests.
type File = (PathBuf, Vec<String>);

/// The folders and files of all crates except the root package.
static CRATES: LazyLock<Vec<(PathBuf, Vec<File>)>> = LazyLock::new(|| {
    let folders = fs::read_dir("crates").expect("crates/").map(|item| item.expect("an item").path());
    let crates: Vec<_> = folders.map(|folder| (folder.clone(), files(&folder.join("src")))).collect();
    assert!(crates.len() >= 5, "the test looks at the right folder");
    crates
});

fn files(src: &Path) -> Vec<File> {
    let sources = source::sources(src).into_iter();
    let with_paths = sources.map(|source| {
        let code = source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
        (source.path, paths(code).into_iter().map(|path| path.names.join("::")).collect())
    });
    with_paths.collect()
}

#[test]
fn only_the_cli_and_the_build_script_do_io() {
    let outside = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "dbg!",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "process::",
        "env::var",
        "env::args",
        "env::current_dir",
        "fs::copy",
        "fs::create_dir",
        "fs::hard_link",
        "fs::remove",
        "fs::rename",
        "fs::set_permissions",
        "fs::write",
        "File::create",
        "File::options",
        "OpenOptions",
        "net::Tcp",
    ];
    let touched = |path: &str| outside.iter().any(|what| format!("::{path}").contains(&format!("::{what}")));
    let mut wrong = Vec::new();
    for (folder, files) in CRATES.iter() {
        for (file, paths) in files {
            let touching: Vec<_> = paths.iter().filter(|path| touched(path)).collect();
            if file.ends_with("errbook-build/src/script.rs") {
                assert!(touching.iter().any(|path| *path == "fs::write"), "the check detects `fs::write`");
            } else if !folder.ends_with("errbook-cli") {
                wrong.extend(touching.into_iter().map(|path| format!("{}: {path}", file.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_crate_depends_on_the_root_package_or_mentions_its_catalog() {
    for (folder, files) in CRATES.iter() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        assert!(!manifest.contains("unkey"), "{} depends on the root package", folder.display());
        for (file, paths) in files {
            let known = paths.iter().find(|path| path.to_lowercase().contains("unkey"));
            assert_eq!(known, None, "{} mentions Unkey", file.display());
        }
    }
}

#[test]
fn each_dependency_with_a_moving_api_is_used_in_one_module() {
    for (foreign, homes) in [
        ("granit_parser", &["crates/errbook-catalog/src/yaml"][..]),
        ("annotate_snippets", &["crates/errbook-catalog/src/diagnostics"]),
        ("tera", &["crates/errbook-docs/src/templates"]),
        ("axum_core", &["crates/errbook/src/axum08"]),
        ("actix_web", &["crates/errbook/src/actix4"]),
        ("tonic", &["crates/errbook/src/tonic014", "crates/errbook-docs/src/vectors/grpc"]),
        ("utoipa", &["crates/errbook/src/utoipa6"]),
        ("pulldown_cmark", &["crates/errbook-syntax/src/markdown"]),
        ("rmcp", &["crates/errbook-mcp/src/server"]),
        ("tree_sitter", &["crates/errbook-scan/src/languages"]),
        ("lsp_server", &["crates/errbook-lsp/src/protocol"]),
        ("gen_lsp_types", &["crates/errbook-lsp/src/protocol"]),
    ] {
        let mut seen = 0;
        for (file, paths) in CRATES.iter().flat_map(|(_, files)| files) {
            if paths.iter().any(|path| path.starts_with(&format!("{foreign}::"))) {
                seen += 1;
                let file = file.to_string_lossy().replace('\\', "/");
                assert!(homes.iter().any(|home| file.starts_with(home)), "{file} uses {foreign}");
            }
        }
        assert!(seen > 0, "no file uses {foreign}: the list is out of date");
    }
}

#[test]
fn the_order_of_files_does_not_change_the_output() {
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
