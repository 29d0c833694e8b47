//! Params: the typed values in an entry's texts.

use errbook::{Format, ParamType};

/// A typed value in an entry's texts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Param {
    /// Name in messages and response bodies, `[A-Za-z][A-Za-z0-9_]*`.
    pub name: String,
    /// Rust field: the name in snake case, as a raw identifier if it is a keyword (`r#type`).
    pub field: String,
    /// Type.
    pub ty: ParamType,
    /// How messages write it, if not as its type does by default.
    pub format: Option<Format>,
    /// Example of its type.
    pub example: Example,
    /// Whether logs must not show it.
    pub sensitive: bool,
    /// Whether responses show it although it is sensitive.
    pub revealed: bool,
    /// Description, Markdown.
    pub about: Option<String>,
    /// Whether it comes from the code above, and the entry doesn't declare it.
    pub inherited: bool,
}

impl Param {
    /// Whether responses have its value, unless the entry redacts all params.
    pub fn is_sent(&self) -> bool {
        !self.sensitive || self.revealed
    }

    /// The example as the message of a response has it.
    pub fn text(&self) -> String {
        if self.is_sent() {
            self.example.value().formatted(self.format).to_string()
        } else {
            errbook::MASKED.to_owned()
        }
    }
}

/// Example of a param.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// Of a string, decimal, or URL.
    Text(String),
    /// Of an integer.
    Integer(i64),
    /// Of a boolean.
    Boolean(bool),
    /// Of a timestamp.
    Timestamp(std::time::SystemTime),
    /// Of a duration, in seconds.
    Duration(u64),
    /// Of a list.
    List(Vec<std::borrow::Cow<'static, str>>),
}

impl Example {
    /// The example as a value of the runtime.
    pub fn value(&self) -> errbook::Value<'_> {
        match self {
            Example::Text(text) => errbook::Value::String(text),
            Example::Integer(number) => errbook::Value::Integer(*number),
            Example::Boolean(value) => errbook::Value::Boolean(*value),
            Example::Timestamp(time) => errbook::Value::Timestamp(*time),
            Example::Duration(seconds) => errbook::Value::Duration(std::time::Duration::from_secs(*seconds)),
            Example::List(items) => errbook::Value::List(items),
        }
    }
}
