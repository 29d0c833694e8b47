//! What a view is made of: its texts, and its shape, which is all the rest. Views of one shape differ in their texts alone.

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use tera::{Map, Value};

use super::asked::{Asked, Names};
use super::recorder::Recorder;

/// A view, taken apart.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Everything but the texts.
    pub(super) bytes: Vec<u8>,
    pub(super) texts: String,
    pub(super) leaves: Vec<Leaf>,
    /// The fields of the structs that templates know by name, such as `summary` of `entry`. They are the same in all views of a type.
    pub(super) fields: Vec<Field>,
}

/// A string or a number of a view.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) kind: Kind,
    /// Where its text ends, which starts where that of the leaf before it does.
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Templates may ask what it is, so that it belongs to the shape and has no text.
    Fixed,
    Text,
    /// In the format of the target already.
    Markup,
}

/// A field that templates know by name.
#[derive(Debug)]
pub(super) struct Field {
    /// The name that its struct has in templates.
    pub(super) parent: &'static str,
    pub(super) name: &'static str,
    pub(super) bytes: Range<usize>,
    pub(super) leaves: Range<usize>,
}

/// What stands for what in the bytes of a shape.
pub(super) mod tag {
    pub(in super::super) const NONE: u8 = b'-';
    pub(in super::super) const FALSE: u8 = b'0';
    pub(in super::super) const TRUE: u8 = b'1';
    pub(in super::super) const NUMBER: u8 = b'#';
    pub(in super::super) const WORD: u8 = b'w';
    pub(in super::super) const EMPTY: u8 = b'_';
    pub(in super::super) const TEXT: u8 = b't';
    pub(in super::super) const MARKUP: u8 = b'm';
    pub(in super::super) const NOTHING: u8 = b'!';
    pub(in super::super) const LIST: u8 = b'[';
    pub(in super::super) const STRUCT: u8 = b'{';
}

impl Shape {
    /// Takes a view apart, without what no template asks for.
    pub(super) fn of(view: &impl Serialize, asked: &Asked) -> Result<Self, fmt::Error> {
        let mut recorder = Recorder::new(asked);
        view.serialize(&mut recorder)?;
        asked.number(recorder.shape.fields.iter().map(|field| (field.parent, field.name)));
        Ok(recorder.shape)
    }

    /// The shape of a field.
    pub(super) fn bytes(&self, field: usize) -> &[u8] {
        &self.bytes[self.fields[field].bytes.clone()]
    }

    /// Whether a condition holds of a field, as in templates: not of nothing, zero, or what is empty.
    pub(super) fn holds(&self, field: usize) -> bool {
        match self.bytes(field) {
            [tag::NONE | tag::FALSE | tag::EMPTY | tag::NOTHING, ..] => false,
            [tag::NUMBER, value @ ..] => value.iter().any(|byte| *byte != 0),
            _ => true,
        }
    }

    /// The text of a leaf, by its number in a field.
    pub(super) fn text(&self, field: usize, leaf: usize) -> &str {
        let at = self.fields[field].leaves.start + leaf;
        let start = if at == 0 { 0 } else { self.leaves[at - 1].end };
        &self.texts[start..self.leaves[at].end]
    }

    /// The field that a leaf is in, and its number there.
    pub(super) fn place(&self, leaf: usize) -> Option<(usize, usize)> {
        let field = self.fields.iter().position(|field| field.leaves.contains(&leaf))?;
        Some((field, leaf - self.fields[field].leaves.start))
    }

    /// The view as templates see it, but with what `mark` makes of the number of each text in its place.
    pub(super) fn hollow(&self, view: Value, asked: &Asked, mark: &impl Fn(usize) -> String) -> Option<Map> {
        let mut next = 0;
        let mut hollow = Map::new();
        for (parent, part) in view.into_map()? {
            let mut fields = Map::new();
            for (name, value) in part.into_map()? {
                if let Some(asked) = asked.of(parent.as_str()?, name.as_str()?) {
                    fields.insert(name, self.hollow_value(&value, &mut next, asked, mark));
                }
            }
            hollow.insert(parent, fields.into());
        }
        (next == self.leaves.len()).then_some(hollow)
    }

    fn hollow_value(&self, value: &Value, next: &mut usize, asked: &Names, mark: &impl Fn(usize) -> String) -> Value {
        if let Some(items) = value.as_array() {
            return items.iter().map(|item| self.hollow_value(item, next, asked, mark)).collect::<Vec<_>>().into();
        }
        if let Some(map) = value.as_map() {
            let fields = map.iter().filter(|(name, _)| name.as_str().is_some_and(|name| asked.has(name)));
            let fields = fields.map(|(name, value)| (name.clone(), self.hollow_value(value, next, asked, mark)));
            return fields.collect::<Map>().into();
        }
        if !value.is_string() && !value.is_number() {
            return value.clone();
        }
        let at = *next;
        *next += 1;
        match self.leaves.get(at).map(|leaf| leaf.kind) {
            _ if value.as_str() == Some("") => value.clone(),
            Some(Kind::Text) => Value::normal_string(&mark(at)),
            Some(Kind::Markup) => Value::safe_string(&mark(at)),
            Some(Kind::Fixed) | None => value.clone(),
        }
    }
}
