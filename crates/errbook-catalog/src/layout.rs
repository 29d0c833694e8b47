//! A file as it was written: keys, values and their bytes, for whoever edits files and must keep everything else as it is. What the values
//! mean is in the [`Snapshot`](crate::Snapshot).

use crate::decode::{Decoder, KeyOrder};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::parsed;
use crate::raw::{RawEntry, RawManifest};
use crate::snapshot::Document;
use crate::yaml::{self, Core, Kind, Node, Style};

/// A value as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Written<'d> {
    text: &'d str,
    node: &'d Node<'d>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Without quotes.
    Plain,
    /// `'...'`
    Single,
    /// `"..."`
    Double,
    /// `|` or `>`: the text stands on lines of its own.
    Block,
}

impl<'s> Document<'s> {
    /// The document in `text`.
    ///
    /// # Errors
    /// What makes it no YAML, or YAML that a catalog does not use. The file in its places says nothing.
    pub fn parse(text: &'s str) -> Result<Document<'s>, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        match yaml::parse(FileId(0), text, &mut diagnostics) {
            Some(root) if diagnostics.is_empty() => Ok(Document { text, root }),
            _ => Err(diagnostics),
        }
    }

    /// The value that the file is.
    pub fn root(&self) -> Written<'_> {
        Written { text: self.text, node: &self.root }
    }

    /// The mappings of an entry that have a fixed set of keys. They are those that reading an entry asks for, in the order in which it does:
    /// there is no second list.
    pub fn entry_keys(&self) -> Vec<KeyOrder> {
        self.keys(|decoder, node| drop(parsed::decode::<RawEntry<'_>>(decoder, node)))
    }

    /// Like [`entry_keys`](Self::entry_keys), for the manifest.
    pub fn manifest_keys(&self) -> Vec<KeyOrder> {
        self.keys(|decoder, node| drop(parsed::decode::<RawManifest<'_>>(decoder, node)))
    }

    fn keys(&self, read: impl FnOnce(&mut Decoder<'_>, Node<'s>)) -> Vec<KeyOrder> {
        let mut diagnostics = Vec::new();
        let Some(node) = yaml::parse(FileId(0), self.text, &mut diagnostics) else { return Vec::new() };
        let mut decoder = Decoder::new(FileId(0), self.text, &mut diagnostics);
        decoder.key_orders = Some(Vec::new());
        read(&mut decoder, node);
        decoder.key_orders.unwrap_or_default()
    }
}

impl<'d> Written<'d> {
    /// Its bytes. A block begins at its first letter.
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&'d str> {
        match &self.node.kind {
            Kind::Scalar(scalar) => Some(&scalar.value),
            _ => None,
        }
    }

    /// How a scalar is written.
    pub fn quoting(&self) -> Option<Quoting> {
        match &self.node.kind {
            Kind::Scalar(scalar) => Some(match scalar.style {
                Style::Plain => Quoting::Plain,
                Style::SingleQuoted => Quoting::Single,
                Style::DoubleQuoted => Quoting::Double,
                Style::Literal | Style::Folded => Quoting::Block,
            }),
            _ => None,
        }
    }

    /// The members of a mapping, as they stand; empty for anything else.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (Written<'d>, Written<'d>)> + ExactSizeIterator + use<'d> {
        let members = match &self.node.kind {
            Kind::Mapping(members) => members.as_slice(),
            _ => &[],
        };
        let text = self.text;
        members.iter().map(move |(key, value)| (Written { text, node: key }, Written { text, node: value }))
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = Written<'d>> + ExactSizeIterator + use<'d> {
        let items = match &self.node.kind {
            Kind::Sequence(items) => items.as_slice(),
            _ => &[],
        };
        let text = self.text;
        items.iter().map(move |node| Written { text, node })
    }

    /// The value of a key.
    pub fn member(&self, key: &str) -> Option<(Written<'d>, Written<'d>)> {
        self.members().find(|(name, _)| name.scalar() == Some(key))
    }

    /// Whether it is a mapping.
    pub fn is_mapping(&self) -> bool {
        matches!(self.node.kind, Kind::Mapping(_))
    }

    /// Whether it is a sequence.
    pub fn is_sequence(&self) -> bool {
        matches!(self.node.kind, Kind::Sequence(_))
    }

    /// Whether it is a mapping or sequence in brackets.
    pub fn is_flow(&self) -> bool {
        let collection = self.is_mapping() || self.is_sequence();
        collection && self.text.get(self.node.span.range()).is_some_and(|text| text.starts_with(['{', '[']))
    }

    /// Whether both mean the same: the same values under the same keys, in whatever order the keys stand and however the values are written.
    pub fn means(&self, other: &Written<'_>) -> bool {
        match (&self.node.kind, &other.node.kind) {
            (Kind::Scalar(one), Kind::Scalar(two)) => {
                one.value == two.value && (one.core() == Core::String) == (two.core() == Core::String)
            }
            (Kind::Sequence(_), Kind::Sequence(_)) => {
                self.items().len() == other.items().len()
                    && self.items().zip(other.items()).all(|(one, two)| one.means(&two))
            }
            (Kind::Mapping(_), Kind::Mapping(_)) => {
                let mut left: Vec<_> = other.members().collect();
                self.members().len() == left.len()
                    && self.members().all(|(key, value)| {
                        let same = left.iter().position(|(of, its)| key.means(of) && value.means(its));
                        same.map(|index| left.remove(index)).is_some()
                    })
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, two: &str) -> bool {
        let (one, two) = (Document::parse(one).expect("YAML"), Document::parse(two).expect("YAML"));
        one.root().means(&two.root())
    }

    #[test]
    fn values_mean_the_same_however_they_are_written() {
        assert!(same("a: x\nb: [1, 'y']\n", "b:\n  - 1\n  - \"y\"\na: 'x'\n"));
        assert!(!same("a: 1\n", "a: '1'\n"), "a number is no text");
        assert!(!same("a: [x, y]\n", "a: [y, x]\n"), "items have an order");
        assert!(!same("a: x\n", "a: x\nb: y\n"));
        assert!(!same("a: |\n  x\n", "a: x\n"), "a line break counts");
    }

    #[test]
    fn keys_come_in_the_order_in_which_the_format_lists_them() {
        let text = "message: \"x\"\nhow_to_fix: {steps: []}\n";
        let document = Document::parse(text).expect("YAML");
        let keys = document.entry_keys();
        let of = |start: usize| keys.iter().find(|order| order.start as usize == start).map(|order| &order.keys);
        assert_eq!(of(text.find('{').expect("a mapping")), Some(&vec!["text", "steps", "request"]));
        let listed = of(0).expect("the entry");
        // FORMAT.md says "Keys in this order"; here it is held to it.
        let format = include_str!("../FORMAT.md");
        let example = format.split("## Entry").nth(1).and_then(|rest| rest.split("```").nth(1)).expect("an example");
        let shown: Vec<&str> = example
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(':').map(|(key, _)| key))
            .filter(|key| *key != "yaml")
            .collect();
        assert_eq!(*listed, shown);
    }

    #[test]
    fn blocks_and_brackets_are_told_apart() {
        let document = Document::parse("a: {b: c}\nd:\n  - e\nf: |\n  [g]\n").expect("YAML");
        let flow: Vec<bool> = document.root().members().map(|(_, value)| value.is_flow()).collect();
        assert_eq!(flow, [true, false, false]);
        let quoting = document.root().member("f").and_then(|(_, value)| value.quoting());
        assert_eq!(quoting, Some(Quoting::Block));
    }
}
