//! Highlights code as HTML when a page is built, so that browsers don't have to. Documentation
//! shows short examples, so a small lexer is enough: it recognizes comments, strings, numbers,
//! keywords, and names, and skips everything else. It never changes the text and only adds
//! `<span>`s.

mod language;
mod lexer;
mod special;

use crate::text;
use language::Grammar;

/// Kind of a part of code. `style.css` has a class for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Comment,
    Text,
    Number,
    Keyword,
    /// Name of a member, header, or flag.
    Name,
    /// A function that is called, or a command.
    Call,
    Variable,
}

impl Class {
    /// Class names are one letter because a page has hundreds of them.
    fn open(self) -> &'static str {
        match self {
            Class::Comment => "<span class=\"c\">",
            Class::Text => "<span class=\"s\">",
            Class::Number => "<span class=\"n\">",
            Class::Keyword => "<span class=\"k\">",
            Class::Name => "<span class=\"p\">",
            Class::Call => "<span class=\"f\">",
            Class::Variable => "<span class=\"v\">",
        }
    }
}

/// Appends `code` as HTML, or as plain text if the language is unknown.
pub(crate) fn html(language: &str, code: &str, out: &mut String) {
    let mut marks = Marks { code, written: 0, out };
    if let Some(language) = language::named(language) {
        let mark = match language.grammar {
            Grammar::Plain => lexer::code,
            Grammar::Json => special::json,
            Grammar::Yaml => special::yaml,
            Grammar::Shell => special::shell,
            Grammar::Http => special::http,
        };
        mark(language, code, &mut marks);
    }
    marks.plain(code.len());
}

/// Receives parts from a lexer, from left to right, and writes the text between them unchanged.
struct Marks<'m> {
    code: &'m str,
    /// Length of the code that is already written.
    written: usize,
    out: &'m mut String,
}

impl Marks<'_> {
    /// Writes everything up to `end` as plain text.
    fn plain(&mut self, end: usize) {
        text::html_body(&self.code[self.written..end], self.out);
        self.written = end;
    }

    /// Writes a part from `start` to `end`.
    fn part(&mut self, class: Class, start: usize, end: usize) {
        self.plain(start);
        self.out.push_str(class.open());
        self.plain(end);
        self.out.push_str("</span>");
    }
}

#[cfg(test)]
mod tests;
