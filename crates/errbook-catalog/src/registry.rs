//! A catalog as one JSON file, `errors.json`: what other tools, other languages and a later check read of it. `build` makes it.
//!
//! The format is versioned by [`VERSION`]. A version may gain members, which readers pass over; what a member means never changes within it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod build;
mod text;

pub use text::ReadError;

/// Version of the format that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// Name of the file that holds the JSON Schema of the format, beside the page that lists all codes.
pub const SCHEMA_NAME: &str = "errors.schema.json";

/// A catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// Whether `since` is a date or a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Since {
    /// `YYYY-MM-DD`.
    #[default]
    Date,
    /// A semantic version.
    Version,
}

/// How codes are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Scheme {
    /// First part of each code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What joins the parts.
    pub separator: String,
    /// The parts after the prefix.
    pub levels: Vec<Level>,
}

/// A part of each code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Level {
    /// Such as `category`.
    pub name: String,
    /// Regular expression that it matches as a whole.
    pub pattern: String,
}

/// How a service sends errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// A former URL and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Redirect {
    /// Path from the root of the docs.
    pub from: String,
    /// Path from the root of the docs, or an absolute URL.
    pub to: String,
}

/// One error code.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Code {
    /// `err:unkey:data:key_not_found`.
    pub code: String,
    /// Human heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// One or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The public text, with `{param}` placeholders; `{{` and `}}` are braces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Values in the message, in the catalog's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// Names of the params that are also members of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// What each profile that sends it answers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub responses: BTreeMap<String, Response>,
    /// URL of its page, which is also its `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether sending the same request again can help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retryable: Option<Retryable>,
    /// Seconds after which to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Level at which a service logs it: `error`, `warn`, `info`, `debug`, `trace` or `off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
    /// Its params never reach a client.
    #[serde(default, skip_serializing_if = "is_false")]
    pub redact: bool,
    /// Operations that raise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<RaisedBy>,
    /// Related codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Date or version since which it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Where in its life it is.
    #[serde(default)]
    pub lifecycle: Lifecycle,
    /// When and why it was deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Ending>,
    /// When and why it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Ending>,
    /// Why no service sends it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// Former codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Former URLs of its page, paths from the root of the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// Where in the source code it is raised; only in a file that was asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emitted_at: Vec<Site>,
}

/// A typed value in a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Param {
    /// Name.
    pub name: String,
    /// `string`, `integer`, `decimal`, `url`, `boolean`, `timestamp`, `duration` or `list`.
    #[serde(rename = "type")]
    pub ty: String,
    /// An example, as it stands in a body.
    pub example: serde_json::Value,
    /// What it is, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What one profile answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Reason phrase or the code's own title.
    pub title: String,
}

/// Whether sending the same request again can help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Retryable {
    /// It can.
    pub value: bool,
    /// Why, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Operations that raise a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RaisedBy {
    /// Every operation.
    All(All),
    /// These.
    Operations(Vec<String>),
}

/// The word `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// Every operation.
    All,
}

/// A related code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Related {
    /// The code.
    pub code: String,
    /// Follows "When ".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// Where in its life a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Lifecycle {
    /// Not finished: no service sends it.
    Draft,
    /// Finished: no service sends it yet.
    Reserved,
    /// Services send it.
    #[default]
    Active,
    /// Services send it, but not for much longer.
    Deprecated,
    /// No service sends it any more.
    Retired,
}

/// Deprecation or retirement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Ending {
    /// Date or version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Why, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The code to use now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

/// A place in source code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Path, relative to where the scan began, with slashes.
    pub path: String,
    /// Line, from 1 on.
    pub line: u32,
    /// Column in characters, from 1 on.
    pub column: u32,
}

fn is_false(value: &bool) -> bool {
    !value
}
