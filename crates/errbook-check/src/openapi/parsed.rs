//! A document as a tree, for crates that read other things from it than rules do.

use errbook_catalog::Document as Yaml;
use errbook_syntax::json::{self, Node};
use serde_json::Value;

use super::operation::METHODS;
use super::{read, reference};

/// An OpenAPI document (3.0 or 3.1) in JSON or YAML.
#[derive(Debug)]
pub struct OpenapiTree<'t> {
    text: &'t str,
    root: Value,
    json: Option<Node>,
    yaml: Option<Yaml<'t>>,
}

/// Why a text isn't a document.
#[derive(Debug)]
pub struct NotOpenapi {
    /// A lowercase phrase.
    pub message: String,
    /// Line in the text, from 1.
    pub line: usize,
    /// What to do about it.
    pub help: &'static str,
}

impl<'t> OpenapiTree<'t> {
    /// The keys of a path item that are operations.
    pub const METHODS: &'static [&'static str] = METHODS;

    /// Parses a document.
    ///
    /// # Errors
    /// When the text is not JSON or YAML, or not OpenAPI 3.0 or 3.1.
    pub fn read(text: &'t str) -> Result<OpenapiTree<'t>, NotOpenapi> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (root, _) = read::document(text).map_err(|problem| NotOpenapi {
            line: line(text, problem.range.start),
            message: problem.message,
            help: problem.help,
        })?;
        let is_json = text.trim_start().starts_with('{');
        let json = if is_json { json::parse(text).ok() } else { None };
        // The tree has no lines if the document uses YAML that a catalog can't have.
        let yaml = if is_json { None } else { Yaml::parse(text).ok() };
        Ok(OpenapiTree { text, root, json, yaml })
    }

    /// The whole document.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// The value itself, or the target of its references. `None` if they can't be followed.
    pub fn follow<'s>(&'s self, value: &'s Value) -> Option<&'s Value> {
        reference::follow(&self.root, value)
    }

    /// The keys and indexes that the last reference of a value leads to. `None` if it isn't one.
    pub fn target(&self, value: &Value) -> Option<Vec<String>> {
        let mut found = None;
        let mut value = value;
        while let Some(target) = reference::target(value).filter(|_| self.follow(value).is_some()) {
            found = Some(reference::steps(target));
            value = reference::resolve(&self.root, target).ok()?;
        }
        found
    }

    /// The line of the value at these keys and indexes, or of the last one that is found.
    pub fn line(&self, path: &[String]) -> usize {
        line(self.text, self.in_json(path).or_else(|| self.in_yaml(path)).unwrap_or(0))
    }

    fn in_json(&self, path: &[String]) -> Option<usize> {
        let mut node = self.json.as_ref()?;
        for step in path {
            let member = node.members().iter().find(|(name, _)| name == step).map(|(_, value)| value);
            let Some(next) = member.or_else(|| node.items().get(step.parse::<usize>().ok()?)) else { break };
            node = next;
        }
        Some(node.span.start)
    }

    fn in_yaml(&self, path: &[String]) -> Option<usize> {
        let mut value = self.yaml.as_ref()?.root();
        let mut at = 0;
        for step in path {
            if let Some((key, of)) = value.member(step) {
                (at, value) = (key.span().range().start, of);
            } else {
                value = value.items().nth(step.parse().ok()?)?;
                at = value.span().range().start;
            }
        }
        Some(at)
    }
}

fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}
