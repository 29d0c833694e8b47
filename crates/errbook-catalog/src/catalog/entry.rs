//! An entry: what services send, and the code's lifecycle. The sections of its page are in `page`.

use std::collections::HashSet;

use errbook::__private::{Token, fill_header, tokens};
use errbook::tables::HeaderUnit;
use errbook::{ActionBy, ActionKind, LogLevel, Value};

use super::{FieldValues, Message, MessagePart, Messages, Param, TextKind, Wording};
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
    /// Whether it is an error that services send.
    pub kind: CodeKind,
    /// Its name in generated code, in words, if the entry sets one.
    pub symbol: Option<String>,
    /// Names in generated Rust.
    pub rust: RustNames,
    /// Heading for people.
    pub name: String,
    /// Whether the entry sets its name. Otherwise, it is derived from the last segment.
    pub named: bool,
    /// One or two plain sentences.
    pub summary: Option<String>,
    /// Responses of the services that send it, in the order of the manifest's profiles. Empty if
    /// the catalog has no profiles, and for drafts and retired codes without a status.
    pub responses: Vec<Response>,
    /// The public messages. `None` only for drafts, retired codes, and references.
    pub messages: Option<Messages>,
    /// The URI that identifies the problem in responses, if it isn't the URL of its page.
    pub type_uri: Option<String>,
    /// Params of the messages, in the entry's order.
    pub params: Vec<Param>,
    /// Other texts that it has, or had.
    pub wordings: Vec<Wording>,
    /// Names of the params that are also members of the body.
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
    /// Custom sections.
    pub sections: Vec<FreeSection>,
    /// Section "Related Errors".
    pub related: Vec<Related>,
    /// Operations that raise it.
    pub raised_by: RaisedBy,
    /// What to do about it. `None` if neither the entry nor a group sets it.
    pub action: Option<Action>,
    /// Seconds to wait before a retry.
    pub retry_after: Option<u64>,
    /// Level at which a service logs it.
    pub log_level: Option<LogLevel>,
    /// Whether its params are kept from clients.
    pub redact: bool,
    /// Response headers, in order, without those of profiles.
    pub headers: Vec<Header>,
    /// Values of the fields that the manifest declares.
    pub fields: FieldValues,
    /// Date or version since which it exists.
    pub since: Option<String>,
    /// Date or version of the last change to what services send for it.
    pub changed: Option<String>,
    /// Set if it is deprecated.
    pub deprecated: Option<Ending>,
    /// Set if services no longer send it. Its page stays permanently.
    pub retired: Option<Ending>,
    /// How to adapt to what changed about it, Markdown.
    pub migration: Option<String>,
    /// Why no service sends it yet.
    pub reserved: Option<String>,
    /// Aliases: codes that it replaced.
    pub aliases: Vec<String>,
    /// Old URLs, as paths from the root of the docs. Includes the pages of aliases that fit the
    /// code scheme.
    pub redirects: Vec<String>,
    /// Suppressed findings.
    pub allow: Vec<Allow>,
    /// The dependency that it comes from: an index into [`Manifest::depends`](super::Manifest::depends).
    pub dependency: Option<usize>,
    /// URL of its page, if the page isn't at the URL of its path on this site.
    pub url: Option<String>,
    /// Whether it is unfinished. A draft has a `Code` but no `Error`.
    pub draft: bool,
    /// Index into [`Catalog::entries`](super::Catalog::entries) of the nearest code above it.
    pub parent: Option<usize>,
    /// Keys that it inherits from groups.
    pub inherited: Vec<Inherited>,
    /// Values shown as rows of the section "Details".
    pub details: Vec<Detail>,
}

impl Entry {
    /// Whether it is in use: it isn't retired or a draft.
    pub fn live(&self) -> bool {
        self.retired.is_none() && !self.draft
    }

    /// Whether a service can raise it: it is in use, and not only a reference.
    pub fn raisable(&self) -> bool {
        self.live() && self.kind == CodeKind::Error
    }

