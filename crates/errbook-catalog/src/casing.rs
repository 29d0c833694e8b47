//! Names in generated code, in the cases that languages want.

/// The words of a name.
pub(crate) fn words(segment: &str) -> impl Iterator<Item = &str> {
    segment.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// `key_not_found` and `KEY-NOT-FOUND` become `KeyNotFound`. `E0042` and `HttpError` don't change.
pub(crate) fn pascal(segment: &str) -> String {
    let mut name = String::with_capacity(segment.len());
    for word in words(segment) {
        let mixed = word.bytes().any(|byte| byte.is_ascii_lowercase());
        let start = name.len();
        name.push_str(word);
        if !mixed {
            name[start..].make_ascii_lowercase();
        }
        name[start..=start].make_ascii_uppercase();
    }
    name
}
