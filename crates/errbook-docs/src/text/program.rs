//! Plain text in source code and data: string literals, identifiers, comments, and
//! attributes of elements.

/// `text` as a string literal with quotes, valid in JSON, YAML, JavaScript, TypeScript, Python, and
/// Go. It is a JSON string in which characters that one of them, or a linter, rejects in source code
/// are escaped.
pub(crate) fn literal(text: &str) -> String {
    let json = json(text);
    if !json.contains(is_invisible) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        if is_invisible(char) {
            out.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            out.push(char);
        }
    }
    out
}

/// Whether a character controls how text is shown: a control, format, or separator character of
/// Unicode, up to U+FFFF.
fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// `text` as an expression that DuckDB and Spark SQL read the same way. String literals in it have no
/// quotation marks, backslashes, and control characters, no `$`, which starts a variable of Spark,
/// and no semicolon, at which programs split a file into statements. `chr` makes these characters.
pub(crate) fn sql(text: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((at, special)) = rest.char_indices().find_map(|(at, char)| Some((at, sql_special(char)?))) {
        if at > 0 {
            parts.push(format!("'{}'", &rest[..at]));
        }
        parts.push(special);
        let mut after = rest[at..].chars();
        after.next();
        rest = after.as_str();
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(format!("'{rest}'"));
    }
    match parts.as_slice() {
        [part] => part.clone(),
        _ => format!("concat({})", parts.join(", ")),
    }
}

/// An expression for a character that can't be in a string literal of SQL.
fn sql_special(char: char) -> Option<String> {
    match char {
        '\'' | '\\' | '$' | ';' => Some(format!("chr({})", u32::from(char))),
        // Control characters are below 160, and `chr` of Spark only knows those below 256.
        _ if char.is_control() => Some(format!("chr({})", u32::from(char))),
        _ if char == '\u{feff}' || changes_direction(char) => {
            let mut encoded = [0; 4];
            let bytes = char.encode_utf8(&mut encoded).bytes().map(super::percent);
            Some(format!("url_decode('{}')", bytes.collect::<String>()))
        }
        _ => None,
    }
}

/// Whether a character changes the order in which an editor shows the source code after it. rustc rejects
/// them in literals.
pub(crate) fn changes_direction(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` as a JSON string.
pub(crate) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|char| char < ' ' || char == '"' || char == '\\') {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out + "\""
}

/// `text` as lines of a comment, each with `prefix` before it. Breaks up everything that could end
/// a comment or a documentation string, and starts a new line wherever one of the languages would.
pub(crate) fn comment(text: &str, prefix: &str) -> String {
    let ends = |char| matches!(char, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let lines = text.trim_end().split(ends).map(|line| {
        let is_invalid = |char| char == '\0' || char == '\u{feff}' || changes_direction(char);
        let line = line.replace(is_invalid, "\u{fffd}").replace("*/", "* /");
        // Twice, because a longer run of quotes still contains three in a row after the first pass.
        let line = line.replace("\"\"\"", "\"\" \"").replace("\"\"\"", "\"\" \"");
        // In C and related languages, a backslash at the end would continue the comment on the next
        // line.
        // Go formats an indented line as code.
        format!("{prefix}{}", line.trim().trim_end_matches('\\')).trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `text` as the value of an HTML or JSX attribute, with quotes.
pub(crate) fn attribute(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            control if control.is_control() => out.push(' '),
            _ => out.push(char),
        }
    }
    out + "\""
}

/// Converts any text to an identifier in Pascal case.
pub(crate) fn identifier(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(capitalised).collect();
    if name.starts_with(|char: char| char.is_alphabetic()) { name } else { format!("N{name}") }
}

/// `word` with a capital as its first letter.
pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The name of a catalog as an identifier in Pascal case. `FieldError` is already a type in all
/// exports, and `AnyError` in TypeScript.
pub(crate) fn catalog_identifier(name: &str) -> String {
    let pascal = identifier(name);
    if matches!(pascal.as_str(), "Any" | "Field") { format!("{pascal}Catalog") } else { pascal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_literal_is_valid_json(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&literal(&text)).ok(), Some(text));
        }

        #[test]
        fn no_text_ends_a_comment(text in "[a*/\"\\\\\n\r\u{2028}]{0,24}") {
            let comment = comment(&text, "// ");
            prop_assert!(comment.split('\n').all(|line| line.starts_with("//")));
            for end in ["*/", "\"\"\"", "\r", "\u{2028}", "\\\n"] {
                prop_assert!(!comment.contains(end), "{:?}", comment);
            }
            prop_assert!(!comment.ends_with('\\'));
        }
    }

    #[test]
    fn any_text_is_an_identifier() {
        assert_eq!(identifier("my-shop 2"), "MyShop2");
        assert_eq!(identifier("2shop"), "N2shop");
    }

    #[test]
    fn a_literal_has_no_invisible_characters() {
        assert_eq!(
            literal("\u{7f}\u{85}\u{200b}\u{2028}\u{202e}\u{feff}é\u{1f600}"),
            "\"\\u007f\\u0085\\u200b\\u2028\\u202e\\ufeffé\u{1f600}\""
        );
    }

    #[test]
    fn sql_has_only_plain_literals() {
        assert_eq!(sql(""), "''");
        assert_eq!(sql("it's"), "concat('it', chr(39), 's')");
        assert_eq!(sql(";"), "chr(59)");
        assert_eq!(sql("\\${x}\n"), "concat(chr(92), chr(36), '{x}', chr(10))");
        assert_eq!(sql("\u{85}é\u{202e}"), "concat(chr(133), 'é', url_decode('%E2%80%AE'))");
    }

    #[test]
    fn runs_of_quotes_are_broken_up() {
        for count in 3..40 {
            let comment = comment(&"\"".repeat(count), "");
            assert!(!comment.contains("\"\"\"") && comment.matches('"').count() == count, "{comment}");
        }
    }

    #[test]
    fn an_attribute_stays_in_its_quotes() {
        assert_eq!(attribute("a\"b <c> {d} & e\nf"), "\"a&quot;b &lt;c&gt; &#123;d&#125; &amp; e f\"");
    }
}
