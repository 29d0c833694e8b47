//! The valid catalog: what generators read. Everything here is resolved: defaults of groups are applied, placeholders filled in, codes and
//! links known to exist. There is no way to make a [`Catalog`] but
//! [`load`](crate::load), [`read`](crate::read) and [`read_sources`](crate::read_sources).

use std::collections::HashMap;

use errbook::envelope::{Piece, Variable};
pub use errbook::{LogLevel, ParamType};

use crate::json::Json;

/// A valid catalog, sorted by code and read-only.
///
/// Holding one is the proof that it is valid: it cannot be put together from parts.
///
/// ```compile_fail,E0451
/// let catalog: errbook_catalog::Catalog = todo!();
/// let forged = errbook_catalog::Catalog { entries: Vec::new(), ..catalog };
/// ```
#[derive(Debug)]
pub struct Catalog {
    manifest: Manifest,
    groups: Vec<Group>,
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    related_from: Vec<Vec<usize>>,
    folders: Vec<String>,
}

impl Catalog {
    /// Puts resolved parts together; `entries` are sorted by code.
    pub(crate) fn assemble(
        manifest: Manifest,
        groups: Vec<Group>,
        entries: Vec<Entry>,
        folders: Vec<String>,
    ) -> Catalog {
        let mut by_code = HashMap::with_capacity(entries.len());
        let mut related_from = vec![Vec::new(); entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            by_code.insert(entry.code.clone(), index);
            by_code.extend(entry.aliases.iter().map(|alias| (alias.clone(), index)));
            for related in &entry.related {
                related_from[related.entry].push(index);
            }
        }
        Catalog { manifest, groups, entries, by_code, related_from, folders }
    }

    /// The manifest: what all codes share.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// All groups, each before its children, in the manifest's order. Empty for a catalog whose codes have one level.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// All entries, retired and draft ones too, sorted by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of `code`, or of the code that `code` is a former name of.
    pub fn entry(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(code).map(|&index| &self.entries[index])
    }

    /// The position in [`entries`](Self::entries) of `code` (or of an alias).
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The entries that list `code` in their `related`, sorted by code.
    pub fn related_from(&self, code: &str) -> impl Iterator<Item = &Entry> {
        let from = self.position(code).map(|index| self.related_from[index].as_slice()).unwrap_or_default();
        from.iter().map(|&index| &self.entries[index])
    }

    /// The group with exactly this path.
    pub fn group(&self, path: &[String]) -> Option<&Group> {
        self.groups.iter().find(|group| group.path == path)
    }

    /// URL of the code's page, which is also its `type`; `None` where the manifest has no site.
    pub fn type_url(&self, entry: &Entry) -> Option<String> {
        self.manifest.page_url(&entry.segments)
    }

    /// Path of the code's page below the root of the docs: `/errors/unkey/data/key_not_found`.
    pub fn page_path(&self, entry: &Entry) -> Option<String> {
        self.manifest.page_path(&entry.segments)
    }

    /// Folders of the catalog, relative to it, `""` first: what a build script must watch.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }
}

/// What all codes share.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Manifest {
    /// Name of the catalog, such as `unkey`.
    pub name: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// How codes are written.
    pub scheme: Scheme,
    /// Indexes into `scheme.levels` that make a Rust name.
    pub rust_name: Vec<usize>,
    /// Whether `since` is a date or a version.
    pub since: SinceKind,
    /// How services send errors; the first is the default. Empty for a catalog that is not HTTP.
    pub profiles: Vec<Profile>,
    /// Where the pages are published.
    pub site: Option<Site>,
    /// Former URLs that belong to no entry or group.
    pub redirects: Vec<Redirect>,
    /// Request id of examples.
    pub example_request_id: Option<String>,
    /// Sections that a page must have.
    pub sections: Vec<Section>,
    /// Words that pages share.
    pub glossary: Vec<Term>,
    /// Levels of checks.
    pub rules: Vec<RuleSetting>,
    /// Lengths for checks, by the names in [`BUDGETS`].
    pub budgets: Vec<(String, u32)>,
    /// Path of the OpenAPI document, relative to the catalog.
    pub openapi: Option<String>,
    /// The server that requests go to, where they name no other.
    pub server: Option<String>,
}

/// What a budget can be set for: the longest that a text may be, in characters; `stub` is the fewest words that a section may have.
pub const BUDGETS: &[&str] =
    &["name", "summary", "message", "about", "cause", "step", "lead", "note", "heading", "when", "reason", "stub"];

