//! The least that a site of these files can cost, for `benches/site.sh`: `floor CATALOG OUT` reads each file, renders it as if it were
//! Markdown, puts it between a head and a foot, and writes it.

use std::path::Path;
use std::{env, fs, io};

const HEAD: &str =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>floor</title>\n</head>\n<body>\n";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [catalog, out] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floor CATALOG OUT"));
    };
    render(Path::new(catalog), Path::new(out))
}

fn render(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for item in fs::read_dir(from)? {
        let path = item?.path();
        let out = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            render(&path, &out)?;
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let mut page = String::from(HEAD);
        pulldown_cmark::html::push_html(&mut page, pulldown_cmark::Parser::new(&text));
        fs::write(out.with_extension("html"), page + "</body>\n</html>\n")?;
    }
    Ok(())
}
