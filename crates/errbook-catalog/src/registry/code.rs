//! One code of a [`Registry`](super::Registry), built from an entry.

use std::collections::BTreeMap;

use errbook::envelope::Variable;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Profile, field, is_default, is_false};
use crate::Json;
use crate::catalog::{self, Audience, CodeKind, Entry, Example, Manifest, Raiser};
use crate::values::Words as _;

/// One error code.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Code {
    /// The code, such as `err:unkey:data:key_not_found`.
    pub code: String,
    /// The nearest code above it: the one with the longest path that its own path starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The catalog that it comes from, if it isn't this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
    /// Whether it is an error that services send, or only a reference. Default: `error`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: CodeKind,
    /// Heading for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its name in generated code, in words, if its entry sets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// One or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The public message, with `{param}` placeholders. `{{` and `}}` are literal braces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The message of each profile, if they differ. `message` is that of the first one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub messages: BTreeMap<String, String>,
    /// Values in the messages, in the catalog's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// Other texts of the code, which generated services don't send.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<Wording>,
    /// Names of the params that are also members of the response body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// Responses, by the profiles that send it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub responses: BTreeMap<String, Response>,
    /// Values of response headers, with `{param}` placeholders, without those of profiles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Units and conditions of these headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header_details: BTreeMap<String, HeaderDetail>,
    /// URL of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The URI that responses have as `type`, if it isn't the URL of its page.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_uri: Option<String>,
    /// What to do about it. Left out if the catalog only has the old key `retryable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The first step of the fix, as plain text. Only if a response has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Whether sending the same request again can succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retryable: Option<Retryable>,
    /// Seconds to wait before retrying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Log level that services use for it: `error`, `warn`, `info`, `debug`, `trace`, or `off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
    /// If true, its params never reach clients.
    #[serde(default, skip_serializing_if = "is_false")]
    pub redact: bool,
    /// Sensitive params that responses show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveal: Vec<String>,
    /// Operations that raise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<RaisedBy>,
    /// Values of its fields, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
    /// Related codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Date or version when a service first sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Date or version of the last change to what services send for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Its stage of life.
    #[serde(default)]
    pub lifecycle: Lifecycle,
    /// When and why it was deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Ending>,
    /// When and why it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Ending>,
    /// How to adapt to what changed about it, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migration: Option<String>,
    /// Why no service raises it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// Previous names of this code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Previous URLs of its page, as paths from the root of the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// The keys of its entry with the texts of the page. Only if `pages` of the file is `true`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub page: BTreeMap<String, Value>,
    /// Names in generated Rust.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rust: Option<Rust>,
    /// Locations in source code that raise it. Only in files written with `--scan`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emitted_at: Vec<Site>,
}

/// Names in generated Rust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rust {
    /// Variant of `Code` and `Error`, such as `DataKeyNotFound`. The names in other languages start
    /// from it.
    pub variant: String,
    /// Path of the constant, such as `unkey::data::KEY_NOT_FOUND`.
    pub path: String,
}

/// A typed value in a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Param {
    /// Name.
    pub name: String,
    /// `string`, `integer`, `decimal`, `url`, `boolean`, `timestamp`, `duration`, or `list`.
    #[serde(rename = "type")]
    pub ty: String,
    /// How messages write it, if not as its type does by default: `go_duration`, `bytes`, `joined`,
    /// or `rfc3339`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// If true, logs and responses show `***` instead of it. Responses have the params in `reveal`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// An example, as in a response body.
    pub example: serde_json::Value,
    /// What the value is, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Another text of a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Wording {
    /// The text, with `{param}` placeholders.
    pub text: String,
    /// Params in addition to those of the code. Other wordings can use them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// Profiles that send it. Empty if all that send the code do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
    /// Operations that answer with it. Empty if any can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
    /// Completes "When ...".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// If true, services build it at run time, and `text` is only its general shape.
    #[serde(default, skip_serializing_if = "is_false")]
    pub computed: bool,
    /// If false, it was published but never sent. Default: `true`.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub sent: bool,
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

impl Wording {
    /// Whether clients read params from it.
    pub fn is_read(&self) -> bool {
        self.sent && !self.computed
    }
}

impl Code {
    /// The params that clients can get: those of the messages, and then those of wordings.
    pub fn all_params(&self) -> impl Iterator<Item = &Param> {
        let read = self.wordings.iter().filter(|wording| wording.is_read());
        self.params.iter().chain(read.flat_map(|wording| &wording.params))
    }

    /// Adds texts to its own: a list continues the list of its key.
    pub(crate) fn extend(&mut self, texts: &[(String, Json)]) {
        for (key, value) in texts {
            let own = self.page.entry(key.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let (Value::Array(own), Value::Array(more)) = (own, value.value()) {
                own.extend(more);
            }
        }
    }

    /// The message of a profile.
    pub fn message_in(&self, profile: &str) -> Option<&str> {
        self.messages.get(profile).or(self.message.as_ref()).map(String::as_str)
    }

    /// The params whose values reach clients.
    pub fn sent_params(&self) -> impl Iterator<Item = &Param> {
        self.all_params().filter(|param| !self.redact && (!param.sensitive || self.reveal.contains(&param.name)))
    }
}

/// What to do about an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Action {
    /// `retry`, `wait`, `fix_request`, `reauthenticate`, `upgrade`, `configure`, `contact`, or `stop`.
    pub kind: String,
    /// Who can do it: `caller` or `operator`.
    pub by: String,
    /// Why, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Whether sending the same request again can succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Retryable {
    /// It can.
    pub value: bool,
    /// Why, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The response of one profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Reason phrase, or the code's title.
    pub title: String,
}

