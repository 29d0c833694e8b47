//! Settings that all codes share: the code scheme, profiles, site, and rules. Codes are in
//! [`entry`](super::Entry).

use errbook::envelope::{Piece, Variable};

use super::{CodeKind, CodeRef, Dependency, Entry, Fields, Header, OutsideCode, PageSection, Section};

/// Settings that all codes share.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Manifest {
    /// Name of the catalog, such as `unkey`.
    pub name: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// How codes are written.
    pub scheme: Scheme,
    /// The kind of codes whose groups don't set one.
    pub kind: CodeKind,
    /// Indexes into `scheme.levels` that make a Rust name.
    pub rust_name: Vec<usize>,
    /// Whether `since` is a date or a version.
    pub since: SinceKind,
    /// How services send errors. The first is the default. Empty if the catalog isn't about HTTP.
    pub profiles: Vec<Profile>,
    /// Parts of many operations that raise codes. An earlier stage runs before a later one.
    pub stages: Vec<Stage>,
    /// Fields that entries can set.
    pub fields: Fields,
    /// Catalogs whose codes it uses.
    pub depends: Vec<Dependency>,
    /// Where the pages are published.
    pub site: Option<Site>,
    /// Old URLs that don't belong to an entry or a group.
    pub redirects: Vec<Redirect>,
    /// Request ID used in examples.
    pub example_request_id: Option<String>,
    /// Sections that each page must have.
    pub sections: Vec<Section>,
    /// Order of the sections on a code's page. Empty if each target has its default order.
    pub page_order: Vec<PageSection>,
    /// Language of fenced code blocks that set none.
    pub fences: Option<String>,
    /// Terms that pages share.
    pub glossary: Vec<Term>,
    /// Severity of each rule.
    pub rules: Vec<RuleSetting>,
    /// Length limits that rules check, by the names in [`BUDGETS`].
    pub budgets: Vec<(String, u32)>,
    /// Path of the OpenAPI document, relative to the catalog.
    pub openapi: Option<String>,
    /// Statuses outside 400 to 599 that entries may use.
    pub extra_statuses: Vec<i64>,
    /// Server for requests that don't set their own.
    pub server: Option<String>,
    /// Method and path of requests that name an operation, with the placeholder `{operation}`.
    pub operation: Option<(String, String)>,
}

/// Names of budgets: maximum lengths in characters, except `stub`, the minimum number of words in a
/// section.
pub const BUDGETS: &[&str] =
    &["name", "summary", "message", "about", "cause", "step", "lead", "note", "heading", "when", "reason", "stub"];

impl Manifest {
    /// Path of a code's or group's page below the root of the docs, such as `/errors/unkey/data`.
    /// Without segments, the path of the overview page.
    pub fn page_path(&self, segments: &[String]) -> Option<String> {
        let mut path = String::new();
        for part in std::iter::once(&self.site.as_ref()?.errors).chain(segments).filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        Some(path)
    }

    /// Whether a response with the code of `entry` has the value of `variable`.
    pub fn sends(&self, entry: &Entry, variable: &Variable) -> bool {
        entry.responses.iter().any(|response| self.profiles[response.profile].uses(response.status, variable))
    }

    /// The code of a dependency.
    pub fn outside(&self, of: CodeRef) -> Option<(&Dependency, &OutsideCode)> {
        let CodeRef::Outside { dependency, code } = of else { return None };
        let dependency = self.depends.get(dependency)?;
        Some((dependency, dependency.codes.get(code)?))
    }

    /// The dependency whose codes start like a text.
    pub fn dependency_like(&self, text: &str) -> Option<&Dependency> {
        let starts = |of: &&Dependency| of.start.as_ref().is_some_and(|start| text.starts_with(start.as_str()));
        self.depends.iter().find(starts)
    }

    /// Whether it has no codes of its own, only those of dependencies.
    pub fn is_portal(&self) -> bool {
        self.scheme.levels.is_empty()
    }

    /// What responses with a code have as `type`, unless it is `about:blank`: the URI of its entry, or
    /// else the URL of its page.
    pub fn type_url(&self, entry: &Entry) -> Option<String> {
        let page = || match entry.dependency {
            Some(_) => entry.url.clone(),
            None => self.page_url(&entry.segments),
        };
        entry.type_uri.clone().or_else(page)
    }

    /// URL of the page of a code or a group.
    pub fn page_url(&self, segments: &[String]) -> Option<String> {
        Some(format!("{}{}", self.site.as_ref()?.root, self.page_path(segments)?))
    }
}

