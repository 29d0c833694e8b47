//! Fields of the user's choice: their types, as the manifest declares them, and their values.

use errbook_catalog::{FieldType, is_of_type};

use crate::model::Entry;
use crate::yaml::{Members, Value};

/// Types from the narrowest to the widest.
const TYPES: [FieldType; 6] =
    [FieldType::Integer, FieldType::Boolean, FieldType::Url, FieldType::Date, FieldType::List, FieldType::String];

/// The narrowest type of all values.
fn narrowest(values: &[&str]) -> FieldType {
    let fits = |ty: &FieldType| match ty {
        FieldType::List => values.iter().any(|value| value.contains('\n')),
        ty => values.iter().all(|value| is_of_type(*ty, value)),
    };
    TYPES.into_iter().find(fits).unwrap_or(FieldType::String)
}

fn value(ty: FieldType, text: &str) -> Value {
    match ty {
        FieldType::Integer | FieldType::Boolean => Value::raw(text),
        FieldType::List => Value::flow(Value::list(text.lines().map(|line| Value::word(line.trim())))),
        _ => Value::word(text),
    }
}

/// The declarations of all fields, in the order of the first entry that has them.
pub(crate) fn declared(entries: &[Entry]) -> Vec<(String, FieldType)> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in entries.iter().flat_map(|entry| &entry.fields) {
        match fields.iter_mut().find(|(of, _)| of == name) {
            Some((_, values)) => values.push(value),
            None => fields.push((name, vec![value])),
        }
    }
    fields.into_iter().map(|(name, values)| (name.to_owned(), narrowest(&values))).collect()
}

/// The declarations in a manifest.
pub(crate) fn declarations(fields: &[(String, FieldType)]) -> Value {
    let declaration = |ty: FieldType| Value::flow(Members::default().with("type", Value::word(ty.as_str())).value());
    Value::map(fields.iter().map(|(name, ty)| (name.clone(), declaration(*ty))))
}

/// The fields of an entry.
pub(crate) fn values(entry: &Entry, fields: &[(String, FieldType)]) -> Value {
    let ty = |name: &str| fields.iter().find(|(of, _)| of == name).map_or(FieldType::String, |(_, ty)| *ty);
    Value::map(entry.fields.iter().map(|(name, text)| (name.clone(), value(ty(name), text))))
}