/// How a header writes the value of its param, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HeaderDetail {
    /// `seconds`, `milliseconds`, or `http_date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Completes "When ...".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// Operations that raise a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum RaisedBy {
    /// Every operation.
    All(All),
    /// These.
    Some(Vec<Origin>),
}

/// An operation or a stage that raises a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Origin {
    /// An operation.
    Operation(String),
    /// An operation under a condition.
    When {
        /// The operation.
        operation: String,
        /// Completes "When ...".
        when: String,
    },
    /// A stage.
    Stage {
        /// Its name.
        stage: String,
        /// Completes "When ...".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<String>,
    },
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
    /// Completes "When ...".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// The stage of life of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Lifecycle {
    /// Not finished. No service sends it.
    Draft,
    /// Finished. No service sends it yet.
    Reserved,
    /// Services send it.
    #[default]
    Active,
    /// Services send it, but clients should prepare for its removal.
    Deprecated,
    /// Services no longer send it.
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
    /// The reason, as Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The code that replaces it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

/// A location in source code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Site {
    /// Path relative to the scanned folder, with slashes.
    pub path: String,
    /// Line, starting at 1.
    pub line: u32,
    /// Column in characters, starting at 1.
    pub column: u32,
}

/// A response header that a profile sends for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentHeader<'r> {
    /// Name.
    pub name: &'r str,
    /// Value, with `{param}` placeholders.
    pub value: &'r str,
    /// `seconds`, `milliseconds`, or `http_date`.
    pub unit: Option<&'r str>,
    /// Completes "When ...". `None` if it is always sent.
    pub when: Option<&'r str>,
    /// Whether the profile sets it, for all codes.
    pub of_profile: bool,
}

impl Code {
    /// The headers that `profile` sends for the code: its own, and those of the profile that it
    /// doesn't set and whose params it shows.
    pub fn headers_in<'r>(&'r self, profile: Option<&'r Profile>) -> Vec<SentHeader<'r>> {
        let sent =
            |(name, value): (&'r String, &'r String), details: &'r BTreeMap<String, HeaderDetail>, of_profile| {
                let detail = details.get(name);
                let unit = detail.and_then(|detail| detail.unit.as_deref());
                let when = detail.and_then(|detail| detail.when.as_deref());
                SentHeader { name, value, unit, when, of_profile }
            };
        let mut headers: Vec<_> = self.headers.iter().map(|header| sent(header, &self.header_details, false)).collect();
        let Some(profile) = profile else { return headers };
        let of_profile = profile.headers.iter().map(|header| sent(header, &profile.header_details, true));
        let is_sent = |header: &SentHeader<'_>| {
            let has =
                |name: &str| self.params.iter().any(|param| !self.redact && !param.sensitive && param.name == name);
            let is_own = self.headers.keys().any(|own| own.eq_ignore_ascii_case(header.name));
            !is_own && catalog::placeholders(header.value).all(has)
        };
        headers.extend(of_profile.filter(is_sent));
        headers
    }
}

pub(super) fn code<'c>(
    manifest: &Manifest,
    entry: &Entry,
    audience: Audience,
    code_at: impl Fn(usize) -> Option<&'c str> + Copy,
) -> Code {
    let response = |of: &catalog::Response| {
        let profile = manifest.profiles.get(of.profile)?;
        Some((profile.name.clone(), Response { status: of.status, title: of.title.clone() }))
    };
    let related = |of: &catalog::Related| {
        let code = of.to.own().and_then(code_at);
        let code = code.or_else(|| manifest.outside(of.to).map(|(_, code)| code.code.as_str()))?;
        Some(Related { code: code.to_owned(), when: of.when.clone() })
    };
    Code {
        code: entry.code.clone(),
        parent: entry.parent.and_then(code_at).map(str::to_owned),
        catalog: entry.dependency.map(|at| manifest.depends[at].catalog.clone()),
        kind: entry.kind,
        name: entry.name.clone(),
        symbol: entry.symbol.clone(),
        summary: entry.summary.clone(),
        message: entry.message().map(|message| message.template.clone()),
        messages: messages(manifest, entry),
        params: entry.params.iter().map(param).collect(),
        wordings: entry.wordings.iter().map(|of| wording(manifest, of)).collect(),
        extensions: entry.extensions.clone(),
        responses: entry.responses.iter().filter_map(response).collect(),
        headers: headers(&entry.headers),
        header_details: header_details(&entry.headers),
        url: if entry.dependency.is_some() { entry.url.clone() } else { manifest.page_url(&entry.segments) },
        type_uri: entry.type_uri.clone(),
        action: entry.action.as_ref().filter(|action| !action.derived).map(action),
        fix: entry.fix().filter(|_| manifest.sends(entry, &Variable::Fix)),
        retryable: entry.action.as_ref().map(retryable),
        retry_after: entry.retry_after,
        log_level: entry.log_level.map(|level| level.word().to_owned()),
        redact: entry.redact,
        reveal: entry
            .params
            .iter()
            .chain(entry.wording_params())
            .filter(|param| param.revealed)
            .map(|param| param.name.clone())
            .collect(),
        raised_by: raised_by(manifest, &entry.raised_by),
        fields: field::values(manifest, entry, audience),
        related: entry.related.iter().filter_map(related).collect(),
        since: entry.since.clone(),
        changed: entry.changed.clone(),
        lifecycle: lifecycle(entry),
        deprecated: entry.deprecated.as_ref().map(|of| ending(of, code_at)),
        retired: entry.retired.as_ref().map(|of| ending(of, code_at)),
        migration: entry.migration.clone(),
        reserved: entry.reserved.clone(),
        aliases: entry.aliases.clone(),
        redirects: entry.redirects.clone(),
        page: BTreeMap::new(),
        rust: Some(rust(&entry.rust)),
        emitted_at: Vec::new(),
    }
}

