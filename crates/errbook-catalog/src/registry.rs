//! A catalog as one JSON file, `errors.json`, for other tools, other languages, and later checks.
//! `build` creates it.
//!
//! The format is versioned by [`VERSION`]. A version may gain members, which readers ignore, but
//! the meaning of a member never changes within a version.

use serde::{Deserialize, Serialize};

mod build;
mod code;
#[cfg(test)]
mod tests;
mod text;

pub use crate::catalog::{Level, Redirect, Retryable, Scheme, SinceKind as Since};
pub use code::*;
pub use text::ReadError;

/// Version of the format that this crate writes, and the latest that it reads.
pub const VERSION: u32 = 1;

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
    /// One sentence about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Root of the docs, without a slash at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// URL of the page that lists all codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether `since` is a date or a version.
    #[serde(default)]
    pub since: Since,
    /// How codes are written.
    pub scheme: Scheme,
    /// How services send errors; the first is the default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// Groups, each before those in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Former URLs that belong to no code or group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
    /// Codes, sorted.
    pub codes: Vec<Code>,
}

/// How a service sends errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Profile {
    /// Such as `api`.
    pub name: String,
    /// For people.
    pub title: String,
    /// Media type of the body.
    pub content_type: String,
}

/// Codes that begin alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Group {
    /// What they begin with, such as `["unkey", "data"]`.
    pub path: Vec<String>,
    /// Heading.
    pub title: String,
    /// URL of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Former URLs of its page, paths from the root of the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// All of its codes are retired.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}
