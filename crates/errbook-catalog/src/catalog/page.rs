//! The sections of a code's page, as its entry defines them.

use std::sync::Arc;

use super::CodeRef;
use crate::json::Json;

/// Section "What Happened".
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WhatHappened {
    /// Markdown; may be empty.
    pub text: String,
    /// One line of Markdown each.
    pub causes: Vec<String>,
    /// Requests that cause the error.
    pub requests: Vec<Request>,
}

impl WhatHappened {
    /// The requests that can have a section of their own. If there is nothing else, they stay here.
    pub fn separate_requests(&self) -> &[Request] {
        if self.text.trim().is_empty() && self.causes.is_empty() { &[] } else { &self.requests }
    }
}

/// Section "How To Fix".
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct HowToFix {
    /// Markdown; may be empty.
    pub text: String,
    /// In order.
    pub steps: Vec<Step>,
    /// Requests that fix it.
    pub requests: Vec<Request>,
}

/// A step of "How To Fix".
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Step {
    /// Heading, one line of Markdown.
    pub title: Option<String>,
    /// Markdown. One line if the step has no title.
    pub text: String,
}

/// A request, with the manifest's server, headers, and placeholders filled in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// Introduction, Markdown.
    pub text: Option<String>,
    /// Operation that it calls, if it names one.
    pub operation: Option<String>,
    /// Such as `POST`.
    pub method: String,
    /// Absolute URL without its query. Only a path if neither the request nor the manifest sets a
    /// server.
    pub url: String,
    /// Query parameters, not yet percent-encoded.
    pub query: Vec<(String, String)>,
    /// Headers, in order. Includes `Content-Type: application/json` if there is a body. Requests
    /// that don't set headers share the manifest's.
    pub headers: Arc<[(String, String)]>,
    /// JSON body.
    pub body: Option<Json>,
    /// Whether the body is invalid on purpose.
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
    /// Additional information.
    Note,
    /// Advice that saves time.
    Tip,
    /// Advice that prevents problems.
    Warning,
    /// Advice that prevents data loss.
    Danger,
}

/// A custom section.
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

/// A section that `page: {order: [...]}` names. Notes follow the common mistakes, and free sections
/// the section that they set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageSection {
    /// The first step of "How To Fix", or its first command.
    QuickFix,
    /// "What Happened".
    WhatHappened,
    /// "How To Fix".
    HowToFix,
    /// Example responses, and the params of the message.
    Example,
    /// The request that causes the error.
    Request,
    /// "Common Mistakes".
    CommonMistakes,
    /// "Related Errors".
    Related,
    /// "Details".
    Details,
}

impl PageSection {
    /// All sections in the default order of HTML pages, and their names in `page: {order: [...]}`,
    /// by which templates know them.
    pub const NAMED: &'static [(&'static str, PageSection)] = &[
        ("quick_fix", PageSection::QuickFix),
        ("what_happened", PageSection::WhatHappened),
        ("how_to_fix", PageSection::HowToFix),
        ("example", PageSection::Example),
        ("request", PageSection::Request),
        ("common_mistakes", PageSection::CommonMistakes),
        ("related", PageSection::Related),
        ("details", PageSection::Details),
    ];

    /// All sections in the default order of HTML pages.
    pub fn all() -> impl Iterator<Item = PageSection> {
        Self::NAMED.iter().map(|(_, section)| *section)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(_, section)| *section == self).map_or("", |(name, _)| name)
    }
}

/// A related code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Related {
    /// The code.
    pub to: CodeRef,
    /// Condition that completes "When ".
    pub when: Option<String>,
    /// Zero-based index in the entry's list, which also counts unknown codes.
    pub item: usize,
}

/// Kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A name, path, URL, code, or date, which isn't prose.
    Data,
    /// Prose outside the page of a code, such as the site's title. Rules for prose skip it.
    Label,
    /// Prose that isn't Markdown.
    Plain,
    /// One line of Markdown.
    Line,
    /// Markdown of any length.
    Block,
}
