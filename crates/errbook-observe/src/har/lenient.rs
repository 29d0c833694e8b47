//! Reads JSON from a stream, where values can have another type than expected. Only broken JSON is
//! an error.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::exchange::MAX_BODY;

/// Strings above this size, in bytes, aren't kept. A body of [`MAX_BODY`] bytes fits in as base64.
const MAX_TEXT: usize = MAX_BODY.div_ceil(3) * 4;

/// What a value is, compared with what is expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// It is missing, or `null`.
    #[default]
    Absent,
    /// It has the expected type.
    Expected,
    /// It has another type.
    Other,
    /// It is a string above [`MAX_TEXT`].
    TooLong,
}

/// A value of an expected type. Overrides the method for that type, and only that one.
pub(super) trait Target {
    /// Reads an object. Otherwise, skips it.
    fn object<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<Shape, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Shape::Other)
    }

    /// Reads an array. Otherwise, skips it.
    fn list<'de, A: SeqAccess<'de>>(&mut self, mut seq: A) -> Result<Shape, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Shape::Other)
    }

    /// Reads a string.
    fn text(&mut self, _text: &str) -> Shape {
        Shape::Other
    }

    /// Reads an integer.
    fn integer(&mut self, _integer: i64) -> Shape {
        Shape::Other
    }
}

impl Target for String {
    fn text(&mut self, text: &str) -> Shape {
        if text.len() > MAX_TEXT {
            return Shape::TooLong;
        }
        text.clone_into(self);
        Shape::Expected
    }
}

impl Target for i64 {
    fn integer(&mut self, integer: i64) -> Shape {
        *self = integer;
        Shape::Expected
    }
}

/// A member of an object.
#[derive(Debug, Default)]
pub(super) struct Member<T> {
    /// The value, or the default unless `shape` is [`Shape::Expected`].
    pub(super) value: T,
    /// What the value is.
    pub(super) shape: Shape,
}

impl<T: Target + Default> Member<T> {
    /// Reads the value that `map` is at. If a name is repeated, the last value counts.
    pub(super) fn read<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.value = T::default();
        self.shape = map.next_value_seed(Lenient(&mut self.value))?;
        Ok(())
    }

    /// Whether it is there, and as expected.
    pub(super) fn is_expected(&self) -> bool {
        self.shape == Shape::Expected
    }

    /// Whether it is as expected, or not there.
    pub(super) fn is_optional(&self) -> bool {
        matches!(self.shape, Shape::Expected | Shape::Absent)
    }

    /// The value, if it is as expected.
    pub(super) fn into_value(self) -> Option<T> {
        self.is_expected().then_some(self.value)
    }
}

/// Reads a value of any type into a [`Target`].
pub(super) struct Lenient<'a, T>(pub(super) &'a mut T);

impl<'de, T: Target> DeserializeSeed<'de> for Lenient<'_, T> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Shape, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, T: Target> Visitor<'de> for Lenient<'_, T> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Absent)
    }

    fn visit_bool<E>(self, _value: bool) -> Result<Shape, E> {
        Ok(Shape::Other)
    }

    fn visit_f64<E>(self, _value: f64) -> Result<Shape, E> {
        Ok(Shape::Other)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Shape, E> {
        Ok(self.0.integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Shape, E> {
        Ok(i64::try_from(value).map_or(Shape::Other, |value| self.0.integer(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Shape, E> {
        Ok(self.0.text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Shape, A::Error> {
        self.0.list(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shape, A::Error> {
        self.0.object(map)
    }
}