/// How codes are written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Scheme {
    /// First part of each code.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Option::is_none"))]
    pub prefix: Option<String>,
    /// What joins the parts.
    pub separator: String,
    /// The parts after the prefix.
    pub levels: Vec<Level>,
}

impl Scheme {
    /// The code with these segments.
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

    /// The format of codes, with `name` for each level: `KV:area[:part]` if a level is optional.
    pub fn shape(&self, name: impl Fn(&Level) -> String) -> String {
        let names: Vec<String> = self.levels.iter().map(name).collect();
        let (least, most) = self.depths().into_inner();
        let optional: String = names[least..].iter().map(|name| format!("[{}{name}", self.separator)).collect();
        self.code(&names[..least]) + &optional + &"]".repeat(most - least)
    }

    /// How many levels codes have: from the required ones to all.
    pub fn depths(&self) -> std::ops::RangeInclusive<usize> {
        self.levels.iter().filter(|level| !level.optional).count()..=self.levels.len()
    }

    /// How many levels codes have, in words: `3`, `2 or 3`, or `1 to 3`.
    pub fn depths_in_words(&self) -> String {
        let (least, most) = self.depths().into_inner();
        match most - least {
            0 => most.to_string(),
            1 => format!("{least} or {most}"),
            _ => format!("{least} to {most}"),
        }
    }
}

/// A part of each code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Level {
    /// Such as `category`.
    pub name: String,
    /// Regular expression that it matches as a whole.
    pub pattern: String,
    /// Whether codes can end before it.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub optional: bool,
}

/// Whether `since` is a date or a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(feature = "registry", serde(rename = "Since", rename_all = "lowercase"))]
pub enum SinceKind {
    /// `YYYY-MM-DD`.
    #[default]
    Date,
    /// A semantic version.
    Version,
}

/// How a service sends errors.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Profile {
    /// Such as `api`.
    pub name: String,
    /// Title on pages.
    pub title: String,
    /// What no other property says, Markdown.
    pub about: Option<String>,
    /// Media type of the body.
    pub content_type: String,
    /// Other media types that `Accept` can select, preferred first.
    pub negotiate: Vec<Negotiated>,
    /// Shape of the body.
    pub envelope: Vec<Piece>,
    /// Different shapes for some statuses, sorted by status.
    pub by_status: Vec<(u16, Vec<Piece>)>,
    /// Response headers of all codes, except those that set the same header.
    pub headers: Vec<Header>,
    /// The catalog that it comes from, if it isn't this one.
    pub catalog: Option<String>,
}

impl Profile {
    /// The media types that it sends, its own first, each with the index of the profile whose body
    /// it has. `own` is the index of this profile.
    pub fn bodies(&self, own: usize) -> impl Iterator<Item = (&str, usize)> {
        let negotiated = self.negotiate.iter().map(|of| (of.content_type.as_str(), of.profile));
        std::iter::once((self.content_type.as_str(), own)).chain(negotiated)
    }

    /// Whether it sends the same as a profile of another catalog. `all` and `others` are the profiles of
    /// both catalogs.
    #[cfg(feature = "registry")]
    pub(crate) fn is_like(&self, all: &[Profile], other: &Profile, others: &[Profile]) -> bool {
        let parts = |of: &Profile| {
            let Profile { title, about, content_type, envelope, by_status, headers, .. } = of.clone();
            (title, about, content_type, envelope, by_status, headers)
        };
        let negotiated = |own: &Negotiated, other: &Negotiated| {
            let (own_body, other_body) = (&all[own.profile], &others[other.profile]);
            own.content_type == other.content_type
                && own_body.name == other_body.name
                && parts(own_body) == parts(other_body)
        };
        parts(self) == parts(other)
            && self.negotiate.len() == other.negotiate.len()
            && self.negotiate.iter().zip(&other.negotiate).all(|(own, other)| negotiated(own, other))
    }

    /// The body's shape for a status.
    pub fn envelope_for(&self, status: u16) -> &[Piece] {
        self.by_status.iter().find(|(of, _)| *of == status).map_or(&self.envelope, |(_, pieces)| pieces)
    }

    /// The headers that this profile sends for an entry, the entry's first. Leaves out those whose
    /// params the entry doesn't have or doesn't show.
    pub fn headers_of<'h>(&'h self, entry: &'h Entry) -> impl Iterator<Item = &'h Header> {
        let is_own = |name: &str| entry.headers.iter().any(|own| own.name.eq_ignore_ascii_case(name));
        let of_profile = self.headers.iter().filter(move |header| !is_own(&header.name));
        entry.headers.iter().chain(of_profile).filter(|header| {
            let is_shown = |name: &str| entry.header_params().any(|param| param.name == name);
            header.params().all(is_shown)
        })
    }

