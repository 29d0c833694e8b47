//! What people read about a code: the sections of its page, as the entry writes them.

use std::sync::Arc;

use crate::json::Json;

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
    /// Headers, in order; `Content-Type: application/json` is among them when there is a body. Requests without headers of their own share
    /// the manifest's.
    pub headers: Arc<[(String, String)]>,
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
    /// Index into [`Catalog::entries`](super::Catalog::entries).
    pub entry: usize,
    /// Follows "When ".
    pub when: Option<String>,
    /// Its place in the entry's list, from 0 on; a code that does not exist has one as well.
    pub item: usize,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A name, path, URL, code or date: no prose.
    Data,
    /// Prose beside the page of a code, such as a title of the site. No rule for prose looks at it.
    Label,
    /// Prose that is shown as it is.
    Plain,
    /// One line of Markdown.
    Line,
    /// Markdown of any length.
    Block,
}
