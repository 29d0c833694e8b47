//! Quotes strings for YAML. errbook-catalog reads YAML.

/// A string in double quotes. Escapes line breaks and characters that YAML parsers treat
/// differently.
///
/// ```
/// assert_eq!(errbook_syntax::yaml::quoted("a: \"b\""), r#""a: \"b\"""#);
/// ```
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if is_printable(char) => out.push(char),
            _ if u32::from(char) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(char))),
            _ => out.push_str(&format!("\\u{:04x}", u32::from(char))),
        }
    }
    out.push('"');
    out
}

/// Whether YAML allows a character without an escape, excluding line breaks and marks that YAML
/// parsers treat differently (YAML 1.2.2, section 5.1).
pub fn is_printable(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fdd0}'..='\u{fdef}')
}
