//! The data of generated code: one column for each property of codes, filled by the statics that
//! `errbook-build` writes.
//!
//! Columns compile faster than a struct or a `match` for each code: ten thousand codes must compile
//! in seconds. Services don't read the tables, because the generated `Code` has an accessor for
//! each column. `errbook` and `errbook-build` must add columns together.

use crate::action::Action;
use crate::envelope::Piece;
use crate::format::Format;
use crate::lookup::Lookup;
use crate::named::named;
use crate::param::Value;

pub use crate::format::ParamType;

/// All columns, indexed by the position of a code in the enum, which is sorted by code.
#[derive(Debug)]
pub struct Tables {
    /// Name of the catalog.
    pub catalog: &'static str,
    /// How its codes are written.
    pub scheme: Scheme,
    /// Codes as strings, sorted.
    pub code: &'static [&'static str],
    /// Names of the variants.
    pub variant: &'static [&'static str],
    /// Headings for people.
    pub name: &'static [&'static str],
    /// One or two sentences, or empty if there are none.
    pub summary: &'static [&'static str],
    /// Templates of the public messages, or empty if there is none. Those of the first profile that
    /// sends the code.
    pub message: &'static [&'static str],
    /// Templates in other profiles that differ from `message`, with the positions of the profiles.
    pub messages: Sparse<&'static [(u16, &'static str)]>,
    /// Other texts, which clients read and generated errors don't have.
    pub wordings: Sparse<Wordings>,
    /// URLs of the pages. Empty if the catalog has no site.
    pub type_url: &'static [&'static str],
    /// Groups that contain the code, the outermost first.
    pub path: Column<&'static [&'static str]>,
    /// Params of the messages.
    pub params: Column<&'static [Param]>,
    /// Params that are also members of the body.
    pub extensions: Column<&'static [&'static str]>,
    /// The public fields that an envelope has.
    pub fields: Column<&'static [(&'static str, Value<'static>)]>,
    /// The responses in each profile, in the order of `profiles`.
    pub responses: &'static [Column<Option<Response>>],
    /// Date or version since which a code exists.
    pub since: Column<Option<&'static str>>,
    /// Date or version of the last change to what services send for a code.
    pub changed: Sparse<&'static str>,
    /// What to do about the error.
    pub action: Column<Option<Action>>,
    /// Seconds to wait before a retry.
    pub retry_after: Column<Option<u64>>,
    /// Level at which a service logs it.
    pub log_level: Column<Option<LogLevel>>,
    /// Whether params are hidden from clients.
    pub redact: Column<bool>,
    /// Response headers without params.
    pub headers: Column<&'static [(&'static str, &'static str)]>,
    /// Response headers with params.
    pub filled_headers: Sparse<&'static [Header]>,
    /// Operations that raise a code.
    pub raised_by: Column<RaisedBy>,
    /// The position of the nearest code above a code.
    pub parent: Sparse<u16>,
    /// Positions of related codes.
    pub related: Sparse<&'static [u16]>,
    /// Deprecated codes.
    pub deprecated: Sparse<Ending>,
    /// Codes that services no longer send.
    pub retired: Sparse<Ending>,
    /// Positions of the codes that replace deprecated and retired ones.
    pub replaced_by: Sparse<u16>,
    /// Why no service sends a code yet.
    pub reserved: Sparse<&'static str>,
    /// The first step of the fix, as plain text. Empty if no profile sends it.
    pub fix: Sparse<&'static str>,
    /// Aliases of a code.
    pub aliases: Sparse<&'static [&'static str]>,
    /// Aliases, sorted, with the positions of their codes.
    pub by_alias: &'static [(&'static str, u16)],
    /// Maps a code or an alias to its index in `code` or, offset by the length of `code`, in
    /// `by_alias`.
    pub lookup: Lookup,
    /// How services send errors. The first is the default.
    pub profiles: &'static [Envelopes],
    /// The catalogs that it depends on.
    pub depends: &'static [&'static Tables],
}

impl Tables {
    /// The position of the code with this name or alias.
    pub fn find(&self, text: &str) -> Option<usize> {
        let key = self.lookup.candidate(text)?;
        if let Some(code) = self.code.get(key) {
            return (*code == text).then_some(key);
        }
        let (alias, index) = self.by_alias.get(key - self.code.len())?;
        (*alias == text).then_some(usize::from(*index))
    }

