//! Names of params: which are allowed, and how Rust, Go, and Python write them. Messages, response
//! bodies, and TypeScript keep the name of the catalog.

/// Words that Go writes in capitals.
const INITIALISMS: &[&str] = &[
    "api", "ascii", "cpu", "css", "dns", "eof", "guid", "html", "http", "https", "id", "ip", "json", "qps", "ram",
    "rpc", "sql", "ssh", "tcp", "tls", "ttl", "udp", "ui", "uid", "uri", "url", "utf8", "uuid", "vm", "xml",
];

/// Whether a param can have this name: a letter, then letters, digits, and `_`.
pub fn is_param_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `tableName` as `table_name`. A name without capitals stays the same.
///
/// ```
/// assert_eq!(errbook_catalog::param_name::snake_case("userID"), "user_id");
/// ```
pub fn snake_case(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut snake = String::with_capacity(name.len() + 2);
    for (at, char) in name.char_indices() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let is_lower = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let ends_capitals = before.is_some_and(|byte| byte.is_ascii_uppercase())
            && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if char.is_ascii_uppercase() && (is_lower(before) || ends_capitals) {
            snake.push('_');
        }
        snake.push(char.to_ascii_lowercase());
    }
    snake
}

/// `table_id` and `tableId` as `TableID`.
///
/// ```
/// assert_eq!(errbook_catalog::param_name::go_name("user_id"), "UserID");
/// ```
pub fn go_name(name: &str) -> String {
    let snake = snake_case(name);
    let capitalized = |word: &str| match word.split_at_checked(1) {
        _ if INITIALISMS.contains(&word) => word.to_ascii_uppercase(),
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => String::new(),
    };
    snake.split('_').map(capitalized).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_start_at_capitals_and_underscores() {
        for (name, snake, go) in [
            ("tableName", "table_name", "TableName"),
            ("table_name", "table_name", "TableName"),
            ("userID", "user_id", "UserID"),
            ("HTTPStatus", "http_status", "HTTPStatus"),
            ("base64Url", "base64_url", "Base64URL"),
            ("last4", "last4", "Last4"),
            ("self_", "self_", "Self"),
            ("a__b", "a__b", "AB"),
            ("X", "x", "X"),
        ] {
            assert_eq!((snake_case(name).as_str(), go_name(name).as_str()), (snake, go), "{name}");
        }
    }

    #[test]
    fn names_start_with_a_letter() {
        for name in ["a", "tableName", "X1", "a_"] {
            assert!(is_param_name(name), "{name}");
        }
        for name in ["", "_a", "1a", "a-b", "a.b", "é", "a b"] {
            assert!(!is_param_name(name), "{name}");
        }
    }
}
