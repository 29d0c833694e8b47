//! Builds the shape of a response body from a profile's envelope, and compares responses with it:
//! handwritten ones, and those that services sent.

use errbook::envelope::{Piece, Variable};
use errbook_catalog::{Manifest, Response};
use serde_json::{Map, Value};

use errbook_syntax::json::At;

/// The shapes of all envelopes of a manifest.
///
/// ```
/// use errbook_check::shape::Shapes;
/// use serde_json::json;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let shapes = Shapes::new(catalog.manifest());
/// assert!(shapes.are_like(&json!({"error": {"code": "err:orders:not_paid", "detail": "The order is not paid yet"}})));
/// assert!(!shapes.are_like(&json!({"order": "ord_1234"})));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
#[derive(Debug, Default)]
pub struct Shapes {
    /// Profile, status that the shape is for, shape.
    pub shapes: Vec<(usize, Option<u16>, Shape)>,
}

impl Shapes {
    /// The shapes of a manifest.
    pub fn new(manifest: &Manifest) -> Shapes {
        let mut shapes = Vec::new();
        for (index, profile) in manifest.profiles.iter().enumerate() {
            shapes.extend(Shape::of(&profile.envelope).map(|shape| (index, None, shape)));
            for (status, pieces) in &profile.by_status {
                shapes.extend(Shape::of(pieces).map(|shape| (index, Some(*status), shape)));
            }
        }
        Shapes { shapes }
    }

    /// The shape of a response.
    pub fn of(&self, response: &Response) -> Option<&Shape> {
        self.at(response.profile, response.status)
    }

    /// The shape of a profile's bodies with a status.
    pub fn at(&self, profile: usize, status: u16) -> Option<&Shape> {
        let is = |status: Option<u16>| {
            let found = self.shapes.iter().find(|(of, at, _)| *of == profile && *at == status);
            found.map(|(_, _, shape)| shape)
        };
        is(Some(status)).or_else(|| is(None))
    }

    /// Whether JSON looks like a response of some profile.
    pub fn are_like(&self, value: &Value) -> bool {
        self.shapes.iter().any(|(_, _, shape)| shape.likeness(value) >= ALIKE)
    }

    /// Whether a text has the members of a response of some profile.
    pub fn are_like_text(&self, text: &str) -> bool {
        self.shapes.iter().any(|(_, _, shape)| shape.likeness_of_text(text) >= ALIKE)
    }
}

/// Minimum percentage of required members for a code block to count as a response.
pub const ALIKE: usize = 60;

/// A part of an envelope.
#[derive(Debug, PartialEq)]
pub enum Shape {
    /// The value of a variable.
    Variable(Variable),
    /// A value that is the same in each response.
    Literal(Value),
    /// Members.
    Object(Vec<Member>),
    /// Items.
    Array(Vec<Shape>),
}

/// A member of an object.
#[derive(Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Whether responses may omit it.
    pub optional: bool,
    /// Its value.
    pub shape: Shape,
}

/// Precedes the number of a variable in joined pieces. Names of members have no control characters.
const MARK: char = '\u{1}';

/// A placeholder for spread members.
const SPLICED: &str = "\u{1}...";

impl Shape {
    /// The shape of an envelope. `None` if the pieces are not valid JSON, which can't happen with a
    /// valid manifest.
    pub fn of(pieces: &[Piece]) -> Option<Shape> {
        let mut variables = Vec::new();
        let full: Value = serde_json::from_str(&joined(pieces, true, &mut variables)).ok()?;
        let least: Value = serde_json::from_str(&joined(pieces, false, &mut Vec::new())).ok()?;
        Some(tree(&full, Some(&least), &variables))
    }

    /// Paths of the members that each response has: `error`, `error.code`.
    pub fn required(&self) -> Vec<Vec<&str>> {
        let mut paths = Vec::new();
        if let Shape::Object(members) = self {
            for member in members.iter().filter(|member| !member.optional && member.name != SPLICED) {
                paths.push(vec![member.name.as_str()]);
                let inside = member.shape.required();
                paths.extend(inside.into_iter().map(|path| [vec![member.name.as_str()], path].concat()));
            }
        }
        paths
    }