    /// These tables, and those of all dependencies.
    #[cfg(any(feature = "client", feature = "tonic014"))]
    pub(crate) fn with_depends(&'static self) -> Vec<&'static Tables> {
        let mut all = vec![self];
        for tables in self.depends.iter().flat_map(|of| of.with_depends()) {
            if !all.iter().any(|of| std::ptr::eq(*of, tables)) {
                all.push(tables);
            }
        }
        all
    }

    /// The position here of a profile of another catalog: that of the same name.
    pub(crate) fn profile_of(&self, other: &Tables, profile: usize) -> Option<usize> {
        if std::ptr::eq(self, other) {
            return Some(profile);
        }
        let name = other.profiles.get(profile)?.name;
        self.profiles.iter().position(|own| own.name == name)
    }

    /// The positions of the codes whose parent is the code at `index`, sorted.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + use<> {
        let children = self.parent.0.iter().filter(move |(_, parent)| usize::from(*parent) == index);
        children.map(|(child, _)| usize::from(*child))
    }

    /// Template of the public message in `profile` for the code at `index`.
    pub fn message_in(&self, profile: usize, index: usize) -> &'static str {
        let others = self.messages.get(index).copied().unwrap_or_default();
        let other = others.iter().find(|(of, _)| usize::from(*of) == profile);
        other.map_or(self.message[index], |(_, template)| template)
    }

    /// The different templates that a message of the code at `index` can have.
    #[cfg(any(feature = "client", feature = "tonic014"))]
    pub(crate) fn templates(&self, index: usize) -> Vec<&'static str> {
        let mut templates = vec![self.message[index]];
        for (_, template) in self.messages.get(index).copied().unwrap_or_default() {
            if !templates.contains(template) {
                templates.push(template);
            }
        }
        templates.extend(self.wordings.get(index).map_or(&[][..], |wordings| wordings.texts));
        templates
    }

    /// The response in `profile` for the code at `index`. `None` if the profile doesn't send it.
    pub const fn response(&self, profile: usize, index: usize) -> Option<Response> {
        self.responses[profile].get(index)
    }

    /// The response in the first profile that sends the code at `index`.
    pub fn default_response(&self, index: usize) -> Option<Response> {
        self.responses.iter().find_map(|profile| profile.get(index))
    }
}

/// `text`, or `None` if it is empty: in columns, an empty string is an absent value.
pub const fn non_empty(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

/// A column with few distinct values.
#[derive(Debug)]
pub struct Column<T: 'static> {
    /// The values.
    pub values: &'static [T],
    /// Index into `values` for each code. Empty if all codes have the first value.
    pub index: &'static [u16],
}

impl<T: Copy> Column<T> {
    /// The value of the code at `index`.
    pub const fn get(&self, index: usize) -> T {
        if self.index.is_empty() { self.values[0] } else { self.values[self.index[index] as usize] }
    }
}

/// A column that has values for only a few codes, sorted by position.
#[derive(Debug)]
pub struct Sparse<T: 'static>(pub &'static [(u16, T)]);

impl<T> Sparse<T> {
    /// The value of the code at `index`.
    pub fn get(&self, index: usize) -> Option<&'static T> {
        let at = self.0.binary_search_by_key(&index, |(position, _)| usize::from(*position)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }
}

/// How the codes of a catalog are written.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// First part of each code. Empty if there is none.
    pub prefix: &'static str,
    /// What joins the parts.
    pub separator: &'static str,
    /// URL of the folder with the pages, if the catalog has a site.
    pub pages: Option<&'static str>,
}

impl Scheme {
    /// Whether a newer version of the catalog could have this code, because it starts with the
    /// prefix of all codes.
    pub fn can_be_code(&self, text: &str) -> bool {
        let rest = text.strip_prefix(self.prefix);
        let rest = if self.prefix.is_empty() { rest } else { rest.and_then(|rest| rest.strip_prefix(self.separator)) };
        rest.is_some_and(|rest| !rest.is_empty())
    }

