//! Recognizes parts of an example that readers replace, or that a shell or a script fills in.

/// JSON for a value that isn't known. It is a placeholder itself.
pub(crate) const UNKNOWN: &str = "\"...\"";

/// Whether a text has a placeholder: `<id>`, `$ID`, `${id}`, `{id}`, `YOUR_ID`, or `...`.
///
/// ```
/// use errbook_syntax::placeholder::is_in;
///
/// assert!(is_in("/orders/<id>") && is_in("Bearer $TOKEN"));
/// assert!(!is_in("/orders/7"));
/// ```
pub fn is_in(text: &str) -> bool {
    let is_named = |(at, _): (usize, char)| {
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b'$' => rest[1..].starts_with(|next: char| next.is_alphabetic() || "_{(".contains(next)),
            b'<' => is_closed(rest, b'>'),
            b'{' => rest.starts_with("{{") || is_closed(rest, b'}'),
            b'Y' => rest.starts_with("YOUR"),
            b'y' => rest.starts_with("your-") || rest.starts_with("your_"),
            _ => false,
        }
    };
    text.contains("...") || text.contains('…') || text.char_indices().any(is_named)
}

/// Maximum length of a name in brackets.
const LONGEST: usize = 64;

/// Whether `text` is an opening bracket, a name, and the closing one.
fn is_closed(text: &str, close: u8) -> bool {
    let Some(end) = text.bytes().take(LONGEST).position(|byte| byte == close) else { return false };
    let name = &text[1..end];
    name.starts_with(char::is_alphabetic) && !name.contains(['"', ',', ':'])
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn finds_placeholders() {
        for text in ["<id>", "t_$ID", "${id}", "$(uuidgen)", "{{id}}", "a/{id}", "YOUR_KEY", "your-id", "t_...", "…"]
        {
            assert!(is_in(text), "{text}");
        }
        for text in [
            "",
            "t_1",
            "$5",
            "a < b",
            "a > b",
            "{\"a\": 1}",
            "{}",
            "[1]",
            "filter[id]",
            "<",
            "{",
            "is it your key?",
            "{a: 1}",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
