//! Values of views that are more than a text or a number to templates.

use serde::{Serialize, Serializer};
use tera::Value;

/// Text in the format of the target already: not escaped again by a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(pub(crate) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            // tera passes its own values through as they are, with the mark that they are safe.
            return Value::safe_string(&self.0).serialize(serializer);
        }
        serializer.serialize_newtype_struct("Markup", &self.0)
    }
}

/// An HTTP status: a number to templates. Pages differ by it as they do by texts, so that what takes a view apart finds a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status(pub(crate) u16);

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.serialize_u16(self.0) } else { serializer.collect_str(&self.0) }
    }
}

/// A word of ours that templates compare, such as `retired`: one of a few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub(crate) &'static str);

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("Word", 0, self.0)
    }
}
