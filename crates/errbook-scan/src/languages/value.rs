//! Evaluates expressions as far as their values are known from one file: literals, concatenations,
//! formatting, and constants.

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::Node;

use super::literal;
use super::node::{children, inner, member};
use super::placeholders::last_name;
use super::skeleton::Skeleton;
use super::status_name;

/// Maximum depth of expressions. Deeper ones are unknown.
const DEEPEST: usize = 64;

/// Functions that format their first text.
const FORMATTING: &[&str] = &["Sprintf", "Errorf", "format", "formatted", "sprintf", "fmt"];

/// Functions that return their argument, perhaps translated or converted.
const PASSING: &[&str] = &["_", "gettext", "of", "valueOf", "int", "str", "String", "Number"];

/// The constants of a file, by their names. `None` if several have the same one.
pub(super) type Constants<'t> = HashMap<String, Option<Node<'t>>>;

/// Evaluates expressions of a file.
#[derive(Debug)]
pub(super) struct Values<'t> {
    pub(super) text: &'t str,
    pub(super) constants: Constants<'t>,
}

impl<'t> Values<'t> {
    pub(super) fn source(&self, node: Node<'t>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The skeleton of a text. `None` if it isn't known to be one.
    pub(super) fn text(&self, node: Node<'t>) -> Option<Skeleton> {
        self.text_at(node, 0)
    }

    fn text_at(&self, node: Node<'t>, depth: usize) -> Option<Skeleton> {
        if depth > DEEPEST || node.has_error() {
            return None;
        }
        if literal::is_string(node) {
            return literal::skeleton(self.text, node, &|hole| self.name(hole));
        }
        match node.kind() {
            "concatenated_string" => {
                let mut whole = Skeleton::default();
                for part in children(node) {
                    whole.push(self.text_at(part, depth + 1)?);
                }
                Some(whole)
            }
            "binary_expression" | "binary_operator" => self.joined(node, depth),
            "call" | "call_expression" | "method_invocation" => self.called(node, depth),
            _ => self.text_at(self.constant(node).or_else(|| inner(node))?, depth + 1),
        }
    }

    /// `a + b`, or `a % b` in Python.
    fn joined(&self, node: Node<'t>, depth: usize) -> Option<Skeleton> {
        let (left, right) = (node.child_by_field_name("left")?, node.child_by_field_name("right")?);
        let operator = node.child_by_field_name("operator")?.kind();
        if operator == "%" {
            let mut text = self.text_at(left, depth + 1)?;
            let arguments = if right.kind() == "tuple" { children(right).collect() } else { vec![right] };
            text.name_holes(&self.names(&arguments));
            return Some(text);
        }
        if operator != "+" {
            return None;
        }
        let (first, second) = (self.text_at(left, depth + 1), self.text_at(right, depth + 1));
        if first.is_none() && second.is_none() {
            return None;
        }
        let mut whole = first.unwrap_or_else(|| Skeleton::hole(self.name(left)));
        whole.push(second.unwrap_or_else(|| Skeleton::hole(self.name(right))));
        Some(whole)
    }

    /// A call of a function that formats or returns its argument.
    fn called(&self, node: Node<'t>, depth: usize) -> Option<Skeleton> {
        let (of, name) = self.callee(node)?;
        let arguments: Vec<Node<'t>> = children(node.child_by_field_name("arguments")?).collect();
        if FORMATTING.contains(&name) {
            let of = of.and_then(|of| Some((self.text_at(of, depth + 1)?, &arguments[..])));
            let first = || {
                // `String.format` can have a locale first.
                let at = arguments.iter().take(2).position(|argument| self.text_at(*argument, depth + 1).is_some())?;
                Some((self.text_at(arguments[at], depth + 1)?, &arguments[at + 1..]))
            };
            let (mut text, values) = of.or_else(first)?;
            text.name_holes(&self.names(values));
            return Some(text);
        }
        let is_passing = PASSING.contains(&name) && arguments.len() == 1;
        if is_passing { self.text_at(arguments[0], depth + 1) } else { None }
    }

    /// The object and the name of a called function.
    fn callee(&self, node: Node<'t>) -> Option<(Option<Node<'t>>, &'t str)> {
        if let Some(name) = node.child_by_field_name("name") {
            return Some((node.child_by_field_name("object"), self.source(name)));
        }
        let function = node.child_by_field_name("function")?;
        Some(match member(function) {
            Some((object, name)) => (Some(object), self.source(name)),
            None => (None, self.source(function)),
        })
    }

    /// The names of expressions such as `id` and `order.id`.
    fn names(&self, nodes: &[Node<'t>]) -> Vec<Option<String>> {
        nodes.iter().map(|node| self.name(*node)).collect()
    }

    pub(super) fn name(&self, node: Node<'t>) -> Option<String> {
        match node.kind() {
            "keyword_argument" => last_name(self.source(node.child_by_field_name("name")?)),
            _ => last_name(self.path(node)?.last()?),
        }
    }

    /// The status of a number, or of a named constant.
    pub(super) fn status(&self, node: Node<'t>) -> Option<u16> {
        self.status_at(node, 0)
    }

    fn status_at(&self, node: Node<'t>, depth: usize) -> Option<u16> {
        if depth > DEEPEST {
            return None;
        }
        match node.kind() {
            "int_literal" | "number" | "integer" | "decimal_integer_literal" => self.source(node).parse().ok(),
            "call" | "call_expression" | "method_invocation" => {
                let (of, name) = self.callee(node)?;
                let arguments: Vec<Node<'t>> = children(node.child_by_field_name("arguments")?).collect();
                match (of, &arguments[..]) {
                    // `HttpStatus.NOT_FOUND.value()`
                    (Some(of), []) => self.status_at(of, depth + 1),
                    (_, [argument]) if PASSING.contains(&name) => self.status_at(*argument, depth + 1),
                    _ => None,
                }
            }
            _ => {
                if let Some(constant) = self.constant(node) {
                    return self.status_at(constant, depth + 1);
                }
                if let Some(status) = self.path(node).and_then(|path| status_name::status(&path)) {
                    return Some(status);
                }
                let value = member(node).filter(|(_, name)| self.source(*name) == "value").map(|(object, _)| object);
                self.status_at(value.or_else(|| inner(node))?, depth + 1)
            }
        }
    }

    /// The value of a constant of this file.
    pub(super) fn constant(&self, node: Node<'t>) -> Option<Node<'t>> {
        let path = self.path(node)?;
        let name = match path.as_slice() {
            [name] => name.clone(),
            [.., of, name] => format!("{of}.{name}"),
            [] => return None,
        };
        self.constants.get(&name).copied().flatten()
    }

    /// The names of `a.b.c`.
    pub(super) fn path(&self, node: Node<'t>) -> Option<Vec<String>> {
        if node.kind() == "dotted_name" {
            return Some(self.source(node).split('.').map(|name| name.trim().to_owned()).collect());
        }
        let mut path = Vec::new();
        let mut rest = node;
        while let Some((object, name)) = member(rest) {
            path.push(self.source(name).to_owned());
            rest = object;
            if path.len() > DEEPEST {
                return None;
            }
        }
        let is_name =
            matches!(rest.kind(), "identifier" | "this" | "super" | "self" | "type_identifier" | "package_identifier");
        if is_name || !path.is_empty() {
            // `a().b` has a name, but no known object.
            path.push(if is_name { self.source(rest).to_owned() } else { String::new() });
        }
        path.reverse();
        (!path.is_empty()).then_some(path)
    }

    /// The value of a string without placeholders, and the range without its quotes.
    pub(super) fn string(&self, node: Node<'t>) -> Option<(String, Range<usize>)> {
        literal::plain(self.text, node)
    }
}