    /// Whether services send it: they can raise it, and it isn't reserved for later.
    pub fn sent(&self) -> bool {
        self.raisable() && self.reserved.is_none()
    }

    /// The message of the first profile that sends it, which is the one in logs and lists. See
    /// [`Entry::messages`] for the others.
    pub fn message(&self) -> Option<&Message> {
        self.messages.as_ref().map(Messages::first)
    }

    /// All its texts, by which people look it up, without duplicates: the messages, the first one
    /// first, and the wordings.
    pub fn texts(&self) -> Vec<&Message> {
        self.texts_if(|_| true)
    }

    /// The texts from which clients read params, without duplicates.
    pub fn read_texts(&self) -> Vec<&Message> {
        self.texts_if(Wording::is_read)
    }

    fn texts_if(&self, is_wanted: impl Fn(&Wording) -> bool) -> Vec<&Message> {
        let mut texts = self.messages.as_ref().map(Messages::distinct).unwrap_or_default();
        let wordings = self.wordings.iter().filter(|wording| is_wanted(wording));
        let mut seen: HashSet<&str> = texts.iter().map(|text| text.template.as_str()).collect();
        texts.extend(wordings.map(|wording| &wording.text).filter(|text| seen.insert(&text.template)));
        texts
    }

    /// The params that only wordings have, in their order.
    pub fn wording_params(&self) -> impl Iterator<Item = &Param> {
        self.wordings.iter().flat_map(|wording| &wording.params)
    }

    /// The params that only wordings have, and that clients read from them.
    pub fn read_wording_params(&self) -> Vec<&Param> {
        let texts = self.read_texts();
        let parts: HashSet<&MessagePart> = texts.iter().flat_map(|text| &text.parts).collect();
        let is_read = |at: usize| parts.contains(&MessagePart::Param(self.params.len() + at));
        self.wording_params().enumerate().filter(|(at, _)| is_read(*at)).map(|(_, param)| param).collect()
    }

    /// Whether sending the same request again can help. `None` if no action is set.
    pub fn retryable(&self) -> Option<bool> {
        self.action.as_ref().map(|action| action.kind.is_retryable())
    }

    /// The first step of the fix, as plain text.
    pub fn fix(&self) -> Option<String> {
        let step = self.how_to_fix.as_ref()?.steps.first()?;
        Some(errbook_syntax::plain::line(step.title.as_ref().unwrap_or(&step.text))).filter(|fix| !fix.is_empty())
    }

    /// The statuses that services send, without duplicates, in the order of the profiles.
    pub fn statuses(&self) -> Vec<u16> {
        let mut statuses = Vec::new();
        for response in &self.responses {
            if !statuses.contains(&response.status) {
                statuses.push(response.status);
            }
        }
        statuses
    }

    /// The params that response headers can have.
    pub fn header_params(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| !self.redact && !param.sensitive)
    }

    /// Where the entry inherits `key` from. `None` if the entry sets it, or nothing does.
    pub fn inherits(&self, key: &str) -> Option<&Inherited> {
        self.inherited.iter().find(|inherited| inherited.key == key)
    }
}

/// Whether a code is an error that services send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(feature = "registry", serde(rename_all = "lowercase"))]
pub enum CodeKind {
    /// An error that services raise and send.
    #[default]
    Error,
    /// A code with a page and nothing else, such as a diagnostic of a compiler. It has no response,
    /// and nothing raises it through generated code.
    Reference,
}

/// A response header.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// Such as `Retry-After`.
    pub name: String,
    /// The value, with `{param}` placeholders. `{{` and `}}` are literal braces.
    pub value: String,
    /// How the value of the only param is written. `None` if it's the usual way for its type.
    pub unit: Option<HeaderUnit>,
    /// Completes "When ...".
    pub when: Option<String>,
}

/// The names of the params in a template.
pub(crate) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    tokens(template).filter_map(|token| match token {
        Token::Param(name) => Some(name),
        Token::Text(_) => None,
    })
}