    /// The code whose page is at `url`, even if this build doesn't know the code. `None` if the URL
    /// can't be a page of the catalog.
    pub fn code_of_page(&self, url: &str) -> Option<String> {
        let path = url.strip_prefix(self.pages?)?.strip_prefix('/')?.trim_end_matches('/');
        if path.is_empty() || path.contains(['?', '#', '%']) || path.split('/').any(str::is_empty) {
            return None;
        }
        let prefix = Some(self.prefix).filter(|prefix| !prefix.is_empty());
        Some(prefix.into_iter().chain(path.split('/')).collect::<Vec<_>>().join(self.separator))
    }
}

/// How a profile sends errors.
#[derive(Debug)]
pub struct Envelopes {
    /// Name, such as `api`.
    pub name: &'static str,
    /// Title, such as `API`.
    pub title: &'static str,
    /// Media type of the body.
    pub content_type: &'static str,
    /// Other media types that `Accept` can select, each with the index of the profile whose body is
    /// sent.
    pub negotiate: &'static [(&'static str, usize)],
    /// Shape of the body.
    pub envelope: &'static [Piece],
    /// Different shapes for some statuses, sorted by status.
    pub by_status: &'static [(u16, &'static [Piece])],
    /// Headers of all codes, except those that set the same header.
    pub headers: &'static [Header],
}

impl Envelopes {
    /// Shape of the body for a status.
    pub fn for_status(&self, status: u16) -> &'static [Piece] {
        match self.by_status.binary_search_by_key(&status, |(of, _)| *of) {
            Ok(index) => self.by_status[index].1,
            Err(_) => self.envelope,
        }
    }
}

/// A typed value in a code's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Name in the catalog.
    pub name: &'static str,
    /// Type.
    pub ty: ParamType,
    /// How messages write it, if not as its type does by default.
    pub format: Option<Format>,
    /// Whether logs must not show it.
    pub sensitive: bool,
    /// Whether response bodies show it although it is sensitive.
    pub revealed: bool,
}

impl Param {
    /// A param without further properties.
    pub const fn new(name: &'static str, ty: ParamType) -> Param {
        Param { name, ty, format: None, sensitive: false, revealed: false }
    }

    /// With a format.
    #[must_use]
    pub const fn format(self, format: Format) -> Param {
        Param { format: Some(format), ..self }
    }

    /// A sensitive param.
    #[must_use]
    pub const fn sensitive(self) -> Param {
        Param { sensitive: true, ..self }
    }

    /// A sensitive param that response bodies show.
    #[must_use]
    pub const fn revealed(self) -> Param {
        Param { sensitive: true, revealed: true, ..self }
    }
}

/// A response header whose value can have params.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Name.
    pub name: &'static str,
    /// Value, with `{param}` placeholders. `{{` and `}}` are literal braces.
    pub value: &'static str,
    /// How the value of a param is written. `None` if it's the usual way for its type.
    pub unit: Option<HeaderUnit>,
}

/// How a header writes the value of a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeaderUnit {
    /// A duration in seconds, rounded up.
    Seconds,
    /// A duration in milliseconds, rounded up.
    Milliseconds,
    /// A timestamp as in `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    HttpDate,
}

named!(HeaderUnit, [
    "seconds" => Seconds,
    "milliseconds" => Milliseconds,
    "http_date" => HttpDate,
]);

/// The response in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The status's reason phrase, or the title that the entry sets.
    pub title: &'static str,
}

/// Texts of a code besides its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wordings {
    /// The templates, which differ from each other and from those of the messages.
    pub texts: &'static [&'static str],
    /// Their params, in addition to those of the messages.
    pub params: &'static [Param],
}

/// Level at which a service logs an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
    Off,
}

named!(LogLevel, [
    "error" => Error,
    "warn" => Warn,
    "info" => Info,
    "debug" => Debug,
    "trace" => Trace,
    "off" => Off,
]);

/// Operations that raise a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RaisedBy {
    /// Every operation.
    All,
    /// These operations. Empty if unknown.
    Operations(&'static [&'static str]),
}

/// Deprecation or retirement of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Date or version.
    pub since: Option<&'static str>,
    /// Why, Markdown.
    pub reason: Option<&'static str>,
}
