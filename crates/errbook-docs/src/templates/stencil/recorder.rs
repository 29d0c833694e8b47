//! Takes a view apart: serde's data model, as far as views use it. Anything else is an error, and the page is rendered by tera.

use std::fmt;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};

use super::asked::{Asked, Names};
use super::shape::{Field, Kind, Leaf, Shape, tag};

/// Writes a shape.
pub(super) struct Recorder<'a> {
    pub(super) shape: Shape,
    asked: &'a Asked,
    /// What templates ask for below the field that we are in.
    below: Option<&'a Names>,
    /// In how many structs we are.
    depth: usize,
    /// The field of the outermost struct that we are in.
    parent: &'static str,
    /// What the next text is.
    next: Kind,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(asked: &'a Asked) -> Self {
        Recorder { shape: Shape::default(), asked, below: None, depth: 0, parent: "", next: Kind::Text }
    }

    fn leaf(&mut self, text: &str) {
        let kind = std::mem::replace(&mut self.next, Kind::Text);
        let shape = &mut self.shape;
        shape.bytes.push(match kind {
            _ if text.is_empty() => tag::EMPTY,
            Kind::Markup => tag::MARKUP,
            _ => tag::TEXT,
        });
        shape.texts.push_str(text);
        shape.leaves.push(Leaf { kind, end: shape.texts.len() });
    }

    fn fixed(&mut self, bytes: &[u8]) {
        self.shape.bytes.extend_from_slice(bytes);
        self.shape.leaves.push(Leaf { kind: Kind::Fixed, end: self.shape.texts.len() });
    }

    fn tag(&mut self, tag: u8) {
        self.shape.bytes.push(tag);
    }

    fn number(&mut self, value: usize) {
        self.shape.bytes.extend_from_slice(&(value as u64).to_le_bytes());
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), fmt::Error> {
        self.below = self.asked.numbered(self.shape.fields.len(), self.parent, name);
        let (bytes, leaves) = (self.shape.bytes.len(), self.shape.leaves.len());
        if self.below.is_some() {
            value.serialize(&mut *self)?;
        }
        let (bytes, leaves) = (bytes..self.shape.bytes.len(), leaves..self.shape.leaves.len());
        self.shape.fields.push(Field { parent: self.parent, name, bytes, leaves });
        Ok(())
    }
}

impl SerializeSeq for &mut Recorder<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

impl SerializeStruct for &mut Recorder<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), fmt::Error> {
        match self.depth {
            1 => {
                self.parent = name;
                value.serialize(&mut **self)
            }
            2 => self.field(name, value),
            _ if self.below.is_some_and(|below| below.has(name)) => value.serialize(&mut **self),
            _ => Ok(()),
        }
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.depth -= 1;
        Ok(())
    }
}

/// What no view has.
macro_rules! not_in_views {
    ($($method:ident($($argument:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, fmt::Error> {
            Err(fmt::Error)
        })*
    };
}

impl Serializer for &mut Recorder<'_> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeStruct = Self;
    type SerializeTuple = Impossible<(), fmt::Error>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Impossible<(), fmt::Error>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    /// Views tell by this who asks: [`Markup`](crate::view::Markup) and [`Status`](crate::view::Status).
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), fmt::Error> {
        self.tag(if value { tag::TRUE } else { tag::FALSE });
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), fmt::Error> {
        self.tag(tag::NUMBER);
        self.fixed(&value.to_le_bytes());
        Ok(())
    }

    fn serialize_u16(self, value: u16) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_str(self, value: &str) -> Result<(), fmt::Error> {
        self.leaf(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.tag(tag::NONE);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    /// A word of ours, which templates compare.
    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Result<(), fmt::Error> {
        self.tag(tag::WORD);
        self.number(word.len());
        self.fixed(word.as_bytes());
        Ok(())
    }

    /// Markup.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, text: &T) -> Result<(), fmt::Error> {
        self.next = Kind::Markup;
        text.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, fmt::Error> {
        let length = length.ok_or(fmt::Error)?;
        self.tag(if length == 0 { tag::NOTHING } else { tag::LIST });
        self.number(length);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.depth += 1;
        self.tag(tag::STRUCT);
        Ok(self)
    }

    not_in_views! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u32(u32) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }
}
