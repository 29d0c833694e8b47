//! Declares and lists the rules and their pages. Each file in `src/rules/` is a rule, named after
//! its ID, and each file in `rules/` is a page.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("rules.rs"), rules()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("pages.rs"), pages()).expect("OUT_DIR can be written");
}

/// Rust source that declares a module per rule and lists them in `RULES`.
fn rules() -> String {
    let folder =
        Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR")).join("src/rules");
    let (mut modules, mut rows) = (String::new(), Vec::new());
    for module in names("src/rules", ".rs") {
        // The generated file is in `OUT_DIR`, so each module needs a path.
        writeln!(modules, "#[path = {:?}]\nmod {module};", folder.join(format!("{module}.rs")))
            .expect("writing to a string never fails");
        let id = module.replace('_', "-");
        rows.push(format!("    Rule {{ id: {id:?}, level: {module}::RULE.0, scope: {module}::RULE.1 }},\n"));
    }
    rows.sort();
    format!("{modules}\n/// All rules, sorted by ID.\npub static RULES: &[Rule] = &[\n{}];\n", rows.concat())
}

/// Rust source that embeds the files of the catalog of rules in `PAGES`.
fn pages() -> String {
    let mut code =
        String::from("/// The files of the catalog of rules: path and text.\nstatic PAGES: &[(&str, &str)] = &[\n");
    for name in names("rules", ".yaml") {
        let path = format!("rules/{name}.yaml");
        writeln!(
            code,
            "    ({:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))),",
            format!("{name}.yaml")
        )
        .expect("writing to a string never fails");
    }
    code + "];\n"
}

/// The sorted names in a folder that end with `extension`, without it. Cargo runs this script again
/// if the folder changes.
fn names(folder: &str, extension: &str) -> Vec<String> {
    println!("cargo::rerun-if-changed={folder}");
    let items = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<String> =
        items.filter_map(|item| item.ok()?.file_name().to_str()?.strip_suffix(extension).map(str::to_owned)).collect();
    names.sort();
    names
}
