//! The fields of a [`Registry`](super::Registry), and the values of a code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{is_default, is_false};
use crate::catalog::{self, Audience, Entry, FieldValue, Manifest};

/// A field that codes can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Field {
    /// Name, such as `owner`.
    pub name: String,
    /// `string`, `integer`, `boolean`, `enum`, `url`, `date`, or `list` (of strings).
    #[serde(rename = "type")]
    pub ty: String,
    /// Values of an `enum`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Those that only dependencies have, which have the same field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside_values: Vec<String>,
    /// Regular expression that a `string` matches as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether all codes have it, except drafts and retired ones.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether all codes of this catalog have it, if those of dependencies don't.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own_required: bool,
    /// Whether the site has a page for each value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list_by: bool,
    /// Who may see it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub audience: Audience,
    /// Label on pages.
    pub title: String,
    /// What it is for, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The catalog that it comes from, if it isn't this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
}

pub(super) fn field(field: &catalog::Field) -> Field {
    Field {
        name: field.name.clone(),
        ty: field.ty.as_str().to_owned(),
        values: field.values.clone(),
        outside_values: field.outside_values.clone(),
        pattern: field.pattern.clone(),
        required: field.required,
        own_required: field.own_required,
        list_by: field.list_by,
        audience: field.audience,
        title: field.title.clone(),
        about: field.about.clone(),
        catalog: field.catalog.clone(),
    }
}

/// The values of an entry that an audience may see.
pub(super) fn values(manifest: &Manifest, entry: &Entry, audience: Audience) -> BTreeMap<String, Value> {
    let fields = manifest.fields.seen_by(audience);
    fields.filter_map(|field| Some((field.name.clone(), entry.fields.get(field)?.to_json()))).collect()
}

impl FieldValue {
    /// The value as JSON.
    pub fn to_json(&self) -> Value {
        match self {
            FieldValue::Text(text) => Value::from(text.as_str()),
            FieldValue::Integer(number) => Value::from(*number),
            FieldValue::Boolean(value) => Value::from(*value),
            FieldValue::List(items) => items.iter().map(|item| Value::from(item.as_ref())).collect(),
        }
    }
}