impl Manifest {
    /// Path below the root of the docs of the page of a code or a group: `/errors/unkey/data`. Without segments, that of the first page.
    pub fn page_path(&self, segments: &[String]) -> Option<String> {
        let mut path = String::new();
        for part in std::iter::once(&self.site.as_ref()?.errors).chain(segments).filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        Some(path)
    }

    /// URL of the page of a code or a group.
    pub fn page_url(&self, segments: &[String]) -> Option<String> {
        Some(format!("{}{}", self.site.as_ref()?.root, self.page_path(segments)?))
    }
}

/// How codes are written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scheme {
    /// First part of each code, not in the path.
    pub prefix: Option<String>,
    /// What joins the parts.
    pub separator: String,
    /// Names of the levels and their patterns.
    pub levels: Vec<Level>,
}

impl Scheme {
    /// The code that these segments make.
    pub fn code<S: AsRef<str>>(&self, segments: &[S]) -> String {
        let mut code = self.prefix.clone().unwrap_or_default();
        for segment in segments {
            if !code.is_empty() {
                code.push_str(&self.separator);
            }
            code.push_str(segment.as_ref());
        }
        code
    }
}

/// One level of the code scheme.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Level {
    /// Such as `category`.
    pub name: String,
    /// What a segment must match, as a whole.
    pub pattern: String,
}

/// Whether `since` is a date or a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SinceKind {
    /// `YYYY-MM-DD`.
    Date,
    /// A semantic version.
    Version,
}

/// How a service puts an error on the wire.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Profile {
    /// Such as `api`.
    pub name: String,
    /// How pages call it.
    pub title: String,
    /// Media type of the body.
    pub content_type: String,
    /// The body.
    pub envelope: Vec<Piece>,
    /// Other shapes for some statuses, sorted by status.
    pub by_status: Vec<(u16, Vec<Piece>)>,
}

impl Profile {
    /// The body's shape for a status.
    pub fn envelope_for(&self, status: u16) -> &[Piece] {
        self.by_status.iter().find(|(of, _)| *of == status).map_or(&self.envelope, |(_, pieces)| pieces)
    }

    /// Whether the shape for `status` refers to `variable`.
    pub fn uses(&self, status: u16, variable: &Variable) -> bool {
        self.envelope_for(status).iter().any(|piece| match piece {
            Piece::Value(of) | Piece::Members(of) => of == variable,
            _ => false,
        })
    }
}

/// Where the pages are published.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Site {
    /// Root of the docs, without a slash at the end.
    pub root: String,
    /// Folder of the error pages below it, without slashes around; may be empty.
    pub errors: String,
    /// Root of the canonical URLs.
    pub canonical: Option<String>,
    /// Title of the site; default: the catalog's name and "errors".
    pub title: String,
    /// URL of the folder that holds the catalog, for "edit this page".
    pub repository: Option<String>,
    /// How its pages look.
    pub look: Look,
}

/// How the pages of a site look, beside what templates say.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Look {
    /// Image beside the title.
    pub logo: Option<Logo>,
    /// Colour of links.
    pub accent: Option<Accent>,
    /// Text at the foot of each page, Markdown.
    pub footer: Option<String>,
    /// Links in the header.
    pub links: Vec<Link>,
    /// Style sheets after the site's own: paths in `files`.
    pub css: Vec<String>,
    /// What the site needs of the catalog's folder.
    pub files: Vec<SiteFile>,
}

/// Image beside the title: paths in [`Look::files`], the same twice where one does for both.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Logo {
    /// On a light background.
    pub light: String,
    /// On a dark one.
    pub dark: String,
}

/// Colour of links: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accent {
    /// On a light background.
    pub light: [u8; 3],
    /// On a dark one, where it is another.
    pub dark: Option<[u8; 3]>,
}

/// A link in the header.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Absolute, or `mailto:`.
    pub url: String,
}

/// A file of the catalog's folder that goes to the site.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SiteFile {
    /// Path relative to the catalog, with slashes.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A former URL and where it leads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Redirect {
    /// Path from the root of the docs, starting with a slash.
    pub from: String,
    /// Path from the root of the docs, or an absolute URL.
    pub to: String,
}

/// A word that pages share.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Term {
    /// The word.
    pub term: String,
    /// Other forms of it, such as the plural.
    pub also: Vec<String>,
    /// What it means, Markdown.
    pub text: String,
}