    /// The paths of the members with the value of `variable`.
    pub fn paths_of(&self, variable: &Variable) -> Vec<Vec<&str>> {
        match self {
            Shape::Variable(own) if own == variable => vec![Vec::new()],
            Shape::Object(members) => {
                let of_member = |member| {
                    let Member { name, shape, .. }: &Member = member;
                    let paths = shape.paths_of(variable).into_iter();
                    paths.map(move |path| [vec![name.as_str()], path].concat())
                };
                members.iter().flat_map(of_member).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether bodies can have a member with this name at their top.
    pub fn has_member(&self, name: &str) -> bool {
        matches!(self, Shape::Object(members) if members.iter().any(|member| member.name == name))
    }

    /// The percentage of required members that `value` has. 0 if the envelope is nested and `value`
    /// lacks one of its top-level members.
    pub fn likeness(&self, value: &Value) -> usize {
        self.has(|path| path.iter().try_fold(value, |value, name| value.get(name)).is_some())
    }

    /// The percentage of required members that `value` has, also if it lacks a wrapper.
    pub fn share(&self, value: &Value) -> usize {
        let required = self.required();
        let has = |path: &&Vec<&str>| path.iter().try_fold(value, |value, name| value.get(name)).is_some();
        (required.iter().filter(has).count() * 100).checked_div(required.len()).unwrap_or(100)
    }

    /// The percentage of required members that `text` contains.
    pub fn likeness_of_text(&self, text: &str) -> usize {
        self.has(|path| path.last().is_some_and(|name| text.contains(&format!("\"{name}\""))))
    }

    fn has(&self, has: impl Fn(&[&str]) -> bool) -> usize {
        let required = self.required();
        let lacks_one = || required.iter().filter(|path| path.len() == 1).any(|path| !has(path));
        if required.len() < 2 || self.is_nested() && lacks_one() {
            return 0;
        }
        required.iter().filter(|path| has(path)).count() * 100 / required.len()
    }

    /// Whether the envelope has a wrapper, as in `{error: {...}}`, that each response must have.
    fn is_nested(&self) -> bool {
        matches!(self, Shape::Object(members) if members.iter().any(|member| matches!(member.shape, Shape::Object(_))))
    }

    /// Whether a value has this shape, with any values of variables.
    pub fn fits(&self, value: &Value) -> bool {
        let mut differs = Differs(false);
        self.compare(value, &mut differs);
        !differs.0
    }

    /// Tells `visitor` where `value` differs from this shape, and the values of variables.
    pub fn compare(&self, value: &Value, visitor: &mut dyn Visitor) {
        self.compare_at(value, &mut Vec::new(), visitor);
    }

    fn compare_at(&self, value: &Value, at: &mut Vec<At>, visitor: &mut dyn Visitor) {
        match (self, value) {
            (Shape::Variable(variable), value) => visitor.value(at, variable, value),
            (Shape::Literal(expected), value) if expected == value => {}
            (Shape::Literal(expected), _) => visitor.differs(at, Difference::Literal(expected.to_string())),
            (Shape::Object(members), Value::Object(found)) => compare_members(members, found, at, visitor),
            (Shape::Array(items), Value::Array(found)) if items.len() == found.len() => {
                for (index, (item, value)) in items.iter().zip(found).enumerate() {
                    at.push(At::Item(index));
                    item.compare_at(value, at, visitor);
                    at.pop();
                }
            }
            (Shape::Object(_), _) => visitor.differs(at, Difference::Kind("an object")),
            (Shape::Array(items), _) => {
                visitor.differs(at, Difference::Kind(if items.is_empty() { "an empty array" } else { "an array" }));
            }
        }
    }
}

/// Notes whether a value differs.
struct Differs(bool);

impl Visitor for Differs {
    fn differs(&mut self, _at: &[At], _difference: Difference) {
        self.0 = true;
    }

    fn value(&mut self, _at: &[At], _variable: &Variable, _value: &Value) {}
}

fn compare_members(members: &[Member], found: &Map<String, Value>, at: &mut Vec<At>, visitor: &mut dyn Visitor) {
    let spread = members.iter().find(|member| member.name == SPLICED);
    for member in members.iter().filter(|member| member.name != SPLICED) {
        match found.get(&member.name) {
            Some(value) => {
                at.push(At::Member(member.name.clone()));
                member.shape.compare_at(value, at, visitor);
                at.pop();
            }
            None if member.optional => {}
            None => visitor.differs(at, Difference::Missing(member.name.clone())),
        }
    }
    for (name, value) in found.iter().filter(|(name, _)| members.iter().all(|member| member.name != **name)) {
        at.push(At::Member(name.clone()));
        match spread {
            Some(Member { shape: Shape::Variable(variable), .. }) => visitor.spread(at, variable, name, value),
            Some(_) => {}
            None => visitor.differs(at, Difference::Unknown(name.clone())),
        }
        at.pop();
    }
}

/// What happens for each part of a compared value.
pub trait Visitor {
    /// A value doesn't have the shape.
    fn differs(&mut self, at: &[At], difference: Difference);
    /// The value of a variable.
    fn value(&mut self, at: &[At], variable: &Variable, value: &Value);
    /// A member whose name the shape doesn't have, where it spreads the members of `variable`.
    fn spread(&mut self, _at: &[At], _variable: &Variable, _name: &str, _value: &Value) {}
}

/// A difference between a value and the shape.
#[derive(Debug, PartialEq)]
pub enum Difference {
    /// This member is missing.
    Missing(String),
    /// This member is not in the shape.
    Unknown(String),
    /// The value should be this JSON.
    Literal(String),
    /// The value should be of this kind.
    Kind(&'static str),
}

/// Joins the pieces to JSON, with strings in place of variables. Includes all optional members, or
/// none.
fn joined(pieces: &[Piece], optional: bool, variables: &mut Vec<Variable>) -> String {
    let mut text = String::new();
    let mut rest = pieces;
    let mut mark = |variable: &Variable| {
        variables.push(variable.clone());
        format!("\"\\u0001{}\"", variables.len() - 1)
    };
    while let Some((piece, after)) = rest.split_first() {
        rest = after;
        match piece {
            Piece::Json(json) => text.push_str(json),
            Piece::Comma => comma(&mut text),
            Piece::Value(variable) => text.push_str(&mark(variable)),
            Piece::Members(variable) => {
                let variable = mark(variable);
                comma(&mut text);
                text.push_str("\"\\u0001...\":");
                text.push_str(&variable);
            }
            Piece::Optional { pieces, .. } if !optional => rest = rest.get(usize::from(*pieces)..).unwrap_or_default(),
            Piece::Optional { .. } => {}
        }
    }
    text
}

fn comma(text: &mut String) {
    if !text.ends_with(['{', '[', ',']) {
        text.push(',');
    }
}

fn tree(full: &Value, least: Option<&Value>, variables: &[Variable]) -> Shape {
    match full {
        Value::String(text) => {
            match text.strip_prefix(MARK).and_then(|number| variables.get(number.parse::<usize>().ok()?)) {
                Some(variable) => Shape::Variable(variable.clone()),
                None => Shape::Literal(full.clone()),
            }
        }
        Value::Object(members) => Shape::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let least = least.and_then(|least| least.get(name));
                    Member { name: name.clone(), optional: least.is_none(), shape: tree(value, least, variables) }
                })
                .collect(),
        ),
        Value::Array(items) => Shape::Array(items.iter().map(|item| tree(item, Some(item), variables)).collect()),
        other => Shape::Literal(other.clone()),
    }
}
