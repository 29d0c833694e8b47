//! Infers profiles from examples: bodies whose codes, statuses, messages, and so on are in the same
//! members have one profile. It has the other members that several examples have, all with the same
//! value. One example can't tell a constant from a time or a path, except for booleans.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::super::found::Found;
use super::responses;
use crate::envelope::{self, Shape};
use crate::yaml::Value;

/// The shapes of all examples.
#[derive(Default)]
pub(super) struct Shapes {
    groups: Vec<Group>,
}

struct Group {
    /// The members with variables.
    variables: Shape,
    /// The members that all examples share.
    shape: Shape,
    /// The number of examples that the document has, and that aren't put together from others.
    whole: usize,
    examples: Vec<Example>,
}

struct Example {
    code: String,
    line: usize,
    body: Json,
}

/// Named shapes, and the index of the shape by code.
pub(super) struct Profiles {
    pub(super) all: Vec<(String, Shape)>,
    pub(super) of_code: HashMap<String, usize>,
}

impl Shapes {
    pub(super) fn add(&mut self, code: &str, from: &responses::Example, shape: Shape) {
        let variables = only(&shape, &is_variable);
        let example = Example { code: code.to_owned(), line: from.line, body: from.body.clone() };
        let whole = usize::from(!from.is_made);
        let same = self.groups.iter_mut().find_map(|group| {
            let merged = envelope::merged(&group.variables, &variables)?;
            Some((group, merged))
        });
        match same {
            Some((group, merged)) => {
                group.shape = shared(&group.shape, &shape, &merged);
                group.variables = merged;
                group.whole += whole;
                group.examples.push(example);
            }
            None => self.groups.push(Group { variables, shape, whole, examples: vec![example] }),
        }
    }

    /// The most frequent shape first. Members that no profile has are reported.
    pub(super) fn profiles(mut self, found: &mut Found) -> Profiles {
        self.groups.sort_by_key(|group| std::cmp::Reverse(group.examples.len()));
        let mut profiles = Profiles { all: Vec::new(), of_code: HashMap::new() };
        for (index, mut group) in self.groups.into_iter().enumerate() {
            if group.whole < 2 {
                group.shape = only(&group.shape, &|value| is_variable(value) || is_boolean(value));
            }
            for example in group.examples {
                let rest = left(&example.body, &group.shape);
                if !rest.is_empty() {
                    let message = format!("these members of the body of `{}` are not in its profile", example.code);
                    found.unplaced(example.line, message, rest.join("\n"));
                }
                profiles.of_code.entry(example.code).or_insert(index);
            }
            let name = if index == 0 { "api".to_owned() } else { format!("api_{}", index + 1) };
            profiles.all.push((name, group.shape));
        }
        profiles
    }
}

fn is_variable(value: &Value) -> bool {
    matches!(value, Value::Word(_))
}

fn is_boolean(value: &Value) -> bool {
    matches!(value, Value::Raw(text) if text == "true" || text == "false")
}

/// The members that are kept, or that contain some.
fn only(shape: &[(String, Value)], is_kept: &dyn Fn(&Value) -> bool) -> Shape {
    let keep = |(name, value): &(String, Value)| match value {
        Value::Map(members) => {
            let members = only(members, is_kept);
            (!members.is_empty()).then(|| (name.clone(), Value::Map(members)))
        }
        other => is_kept(other).then(|| (name.clone(), other.clone())),
    };
    shape.iter().filter_map(keep).collect()
}

/// The members that two shapes share, and all of `variables`.
fn shared(one: &[(String, Value)], other: &[(String, Value)], variables: &[(String, Value)]) -> Shape {
    let get =
        |of: &[(String, Value)], name: &String| of.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let mut members = Shape::new();
    for (name, value) in one.iter().chain(other.iter().filter(|(name, _)| get(one, name).is_none())) {
        let value = match (value, get(one, name), get(other, name), get(variables, name)) {
            (_, Some(Value::Map(one)), Some(Value::Map(other)), Some(Value::Map(variables))) => {
                Some(Value::Map(shared(&one, &other, &variables)))
            }
            (_, _, _, Some(variable)) => Some(variable),
            (value, Some(one), Some(other), None) if one == other => Some(value.clone()),
            _ => None,
        };
        members.extend(value.map(|value| (name.clone(), value)));
    }
    members
}

/// The members of a body that a shape doesn't have, as `name: JSON`.
fn left(body: &Json, shape: &[(String, Value)]) -> Vec<String> {
    let mut rest = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let is_this = |key: &str| key.strip_suffix('?').unwrap_or(key) == name || key == name;
        match shape.iter().find(|(key, _)| is_this(key)) {
            None => rest.push(format!("{name}: {value}")),
            Some((_, Value::Map(members))) if value.is_object() => rest.extend(left(value, members)),
            Some(_) => {}
        }
    }
    rest
}
