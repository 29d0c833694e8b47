//! One code: what services send, and its life. The sections that people read are in `page`.

use errbook::{LogLevel, ParamType};

use super::TextKind;
use super::{FreeSection, HowToFix, Mistake, Note, Related, WhatHappened};

/// One error code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// `err:unkey:data:key_not_found`.
    pub code: String,
    /// `["unkey", "data", "key_not_found"]`.
    pub segments: Vec<String>,
    /// Path relative to the catalog, with slashes.
    pub file: String,
    /// Names in generated Rust.
    pub rust: RustNames,
    /// Human heading.
    pub name: String,
    /// The entry writes its name itself; else it is the last segment in words.
    pub named: bool,
    /// One or two plain sentences.
    pub summary: Option<String>,
    /// What each service that sends it answers, in the order of the manifest's profiles. Empty where the catalog has no profiles, and for a
    /// draft or retired code that states no status.
    pub responses: Vec<Response>,
    /// The public message. `None` only for drafts and retired codes.
    pub message: Option<Message>,
    /// Params of the message, in the entry's order.
    pub params: Vec<Param>,
    /// Names of the params that also go into the body.
    pub extensions: Vec<String>,
    /// Example field errors.
    pub field_errors: Vec<FieldErrorExample>,
    /// Section "What Happened".
    pub what_happened: Option<WhatHappened>,
    /// Section "How To Fix".
    pub how_to_fix: Option<HowToFix>,
    /// Section "Common Mistakes".
    pub common_mistakes: Vec<Mistake>,
    /// Callouts.
    pub notes: Vec<Note>,
    /// Sections of the entry's own.
    pub sections: Vec<FreeSection>,
    /// Section "Related Errors".
    pub related: Vec<Related>,
    /// Operations that raise it.
    pub raised_by: RaisedBy,
    /// Whether sending the same request again can help, and why; `None` when the entry does not say.
    pub retryable: Option<Retryable>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
    /// Level at which a service logs it.
    pub log_level: Option<LogLevel>,
    /// Params never reach the client.
    pub redact: bool,
    /// Headers that go with it, in order.
    pub headers: Vec<(String, String)>,
    /// Date or version since which it exists.
    pub since: Option<String>,
    /// On its way out.
    pub deprecated: Option<Ending>,
    /// No longer sent; keeps its page for ever.
    pub retired: Option<Ending>,
    /// Why no service sends it yet.
    pub reserved: Option<String>,
    /// Former codes.
    pub aliases: Vec<String>,
    /// Former URLs, paths from the root of the docs. Those of aliases that fit the code scheme are among them.
    pub redirects: Vec<String>,
    /// Exemptions from checks.
    pub allow: Vec<Allow>,
    /// Not finished; has a `Code` but no `Error`.
    pub draft: bool,
    /// Keys that the entry leaves to its groups.
    pub inherited: Vec<Inherited>,
    /// Texts that are rows of the section Details.
    pub details: Vec<Detail>,
}

impl Entry {
    /// Whether a service can raise it: neither retired nor a draft.
    pub fn raisable(&self) -> bool {
        self.retired.is_none() && !self.draft
    }

    /// The statuses that services send, each once, in the order of the profiles.
    pub fn statuses(&self) -> Vec<u16> {
        let mut statuses = Vec::new();
        for response in &self.responses {
            if !statuses.contains(&response.status) {
                statuses.push(response.status);
            }
        }
        statuses
    }

    /// The group that says `key` for this entry; `None` where the entry says it itself, or nobody does.
    pub fn inherits(&self, key: &str) -> Option<usize> {
        self.inherited.iter().find(|inherited| inherited.key == key).map(|inherited| inherited.group)
    }
}

/// A text of an entry that needs no more than its key: a row of the section Details.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Detail {
    /// The key of the entry.
    pub key: &'static str,
    /// What pages call it.
    pub label: &'static str,
    /// What the text is.
    pub kind: TextKind,
    /// The text.
    pub text: String,
}

