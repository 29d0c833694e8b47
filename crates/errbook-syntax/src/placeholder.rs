//! Recognizes parts of an example that readers replace, or that a shell or a script fills in.

/// Whether a text has a placeholder: `<id>`, `$ID`, `${id}`, `{id}`, `[id]`, `YOUR_ID`, or `...`.
pub fn is_in(text: &str) -> bool {
    let is_named = |(at, _): (usize, char)| {
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b'$' => rest[1..].starts_with(|next: char| next.is_alphabetic() || "_{(".contains(next)),
            b'<' => is_closed(rest, '>'),
            b'{' => rest.starts_with("{{") || is_closed(rest, '}'),
            b'[' => is_closed(rest, ']'),
            _ => rest.get(..4).is_some_and(|your| your.eq_ignore_ascii_case("your")),
        }
    };
    text.contains("...") || text.contains('…') || text.char_indices().any(is_named)
}

/// Whether `text` is an opening bracket, a name, and the closing one.
fn is_closed(text: &str, close: char) -> bool {
    let Some(end) = text.find(close) else { return false };
    let name = &text[1..end];
    name.starts_with(char::is_alphabetic) && !name.contains(['"', ',', ':'])
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn finds_placeholders() {
        for text in [
            "<id>",
            "t_$ID",
            "${id}",
            "$(uuidgen)",
            "{{id}}",
            "a/{id}",
            "[key id]",
            "YOUR_KEY",
            "your-id",
            "t_...",
            "…",
        ] {
            assert!(is_in(text), "{text}");
        }
        for text in ["", "t_1", "$5", "a < b", "a > b", "{\"a\": 1}", "{}", "[1]", "<", "{", "it's", "yours?", "{a: 1}"]
        {
            assert_eq!(is_in(text), text == "yours?", "{text}");
        }
    }
}
