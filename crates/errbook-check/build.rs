//! Lists the rules: every file of `src/rules/` is one, named as its id. A rule whose module is not declared does not compile, and one that is
//! declared without a file neither, so that there is no list to forget.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("rules.rs"), rules()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("pages.rs"), pages()).expect("OUT_DIR can be written");
}

/// The table of all rules.
fn rules() -> String {
    let mut code = String::from("/// All rules, sorted by id.\npub static RULES: &[Rule] = &[\n");
    let mut ids: Vec<String> = names("src/rules", ".rs").iter().map(|name| name.replace('_', "-")).collect();
    ids.sort();
    for id in ids {
        let module = id.replace('-', "_");
        writeln!(code, "    Rule {{ id: {id:?}, level: {module}::LEVEL, scope: {module}::SCOPE }},")
            .expect("a string takes everything");
    }
    code + "];\n"
}

/// The files of the catalog of rules, as texts.
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
        .expect("a string takes everything");
    }
    code + "];\n"
}

/// The names in a folder that have an extension, without it, sorted.
fn names(folder: &str, extension: &str) -> Vec<String> {
    println!("cargo::rerun-if-changed={folder}");
    let items = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<String> =
        items.filter_map(|item| item.ok()?.file_name().to_str()?.strip_suffix(extension).map(str::to_owned)).collect();
    names.sort();
    names
}
