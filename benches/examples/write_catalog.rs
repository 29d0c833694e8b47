//! Writes a synthetic catalog and source code that raises its codes, for `benches/check.sh`:
//! `write_catalog FOLDER CODES LINES PERCENT` writes `FOLDER/catalog` and `FOLDER/src`. The source
//! code has `LINES` lines of Rust in files of 550, and `PERCENT` percent of the files raise a code.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

const FUNCTIONS: usize = 50;
const LINES_OF_FILE: usize = 11 * FUNCTIONS;

fn main() -> Result<(), Box<dyn error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, codes, lines, percent] = arguments.as_slice() else {
        return Err("usage: write_catalog FOLDER CODES LINES PERCENT".into());
    };
    let (folder, codes, percent): (_, usize, usize) = (Path::new(folder), codes.parse()?, percent.parse()?);
    for (path, text) in errbook_benches::synthetic(codes) {
        let path = folder.join("catalog").join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    let catalog = errbook_benches::catalog(codes);
    let variants: Vec<&str> = catalog.entries().iter().map(|entry| entry.rust.variant.as_str()).collect();
    for file in 0..lines.parse::<usize>()? / LINES_OF_FILE {
        let folder = folder.join("src").join(format!("part{}", file / 100));
        fs::create_dir_all(&folder)?;
        // Spread files that raise codes over all folders.
        let raises = file * percent / 100 != (file + 1) * percent / 100;
        let variant = raises.then(|| variants[file % variants.len()]);
        fs::write(folder.join(format!("file{file}.rs")), source(file, variant))?;
    }
    Ok(())
}

/// Source code as in services: functions of eleven lines.
fn source(file: usize, raises: Option<&str>) -> String {
    let mut text = String::new();
    for function in 0..FUNCTIONS {
        let ending = match raises {
            Some(variant) if function % 10 == 0 => format!("Err(codes::Error::{variant} {{ .. }})"),
            _ => "Ok(found.len())".to_owned(),
        };
        let _ = write!(
            text,
            "/// Looks something up, and says how many there are.
pub fn lookup_{file}_{function}(store: &Store, id: &str) -> Result<usize, Failure> {{
    let found: Vec<_> = store.rows.iter().filter(|row| row.id == id && !row.deleted).collect();
    if found.is_empty() && store.strict {{
        tracing::debug!(%id, \"nothing found among {{}} rows\", store.rows.len());
        return Err(Failure::new(\"lookup\", id));
    }}
    {ending}
}}

"
        );
    }
    text
}
