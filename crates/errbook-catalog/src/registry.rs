//! A catalog as one JSON file, `errors.json`, for other tools, other languages, and later checks.
//! `build` creates it.
//!
//! The format is versioned by [`VERSION`]. A version may gain members, which readers ignore, but
//! the meaning of a member never changes within a version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod build;
mod code;
mod envelope;
mod field;
mod prose;
mod sources;
#[cfg(test)]
mod tests;
mod text;

pub use crate::catalog::{Audience, CodeKind, Level, Needed, Redirect, Scheme, SinceKind as Since, Stage, Term};
pub use code::*;
pub use field::Field;
pub use text::ReadError;

/// Version of the format that this crate writes. It also reads version 1, which lacks envelopes,
/// headers, names in Rust, and the canonical root.
pub const VERSION: u32 = 2;

/// Name of the file with the JSON Schema of the format, next to the page that lists all codes.
pub const SCHEMA_NAME: &str = "errors.schema.json";

/// A catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Registry {
    /// URL of the JSON Schema of the format.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the format.
    pub version: u32,
    /// Name of the catalog, such as `unkey`.
    pub name: String,
    /// A sentence about the catalog.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Root URL of the docs, without a trailing slash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Canonical root URL for search engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// URL of the page that lists all codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether `since` is a date or a version.
    #[serde(default)]
    pub since: Since,
    /// Format of the codes.
    pub scheme: Scheme,
    /// The levels that names in generated code have, if not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rust_name: Vec<String>,
    /// Response formats of the services. The first is the default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// Parts of many operations that raise codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// Who may see this file. `internal` if it has fields that are not public.
    #[serde(default, skip_serializing_if = "is_default")]
    pub audience: Audience,
    /// The catalogs that it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends: Vec<Needed>,
    /// Whether it has the texts of the pages.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pages: bool,
    /// Terms that pages explain. Only with the texts of the pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary: Vec<Term>,
    /// Fields that codes can have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Groups, each before those below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Redirects that don't belong to a code or group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
    /// Codes, sorted.
    pub codes: Vec<Code>,
}

/// A response format of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Profile {
    /// Name, such as `api`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What no other member says, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Media type of the response body.
    pub content_type: String,
    /// Other media types that `Accept` can select: `same` for the same body, or the name of the
    /// profile whose body is sent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub negotiate: BTreeMap<String, String>,
    /// The response body, as in the manifest: `"$code"` is a variable, `"name?"` an optional
    /// member, and `"..."` spreads the members of `"$params"` or `"$extensions"`.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub envelope: serde_json::Value,
    /// Envelopes for specific statuses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_status: BTreeMap<String, serde_json::Value>,
    /// Values of the response headers of all codes, except those that set the same header.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Units and conditions of these headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header_details: BTreeMap<String, HeaderDetail>,
    /// The catalog that it comes from, if it isn't this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
}

/// Codes that share their first parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Group {
    /// The parts that they share, such as `["unkey", "data"]`.
    pub path: Vec<String>,
    /// Heading.
    pub title: String,
    /// URL of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its description, as Markdown. Only with the texts of the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Previous URLs of its page, as paths from the root of the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// Whether all of its codes are retired.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
    /// The catalog that it comes from, if it isn't this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
}

impl Registry {
    /// Without what comes from dependencies, which an `errors.json` of a site can have.
    #[must_use]
    pub fn own(mut self) -> Registry {
        self.codes.retain(|of| of.catalog.is_none());
        self.groups.retain(|of| of.catalog.is_none());
        self.profiles.retain(|of| of.catalog.is_none());
        self.stages.retain(|of| of.catalog.is_none());
        self.fields.retain(|of| of.catalog.is_none());
        self.redirects.retain(|of| of.catalog.is_none());
        for Field { values, outside_values, required, own_required, .. } in &mut self.fields {
            values.retain(|value| !outside_values.contains(value));
            outside_values.clear();
            *required |= std::mem::take(own_required);
        }
        self
    }

    /// The nearest code above a code.
    pub fn parent(&self, code: &Code) -> Option<&Code> {
        self.code(code.parent.as_deref()?)
    }
}

/// A value as JSON. `null` if it can't be serialized, which isn't expected for parts of a registry.
fn given(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_false(value: &bool) -> bool {
    !value
}
