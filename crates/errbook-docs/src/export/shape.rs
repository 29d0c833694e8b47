//! Converts an envelope from a flat list of pieces to the tree that types are generated from. It
//! parses the JSON that the envelope produces, with `null` in place of values.

use std::collections::BTreeMap;

use errbook::ActionKind;
use errbook::envelope::{Piece, Variable};
use errbook_syntax::json::{self, Kind, Node};

use crate::templates::Markup;
use crate::view::catalog::{MemberView, ShapeView};

/// Prefix of the names of optional members, and the name of members that are spread. Unicode
/// reserves this noncharacter for internal use.
const MARK: char = '\u{fdd0}';

/// The tree of an envelope. `types` returns the types that a param or a field can have in JSON, and
/// whether it can be missing.
pub(super) fn shape(pieces: &[Piece], types: Types<'_>) -> ShapeView {
    let envelope = Envelope::new(pieces, types);
    json::parse(&envelope.json).map_or_else(|_| ShapeView::default(), |node| envelope.shape(&node))
}

/// The types of a variable, and whether it can be missing.
pub(super) type Types<'t> = &'t dyn Fn(&Variable) -> (Vec<&'static str>, bool);

/// An envelope as JSON.
struct Envelope<'p> {
    json: String,
    /// The variables, by the byte offset of the `null` in their place.
    variables: BTreeMap<usize, &'p Variable>,
    types: Types<'p>,
}

impl<'p> Envelope<'p> {
    fn new(pieces: &'p [Piece], types: Types<'p>) -> Self {
        let mut envelope = Envelope { json: String::new(), variables: BTreeMap::new(), types };
        let mut optional = false;
        for piece in pieces {
            match piece {
                // The first string after `Optional` is the name of the optional member.
                Piece::Json(text) if optional => {
                    envelope.json.push_str(&text.replacen('"', &format!("\"{MARK}"), 1));
                    optional = false;
                }
                Piece::Json(text) => envelope.json.push_str(text),
                Piece::Comma => envelope.separate(),
                Piece::Value(variable) => envelope.null(variable),
                Piece::Members(variable) => {
                    envelope.separate();
                    envelope.json.push_str(&format!("\"{MARK}\":"));
                    envelope.null(variable);
                }
                Piece::Optional { .. } => optional = true,
            }
        }
        envelope
    }

    fn separate(&mut self) {
        if !self.json.trim_end().ends_with(['{', '[', ',']) {
            self.json.push(',');
        }
    }

    fn null(&mut self, variable: &'p Variable) {
        self.variables.insert(self.json.len(), variable);
        self.json.push_str("null");
    }

    fn shape(&self, node: &Node) -> ShapeView {
        match &node.kind {
            Kind::Object(members) => self.object(members),
            Kind::Array(items) => {
                let items = items.iter().map(|item| self.shape(item)).collect();
                ShapeView { kind: "array", items, ..ShapeView::default() }
            }
            _ => self.variables.get(&node.span.start).map_or_else(|| self.constant(node), |of| self.value(of)),
        }
    }

    fn object(&self, members: &[(String, Node)]) -> ShapeView {
        let mut object = ShapeView { kind: "object", ..ShapeView::default() };
        for (marked, node) in members {
            let name = marked.strip_prefix(MARK);
            if name == Some("") {
                object.rest = self.variables.get(&node.span.start).map(|variable| name_of(variable));
                continue;
            }
            let mut shape = self.shape(node);
            match name {
                // An optional member is omitted instead of `null`.
                Some(_) => shape.nullable = false,
                None => object.required.push(marked.clone()),
            }
            let optional = name.is_some();
            object.members.push(MemberView { name: name.unwrap_or(marked).to_owned(), optional, shape });
        }
        object
    }

    fn constant(&self, node: &Node) -> ShapeView {
        let json = self.json[node.span.clone()].to_owned();
        ShapeView { kind: "constant", json: Some(Markup(json)), ..ShapeView::default() }
    }

    fn value(&self, variable: &Variable) -> ShapeView {
        let (types, nullable) = (self.types)(variable);
        let field = match variable {
            Variable::Field(name) => Some(name.to_string()),
            _ => None,
        };
        let param = match variable {
            Variable::Param(name) => Some(name.to_string()),
            _ => None,
        };
        let words = match variable {
            Variable::Action => ActionKind::NAMED.iter().map(|(word, _)| *word).collect(),
            _ => Vec::new(),
        };
        let variable = Some(name_of(variable));
        ShapeView { kind: "value", variable, field, param, nullable, types, words, ..ShapeView::default() }
    }
}

fn name_of(variable: &Variable) -> &'static str {
    match variable {
        Variable::Param(_) => "param",
        Variable::Field(_) => "field",
        other => Variable::NAMED.iter().find(|(_, named)| named == other).map_or("", |(name, _)| name),
    }
}
