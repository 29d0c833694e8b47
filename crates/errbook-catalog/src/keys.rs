//! Tables of keys: the keys of each mapping in entries and in the manifest, each defined once.
//!
//! A row of a table drives decoding, the JSON Schema, the canonical order of `--fix`, the known
//! keys in diagnostics, and the strings that the rules of errbook-check visit. The tables are in
//! [`raw`](crate::raw), and the types of their values in [`values`](crate::values).

use std::borrow::Cow;

use crate::catalog::TextKind;
use crate::decode::{Decoder, KeyOrder, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::path::PathStep;
use crate::rule::Rule;
use crate::suggest;
use crate::yaml::{Kind, Node, shown};

/// A key of a mapping with a fixed set of keys.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Key {
    /// Name in YAML.
    pub name: &'static str,
    /// Description, shown by editors.
    pub about: &'static str,
    /// Kind of the strings in its value.
    pub texts: TextKind,
    /// Who can notice a change to its value.
    pub noticed_by: NoticedBy,
    /// Label of its row in the section "Details", or empty if it has no row.
    pub label: &'static str,
    /// Describes the value in diagnostics: `a list of steps`.
    pub(crate) what: &'static str,
    /// Describes a member of the value: `the text of a step`.
    pub(crate) item: &'static str,
}

impl Key {
    /// A key for the file as a whole.
    pub(crate) const WHOLE: Key = Key {
        name: "",
        about: "",
        texts: TextKind::Data,
        noticed_by: NoticedBy::Editor,
        label: "",
        what: "",
        item: "",
    };

    /// The key as its items see it.
    pub(crate) fn of_items(&self) -> Key {
        Key { what: self.item, ..*self }
    }
}

/// Who can notice a change to a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticedBy {
    /// Only those who edit the catalog.
    Editor,
    /// Readers of the pages.
    Reader,
    /// Links to the pages.
    Link,
    /// Services that raise the code, and users of generated code.
    Service,
    /// Clients, from the response.
    Client,
}

/// A string in an entry or in the manifest.
#[derive(Debug, Clone)]
pub struct WrittenText<'s> {
    /// Path of keys to it.
    pub path: Vec<PathStep>,
    /// [`Plain`](TextKind::Plain), [`Line`](TextKind::Line) or [`Block`](TextKind::Block).
    pub kind: TextKind,
    /// The string, without trailing whitespace.
    pub value: Cow<'s, str>,
}

/// Collects strings while it visits decoded values.
#[derive(Default)]
pub(crate) struct Texts<'s> {
    path: Vec<PathStep>,
    pub(crate) found: Vec<WrittenText<'s>>,
}

impl<'s> Texts<'s> {
    pub(crate) fn below(&mut self, step: PathStep, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    pub(crate) fn add(&mut self, kind: TextKind, text: &Text<'s>) {
        if matches!(kind, TextKind::Plain | TextKind::Line | TextKind::Block) {
            let value = match &text.scalar.value {
                Cow::Borrowed(value) => Cow::Borrowed(value.trim_end()),
                Cow::Owned(value) => Cow::Owned(value.trim_end().to_owned()),
            };
            self.found.push(WrittenText { path: self.path.clone(), kind, value });
        }
    }
}

/// A type that the value of a key can have.
pub(crate) trait Value<'s>: Sized {
    /// Reads the value. Returns `None` if it is invalid, and reports why.
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self>;

    /// The value, if it is a single string.
    fn text(&self) -> Option<&Text<'s>> {
        None
    }

    /// Visits the strings in it.
    fn texts(&self, _key: &Key, _into: &mut Texts<'s>) {}

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut crate::json_schema::Schemas) -> serde_json::Value;
}

/// A mapping with a fixed set of keys.
pub(crate) trait Table<'s>: Value<'s> {
    /// The keys, in their canonical order.
    const KEYS: &'static [Key];

    /// Which keys are present or invalid.
    fn seen(&self) -> &Seen;

    /// The strings that have a label, with their keys.
    fn labeled(&self) -> Vec<(&'static Key, &Text<'s>)>;
}

/// Which keys of a mapping are present or invalid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// The mapping's first line, for diagnostics about the mapping as a whole.
    pub(crate) span: Span,
    keys: &'static [Key],
    /// One bit per key, by its position in the table: the key is present.
    present: u64,
    /// One bit per key: its value is invalid, at least in part.
    wrong: u64,
}

impl Seen {
    /// Whether the key is present, even with an invalid value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.present & self.bit(key) != 0
    }

    /// Whether the value of the key is invalid, at least in part.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.wrong & self.bit(key) != 0
    }

    /// Treats a misspelled key as present with a wrong value, so it isn't also reported as missing.
    fn meant(&mut self, key: &str, what: &str, decoder: &mut Decoder<'_>) {
        let bit = self.bit(key);
        if self.present & bit == 0 {
            self.present |= bit;
            self.wrong |= bit;
            let (missing, span) = (missing(key, what), self.span);
            decoder.diagnostics.retain(|found| found.message != missing || found.key().1 != span);
        }
    }

    fn bit(&self, key: &str) -> u64 {
        self.keys.iter().position(|of| of.name == key).map_or(0, |at| 1 << at)
    }
}

