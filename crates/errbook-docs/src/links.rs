//! Links between output paths. A page that stands at several places, as that of a code does in its Markdown version and in `llms-full.txt`, is
//! rendered once without a place, with links that say only where they lead, and placed by [`place`] as often as needed.

use std::borrow::Cow;

use memchr::memmem;

use crate::text::{self, find};

/// The path of a page without a place, and what stands around the targets of its links. Nobody's files are called so: Unicode keeps the
/// character for a program's own use, never for text.
pub(crate) const NOWHERE: &str = "\u{fdd0}";

/// The link from one output path to another.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let to = encoded(to);
    let mut link = String::with_capacity(to.len() + 6);
    if from == NOWHERE {
        [NOWHERE, &to, NOWHERE].iter().for_each(|part| link.push_str(part));
    } else {
        append(&encoded(from), &to, &mut link);
    }
    link
}

/// The text of a page without a place as it is at the output path `from`. A mark of somebody's own stays where no path stands behind it.
pub(crate) fn place(text: &str, from: &str) -> String {
    let from = encoded(from);
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    // The last mark, where the target of a link can follow it.
    let mut open = None;
    for mark in memmem::find_iter(text.as_bytes(), NOWHERE) {
        match open.map(|open| &text[open + NOWHERE.len()..mark]) {
            Some(to) if find(to.as_bytes(), 0, |byte| !(is_plain(byte) | (byte == b'%'))).is_none() => {
                append(&from, to, &mut out);
                (written, open) = (mark + NOWHERE.len(), None);
            }
            _ => {
                out.push_str(&text[written..mark]);
                (written, open) = (mark, Some(mark));
            }
        }
    }
    out.push_str(&text[written..]);
    out
}

/// Appends the link between two encoded paths.
fn append(from: &str, to: &str, link: &mut String) {
    // Behind the folders that both are in; the last part of a path is a file.
    let differ = from.bytes().zip(to.bytes()).position(|(a, b)| a != b).unwrap_or(from.len().min(to.len()));
    let shared = from[..differ].rfind('/').map_or(0, |slash| slash + 1);
    from[shared..].matches('/').for_each(|_| link.push_str("../"));
    link.push_str(&to[shared..]);
}

/// A path with its parts percent-encoded.
fn encoded(path: &str) -> Cow<'_, str> {
    if find(path.as_bytes(), 0, |byte| !is_plain(byte)).is_none() {
        return Cow::Borrowed(path);
    }
    let mut encoded = String::with_capacity(path.len() + 8);
    for (index, part) in path.split('/').enumerate() {
        if index > 0 {
            encoded.push('/');
        }
        text::percent_encode(part, &mut encoded);
    }
    Cow::Owned(encoded)
}

/// Whether a byte of a path is the same in a URL.
fn is_plain(byte: u8) -> bool {
    (byte == b'/') | text::is_unreserved(byte)
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
        fn a_page_that_is_placed_has_the_links_of_its_place(
            from in "[a-c ü/]{1,9}", to in "[a-c ü/]{1,9}", before in "[a-z(\\[]{0,4}", after in "[a-z)\\]]{0,4}",
        ) {
            let text = format!("{before}{}{after}{}", relative(NOWHERE, &to), relative(NOWHERE, &from));
            let placed = format!("{before}{}{after}{}", relative(&from, &to), relative(&from, &from));
            prop_assert_eq!(place(&text, &from), placed);
        }

        #[test]
        fn marks_of_others_break_no_link_and_make_none(
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
