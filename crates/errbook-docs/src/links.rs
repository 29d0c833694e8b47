//! Links between output paths.

use crate::text;

/// The link from one output path to another.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let (from, to) = (encoded(from), encoded(to));
    // Behind the folders that both are in; the last part of a path is a file.
    let differ = from.bytes().zip(to.bytes()).position(|(a, b)| a != b).unwrap_or(from.len().min(to.len()));
    let shared = from[..differ].rfind('/').map_or(0, |slash| slash + 1);
    "../".repeat(from[shared..].matches('/').count()) + &to[shared..]
}

/// A path with its parts percent-encoded.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len() + 8);
    for part in path.split_inclusive('/') {
        let name = part.strip_suffix('/').unwrap_or(part);
        text::percent_encode(name, &mut encoded);
        encoded.push_str(&part[name.len()..]);
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        for (from, to, link) in [
            ("a/b/c.html", "a/b/d.html", "d.html"),
            ("a/b/c.html", "a/b/c.html", "c.html"),
            ("a/b/c.html", "a/x/d.html", "../x/d.html"),
            ("a/b/c.html", "index.html", "../../index.html"),
            ("index.html", "a/b/c.html", "a/b/c.html"),
            ("a/index.html", "a", "../a"),
            ("a/b.md", "a b/ü#.md", "../a%20b/%C3%BC%23.md"),
            ("errors/a/b.html", "errors/", "../"),
            ("errors/a.html", "errors/", ""),
            ("a/b.html", "", "../"),
            ("ab/c.html", "a/c.html", "../a/c.html"),
        ] {
            assert_eq!(relative(from, to), link, "{from} -> {to}");
        }
    }
}