impl Header {
    /// The names of the params in the value.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        placeholders(&self.value)
    }

    /// The value, if it has no params.
    pub fn fixed(&self) -> Option<String> {
        self.filled(&[])
    }

    /// The value with params filled in, as services send it. `None` if a param is missing.
    pub fn filled(&self, params: &[(&str, Value<'_>)]) -> Option<String> {
        fill_header(&self.value, self.unit, params)
    }
}

/// A value shown as a row of the section "Details".
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Detail {
    /// The key of the entry.
    pub key: &'static str,
    /// Its label on pages.
    pub label: &'static str,
    /// Kind of text.
    pub kind: TextKind,
    /// The text.
    pub text: String,
}

/// A key that an entry inherits from a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inherited {
    /// Such as `action`.
    pub key: &'static str,
    /// Index into [`Catalog::groups`](super::Catalog::groups) of the group that sets it.
    pub group: usize,
    /// Whether the entry of the group sets it, not the manifest.
    pub from_entry: bool,
}

/// Names in generated Rust, unique within the catalog.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RustNames {
    /// Variant: `DataKeyNotFound`.
    pub variant: String,
    /// Constant: `KEY_NOT_FOUND`, in `modules`.
    pub constant: String,
    /// Modules: `["unkey", "data"]`. Keywords are raw identifiers (`r#type`).
    pub modules: Vec<String>,
}

/// The response of one service.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// Index into [`Manifest::profiles`](super::Manifest::profiles).
    pub profile: usize,
    /// HTTP status.
    pub status: u16,
    /// Reason phrase, or the title that the entry sets.
    pub title: String,
}

/// An example field error.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FieldErrorExample {
    /// Location, such as `body.name`.
    pub location: String,
    /// What is wrong with it.
    pub message: String,
    /// What to send instead.
    pub fix: Option<String>,
}

/// What raises a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RaisedBy {
    /// Every operation.
    All,
    /// These operations and stages. Empty if unknown.
    Some(Vec<Origin>),
}

impl RaisedBy {
    /// The operations and stages that are named. Empty for all operations.
    pub fn origins(&self) -> &[Origin] {
        match self {
            RaisedBy::All => &[],
            RaisedBy::Some(origins) => origins,
        }
    }

    /// Adds what another list has.
    #[cfg(feature = "registry")]
    pub(crate) fn add(&mut self, other: &RaisedBy) {
        match (self, other) {
            (RaisedBy::Some(own), RaisedBy::Some(more)) => own.extend(more.iter().cloned()),
            (own, RaisedBy::All) => *own = RaisedBy::All,
            (RaisedBy::All, _) => {}
        }
    }

    /// The operations that are named, with their positions in the list.
    pub fn operations(&self) -> impl Iterator<Item = (usize, &str)> {
        self.origins().iter().enumerate().filter_map(|(at, origin)| match &origin.raiser {
            Raiser::Operation(name) => Some((at, name.as_str())),
            Raiser::Stage(_) => None,
        })
    }
}

/// An operation or a stage that raises a code, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The operation or stage.
    pub raiser: Raiser,
    /// Completes "When ...", Markdown.
    pub when: Option<String>,
}

/// What raises a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raiser {
    /// An operation.
    Operation(String),
    /// Index into [`Manifest::stages`](super::Manifest::stages).
    Stage(usize),
}

/// What to do about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Action {
    /// What to do.
    pub kind: ActionKind,
    /// Who can do it.
    pub by: ActionBy,
    /// Why, Markdown.
    pub reason: Option<String>,
    /// Whether the catalog has only the old key `retryable`, from which the kind is derived.
    pub derived: bool,
}

impl Action {
    /// The key of an entry or group that sets it.
    pub fn key(&self) -> &'static str {
        if self.derived { "retryable" } else { "action" }
    }
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

/// A suppression of a check's findings.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Allow {
    /// Id of the rule.
    pub rule: String,
    /// Why.
    pub reason: Option<String>,
    /// Last date on which it applies.
    pub until: Option<String>,
}
