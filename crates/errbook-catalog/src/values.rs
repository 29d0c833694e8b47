//! The values that keys can have: strings, numbers, words, lists and maps of them, and short forms
//! of mappings.

use crate::catalog::TextKind;
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
use crate::json::Json;
#[cfg(feature = "schema")]
use crate::json_schema::{Schemas, any_of};
use crate::keys::{Key, Texts, Value};
use crate::path::PathStep;
use crate::yaml::{Core, Kind, Node};
#[cfg(feature = "schema")]
use serde_json::{Value as Schema, json};

impl<'s> Value<'s> for Text<'s> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match key.texts {
            TextKind::Data => decoder.string(node, key.what),
            _ => decoder.prose(node, key.what),
        }
    }

    fn text(&self) -> Option<&Text<'s>> {
        Some(self)
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        into.add(key.texts, self);
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({"type": "string", "pattern": r"\S"})
    }
}

impl<'s> Value<'s> for Spanned<i64> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        decoder.integer(&node, key.what)
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({"type": "integer"})
    }
}

impl<'s> Value<'s> for Spanned<bool> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, _: &Key) -> Option<Self> {
        decoder.boolean(&node)
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({"type": "boolean"})
    }
}

/// A word with its location.
impl<'s, T: Words + Value<'s>> Value<'s> for Spanned<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        let span = node.span;
        T::read(decoder, node, key).map(|value| Spanned { value, span })
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        T::schema(schemas)
    }
}

/// Any value, to read later.
impl<'s> Value<'s> for Node<'s> {
    fn read(_: &mut Decoder<'_>, node: Node<'s>, _: &Key) -> Option<Self> {
        Some(node)
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({})
    }
}

impl<'s> Value<'s> for Json {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, _: &Key) -> Option<Self> {
        Some(decoder.json(node))
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({})
    }
}

/// A list. Leaves out invalid items, which are reported.
impl<'s, T: Value<'s>> Value<'s> for Vec<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        decoder.list(node, key.what, |decoder, item| T::read(decoder, item, &key.of_items()))
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        for (at, item) in self.iter().enumerate() {
            into.below(PathStep::Item(at), |into| item.texts(key, into));
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        json!({"type": "array", "items": T::schema(schemas)})
    }
}

/// A map from any names. Leaves out invalid members, which are reported.
impl<'s, T: Value<'s>> Value<'s> for Named<'s, T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        let members = decoder.mapping(node, key.what)?;
        let read = |(name, value)| Some((name, T::read(decoder, value, &key.of_items())?));
        Some(members.into_iter().filter_map(read).collect())
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        for (name, value) in self {
            into.below(PathStep::key(name.as_str().to_owned()), |into| value.texts(key, into));
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        json!({"type": "object", "additionalProperties": T::schema(schemas)})
    }
}

impl<'s, T: Value<'s>> Value<'s> for PerProfile<'s, T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match node.kind {
            Kind::Mapping(_) => Named::read(decoder, node, &Key { item: key.what, ..*key }).map(PerProfile::Each),
            _ => T::read(decoder, node, key).map(PerProfile::All),
        }
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        match self {
            PerProfile::All(value) => value.texts(key, into),
            PerProfile::Each(each) => each.texts(key, into),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        any_of([T::schema(schemas), Named::<T>::schema(schemas)])
    }
}

/// A value that can be `null`.
impl<'s, T: Value<'s>> Value<'s> for Option<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar.core() == Core::Null => Some(None),
            _ => T::read(decoder, node, key).map(Some),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        any_of([T::schema(schemas), json!({"type": "null"})])
    }
}

/// A mapping that is kept even if it is invalid, so references to it aren't reported as well.
#[derive(Debug)]
pub(crate) struct Kept<T>(pub(crate) Option<T>);

impl<'s, T: Value<'s>> Value<'s> for Kept<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        Some(Kept(T::read(decoder, node, key)))
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        self.0.iter().for_each(|value| value.texts(key, into));
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        T::schema(schemas)
    }
}

