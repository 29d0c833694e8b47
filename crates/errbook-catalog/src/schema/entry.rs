//! The keys of an entry, with the words that an editor shows beside them.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::request::{Any, Requests};
use super::{PerProfile, Text};

/// One error code. The path of the file is the code.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "errbook entry")]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Entry {
    /// Human heading, without the code. Default: the last part of the code in words.
    name: Option<Text>,
    /// HTTP status, when the group has no default or another one. Per profile where services differ: `{api: 400, gateway: 401}`.
    status: Option<PerProfile<i64>>,
    /// Title of the response. Default: the reason phrase of the status.
    title: Option<PerProfile<Text>>,
    /// One or two plain sentences, for lists, search engines and llms.txt.
    summary: Option<Text>,
    /// The one public text, on one line. What varies stands in braces and is a param; `{{` and `}}` are braces.
    message: Option<Text>,
    /// What varies in the message, in the order in which a constructor takes it.
    params: Option<BTreeMap<String, Param>>,
    /// Examples of the members of `$errors`.
    field_errors: Option<Vec<FieldError>>,
    /// Why this error was sent.
    what_happened: Option<WhatHappened>,
    /// What a reader can do about it.
    how_to_fix: Option<HowToFix>,
    /// What people do who have this error, and what to do instead.
    common_mistakes: Option<Vec<Mistake>>,
    /// Callouts.
    notes: Option<Vec<Note>>,
    /// Free sections.
    sections: Option<Vec<FreeSection>>,
    /// Codes that readers mix up with this one, or that follow it.
    related: Option<Vec<Related>>,
    /// Operations that raise it, or `all`.
    raised_by: Option<RaisedBy>,
    /// Services that send it. Default: the group's, else all. `[]`: no client ever sees it.
    profiles: Option<Vec<Text>>,
    /// Whether sending the same request again can help.
    retryable: Option<Retryable>,
    /// Seconds after which to try again.
    retry_after: Option<i64>,
    /// Level at which a service logs it.
    log_level: Option<LogLevel>,
    /// `true`: params never reach the client.
    redact: Option<bool>,
    /// Headers of the response.
    headers: Option<BTreeMap<String, Text>>,
    /// Params that are also members of the body.
    extensions: Option<Vec<Text>>,
    /// Date or version in which a service first sent it.
    since: Option<Text>,
    /// Services still send it, but not for much longer.
    deprecated: Option<Ending>,
    /// No service sends it any more. The entry keeps page, URL and code for ever.
    retired: Option<Ending>,
    /// Why no service raises it yet.
    reserved: Option<Text>,
    /// Former codes.
    aliases: Option<Vec<Text>>,
    /// Former URLs of the page: absolute, or from the root of the docs.
    redirects: Option<Vec<Text>>,
    /// Rules of `errbook check` that the entry may break, for a while and with a reason.
    allow: Option<Vec<Allow>>,
    /// Not finished: waives message and status. A draft has a `Code` and cannot be raised.
    draft: Option<bool>,
}

/// A value in the message.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Param {
    /// Type: of the field in Rust, and of the example.
    r#type: ParamType,
    /// A value of that type, for the page.
    example: Any,
    /// What it is, Markdown.
    about: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum ParamType {
    String,
    Integer,
    Decimal,
    Url,
    Boolean,
    Timestamp,
    Duration,
    List,
}

/// What is wrong with one field of a request.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct FieldError {
    /// Where: `body.name`.
    location: Text,
    /// What is wrong with it.
    message: Text,
    /// What to send instead.
    fix: Option<Text>,
}

/// Why this error was sent.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct WhatHappened {
    /// Markdown.
    text: Option<Text>,
    /// Common scenarios, a line of Markdown each.
    causes: Option<Vec<Text>>,
    /// A request that triggers it.
    request: Option<Requests>,
}

/// What a reader can do about it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct HowToFix {
    /// Markdown.
    text: Option<Text>,
    /// What to do, one after the other: a line of Markdown, or `{title, text}`.
    steps: Option<Vec<Step>>,
    /// A request that helps.
    request: Option<Requests>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Step {
    Line(Text),
    Titled(TitledStep),
}

/// A step that needs more than a line.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct TitledStep {
    /// One line of Markdown.
    title: Text,
    /// Markdown, with code.
    text: Option<Text>,
}

/// A common mistake.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Mistake {
    /// A few words, without a full stop.
    lead: Text,
    /// Markdown, a sentence or two.
    text: Text,
}

/// A callout.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Note {
    /// How loud it is.
    kind: NoteKind,
    /// Markdown.
    text: Text,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum NoteKind {
    Note,
    Tip,
    Warning,
    Danger,
}

/// A section of the entry's own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct FreeSection {
    /// Its heading.
    heading: Text,
    /// Markdown; headings in it start at `###`.
    text: Text,
    /// The section that it follows. Default: `common_mistakes`.
    after: Option<Section>,
}

/// A section of a page.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Section {
    WhatHappened,
    HowToFix,
    CommonMistakes,
    Notes,
    Related,
}

/// A related code.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Related {
    /// The code, in full.
    code: Text,
    /// Follows "When ": `the requested key does not exist`.
    when: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum RaisedBy {
    All(All),
    Operations(Vec<Text>),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum All {
    All,
}

/// `true` or `false`, with a reason perhaps.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Retryable {
    Value(bool),
    Reasoned(ReasonedRetry),
}

/// Whether sending the same request again can help, and why.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct ReasonedRetry {
    /// It can.
    value: bool,
    /// Why, Markdown.
    reason: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
    Off,
}

/// When and why a code ended.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Ending {
    /// Date or version.
    since: Option<Text>,
    /// Why, Markdown.
    reason: Option<Text>,
    /// The code to use now.
    replaced_by: Option<Text>,
}

/// An exemption from a rule of `errbook check`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Allow {
    /// Id of the rule, as a finding shows it in brackets.
    rule: Text,
    /// Why the entry may break it.
    reason: Option<Text>,
    /// Last day of the exemption, `YYYY-MM-DD`.
    until: Option<Text>,
}
