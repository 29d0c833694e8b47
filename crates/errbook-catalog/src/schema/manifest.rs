//! The keys of the manifest, with the words that an editor shows beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::entry::{LogLevel, Retryable, Section};
use super::request::Any;
use super::{PerProfile, Text};
use crate::catalog::BUDGETS;

/// What all codes of a catalog share: `catalog.yaml`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "errbook manifest")]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Manifest {
    /// Name of the catalog in lower case; titles and generated names start from it.
    name: Text,
    /// One sentence about the catalog.
    description: Option<Text>,
    /// How codes are written.
    codes: Codes,
    /// How Rust names them.
    rust: Option<Rust>,
    /// Whether `since` in entries is a date or a version. Default: `date`.
    since: Option<Since>,
    /// Statuses outside 400 to 599 that entries may use.
    extra_statuses: Option<Vec<i64>>,
    /// Groups of codes: a tree, one depth for each level above the last.
    groups: Option<BTreeMap<String, Group>>,
    /// How services put an error on the wire; the first is the default.
    profiles: Option<BTreeMap<String, Profile>>,
    /// Where the pages are published.
    site: Option<Site>,
    /// Former URLs that belong to no entry.
    redirects: Option<Vec<Redirect>>,
    /// What requests in entries share.
    requests: Option<Requests>,
    /// Values in examples.
    examples: Option<Examples>,
    /// Sections that every page must have.
    sections: Option<Vec<Section>>,
    /// Words that pages explain.
    glossary: Option<Vec<Term>>,
    /// Levels of the rules of `errbook check`: `error`, `warn`, `allow`, or `{level, paths}`.
    rules: Option<BTreeMap<String, RuleSetting>>,
    /// Longest texts in characters; and `stub`, the fewest words of a section.
    budgets: Option<Budgets>,
    /// Path of the OpenAPI document, relative to the catalog.
    openapi: Option<Text>,
}

/// Lengths by name. The names come from the loader, which knows no others.
struct Budgets;

impl JsonSchema for Budgets {
    fn schema_name() -> Cow<'static, str> {
        "Budgets".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = BUDGETS.iter().map(|name| ((*name).to_owned(), serde_json::json!({"type": "integer"})));
        let names: serde_json::Map<_, _> = names.collect();
        json_schema!({"type": "object", "properties": names, "additionalProperties": false})
    }
}

/// How codes are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Codes {
    /// First part of each code; not in the path.
    prefix: Option<Text>,
    /// What joins the parts. Default: `:`.
    separator: Option<Text>,
    /// The parts after the prefix, one to five.
    levels: Vec<Level>,
}

/// A part of each code.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Level {
    /// Such as `category`.
    name: Text,
    /// Regular expression that it matches as a whole. Default: `[a-z][a-z0-9_]*`.
    pattern: Option<Text>,
}

/// How Rust names codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Rust {
    /// Levels that make a Rust name. Default: all.
    name: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Since {
    Date,
    Version,
}

/// Codes that begin alike. What it says of status, profiles and so on is the default of its codes; the nearest group wins.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Group {
    /// Heading.
    title: Option<Text>,
    /// Markdown, shown on the group's page.
    description: Option<Text>,
    /// HTTP status.
    status: Option<PerProfile<i64>>,
    /// Services that send its codes.
    profiles: Option<Vec<Text>>,
    /// Whether sending the same request again can help.
    retryable: Option<Retryable>,
    /// Seconds after which to try again.
    retry_after: Option<i64>,
    /// Level at which a service logs its codes.
    log_level: Option<LogLevel>,
    /// `true`: params never reach the client.
    redact: Option<bool>,
    /// Headers of the response.
    headers: Option<BTreeMap<String, Text>>,
    /// Former URLs of the group's page.
    redirects: Option<Vec<Text>>,
    /// Groups in it.
    groups: Option<BTreeMap<String, Group>>,
}

/// How a service puts an error on the wire.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Profile {
    BuiltIn(BuiltIn),
    Own(OwnProfile),
}

/// Problem details, RFC 9457.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum BuiltIn {
    Rfc9457,
}

/// A format of the team's own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct OwnProfile {
    /// How pages call it. Default: the key.
    title: Option<Text>,
    /// Media type of the body.
    content_type: Option<Text>,
    /// JSON with variables such as `$code` and `$detail`, or `rfc9457`.
    envelope: Envelope,
    /// Envelopes of single statuses.
    by_status: Option<BTreeMap<String, Any>>,
}

/// JSON with variables: `$code $status $title $type $detail $request_id $instance $retry_after $errors $params $extensions $param.<name>`.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Envelope {
    BuiltIn(BuiltIn),
    Variable(#[schemars(regex(pattern = r"^\$"))] String),
    Object(BTreeMap<String, Any>),
    Array(Vec<Any>),
}

/// Where the pages are published.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Site {
    /// Root of the docs, without a slash at the end.
    root: Text,
    /// Folder of the error pages below it.
    errors: Option<Text>,
    /// Where search engines should look. Default: no canonical URL.
    canonical: Option<Text>,
    /// Title of the site.
    title: Option<Text>,
    /// Folder that holds the catalog, for "edit this page".
    repository: Option<Text>,
}

/// A former URL and where it leads.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Redirect {
    /// The former URL.
    from: Text,
    /// Where it leads.
    to: Text,
}

/// What requests in entries share.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Requests {
    /// The server.
    server: Option<Text>,
    /// Method and path of a request that names an operation: `POST /v2/{operation}`.
    operation: Option<Text>,
    /// Headers of every request.
    headers: Option<BTreeMap<String, Text>>,
    /// Values of `{name}` in headers, paths and bodies.
    placeholders: Option<BTreeMap<String, Text>>,
}

/// Values in examples.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Examples {
    /// ID of a request.
    request_id: Option<Text>,
}

/// A word that pages explain.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Term {
    /// The word.
    term: Text,
    /// Other forms of it, such as the plural.
    also: Option<Vec<Text>>,
    /// What it means, Markdown.
    text: Text,
}

/// The level of a rule, everywhere or by path.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum RuleSetting {
    Level(RuleLevel),
    ByPath(RuleByPath),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum RuleLevel {
    Error,
    Warn,
    Allow,
}

/// A level, and others for some paths.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct RuleByPath {
    /// The level where no path says otherwise.
    level: Option<RuleLevel>,
    /// Globs of entries and their levels; the last that fits wins.
    paths: Option<BTreeMap<String, RuleLevel>>,
}