/// A value, and the JSON of what is written.
#[derive(Debug)]
pub(crate) struct Verbatim<T> {
    pub(crate) value: T,
    pub(crate) json: Json,
}

impl<'s, T: Value<'s>> Value<'s> for Verbatim<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        // Reading the value reports what is wrong.
        let json = Decoder::new(decoder.file, decoder.text, &mut Vec::new()).json(node.clone());
        Some(Verbatim { value: T::read(decoder, node, key)?, json })
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        self.value.texts(key, into);
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        T::schema(schemas)
    }
}

/// A mapping, or a shorter form for the usual case.
#[derive(Debug)]
pub(crate) enum Short<S, T> {
    Short(S),
    Long(T),
}

impl<'s, S: Value<'s>, T: Value<'s>> Value<'s> for Short<S, T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match node.kind {
            Kind::Mapping(_) => T::read(decoder, node, key).map(Short::Long),
            _ => S::read(decoder, node, key).map(Short::Short),
        }
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        match self {
            Short::Short(value) => value.texts(key, into),
            Short::Long(value) => value.texts(key, into),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        any_of([S::schema(schemas), T::schema(schemas)])
    }
}

/// One value, or a list of them.
#[derive(Debug)]
pub(crate) struct OneOrMore<T>(pub(crate) Vec<T>);

impl<T> Default for OneOrMore<T> {
    fn default() -> Self {
        OneOrMore(Vec::new())
    }
}

impl<'s, T: Value<'s>> Value<'s> for OneOrMore<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match node.kind {
            Kind::Sequence(_) => Vec::read(decoder, node, key).map(OneOrMore),
            _ => T::read(decoder, node, key).map(|one| OneOrMore(vec![one])),
        }
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        self.0.texts(key, into);
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        any_of([T::schema(schemas), Vec::<T>::schema(schemas)])
    }
}

/// A string, number, boolean, or null, as it is written in the file.
#[derive(Debug)]
pub(crate) struct AnyScalar<'s>(pub(crate) Text<'s>);

impl<'s> Value<'s> for AnyScalar<'s> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        decoder.scalar(node, key.what).map(AnyScalar)
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({"type": ["string", "number", "boolean", "null"]})
    }
}

/// A string that can be empty, or only spaces.
#[derive(Debug)]
pub(crate) struct AnyText<'s>(pub(crate) Text<'s>);

impl<'s> Value<'s> for AnyText<'s> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar.core() == Core::String => decoder.scalar(node, key.what).map(AnyText),
            _ => decoder.wrong_type(&node, key.what),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        json!({"type": "string"})
    }
}

/// A type with a word for each value.
pub(crate) trait Words: Copy + PartialEq + 'static {
    /// The words and their values.
    const WORDS: &'static [(&'static str, Self)];

    /// The word for a value.
    #[cfg(feature = "registry")]
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

/// Implements [`Words`] for a type.
macro_rules! words {
    ($type:ty, $what:literal, [$($word:literal => $value:path),+ $(,)?]) => {
        crate::values::words!($type, $what, &[$(($word, $value)),+]);
    };
    ($type:ty, $what:literal, $words:expr) => {
        impl crate::values::Words for $type {
            const WORDS: &'static [(&'static str, $type)] = $words;
        }

        impl<'s> crate::keys::Value<'s> for $type {
            fn read(
                decoder: &mut crate::decode::Decoder<'_>,
                node: crate::yaml::Node<'s>,
                _: &crate::keys::Key,
            ) -> Option<Self> {
                decoder.word(node, $what, <$type as crate::values::Words>::WORDS)
            }

            #[cfg(feature = "schema")]
            fn schema(_: &mut crate::json_schema::Schemas) -> serde_json::Value {
                let words = <$type as crate::values::Words>::WORDS.iter().map(|(word, _)| *word);
                serde_json::json!({"type": "string", "enum": words.collect::<Vec<_>>()})
            }
        }
    };
}

pub(crate) use words;
