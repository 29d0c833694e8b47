//! What all codes share: the scheme of the codes, the services, the site, the rules. Codes are in [`entry`](super::Entry).

use errbook::envelope::{Piece, Variable};

use super::Section;

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
    pub theme: Theme,
}

/// How the pages of a site look, beside what templates say.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Theme {
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

/// Image beside the title: paths in [`Theme::files`], the same twice where one does for both.
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Redirect {
    /// Path from the root of the docs.
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
