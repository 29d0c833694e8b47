//! Imports everything before the first section: title, summary, code, response, and text without a
//! heading.

use errbook_catalog::{is_header_value, may_set_header};
use errbook_syntax::markdown::FenceInfo;

use crate::envelope::Example;
use crate::ledger;
use crate::model::Place;
use crate::page::{Head, slice};
use crate::page_map::{CUSTOM, Section};
use crate::prose::{self, Block, Kind};

use super::Maker;

impl Maker<'_> {
    /// Imports front matter and head. Returns the remaining blocks, which are text.
    pub(super) fn head(&mut self, head: &Head, blocks: &[Block]) -> Vec<usize> {
        let mut intro = head.intro.clone();
        self.front_matter();
        self.title(head, blocks);
        self.summary(head, blocks, &mut intro);
        self.code(head, blocks);
        self.example(head, blocks);
        for at in &head.foreign {
            let block = &blocks[*at];
            let message = "a list of pages for LLMs is not imported: `errbook build` writes its own";
            self.unplaced(block.range.start, message, slice(self.text, block.range.clone()));
        }
        intro.sort_unstable();
        intro
    }

    fn front_matter(&mut self) {
        for field in &self.page.front.fields {
            if field.value.is_empty() {
                self.keyed(&field.key);
                continue;
            }
            let (key, value) = (self.world.map.field(&field.key).unwrap_or_default(), &field.value);
            if self.has(key) {
                let place = Place { file: self.page.file.clone(), line: field.line };
                let message = format!("front matter key `{}` is another `{key}`: the first one is kept", field.key);
                self.report.unplaced(place, message, format!("{}: {value}", field.key));
                continue;
            }
            match key {
                "code" => {}
                "name" => self.name(value),
                "summary" => self.entry.summary = Some(value.clone()),
                "title" => {
                    self.entry.title = Some(value.clone());
                    self.entry.title_at = Some(Place { file: self.page.file.clone(), line: field.line });
                }
                "message" => self.entry.message = Some(escaped(value)),
                "since" => self.entry.since = Some(value.clone()),
                "status" if status(value).is_some() => {
                    self.entry.status = status(value);
                    self.entry.status_at = Some(Place { file: self.page.file.clone(), line: field.line });
                }
                _ if key.starts_with(CUSTOM) => {
                    let name = key.trim_start_matches(CUSTOM);
                    self.entry.fields.push((name.to_owned(), value.trim().to_owned()));
                }
                _ => {
                    let place = Place { file: self.page.file.clone(), line: field.line };
                    let message = format!("front matter key `{}` has no equivalent in a catalog", field.key);
                    self.report.unplaced(place, message, format!("{}: {value}", field.key));
                    continue;
                }
            }
            self.report.took(&format!("front matter `{}`", field.key), key);
            self.keyed(&field.key);
            if key == "code" {
                self.keyed(value);
            }
        }
    }

    /// Whether the entry has a key that front matter can set.
    fn has(&self, key: &str) -> bool {
        let entry = &self.entry;
        match key {
            "name" => entry.name.is_some(),
            "summary" => entry.summary.is_some(),
            "title" => entry.title.is_some(),
            "message" => entry.message.is_some(),
            "since" => entry.since.is_some(),
            "status" => entry.status.is_some(),
            _ => key.strip_prefix(CUSTOM).is_some_and(|name| entry.fields.iter().any(|(of, _)| of == name)),
        }
    }

    /// Ignores a title that only repeats the last part of the code, because the default name has the
    /// same words.
    fn name(&mut self, title: &str) {
        let last = self.entry.code.0.last().map(String::as_str).unwrap_or_default();
        if title == last {
            self.report.took("title that repeats the code", "name (default)");
            self.keyed(title);
        } else if !title.trim().is_empty() {
            self.entry.name = Some(title.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    fn title(&mut self, head: &Head, blocks: &[Block]) {
        let Some((title, at)) = &head.title else { return };
        let plain = prose::plain(title);
        if title.contains("](") {
            self.unplaced(blocks[*at].range.start, "a name cannot have links or images", title.as_str());
        } else {
            // Without its marks, `un*paid*` is one word.
            self.keyed(&ledger::without(title, &plain));
        }
        match self.entry.name.as_deref() {
            None => {
                self.report.took("page heading", "name");
                self.name(&plain);
            }
            Some(name) if name == plain => {}
            Some(_) => self.unplaced(blocks[*at].range.start, "the heading of the page differs from its title", plain),
        }
    }

    /// A summary must be plain text. If it contains Markdown, it stays text.
    fn summary(&mut self, head: &Head, blocks: &[Block], intro: &mut Vec<usize>) {
        let Some(at) = head.summary else { return };
        let source = super::parts::unquoted(&self.text[blocks[at].range.clone()]);
        let line = prose::one_line(&source).filter(|line| prose::plain(line) == unescaped(line));
        let plain = prose::plain(&source);
        match (&self.entry.summary, line) {
            (None, Some(_)) => {
                self.report.took("block quote below the heading", "summary");
                self.entry.summary = Some(plain);
            }
            (Some(summary), _) if *summary == plain => {}
            _ => intro.push(at),
        }
    }

    /// Imports the rest of the code's block.
    fn code(&mut self, head: &Head, blocks: &[Block]) {
        let Some((code, block)) = head.code.as_ref().and_then(|(code, at)| Some((code, blocks.get(*at)?))) else {
            return;
        };
        self.report.took("code in a callout", "the path of the entry");
        let plain = prose::plain(&self.text[block.range.clone()]);
        self.keyed(code);
        let rest = plain.replacen(code.as_str(), "", 1);
        let source = slice(self.text, block.range.clone());
        self.keyed(&ledger::without(source, &plain));
        if rest.contains(char::is_alphanumeric) || source.contains("](") {
            let rest = if source.contains("](") { source } else { rest.trim() };
            self.unplaced(block.range.start, "text next to the code has no equivalent in a catalog", rest);
        }
    }

    fn example(&mut self, head: &Head, blocks: &[Block]) {
        let Some((example, at)) = &head.example else { return };
        if let Kind::Code { info, .. } = &blocks[*at].kind {
            let info = FenceInfo::of(info);
            if let Some(title) = info.title.as_deref().filter(|title| *title != "Example") {
                self.unplaced(blocks[*at].range.start, "the title of the response becomes `Example`", title);
            }
            if !info.lines.is_empty() {
                let message = "highlighted lines of the response have no equivalent in a catalog";
                self.unplaced(blocks[*at].range.start, message, format!("{{{}}}", info.line_ranges()));
            }
        }
        for (name, value) in &example.headers {
            self.header(name, value, blocks[*at].range.start);
        }
        let place = self.page.place(self.text, blocks[*at].range.start);
        let entry = &mut self.entry;
        entry.status_at = entry.status_at.take().or_else(|| example.status.map(|_| place.clone()));
        entry.title_at = entry.title_at.take().or_else(|| example.title.as_ref().map(|_| place));
        entry.status = entry.status.or(example.status);
        entry.title = entry.title.take().or_else(|| example.own_title().map(str::to_owned));
        entry.message = example.detail.as_deref().map(escaped).or(entry.message.take());
        entry.field_errors.clone_from(&example.field_errors);
        self.report.took_many("`status` of the response", "status", example.status.iter().count());
        self.report.took_many("`title` of the response", "title", example.title.iter().count());
        self.report.took("message of the response", "message");
        self.report.took("response", "profiles");
        self.response(example, &blocks[*at]);
    }

    /// Records the parts of a response that turned into keys: all but its message, title, and errors.
    fn response(&mut self, example: &Example, block: &Block) {
        let errors = example.field_errors.iter();
        let errors =
            errors.flat_map(|error| [Some(error.location.as_str()), Some(&error.message), error.fix.as_deref()]);
        let texts = [example.detail.as_deref(), example.own_title()].into_iter().chain(errors).flatten();
        let texts = texts.collect::<Vec<_>>().join("\n");
        let source = slice(self.text, block.range.clone());
        self.keyed(&ledger::without(source, &texts));
    }

    /// Adds a header of the response, if a catalog can set it. The usual media type needs no key.
    fn header(&mut self, name: &str, value: &str, at: usize) {
        let is_type = name.eq_ignore_ascii_case("Content-Type");
        if is_type && value == "application/json" {
            return;
        }
        let text = format!("{name}: {value}");
        if is_type {
            return self.unplaced(at, "`content_type` of the profile has the media type: set it there", text);
        }
        let is_new = self.entry.headers.iter().all(|(other, _)| !other.eq_ignore_ascii_case(name));
        if !is_new || !may_set_header(name) || !is_header_value(value) {
            return self.unplaced(at, "a catalog can't set this header", text);
        }
        self.entry.headers.push((name.to_owned(), escaped(value)));
        self.report.took("header of the response", "headers");
    }

    /// Adds text without a heading to the start of `what_happened`, since the format has no other
    /// key for it.
    pub(super) fn intro(&mut self, intro: &[usize], blocks: &[Block]) {
        let Some(first) = intro.first() else { return };
        let parts: Vec<&str> = intro.iter().map(|at| slice(self.text, blocks[*at].range.clone())).collect();
        let text = parts.join("\n\n");
        let message = format!("text before the first section moves below `{}`", Section::WhatHappened.heading());
        self.kept(blocks[*first].range.start, message, "");
        let rest = std::mem::take(&mut self.entry.what_happened.text);
        self.entry.what_happened.text = if rest.is_empty() { text } else { format!("{text}\n\n{rest}") };
    }

    /// Marks an empty page as a draft.
    pub(super) fn draft(&mut self, is_empty: bool) {
        if is_empty {
            self.entry.draft = true;
            self.report.took("page without content", "draft");
        }
    }
}

/// A number that can be a status.
pub(crate) fn status(text: &str) -> Option<u16> {
    text.parse().ok().filter(|status| (100..600).contains(status))
}

/// Escapes a string for a template.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn unescaped(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(char);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