/// A key that an entry leaves to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inherited {
    /// Such as `retryable`.
    pub key: &'static str,
    /// Index into [`Catalog::groups`](super::Catalog::groups) of the group that says it.
    pub group: usize,
}

/// Names in generated Rust, unique within the catalog.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RustNames {
    /// Variant: `DataKeyNotFound`.
    pub variant: String,
    /// Constant: `KEY_NOT_FOUND`, in `modules`.
    pub constant: String,
    /// Modules: `["unkey", "data"]`. Raw identifiers where a name is a keyword (`r#type`).
    pub modules: Vec<String>,
}

/// What one service answers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// Index into [`Manifest::profiles`](super::Manifest::profiles).
    pub profile: usize,
    /// HTTP status.
    pub status: u16,
    /// Reason phrase or the entry's own title.
    pub title: String,
}

/// The public message, split at its placeholders.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Message {
    /// As written in the entry, escapes included.
    pub template: String,
    /// Literal text (unescaped) and params in turn.
    pub parts: Vec<MessagePart>,
}

impl Message {
    /// The message with the examples of its params filled in.
    pub fn example(&self, params: &[Param]) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                MessagePart::Text(literal) => text.push_str(literal),
                MessagePart::Param(index) => text.push_str(&params[*index].example.value().to_string()),
            }
        }
        text
    }
}

/// Part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagePart {
    /// Literal text.
    Text(String),
    /// Index into [`Entry::params`].
    Param(usize),
}

/// A typed value in an entry's message.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Param {
    /// Name, `[a-z][a-z0-9_]*`.
    pub name: String,
    /// Rust field name: the name, raw where it is a keyword (`r#type`), with `_` at its end where Rust or thiserror reserve it.
    pub field: String,
    /// Type.
    pub ty: ParamType,
    /// Example, of its type.
    pub example: Example,
    /// What it is, Markdown.
    pub about: Option<String>,
}

/// Example of a param.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// Of a string, decimal or URL.
    Text(String),
    /// Of an integer.
    Integer(i64),
    /// Of a boolean.
    Boolean(bool),
    /// Of a timestamp.
    Timestamp(std::time::SystemTime),
    /// Of a duration, in seconds.
    Duration(u64),
    /// Of a list.
    List(Vec<std::borrow::Cow<'static, str>>),
}

impl Example {
    /// The example as the runtime sees it.
    pub fn value(&self) -> errbook::Value<'_> {
        match self {
            Example::Text(text) => errbook::Value::String(text),
            Example::Integer(number) => errbook::Value::Integer(*number),
            Example::Boolean(value) => errbook::Value::Boolean(*value),
            Example::Timestamp(time) => errbook::Value::Timestamp(*time),
            Example::Duration(seconds) => errbook::Value::Duration(std::time::Duration::from_secs(*seconds)),
            Example::List(items) => errbook::Value::List(items),
        }
    }
}

/// An example field error.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FieldErrorExample {
    /// Where, such as `body.name`.
    pub location: String,
    /// What is wrong there.
    pub message: String,
    /// What to send instead.
    pub fix: Option<String>,
}

/// Operations that raise a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RaisedBy {
    /// Every operation.
    All,
    /// These; empty where unknown.
    Operations(Vec<String>),
}

/// Whether sending the same request again can help.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Retryable {
    /// It can.
    pub value: bool,
    /// Why, Markdown.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reason: Option<String>,
}

/// Deprecation or retirement of a code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ending {
    /// Date or version.
    pub since: Option<String>,
    /// Why, Markdown.
    pub reason: Option<String>,
    /// Index into [`Catalog::entries`](super::Catalog::entries) of the code to use now.
    pub replaced_by: Option<usize>,
}

/// An exemption from a check.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Allow {
    /// Id of the rule.
    pub rule: String,
    /// Why.
    pub reason: Option<String>,
    /// Date until which it holds.
    pub until: Option<String>,
}
