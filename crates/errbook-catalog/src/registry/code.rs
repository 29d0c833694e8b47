//! One code of a [`Registry`](super::Registry), built from an entry.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::is_false;
use crate::catalog::{self, Entry, Example, Manifest, Retryable};
use crate::values::Words as _;

/// One error code.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Reason phrase or the code's own title.
    pub title: String,
}

/// Operations that raise a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum RaisedBy {
    /// Every operation.
    All(All),
    /// These.
    Operations(Vec<String>),
}

/// The word `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// Every operation.
    All,
}

/// A related code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Related {
    /// The code.
    pub code: String,
    /// Follows "When ".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// Where in its life a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Site {
    /// Path, relative to where the scan began, with slashes.
    pub path: String,
    /// Line, from 1 on.
    pub line: u32,
    /// Column in characters, from 1 on.
    pub column: u32,
}

pub(super) fn code<'c>(manifest: &Manifest, entry: &Entry, code_at: impl Fn(usize) -> Option<&'c str> + Copy) -> Code {
    let response = |of: &catalog::Response| {
        let profile = manifest.profiles.get(of.profile)?;
        Some((profile.name.clone(), Response { status: of.status, title: of.title.clone() }))
    };
    let related = |of: &catalog::Related| Some(Related { code: code_at(of.entry)?.to_owned(), when: of.when.clone() });
    Code {
        code: entry.code.clone(),
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        message: entry.message.as_ref().map(|message| message.template.clone()),
        params: entry.params.iter().map(param).collect(),
        extensions: entry.extensions.clone(),
        responses: entry.responses.iter().filter_map(response).collect(),
        url: manifest.page_url(&entry.segments),
        retryable: entry.retryable.clone(),
        retry_after: entry.retry_after,
        log_level: entry.log_level.map(|level| level.word().to_owned()),
        redact: entry.redact,
        raised_by: raised_by(&entry.raised_by),
        related: entry.related.iter().filter_map(related).collect(),
        since: entry.since.clone(),
        lifecycle: lifecycle(entry),
        deprecated: entry.deprecated.as_ref().map(|of| ending(of, code_at)),
        retired: entry.retired.as_ref().map(|of| ending(of, code_at)),
        reserved: entry.reserved.clone(),
        aliases: entry.aliases.clone(),
        redirects: entry.redirects.clone(),
        emitted_at: Vec::new(),
    }
}

/// A code whose entry can't be read.
pub(super) fn unread(manifest: &Manifest, code: String, path: &str) -> Code {
    let segments: Vec<String> = path.trim_end_matches(".yaml").split('/').map(str::to_owned).collect();
    Code { code, url: manifest.page_url(&segments), ..Code::default() }
}

fn param(param: &catalog::Param) -> Param {
    Param {
        name: param.name.clone(),
        ty: param.ty.word().to_owned(),
        example: example(&param.example),
        about: param.about.clone(),
    }
}

fn example(example: &Example) -> Value {
    match example {
        Example::Text(text) => Value::from(text.as_str()),
        Example::Integer(number) => Value::from(*number),
        Example::Boolean(value) => Value::from(*value),
        Example::Timestamp(time) => Value::from(errbook::timestamp::Timestamp(*time).to_string()),
        Example::Duration(seconds) => Value::from(*seconds),
        Example::List(items) => items.iter().map(|item| Value::from(item.as_ref())).collect(),
    }
}

fn raised_by(raised_by: &catalog::RaisedBy) -> Option<RaisedBy> {
    match raised_by {
        catalog::RaisedBy::All => Some(RaisedBy::All(All::All)),
        catalog::RaisedBy::Operations(operations) if operations.is_empty() => None,
        catalog::RaisedBy::Operations(operations) => Some(RaisedBy::Operations(operations.clone())),
    }
}

fn lifecycle(entry: &Entry) -> Lifecycle {
    match entry {
        Entry { retired: Some(_), .. } => Lifecycle::Retired,
        Entry { draft: true, .. } => Lifecycle::Draft,
        Entry { reserved: Some(_), .. } => Lifecycle::Reserved,
        Entry { deprecated: Some(_), .. } => Lifecycle::Deprecated,
        _ => Lifecycle::Active,
    }
}

fn ending<'c>(ending: &catalog::Ending, code_at: impl Fn(usize) -> Option<&'c str>) -> Ending {
    Ending {
        since: ending.since.clone(),
        reason: ending.reason.clone(),
        replaced_by: ending.replaced_by.and_then(code_at).map(str::to_owned),
    }
}
