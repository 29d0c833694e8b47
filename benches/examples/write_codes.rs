//! Writes a crate with the synthetic codes, for `benches/compile.sh`: `write_codes FOLDER CODES`.
//! With 0 codes, the crate is empty.

use std::path::Path;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(folder), Some(codes)) = (arguments.next(), arguments.next()) else {
        return Err("usage: write_codes FOLDER CODES".into());
    };
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/errbook").canonicalize()?;
    let source = match codes.parse()? {
        0 => String::new(),
        codes => errbook_build::rust(&errbook_benches::catalog(codes)),
    };
    let manifest = format!(
        "[package]\nname = \"codes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         errbook = {{ path = {:?} }}\nthiserror = \"2\"\n\n[workspace]\n",
        runtime
    );
    fs::create_dir_all(Path::new(&folder).join("src"))?;
    fs::write(Path::new(&folder).join("Cargo.toml"), manifest)?;
    fs::write(Path::new(&folder).join("src/lib.rs"), source)?;
    Ok(())
}
