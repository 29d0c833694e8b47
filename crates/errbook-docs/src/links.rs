//! Relative links between output paths. A page that appears at several paths, such as in its
//! Markdown version and in `llms-full.txt`, is rendered once without a location: its links contain
//! only their targets. [`place`] then makes them relative to each path, and
//! [`complete`] makes them URLs for a page on its own.

use crate::text;

/// The path of a page without a location, and the marker around the targets of its links. It can't
/// be the name of a file: Unicode reserves this noncharacter for internal use.
pub(crate) const NOWHERE: &str = "\u{fdd0}";

/// The link from one output path to another. If `from` is [`NOWHERE`], [`place`] has to complete
/// it.
pub(crate) fn relative(from: &str, to: &str) -> String {
    if from == NOWHERE { format!("{NOWHERE}{}{NOWHERE}", encoded(to)) } else { between(&encoded(from), &encoded(to)) }
}

/// Completes the links of a page without a location, for the output path `from`.
pub(crate) fn place(text: &str, from: &str) -> String {
    let from = encoded(from);
    complete(text, |to| between(&from, to))
}

/// Replaces the links of a page without a location by what `link` makes of their targets, which are
/// encoded paths. A marker that was already in the text stays if no path follows it.
pub(crate) fn complete(text: &str, link: impl Fn(&str) -> String) -> String {
    let is_path = |to: &str| to.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte));
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    // The last marker, if the target of a link can follow it.
    let mut open = None;
    for (mark, _) in text.match_indices(NOWHERE) {
        match open.map(|open| &text[open + NOWHERE.len()..mark]).filter(|to| is_path(to)) {
            Some(to) => {
                out.push_str(&link(to));
                (written, open) = (mark + NOWHERE.len(), None);
            }
            None => {
                out.push_str(&text[written..mark]);
                (written, open) = (mark, Some(mark));
            }
        }
    }
    out.push_str(&text[written..]);
    out
}

/// The link between two encoded paths.
fn between(from: &str, to: &str) -> String {
    // Skip the folders that contain both. The last segment of a path is a file.
    let differ = from.bytes().zip(to.bytes()).position(|(a, b)| a != b).unwrap_or(from.len().min(to.len()));
    let shared = from[..differ].rfind('/').map_or(0, |slash| slash + 1);
    "../".repeat(from[shared..].matches('/').count()) + &to[shared..]
}

/// Percent-encodes the segments of a path.
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
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn place_makes_links_relative_to_the_page(
            from in "[a-c ü/]{1,9}", to in "[a-c ü/]{1,9}", before in "[a-z(\\[]{0,4}", after in "[a-z)\\]]{0,4}",
        ) {
            let text = format!("{before}{}{after}{}", relative(NOWHERE, &to), relative(NOWHERE, &from));
            let placed = format!("{before}{}{after}{}", relative(&from, &to), relative(&from, &from));
            prop_assert_eq!(place(&text, &from), placed);
        }

        #[test]
        fn stray_markers_neither_break_nor_create_links(
            hostile in "[\u{fdd0}a:/\\(\\[#-]{0,8}", to in "[a-c/]{1,9}",
        ) {
            let placed = place(&format!("{hostile} [x]({})", relative(NOWHERE, &to)), "a/b.md");
            let link = format!(" [x]({})", relative("a/b.md", &to));
            prop_assert!(placed.ends_with(&link), "{}", placed);
            for special in [':', '(', '[', '\\', '#', '-'] {
                prop_assert_eq!(placed.matches(special).count(), (hostile.clone() + &link).matches(special).count());
            }
        }
    }
}
