//! For each catalog: the generated code, a function from JSON to an error, and the vectors.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use errbook_build::Config;
use errbook_catalog::{Catalog, Entry};

/// The catalogs whose errors are sent over HTTP, relative to the root of the repository, and the
/// modules of their code.
const CATALOGS: [(&str, &str); 5] = [
    ("unkey", "catalog"),
    ("docs", "crates/errbook-docs/tests/catalog"),
    ("service", "crates/errbook/tests/service/catalog"),
    ("shop", "examples/services/catalog"),
    ("shapes", "crates/errbook/tests/vectors/catalog"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("not a build script")?);
    for (name, folder) in CATALOGS {
        let folder = Path::new("../../../..").join(folder);
        Config { catalog: folder.clone(), file: format!("{name}.rs"), ..Config::default() }.compile()?;
        let catalog = errbook_catalog::load(&folder).map_err(|_| format!("{} is broken", folder.display()))?;
        fs::write(out.join(format!("{name}_errors.rs")), errors(&catalog)?)?;
        fs::write(out.join(format!("{name}.json")), errbook_docs::vectors(&catalog))?;
    }
    Ok(())
}

/// `fn error`, which makes an error from its code and the params of a vector.
fn errors(catalog: &Catalog) -> Result<String, std::fmt::Error> {
    let mut source = "/// The error of a code.\n#[allow(deprecated, unused_variables)]\n\
        pub fn error(code: &str, params: &crate::Params) -> Option<Error> {\n    Some(match code {\n"
        .to_owned();
    for entry in catalog.entries().iter().filter(|entry| entry.raisable()) {
        writeln!(source, "        {:?} => Error::{} {{ {} }},", entry.code, entry.rust.variant, fields(entry))?;
    }
    source.push_str("        _ => return None,\n    })\n}\n");
    Ok(source)
}

fn fields(entry: &Entry) -> String {
    let field = |param: &errbook_catalog::Param| format!("{}: params.get({:?})?, ", param.field, param.name);
    entry.params.iter().map(field).collect()
}
