//! Values of views that are more than a text or a number to templates.

use serde::{Serialize, Serializer};
use tera::{TeraResult, Value};

/// What templates see under a name.
pub(crate) trait View {
    fn value(&self) -> TeraResult<Value>;
}

impl<T: Serialize> View for T {
    fn value(&self) -> TeraResult<Value> {
        Value::try_from_serializable(self)
    }
}

/// Text in the format of the target already: not escaped again by a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(pub(crate) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // tera passes its own values through as they are, with the mark that they are safe.
        Value::safe_string(&self.0).serialize(serializer)
    }
}