/// The members of a mapping, taken one by one in the order of its table.
pub(crate) struct Fields<'s> {
    seen: Seen,
    what: &'static str,
    start: u32,
    at: usize,
    members: Vec<(Text<'s>, Option<Node<'s>>)>,
}

impl<'s> Fields<'s> {
    /// Opens a mapping. Returns `None` if the value isn't one.
    pub(crate) fn open(
        decoder: &mut Decoder<'_>,
        node: Node<'s>,
        what: &'static str,
        keys: &'static [Key],
    ) -> Option<Self> {
        let span = node.span;
        if !matches!(node.kind, Kind::Mapping(_)) {
            return decoder.wrong_type(&node, &format!("a mapping for {what}"));
        }
        let members = decoder.mapping(node, what)?.into_iter().map(|(key, value)| (key, Some(value))).collect();
        let seen = Seen { span: decoder.first_line(span), keys, present: 0, wrong: 0 };
        Some(Fields { seen, what, start: span.start, at: 0, members })
    }

    /// The value of the next key, if it is present and valid.
    pub(crate) fn optional<T: Value<'s>>(&mut self, decoder: &mut Decoder<'_>) -> Option<T> {
        let (key, bit) = (self.seen.keys.get(self.at)?, 1 << self.at);
        self.at += 1;
        // Entries usually keep the documented order, so the first remaining member nearly always
        // matches.
        let mut left = self.members.iter_mut().filter(|(_, value)| value.is_some());
        let node = left.find(|(name, _)| name.as_str() == key.name).and_then(|(_, value)| value.take())?;
        self.seen.present |= bit;
        let before = decoder.diagnostics.len();
        let value = T::read(decoder, node, key);
        if decoder.diagnostics.len() > before {
            self.seen.wrong |= bit;
        }
        value
    }

    /// Like [`optional`](Self::optional), but reports a missing key.
    pub(crate) fn required<T: Value<'s>>(&mut self, decoder: &mut Decoder<'_>) -> Option<T> {
        let at = self.at;
        let value = self.optional(decoder);
        if self.seen.present & (1 << at) == 0 {
            let name = self.seen.keys.get(at)?.name;
            decoder.error(Rule::MissingKey, missing(name, self.what), format!("add `{name}: ...`"), self.seen.span);
        }
        value
    }

    /// Reports members that the table doesn't list. Call it last.
    pub(crate) fn finish(mut self, decoder: &mut Decoder<'_>) -> Seen {
        let keys = self.seen.keys;
        let known = || keys.iter().map(|key| key.name);
        for (key, _) in self.members.iter().filter(|(_, value)| value.is_some()) {
            let found = Diagnostic::error(Rule::UnknownKey, format!("unknown key {}", shown(&key.scalar.value)));
            let found = match suggest::nearest(key.as_str(), known()) {
                Some(near) => {
                    self.seen.meant(near, self.what, decoder);
                    found.help(format!("did you mean `{near}`?"))
                }
                None => found.help(format!("use one of the keys of {}, or remove it", self.what)),
            };
            decoder.report(found, key.span);
        }
        if let Some(orders) = &mut decoder.key_orders {
            orders.push(KeyOrder { start: self.start, keys: known().collect() });
        }
        self.seen
    }
}

fn missing(key: &str, what: &str) -> String {
    format!("missing key `{key}` in {what}")
}

/// The key for a field name. If the key is a keyword, that is a raw identifier (`r#type`), or ends
/// with `_` (`crate_`).
pub(crate) const fn key_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        [.., b'_'] => field.split_at(field.len() - 1).0,
        _ => field,
    }
}

