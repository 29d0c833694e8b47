//! Serializes codes as strings. Uses `serde_core`, so derive macros don't need to be compiled.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, Error, Visitor};
use serde_core::ser::{Serialize, Serializer};

use crate::code::{AnyCode, ErrorCode, ParseCodeError};

/// Serializes a generated `Code`.
pub fn serialize_code<C: ErrorCode, S: Serializer>(code: C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

/// Deserializes a generated `Code`.
pub fn deserialize_code<'de, C: ErrorCode, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    deserializer.deserialize_str(Text(|text: &str| ParseCodeError::find::<C>(text), PhantomData))
}

impl<C: ErrorCode> Serialize for AnyCode<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, C: ErrorCode> Deserialize<'de> for AnyCode<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| Ok(AnyCode::new(text)), PhantomData))
    }
}

/// Visits a string and converts it.
struct Text<T, F>(F, PhantomData<T>);

impl<T, F: FnOnce(&str) -> Result<T, ParseCodeError>> Visitor<'_> for Text<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error code")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}
