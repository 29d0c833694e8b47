//! Code as HTML with its words in colours, made when a page is built so that no reader's browser has to. A lexer of our own, because a page of
//! docs shows short examples: it marks comments, strings, numbers, keywords, names, and leaves alone what it does not know. The text stays
//! exactly as it is; only `<span>`s come around parts of it.

mod language;
mod lexer;
mod special;

use crate::text;
use language::Grammar;

/// What a part of code is; its name is the class in `style.css`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Comment,
    Text,
    Number,
    Keyword,
    /// Name of a member, a header or a flag.
    Name,
    /// What is called, or a command.
    Call,
    Variable,
}

impl Class {
    /// One letter: a page has hundreds of them.
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

/// Appends `code` as HTML; as plain text where nobody knows the language.
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

/// What a lexer writes to: parts from left to right, and everything between them as it is.
struct Marks<'m> {
    code: &'m str,
    /// How much of the code is written.
    written: usize,
    out: &'m mut String,
}

impl Marks<'_> {
    /// Everything up to `end` is nothing special.
    fn plain(&mut self, end: usize) {
        text::html_body(&self.code[self.written..end], self.out);
        self.written = end;
    }

    /// From `start` to `end` stands a part.
    fn part(&mut self, class: Class, start: usize, end: usize) {
        self.plain(start);
        self.out.push_str(class.open());
        self.plain(end);
        self.out.push_str("</span>");
    }
}

#[cfg(test)]
mod tests;