    /// Whether the shape for `status` refers to `variable`.
    pub fn uses(&self, status: u16, variable: &Variable) -> bool {
        self.envelope_for(status).iter().any(|piece| match piece {
            Piece::Value(of) | Piece::Members(of) => of == variable,
            _ => false,
        })
    }
}

/// Another media type of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Negotiated {
    /// The media type.
    pub content_type: String,
    /// Index of the profile whose body is sent, with the status and title of the profile that
    /// negotiates.
    pub profile: usize,
}

/// A part of many operations that raises codes, such as authentication.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Stage {
    /// Such as `auth`.
    pub name: String,
    /// Title on pages.
    pub title: String,
    /// Operations that go through it. `None` for all.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Option::is_none"))]
    pub operations: Option<Vec<String>>,
    /// Operations that don't.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub except: Vec<String>,
    /// The catalog that it comes from, if it isn't this one.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Option::is_none"))]
    pub catalog: Option<String>,
}

impl Stage {
    /// Whether an operation goes through it.
    pub fn has(&self, operation: &str) -> bool {
        let is_in = |list: &[String]| list.iter().any(|of| of == operation);
        self.operations.as_deref().is_none_or(is_in) && !is_in(&self.except)
    }

    /// The operations that it names.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().flatten().chain(&self.except).map(String::as_str)
    }
}

/// Where the pages are published.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Site {
    /// Root of the docs, without a trailing slash.
    pub root: String,
    /// Folder of the error pages below the root, without leading or trailing slashes. May be empty.
    pub errors: String,
    /// Root of the canonical URLs.
    pub canonical: Option<String>,
    /// Title of the site. Defaults to the catalog's name followed by "errors".
    pub title: String,
    /// URL of the repository folder that contains the catalog, for "edit this page" links.
    pub repository: Option<String>,
    /// URL to report a mistake on a page, with `{code}`, `{name}`, and `{url}` for those of the page.
    pub report: Option<String>,
    /// Whether pages have a button that copies them as Markdown.
    pub copy_page: bool,
    /// Assistants that pages of codes link to. In a URL, `{prompt}` stands for a question about the
    /// page.
    pub ask: Vec<Link>,
    /// Theme of its pages.
    pub theme: Theme,
}

/// Theme of a site, in addition to its templates.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Theme {
    /// Image next to the title.
    pub logo: Option<Logo>,
    /// Image for link previews, a path in `files`.
    pub image: Option<String>,
    /// Color of links.
    pub accent: Option<Accent>,
    /// Footer of each page, Markdown.
    pub footer: Option<String>,
    /// Links in the header.
    pub links: Vec<Link>,
    /// Style sheets loaded after the site's own, as paths in `files`.
    pub css: Vec<String>,
    /// Files from the catalog's folder that the site needs.
    pub files: Vec<SiteFile>,
}

/// Image next to the title, as paths in [`Theme::files`]. Both are the same if there is one image.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Logo {
    /// On a light background.
    pub light: String,
    /// On a dark background.
    pub dark: String,
}

/// Color of links: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accent {
    /// On a light background.
    pub light: [u8; 3],
    /// On a dark background, if it differs.
    pub dark: Option<[u8; 3]>,
}

/// A link in the header.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Link {
    /// Link text.
    pub title: String,
    /// An absolute URL, or a `mailto:` URL.
    pub url: String,
}

/// A file from the catalog's folder that is copied to the site.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SiteFile {
    /// Path relative to the catalog, with slashes.
    pub path: String,
    /// Content of the file.
    pub bytes: Vec<u8>,
}

/// A former URL and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Redirect {
    /// Path from the root of the docs.
    pub from: String,
    /// Path from the root of the docs, or an absolute URL.
    pub to: String,
    /// The catalog that it comes from, if it isn't this one.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Option::is_none"))]
    pub catalog: Option<String>,
}

/// A term that pages share.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Term {
    /// The term.
    pub term: String,
    /// Other forms, such as the plural.
    #[cfg_attr(feature = "registry", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub also: Vec<String>,
    /// Definition, Markdown.
    pub text: String,
}

/// Severity of one rule.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RuleSetting {
    /// ID of the rule.
    pub rule: String,
    /// Default level.
    pub level: Option<RuleLevel>,
    /// Levels of entries whose path matches a glob. The last match wins.
    pub paths: Vec<(String, RuleLevel)>,
}

/// What a rule's findings do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    /// They fail the check.
    Error,
    /// They are shown.
    Warn,
    /// The rule is off.
    Allow,
}
