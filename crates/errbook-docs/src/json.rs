//! Pretty-prints JSON without changing its value: request bodies of the catalog, and any JSON text.

use errbook_catalog::Json;

use crate::text;

/// Serializes a value as pretty-printed JSON, indented by two spaces.
pub(crate) fn pretty(value: &Json) -> String {
    indent(&compact(value))
}

fn compact(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Boolean(value) => value.to_string(),
        Json::Number(digits) => digits.clone(),
        Json::String(value) => text::json(value),
        Json::Array(items) => format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(",")),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}:{}", text::json(name), compact(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

/// Whether a value survives a language whose only number type is a double, and in which `__proto__`
/// is not an ordinary member.
pub(crate) fn survives_doubles(value: &Json) -> bool {
    match value {
        // A decimal number of at most 15 digits survives a round trip through a double.
        Json::Number(text) => {
            let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
            mantissa.bytes().filter(u8::is_ascii_digit).count() <= 15
                && text.parse::<f64>().is_ok_and(|number| number.is_finite() && (number != 0.0 || text == "0"))
        }
        Json::Array(items) => items.iter().all(survives_doubles),
        Json::Object(members) => members.iter().all(|(name, value)| name != "__proto__" && survives_doubles(value)),
        Json::Null | Json::Boolean(_) | Json::String(_) => true,
    }
}

/// Pretty-prints JSON text. Strings and numbers are copied verbatim, so the value stays exactly the
/// same.
pub(crate) fn indent(json: &str) -> String {
    let json = json.trim();
    let bytes = json.as_bytes();
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        let mut end = token_end(bytes, at);
        match byte {
            b'{' | b'[' => {
                out.push_str(&json[at..end]);
                let inner = json[end..].trim_start();
                if inner.starts_with(['}', ']']) {
                    out.push_str(&inner[..1]);
                    end = json.len() - inner.len() + 1;
                } else {
                    depth += 1;
                    newline(depth, &mut out);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                newline(depth, &mut out);
                out.push_str(&json[at..end]);
            }
            b',' => {
                out.push(',');
                newline(depth, &mut out);
            }
            b':' => out.push_str(": "),
            _ if byte.is_ascii_whitespace() => {}
            _ => out.push_str(&json[at..end]),
        }
        at = end;
    }
    out
}

fn newline(depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// End of the string, number, word, or punctuation that starts at `at`.
fn token_end(bytes: &[u8], at: usize) -> usize {
    let is_sign =
        |byte: u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':') || byte.is_ascii_whitespace();
    match bytes[at] {
        b'"' => string_end(bytes, at),
        byte if is_sign(byte) => at + 1,
        _ => bytes[at..].iter().position(|byte| is_sign(*byte)).map_or(bytes.len(), |length| at + length),
    }
}

/// End of the string at `at`, including its quotes.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'"' => return end + 1,
            // Skip the escaped character.
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any JSON value, including numbers that no float can represent.
    pub(crate) fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Boolean),
            "-?[1-9][0-9]{0,30}(\\.[0-9]{1,20})?".prop_map(Json::Number),
            any::<String>().prop_map(Json::String),
            "[\"'\\\\$`!{}\\[\\],: \n]{0,12}".prop_map(Json::String),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
                prop::collection::vec((any::<String>(), inner), 0..4).prop_map(Json::Object),
            ]
        })
    }

    /// The value without any whitespace.
    fn one_line(value: &Json) -> String {
        let quoted = |text: &str| serde_json::to_string(text).expect("strings serialize");
        match value {
            Json::Null => "null".to_owned(),
            Json::Boolean(value) => value.to_string(),
            Json::Number(digits) => digits.clone(),
            Json::String(text) => quoted(text),
            Json::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(",")),
            Json::Object(members) => {
                let member = |(name, value): &(String, Json)| format!("{}:{}", quoted(name), one_line(value));
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }

    /// The text without whitespace between tokens.
    fn compact(json: &str) -> String {
        let mut out = String::new();
        let mut rest = json;
        while let Some(char) = rest.chars().next() {
            let length = if char == '"' { string_end(rest.as_bytes(), 0) } else { char.len_utf8() };
            if !char.is_ascii_whitespace() {
                out.push_str(&rest[..length]);
            }
            rest = &rest[length..];
        }
        out
    }

    proptest! {
        #[test]
        fn pretty_printing_preserves_the_value(value in any_json()) {
            let text = one_line(&value);
            let pretty = pretty(&value);
            prop_assert_eq!(&indent(&text), &pretty);
            prop_assert_eq!(compact(&pretty), text);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&pretty).is_ok(), "{}", pretty);
        }
    }

    #[test]
    fn nested_values_are_indented() {
        let pretty = indent(r#"{"a":[1,{"b":"x: {\"y\",}"}],"c":{},"d":[ ]}"#);
        assert_eq!(
            pretty,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x: {\\\"y\\\",}\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        );
    }
}