/// The message of each profile, if they differ.
fn messages(manifest: &Manifest, entry: &Entry) -> BTreeMap<String, String> {
    let differing = entry.messages.as_ref().filter(|messages| messages.others().next().is_some());
    let of = |messages: &catalog::Messages, response: &catalog::Response| {
        let profile = manifest.profiles.get(response.profile)?;
        Some((profile.name.clone(), messages.of(response.profile).template.clone()))
    };
    let responses = || entry.responses.iter();
    differing.map(|messages| responses().filter_map(|response| of(messages, response)).collect()).unwrap_or_default()
}

fn wording(manifest: &Manifest, wording: &catalog::Wording) -> Wording {
    let profile = |at: &usize| manifest.profiles.get(*at).map(|profile| profile.name.clone());
    Wording {
        text: wording.text.template.clone(),
        params: wording.params.iter().map(param).collect(),
        profiles: wording.profiles.iter().filter_map(profile).collect(),
        operations: wording.operations.clone(),
        when: wording.when.clone(),
        computed: wording.computed,
        sent: wording.sent,
    }
}

fn action(action: &catalog::Action) -> Action {
    Action { kind: action.kind.as_str().to_owned(), by: action.by.as_str().to_owned(), reason: action.reason.clone() }
}

fn retryable(action: &catalog::Action) -> Retryable {
    Retryable { value: action.kind.is_retryable(), reason: action.reason.clone() }
}

/// The values of headers, by name.
pub(super) fn headers(headers: &[catalog::Header]) -> BTreeMap<String, String> {
    headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect()
}

pub(super) fn header_details(headers: &[catalog::Header]) -> BTreeMap<String, HeaderDetail> {
    let detail = |header: &catalog::Header| {
        let unit = header.unit.map(|unit| unit.word().to_owned());
        (unit.is_some() || header.when.is_some())
            .then(|| (header.name.clone(), HeaderDetail { unit, when: header.when.clone() }))
    };
    headers.iter().filter_map(detail).collect()
}

fn rust(names: &catalog::RustNames) -> Rust {
    let path = names.modules.iter().chain([&names.constant]).map(String::as_str).collect::<Vec<_>>();
    Rust { variant: names.variant.clone(), path: path.join("::") }
}

/// A code whose entry can't be read.
pub(super) fn unread(manifest: &Manifest, code: String, path: &str) -> Code {
    let segments: Vec<String> = path.trim_end_matches(".yaml").split('/').map(str::to_owned).collect();
    Code { code, url: manifest.page_url(&segments), ..Code::default() }
}

fn param(param: &catalog::Param) -> Param {
    Param {
        name: param.name.clone(),
        ty: param.ty.as_str().to_owned(),
        format: param.format.map(|format| format.as_str().to_owned()),
        sensitive: param.sensitive,
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

fn raised_by(manifest: &Manifest, raised_by: &catalog::RaisedBy) -> Option<RaisedBy> {
    match raised_by {
        catalog::RaisedBy::All => Some(RaisedBy::All(All::All)),
        catalog::RaisedBy::Some(origins) if origins.is_empty() => None,
        catalog::RaisedBy::Some(origins) => {
            Some(RaisedBy::Some(origins.iter().filter_map(|of| origin(manifest, of)).collect()))
        }
    }
}

fn origin(manifest: &Manifest, origin: &catalog::Origin) -> Option<Origin> {
    let when = origin.when.clone();
    Some(match (&origin.raiser, when) {
        (Raiser::Operation(name), None) => Origin::Operation(name.clone()),
        (Raiser::Operation(name), Some(when)) => Origin::When { operation: name.clone(), when },
        (Raiser::Stage(stage), when) => Origin::Stage { stage: manifest.stages.get(*stage)?.name.clone(), when },
    })
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
