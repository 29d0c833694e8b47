//! JSON for readers: request bodies from the catalog, and any JSON text laid out over lines without changing what it says.

use errbook_catalog::Json;

/// The value as JSON text on lines, indented by two spaces.
pub(crate) fn pretty(value: &Json) -> String {
    let mut text = String::new();
    write(value, &mut text);
    indent(&text)
}

fn write(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(digits) => out.push_str(digits),
        Json::String(text) => string(text, out),
        Json::Array(items) => list(items, ('[', ']'), out, write),
        Json::Object(members) => list(members, ('{', '}'), out, |(name, value), out| {
            string(name, out);
            out.push(':');
            write(value, out);
        }),
    }
}

/// Whether a language whose only number is a double, and in which `__proto__` is no member, reads the value as what it is.
pub(crate) fn survives_doubles(value: &Json) -> bool {
    match value {
        // Every decimal of at most 15 digits comes back from a double as it went in.
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

fn list<T>(items: &[T], (open, close): (char, char), out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(item, out);
    }
    out.push(close);
}

/// Appends `text` as a JSON string.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    // Most strings are as they are.
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            _ => out.push(char),
        }
    }
    out.push('"');
}

/// Lays out JSON text over lines. Strings and numbers are copied as they are, so that the value stays exactly the same.
pub(crate) fn indent(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.trim();
    while let Some(char) = rest.chars().next() {
        let mut length = char.len_utf8();
        match char {
            '"' => {
                length = string_length(rest);
                out.push_str(&rest[..length]);
            }
            '{' | '[' => {
                out.push(char);
                let inner = rest[1..].trim_start();
                if inner.starts_with(['}', ']']) {
                    out.push_str(&inner[..1]);
                    length = rest.len() - inner.len() + 1;
                } else {
                    depth += 1;
                    newline(depth, &mut out);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                newline(depth, &mut out);
                out.push(char);
            }
            ',' => {
                out.push(',');
                newline(depth, &mut out);
            }
            ':' => out.push_str(": "),
            _ if char.is_ascii_whitespace() => {}
            _ => out.push(char),
        }
        rest = &rest[length..];
    }
    out
}

fn newline(depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// Length of the JSON string at the start of `rest`, quotes included.
fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    rest.len()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any JSON value, with numbers that no float could hold.
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

    /// The text without the white space between tokens.
    fn compact(json: &str) -> String {
        let mut out = String::new();
        let mut rest = json;
        while let Some(char) = rest.chars().next() {
            let length = if char == '"' { string_length(rest) } else { char.len_utf8() };
            if !char.is_ascii_whitespace() {
                out.push_str(&rest[..length]);
            }
            rest = &rest[length..];
        }
        out
    }

    proptest! {
        #[test]
        fn layout_changes_nothing(value in any_json()) {
            let mut text = String::new();
            write(&value, &mut text);
            let pretty = pretty(&value);
            prop_assert_eq!(compact(&pretty), text);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&pretty).is_ok(), "{}", pretty);
        }
    }

    #[test]
    fn looks_as_people_write_it() {
        let pretty = indent(r#"{"a":[1,{"b":"x: {\"y\",}"}],"c":{},"d":[ ]}"#);
        assert_eq!(
            pretty,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x: {\\\"y\\\",}\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        );
    }
}
