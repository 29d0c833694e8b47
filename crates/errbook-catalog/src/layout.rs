//! A YAML file with the spans and styles of its keys and values, for tools that edit a file and
//! keep the rest unchanged. The [`Snapshot`](crate::Snapshot) has what the values mean.

use crate::decode::{Decoder, KeyOrder};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::document::Document;
use crate::parsed;
use crate::raw::{RawEntry, RawManifest};
use crate::yaml::{self, Core, Kind, Node, Style};

/// A value in a YAML file.
#[derive(Debug, Clone, Copy)]
pub struct Written<'d> {
    text: &'d str,
    node: &'d Node<'d>,
}

/// The YAML style of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Without quotes.
    Plain,
    /// `'...'`
    Single,
    /// `"..."`
    Double,
    /// A block scalar (`|` or `>`), on lines of its own.
    Block,
}

impl<'s> Document<'s> {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it isn't YAML, or uses YAML features that a catalog doesn't allow. The diagnostics
    /// don't identify the file.
    pub fn parse(text: &'s str) -> Result<Document<'s>, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        match yaml::parse(FileId(0), text, &mut diagnostics) {
            Some(root) if diagnostics.is_empty() => Ok(Document { text, root, recent: yaml::Recent::default() }),
            _ => Err(diagnostics),
        }
    }

    /// The value of the whole file.
    pub fn root(&self) -> Written<'_> {
        Written { text: self.text, node: &self.root }
    }

    /// The mappings of an entry that have a fixed set of keys, in the order in which decoding
    /// visits them.
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
    /// Its span. That of a block collection starts at its first character.
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// The line that it starts on, from 1.
    pub fn line(&self) -> usize {
        let before = &self.text.as_bytes()[..self.node.span.start as usize];
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    /// The value of a scalar.
    pub fn scalar(&self) -> Option<&'d str> {
        match &self.node.kind {
            Kind::Scalar(scalar) => Some(&scalar.value),
            _ => None,
        }
    }

    /// The style of a scalar.
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

    /// The members of a mapping, in the order of the file. Empty for other values.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (Written<'d>, Written<'d>)> + ExactSizeIterator + use<'d> {
        let members = match &self.node.kind {
            Kind::Mapping(members) => members.as_slice(),
            _ => &[],
        };
        let text = self.text;
        members.iter().map(move |(key, value)| (Written { text, node: key }, Written { text, node: value }))
    }

    /// The items of a sequence. Empty for other values.
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

    /// Whether it is a mapping or sequence in flow style (in brackets or braces).
    pub fn is_flow(&self) -> bool {
        let collection = self.is_mapping() || self.is_sequence();
        collection && self.text.get(self.node.span.range()).is_some_and(|text| text.starts_with(['{', '[']))
    }

    /// Whether both have the same value, ignoring the order of keys and YAML styles.
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
    fn means_ignores_key_order_and_style() {
        assert!(same("a: x\nb: [1, 'y']\n", "b:\n  - 1\n  - \"y\"\na: 'x'\n"));
        assert!(!same("a: 1\n", "a: '1'\n"), "a number is not a string");
        assert!(!same("a: [x, y]\n", "a: [y, x]\n"), "items have an order");
        assert!(!same("a: x\n", "a: x\nb: y\n"));
        assert!(!same("a: |\n  x\n", "a: x\n"), "a line break counts");
    }

    #[test]
    fn keys_are_in_the_order_of_format_md() {
        let text = "message: \"x\"\nhow_to_fix: {steps: []}\n";
        let document = Document::parse(text).expect("YAML");
        let keys = document.entry_keys();
        let of = |start: usize| keys.iter().find(|order| order.start as usize == start).map(|order| &order.keys);
        assert_eq!(of(text.find('{').expect("a mapping")), Some(&vec!["text", "steps", "request"]));
        let listed = of(0).expect("the entry");
        // FORMAT.md promises "Keys in this order".
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
    fn distinguishes_block_and_flow_style() {
        let document = Document::parse("a: {b: c}\nd:\n  - e\nf: |\n  [g]\n").expect("YAML");
        let flow: Vec<bool> = document.root().members().map(|(_, value)| value.is_flow()).collect();
        assert_eq!(flow, [true, false, false]);
        let quoting = document.root().member("f").and_then(|(_, value)| value.quoting());
        assert_eq!(quoting, Some(Quoting::Block));
    }
}