/// Defines a mapping with a fixed set of keys, in their canonical order.
///
/// A row is `NEED KEY: TYPE, TEXTS, NOTICED_BY, "the value" / "an item of it" => "Label";`, with
/// the description for editors as its doc comment. Everything after `NOTICED_BY` is optional.
/// - `NEED`: `may` is optional (`Option`), `some` defaults to empty (`Default`), `must` is
///   required, and without it the mapping is left out, and `should` is required, but the mapping is
///   kept without it (`Option`).
/// - `TEXTS`: a [`TextKind`]. The rules for prose visit strings of the kinds `Plain`, `Line`, and
///   `Block`.
/// - `NOTICED_BY`: a [`NoticedBy`].
/// - `Label`: the string is shown as a row of the section "Details" by all targets.
macro_rules! keys {
    (
        $(#[doc = $about:literal])+
        $table:ident, $schema:literal, $what:literal {
            $(
                $(#[doc = $doc:literal])+
                $need:ident $key:ident: $type:ty, $texts:ident, $noticed:ident $(, $value:literal $(/ $item:literal)?)? $(=> $label:literal)?;
            )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug)]
        pub(crate) struct $table<'s> {
            seen: $crate::keys::Seen,
            /// For tables whose values borrow nothing.
            source: std::marker::PhantomData<&'s str>,
            $(pub(crate) $key: keys!(@field $need $type),)*
        }

        impl<'s> $crate::keys::Table<'s> for $table<'s> {
            const KEYS: &'static [$crate::keys::Key] = &[$(
                $crate::keys::Key {
                    name: $crate::keys::key_name(stringify!($key)),
                    about: $crate::keys::about(concat!($($doc),+)),
                    texts: $crate::catalog::TextKind::$texts,
                    noticed_by: $crate::keys::NoticedBy::$noticed,
                    label: keys!(@or $($label)? ; ""),
                    what: keys!(@or $($value)? ; ""),
                    item: keys!(@or $($($item)?)? ; "text"),
                },
            )*];

            fn seen(&self) -> &$crate::keys::Seen {
                &self.seen
            }

            fn labeled(&self) -> Vec<(&'static $crate::keys::Key, &$crate::decode::Text<'s>)> {
                let mut keys = <Self as $crate::keys::Table<'s>>::KEYS.iter();
                [$(keys!(@text $need self.$key, keys.next()),)*].into_iter().flatten().collect()
            }
        }

        impl<'s> $crate::keys::Value<'s> for $table<'s> {
            fn read(
                decoder: &mut $crate::decode::Decoder<'_>,
                node: $crate::yaml::Node<'s>,
                _: &$crate::keys::Key,
            ) -> Option<Self> {
                let mut fields = $crate::keys::Fields::open(decoder, node, $what, <Self as $crate::keys::Table<'s>>::KEYS)?;
                $(let $key = keys!(@read $need fields decoder);)*
                let seen = fields.finish(decoder);
                Some($table { seen, source: std::marker::PhantomData, $($key: keys!(@found $need $key),)* })
            }

            fn texts(&self, _: &$crate::keys::Key, into: &mut $crate::keys::Texts<'s>) {
                let mut keys = <Self as $crate::keys::Table<'s>>::KEYS.iter();
                $(if let Some(key) = keys.next() {
                    let step = $crate::path::PathStep::key(key.name);
                    keys!(@texts $need self.$key, key, step, into);
                })*
            }

            #[cfg(feature = "schema")]
            fn schema(schemas: &mut $crate::json_schema::Schemas) -> serde_json::Value {
                schemas.mapping($schema, $crate::keys::about(concat!($($about),+)), |schemas| {
                    let mut keys = <Self as $crate::keys::Table<'s>>::KEYS.iter();
                    let mut property = |need, value| {
                        let &$crate::keys::Key { name, about, .. } = keys.next()?;
                        let required = need == "must" || need == "should";
                        Some($crate::json_schema::Property { name, about, required, value })
                    };
                    [$(property(stringify!($need), <$type as $crate::keys::Value<'s>>::schema(schemas)),)*]
                        .into_iter().flatten().collect()
                })
            }
        }
    };
    (@field may $type:ty) => { Option<$type> };
    (@field should $type:ty) => { Option<$type> };
    (@field some $type:ty) => { $type };
    (@field must $type:ty) => { $type };
    (@read may $fields:ident $decoder:ident) => { $fields.optional($decoder) };
    (@read some $fields:ident $decoder:ident) => { $fields.optional($decoder).unwrap_or_default() };
    (@read $need:ident $fields:ident $decoder:ident) => { $fields.required($decoder) };
    (@found must $key:ident) => { $key? };
    (@found $need:ident $key:ident) => { $key };
    (@texts may $value:expr, $key:ident, $step:ident, $into:ident) => {
        if let Some(value) = &$value {
            $into.below($step, |into| $crate::keys::Value::texts(value, $key, into));
        }
    };
    (@texts should $value:expr, $key:ident, $step:ident, $into:ident) => {
        keys!(@texts may $value, $key, $step, $into)
    };
    (@texts $need:ident $value:expr, $key:ident, $step:ident, $into:ident) => {
        $into.below($step, |into| $crate::keys::Value::texts(&$value, $key, into))
    };
    (@text may $value:expr, $key:expr) => {
        $key.filter(|key| !key.label.is_empty()).zip($value.as_ref().and_then($crate::keys::Value::text))
    };
    (@text should $value:expr, $key:expr) => { keys!(@text may $value, $key) };
    (@text $need:ident $value:expr, $key:expr) => {
        $key.filter(|key| !key.label.is_empty()).zip($crate::keys::Value::text(&$value))
    };
    (@or $given:literal ; $otherwise:literal) => { $given };
    (@or ; $otherwise:literal) => { $otherwise };
}

/// A doc comment without its leading space.
pub(crate) const fn about(doc: &'static str) -> &'static str {
    match doc.as_bytes() {
        [b' ', ..] => doc.split_at(1).1,
        _ => doc,
    }
}

pub(crate) use keys;
