//! The minimum cost of a site with these files, for `benches/site.sh`.
//!
//! `floor CATALOG OUT` reads each file, renders it as if it were Markdown, adds a head and a foot,
//! and writes it. `floor CATALOG OUT PAGE MARKDOWN` also parses the YAML, and writes the same files
//! as errbook: a page of `PAGE` bytes and a Markdown version of `MARKDOWN` bytes.

use std::path::Path;
use std::{env, fs, io};

const HEAD: &str =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>floor</title>\n</head>\n<body>\n";

/// Size of a page and of its Markdown version, in bytes.
type Sizes = (usize, usize);

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let usage = || io::Error::other("usage: floor CATALOG OUT [PAGE MARKDOWN]");
    let (catalog, out, sizes) = match arguments.as_slice() {
        [catalog, out] => (catalog, out, None),
        [catalog, out, page, markdown] => {
            let size = |text: &str| text.parse().map_err(|_| usage());
            (catalog, out, Some((size(page)?, size(markdown)?)))
        }
        _ => return Err(usage()),
    };
    render(Path::new(catalog), Path::new(out), sizes)
}

fn render(from: &Path, to: &Path, sizes: Option<Sizes>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for item in fs::read_dir(from)? {
        let path = item?.path();
        let out = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            render(&path, &out, sizes)?;
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let mut page = String::from(HEAD);
        pulldown_cmark::html::push_html(&mut page, pulldown_cmark::Parser::new(&text));
        if let Some((size, markdown)) = sizes {
            for event in granit_parser::Parser::new_from_str(&text) {
                event.map_err(io::Error::other)?;
            }
            fill(&mut page, size);
            fs::write(out.with_extension("md"), sized(text, markdown))?;
        }
        fs::write(out.with_extension("html"), page + "</body>\n</html>\n")?;
    }
    Ok(())
}

/// Pads the text to this size.
fn sized(mut text: String, size: usize) -> String {
    fill(&mut text, size);
    text
}

fn fill(text: &mut String, size: usize) {
    let missing = size.saturating_sub(text.len());
    text.push_str(&" ".repeat(missing));
}
