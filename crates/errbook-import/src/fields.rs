//! Fields of the user's choice: their types, as the manifest declares them, and their values.

use crate::model::Entry;
use crate::yaml::{Members, Value};

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Integer,
    Boolean,
    Url,
    Date,
    List,
    String,
}

/// Types from the narrowest to the widest.
const TYPES: &[(Type, &str)] = &[
    (Type::Integer, "integer"),
    (Type::Boolean, "boolean"),
    (Type::Url, "url"),
    (Type::Date, "date"),
    (Type::List, "list"),
    (Type::String, "string"),
];

impl Type {
    /// The narrowest type of all values.
    fn of(values: &[&str]) -> Type {
        let fits = |(ty, _): &&(Type, &str)| match ty {
            Type::List => values.iter().any(|value| value.contains('\n')),
            ty => values.iter().all(|value| ty.has(value)),
        };
        TYPES.iter().find(fits).map_or(Type::String, |(ty, _)| *ty)
    }

    fn has(self, value: &str) -> bool {
        match self {
            Type::Integer => value.parse::<i64>().is_ok_and(|number| number.to_string() == value),
            Type::Boolean => matches!(value, "true" | "false"),
            Type::Url => ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme)) && is_one_word(value),
            Type::Date => is_date(value),
            Type::List | Type::String => true,
        }
    }

    fn value(self, text: &str) -> Value {
        match self {
            Type::Integer | Type::Boolean => Value::raw(text),
            Type::List => Value::flow(Value::list(text.lines().map(|line| Value::word(line.trim())))),
            _ => Value::word(text),
        }
    }
}

fn is_one_word(value: &str) -> bool {
    !value.contains(char::is_whitespace)
}

fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The declarations of all fields, in the order of the first entry that has them.
pub(crate) fn declared(entries: &[Entry]) -> Vec<(String, Type)> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in entries.iter().flat_map(|entry| &entry.fields) {
        match fields.iter_mut().find(|(of, _)| of == name) {
            Some((_, values)) => values.push(value),
            None => fields.push((name, vec![value])),
        }
    }
    fields.into_iter().map(|(name, values)| (name.to_owned(), Type::of(&values))).collect()
}

/// The declarations in a manifest.
pub(crate) fn declarations(fields: &[(String, Type)]) -> Value {
    let name = |ty: Type| TYPES.iter().find(|(of, _)| *of == ty).map_or("", |(_, name)| name);
    let declaration = |ty: Type| Value::flow(Members::default().with("type", Value::word(name(ty))).value());
    Value::map(fields.iter().map(|(name, ty)| (name.clone(), declaration(*ty))))
}

/// The fields of an entry.
pub(crate) fn values(entry: &Entry, fields: &[(String, Type)]) -> Value {
    let ty = |name: &str| fields.iter().find(|(of, _)| of == name).map_or(Type::String, |(_, ty)| *ty);
    Value::map(entry.fields.iter().map(|(name, value)| (name.clone(), ty(name).value(value))))
}
