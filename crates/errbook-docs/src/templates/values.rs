//! Values of views that are more than a string or a number in templates.

use serde::{Serialize, Serializer};
use tera::{TeraResult, Value};

/// A value that templates can use under a name.
pub(crate) trait View {
    fn value(&self) -> TeraResult<Value>;
}

impl<T: Serialize> View for T {
    fn value(&self) -> TeraResult<Value> {
        Value::try_from_serializable(self)
    }
}

/// Text that is already in the target's format, so templates don't escape it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(pub(crate) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // tera passes its own values through unchanged, including the flag that they are safe.
        Value::safe_string(&self.0).serialize(serializer)
    }
}
