//! Formats: what each makes of plain text, a code span and a code block. Prose, which is Markdown already, belongs to `prose`.

use std::io::{self, Write};

use crate::{code, text};

/// Format of prose and of the templates' text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// CommonMark with tables, strikethrough and GitHub's callouts.
    Markdown,
    /// HTML.
    Html,
    /// MDX: Markdown in which angle brackets and braces are code.
    Mdx,
}

impl Format {
    /// Extension of its templates, and of pages unless the target has another.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Mdx => "mdx",
        }
    }

    /// Plain text.
    pub(crate) fn escaped(self, value: &str) -> String {
        match self {
            Format::Html => text::html(value),
            Format::Markdown => text::markdown(value),
            Format::Mdx => text::mdx(value),
        }
    }

    /// What writes plain text.
    pub(crate) fn escape(self) -> fn(&str, &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Html => |value, out| out.write_all(Format::Html.escaped(value).as_bytes()),
            Format::Markdown => |value, out| out.write_all(Format::Markdown.escaped(value).as_bytes()),
            Format::Mdx => |value, out| out.write_all(Format::Mdx.escaped(value).as_bytes()),
        }
    }

    /// A code span.
    pub(crate) fn code_span(self, value: &str) -> String {
        match self {
            Format::Html => text::html_code_span(value),
            _ => text::code_span(value),
        }
    }

    /// A code block; `titled` is how the target writes the title of a fence.
    pub(crate) fn code_block(self, language: &str, title: Option<&str>, titled: Option<&str>, value: &str) -> String {
        match self {
            Format::Html => code::block(language, title, value),
            _ => text::fence(&text::fence_info(language, title, titled), value),
        }
    }
}
