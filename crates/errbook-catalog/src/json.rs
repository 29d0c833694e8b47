//! A JSON value for request bodies, which keeps the order of members and the digits of numbers.

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, members in the order of the catalog.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The members of an object.
    pub fn members(&self) -> &[(String, Json)] {
        if let Json::Object(members) = self { members } else { &[] }
    }

    /// The items of an array.
    pub fn items(&self) -> &[Json] {
        if let Json::Array(items) = self { items } else { &[] }
    }

    /// The same value for crates that use serde_json. Numbers that it can't hold are strings.
    #[cfg(any(feature = "registry", feature = "schema"))]
    pub fn value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Json::Null => Value::Null,
            Json::Boolean(value) => Value::from(*value),
            Json::Number(digits) => digits.parse().map_or_else(|_| Value::from(digits.as_str()), Value::Number),
            Json::String(text) => Value::from(text.as_str()),
            Json::Array(items) => items.iter().map(Json::value).collect(),
            Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.value())).collect(),
        }
    }
}
