//! Formats, and how each writes plain text, code spans, and code blocks. Prose, which is already
//! Markdown, is rendered by `prose`.

use std::io::{self, Write};

use errbook_syntax::markdown::FenceInfo;

use crate::{code, text};

/// Format of a target's prose and templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// CommonMark with tables, strikethrough, and GitHub callouts.
    Markdown,
    /// HTML.
    Html,
    /// MDX: Markdown in which angle brackets and braces are code.
    Mdx,
}

impl Format {
    /// File extension of templates. Pages use it too, unless the target sets another one.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Mdx => "mdx",
        }
    }

    /// Escapes plain text.
    pub(crate) fn escaped(self, value: &str) -> String {
        match self {
            Format::Html => text::html(value),
            Format::Markdown => text::markdown(value),
            Format::Mdx => text::mdx(value),
        }
    }

    /// A function that writes escaped plain text.
    pub(crate) fn escape(self) -> fn(&str, &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Html => |value, out| out.write_all(Format::Html.escaped(value).as_bytes()),
            Format::Markdown => |value, out| out.write_all(Format::Markdown.escaped(value).as_bytes()),
            Format::Mdx => |value, out| out.write_all(Format::Mdx.escaped(value).as_bytes()),
        }
    }

    pub(crate) fn code_span(self, value: &str) -> String {
        match self {
            Format::Html => text::html_code_span(value),
            _ => text::code_span(value),
        }
    }

    /// `titled` is the target's syntax for titles of fenced code blocks. Without it, Markdown code
    /// blocks have no titles.
    pub(crate) fn code_block(self, info: &FenceInfo<'_>, titled: Option<&str>, value: &str) -> String {
        match self {
            Format::Html => code::block(info, value),
            _ => text::fence(&text::fence_info(info, titled, None), value),
        }
    }
}