/// Level of one check.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RuleSetting {
    /// Id of the rule.
    pub rule: String,
    /// Level everywhere.
    pub level: Option<RuleLevel>,
    /// Level of the entries whose path matches a glob; the last match wins.
    pub paths: Vec<(String, RuleLevel)>,
}

/// What a finding of a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    /// It fails the check.
    Error,
    /// It is shown.
    Warn,
    /// It is not looked for.
    Allow,
}

/// Codes that share all levels above the last few.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Group {
    /// Segments: `["unkey", "data"]`.
    pub path: Vec<String>,
    /// Heading.
    pub title: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Former URLs of its page, paths from the root of the docs.
    pub redirects: Vec<String>,
    /// Indexes into [`Catalog::groups`] of the groups right below it.
    pub children: Vec<usize>,
    /// Indexes into [`Catalog::entries`] of the entries right below it.
    pub entries: Vec<usize>,
    /// All of its codes, here and below, are retired: it leaves the navigation.
    pub retired: bool,
}

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
}

impl Entry {
    /// Whether a service can raise it: neither retired nor a draft.
    pub fn raisable(&self) -> bool {
        self.retired.is_none() && !self.draft
    }

    /// The group that says `key` for this entry; `None` where the entry says it itself, or nobody does.
    pub fn inherits(&self, key: &str) -> Option<usize> {
        self.inherited.iter().find(|inherited| inherited.key == key).map(|inherited| inherited.group)
    }
}

/// A key that an entry leaves to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inherited {
    /// Such as `retryable`.
    pub key: &'static str,
    /// Index into [`Catalog::groups`] of the group that says it.
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
    /// Index into [`Manifest::profiles`].
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

/// Section "What Happened".
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WhatHappened {
    /// Markdown; may be empty.
    pub text: String,
    /// One line of Markdown each.
    pub causes: Vec<String>,
    /// Requests that trigger it.
    pub requests: Vec<Request>,
}

/// Section "How To Fix".
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct HowToFix {
    /// Markdown; may be empty.
    pub text: String,
    /// In order.
    pub steps: Vec<Step>,
    /// Requests that help.
    pub requests: Vec<Request>,
}

/// A step of "How To Fix".
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Step {
    /// Heading, one line of Markdown.
    pub title: Option<String>,
    /// Markdown; one line where there is no title.
    pub text: String,
}

/// A request, with the manifest's server, headers and placeholders filled in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// Lead-in, Markdown.
    pub text: Option<String>,
    /// Operation that it calls, where it names one.
    pub operation: Option<String>,
    /// Such as `POST`.
    pub method: String,
    /// Absolute URL without its query; a path where neither request nor manifest name a server.
    pub url: String,
    /// Query parameters, not yet percent-encoded.
    pub query: Vec<(String, String)>,
    /// Headers, in order; `Content-Type: application/json` is among them when there is a body.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Json>,
    /// The body is the broken one.
    pub expect_invalid: bool,
}

/// A common mistake.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mistake {
    /// A few words.
    pub lead: String,
    /// Markdown.
    pub text: String,
}

/// A callout.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Note {
    /// How serious it is.
    pub kind: NoteKind,
    /// Markdown.
    pub text: String,
}

/// How serious a callout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// By the way.
    Note,
    /// Saves time.
    Tip,
    /// Prevents trouble.
    Warning,
    /// Prevents loss.
    Danger,
}

/// A section of the entry's own.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FreeSection {
    /// Heading, one line of Markdown.
    pub heading: String,
    /// Markdown.
    pub text: String,
    /// The section that it follows.
    pub after: Section,
}

/// A section of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// "What Happened".
    WhatHappened,
    /// "How To Fix".
    HowToFix,
    /// "Common Mistakes".
    CommonMistakes,
    /// Callouts.
    Notes,
    /// "Related Errors".
    Related,
}

impl Section {
    /// The section's key in an entry.
    pub fn key(self) -> &'static str {
        match self {
            Section::WhatHappened => "what_happened",
            Section::HowToFix => "how_to_fix",
            Section::CommonMistakes => "common_mistakes",
            Section::Notes => "notes",
            Section::Related => "related",
        }
    }
}

/// A related code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Related {
    /// Index into [`Catalog::entries`].
    pub entry: usize,
    /// Follows "When ".
    pub when: Option<String>,
    /// Its place in the entry's list, from 0 on; a code that does not exist has one as well.
    pub item: usize,
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Retryable {
    /// It can.
    pub value: bool,
    /// Why.
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
    /// Index into [`Catalog::entries`] of the code to use now.
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
