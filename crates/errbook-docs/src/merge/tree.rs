//! JSON as a tree that knows its bytes.

use std::ops::Range;

/// Deeper than any document that a person keeps.
const DEEPEST: usize = 128;

/// A value of a document.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
    /// What a string says.
    pub(super) string: Option<String>,
}

#[derive(Debug)]
pub(super) enum Kind {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Scalar,
}

/// The tree of a text, or the byte at which it is no JSON.
pub(super) fn parse(text: &str) -> Result<Node, usize> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader.space();
    let node = reader.value()?;
    reader.space();
    if reader.at == text.len() { Ok(node) } else { Err(reader.at) }
}

impl Node {
    /// Whether something would be lost with it beside a single value.
    pub(super) fn holds_values(&self) -> bool {
        match &self.kind {
            Kind::Object(members) => !members.is_empty(),
            Kind::Array(items) => !items.is_empty(),
            Kind::Scalar => false,
        }
    }

    /// Whether both are objects, lists or single values.
    pub(super) fn is_like(&self, other: &Node) -> bool {
        std::mem::discriminant(&self.kind) == std::mem::discriminant(&other.kind)
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Node] {
        if let Kind::Array(items) = &self.kind { items } else { &[] }
    }

    /// This value and all below it, outer ones first.
    pub(super) fn descendants(&self) -> Vec<&Node> {
        let mut found = vec![self];
        let mut at = 0;
        while let Some(node) = found.get(at).copied() {
            match &node.kind {
                Kind::Object(members) => found.extend(members.iter().map(|(_, value)| value)),
                Kind::Array(items) => found.extend(items),
                Kind::Scalar => {}
            }
            at += 1;
        }
        found
    }

    /// Whether two values of two texts say the same; the order of members says nothing.
    pub(super) fn equals(&self, text: &str, other: &Node, other_text: &str) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Object(a), Kind::Object(b)) => {
                let has = |(name, value): &(String, Node)| {
                    b.iter().any(|(other, of)| other == name && value.equals(text, of, other_text))
                };
                a.len() == b.len() && a.iter().all(has)
            }
            (Kind::Array(a), Kind::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(text, b, other_text))
            }
            (Kind::Scalar, Kind::Scalar) if self.string.is_some() || other.string.is_some() => {
                self.string == other.string
            }
            (Kind::Scalar, Kind::Scalar) => text[self.span.clone()] == other_text[other.span.clone()],
            _ => false,
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes over a byte and the space behind it.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        if found {
            self.at += 1;
            self.space();
        }
        found
    }

    fn value(&mut self) -> Result<Node, usize> {
        let start = self.at;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(start);
        }
        let mut string = None;
        let kind = match self.byte() {
            Some(b'{') => Kind::Object(self.list(b'}', Self::member)?),
            Some(b'[') => Kind::Array(self.list(b']', Self::value)?),
            Some(b'"') => {
                string = Some(self.string()?);
                Kind::Scalar
            }
            _ => self.word()?,
        };
        self.depth -= 1;
        Ok(Node { span: start..self.at, kind, string })
    }

    fn list<T>(&mut self, end: u8, item: fn(&mut Self) -> Result<T, usize>) -> Result<Vec<T>, usize> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        while self.byte() != Some(end) {
            items.push(item(self)?);
            self.space();
            if !self.take(b',') && self.byte() != Some(end)
                || self.text[..self.at].trim_end().ends_with(',') && self.byte() == Some(end)
            {
                return Err(self.at);
            }
        }
        self.at += 1;
        Ok(items)
    }

    fn member(&mut self) -> Result<(String, Node), usize> {
        if self.byte() != Some(b'"') {
            return Err(self.at);
        }
        let name = self.string()?;
        self.space();
        if !self.take(b':') {
            return Err(self.at);
        }
        Ok((name, self.value()?))
    }

    fn string(&mut self) -> Result<String, usize> {
        let start = self.at;
        let mut escaped = false;
        for (offset, byte) in self.text[start..].bytes().enumerate().skip(1) {
            if byte == b'"' && !escaped {
                self.at = start + offset + 1;
                return serde_json::from_str(&self.text[start..self.at]).map_err(|_| start);
            }
            escaped = byte == b'\\' && !escaped;
        }
        Err(start)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Kind, usize> {
        let rest = &self.text[self.at..];
        let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '-' | '+' | '.')));
        let word = &rest[..end.unwrap_or(rest.len())];
        if serde_json::from_str::<serde_json::Value>(word).is_err() {
            return Err(self.at);
        }
        self.at += word.len();
        Ok(Kind::Scalar)
    }
}
