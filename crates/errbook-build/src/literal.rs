//! Writes text from the catalog to Rust source, as string literals or names, and columns of tables.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Lints that don't apply to generated code, so a crate can turn them on for its own code.
pub(crate) const ALLOW: &str = "#[allow(dead_code, deprecated, unused_imports, clippy::all, clippy::pedantic, \
    clippy::nursery, reason = \"generated\")]\n";

/// A Rust string literal, including quotes.
pub(crate) fn string(text: &str) -> String {
    let mut literal = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => literal.extend(['\\', char]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            _ if must_be_escaped(char) => literal.extend(char.escape_unicode()),
            _ => literal.push(char),
        }
    }
    literal + "\""
}

/// A name in camel case: `api_v2` becomes `ApiV2`.
pub(crate) fn camel_case(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

/// `Some("...")` or `None`.
pub(crate) fn option(text: Option<&str>) -> String {
    text.map_or_else(|| "None".to_owned(), |text| format!("Some({})", string(text)))
}

/// `&["...", "..."]`.
pub(crate) fn strings<S: AsRef<str>>(texts: &[S]) -> String {
    slice(texts.iter().map(|text| string(text.as_ref())))
}

/// `&[..., ...]` of expressions.
pub(crate) fn slice(items: impl IntoIterator<Item = impl Into<String>>) -> String {
    let items: Vec<String> = items.into_iter().map(Into::into).collect();
    format!("&[{}]", items.join(", "))
}

/// An `errbook::tables::Column` of expressions: the distinct values in order of first occurrence,
/// and the index of each code's value.
pub(crate) fn column(values: impl Iterator<Item = String>) -> String {
    let (mut distinct, mut known, mut index) = (Vec::new(), HashMap::new(), Vec::new());
    for value in values {
        let next = distinct.len();
        let position = *known.entry(value).or_insert_with_key(|value| {
            distinct.push(value.clone());
            next
        });
        index.push(position.to_string());
    }
    if distinct.len() == 1 {
        index.clear();
    }
    format!("::errbook::tables::Column {{ values: {}, index: {} }}", slice(distinct), slice(index))
}

/// Control characters, and characters that make source look different from its content. rustc
/// rejects direction marks in literals, and editors hide the others.
fn must_be_escaped(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `#[name = "text"]`.
pub(crate) fn attribute(name: &str, text: &str, out: &mut String) {
    let _ = writeln!(out, "#[{name} = {}]", string(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_parse_to_their_text() {
        let all = (0..=0x3000).chain(0xfe00..=0xffff).filter_map(char::from_u32).chain("😀\u{e0001}".chars());
        for text in [all.collect(), String::from("\"#*/{}'\\u{0}\r\n")] {
            let parsed: syn::LitStr = syn::parse_str(&string(&text)).expect("a string literal");
            assert_eq!(parsed.value(), text);
        }
    }

    #[test]
    fn escapes_invisible_characters() {
        assert_eq!(string("a\u{202e}b\u{200b}\r\0é"), r#""a\u{202e}b\u{200b}\u{d}\u{0}é""#);
    }
}
