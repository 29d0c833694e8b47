//! Writes wordings, params, and lists as YAML on one line.

use std::collections::HashSet;

use errbook_catalog::param_name::{go_name, snake_case};
use errbook_catalog::{Entry, ParamType};
use errbook_check::blocks;

use super::pattern::Pattern;
use crate::text::is_plain;

/// The names of params that an entry and its wordings already have. They share them.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    pub(super) fn of(entry: &Entry) -> Names {
        let names = entry.params.iter().chain(entry.wording_params()).map(|param| param.name.as_str());
        Names { taken: names.flat_map(generated).collect() }
    }

    /// A name for each param of a pattern: `value`, `value_2`.
    pub(super) fn of_pattern(&mut self, pattern: &Pattern) -> Vec<String> {
        pattern.params.iter().map(|_| self.next()).collect()
    }

    fn next(&mut self) -> String {
        let all = std::iter::once("value".to_owned()).chain((2_u64..).map(|number| format!("value_{number}")));
        let is_free = |name: &String| generated(name).iter().all(|name| !self.taken.contains(name));
        let name = { all }.find(is_free).unwrap_or_default();
        self.taken.extend(generated(&name));
        name
    }
}

/// The names in generated code, which must not clash either.
fn generated(name: &str) -> [String; 2] {
    [go_name(name), snake_case(name)]
}

/// A wording as an item of `wordings`.
pub(super) fn wording(pattern: &Pattern, names: &[String]) -> String {
    let mut item = format!("{{text: {}", blocks::quoted(&pattern.template(names)));
    if !names.is_empty() {
        item += &format!(", params: {}", params(pattern, names));
    }
    let operations = pattern.operations();
    if !operations.is_empty() && operations.iter().all(|operation| is_plain(operation)) {
        item += &format!(", operations: {}", list(&operations));
    }
    item + "}"
}

/// `{value: {type: integer, example: 17}}`
pub(super) fn params(pattern: &Pattern, names: &[String]) -> String {
    let param = |(name, (ty, example)): (&String, &(ParamType, String))| {
        let example = if *ty == ParamType::Integer { example.clone() } else { blocks::quoted(example) };
        format!("{name}: {{type: {}, example: {example}}}", ty.as_str())
    };
    let params: Vec<String> = names.iter().zip(&pattern.params).map(param).collect();
    format!("{{{}}}", params.join(", "))
}

/// `[orders.get, "orders list"]`
pub(super) fn list(items: &[impl AsRef<str>]) -> String {
    format!("[{}]", scalars(items).join(", "))
}

/// The strings, in quotes if they need them.
pub(super) fn scalars(items: &[impl AsRef<str>]) -> Vec<String> {
    items.iter().map(|item| blocks::scalar(item.as_ref())).collect()
}
