//! Makes an entry of a row, as the rules of the map say.

use errbook_syntax::markdown::plain;

use super::field_map::{Field, Rule, Target};
use super::params::{self, Style};
use super::pattern::Pattern;
use super::{Above, Coded, Maker, Row};
use crate::ledger;
use crate::loss_report::LossReport;
use crate::mdx::{self, Dialect};
use crate::model::{Entry, FreeSection, Place};
use crate::place::status;
use crate::prose::{self, escape};

/// The longest value that a message shows, in characters. The report has the whole value below it.
const LONGEST: usize = 40;

impl Maker<'_> {
    /// Fills the entry of a row.
    pub(super) fn entry(&mut self, mut entry: Entry, coded: &Coded, above: &Above) -> Entry {
        for rule in self.map.rules.clone() {
            self.apply(&rule, &mut entry, coded, above);
        }
        let row = &coded.row;
        for (name, value) in row.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            if !self.map.reads(name) {
                let message = format!("`{name}` is not mapped: add it to the map (`--map`)");
                self.report.unplaced(self.place(row), message, value.as_str());
            }
        }
        if let Some(key) = row.key.as_ref().filter(|key| !self.reads_key() && coded.codes.last() != Some(key)) {
            let message = "the key of the error is not mapped: use it as `{key}` in the map (`--map`)";
            self.report.unplaced(self.place(row), message, key.as_str());
        }
        entry
    }

    fn reads_key(&self) -> bool {
        self.map.rules.iter().any(|rule| rule.from.reads_key())
    }

    /// Applies a rule of the map, or reports a value that can't be what the map says.
    pub(super) fn apply(&mut self, rule: &Rule, entry: &mut Entry, coded: &Coded, above: &Above) {
        let name = rule.from.to_string();
        let values = || rule.from.fields().filter_map(|field| coded.row.get(field));
        let Some(value) = rule.from.fill(&coded.row) else {
            // A text with several fields, of which one is missing.
            for value in values() {
                let message = format!("`{name}` is incomplete: a field of it is missing");
                self.report.unplaced(entry.place.clone(), message, value);
            }
            return;
        };
        if self.put(rule, entry, &value, &coded.row, above) {
            self.report.took(&format!("field `{name}`"), &rule.to.name());
            if let Target::Key(Field::Code | Field::Retryable) = rule.to {
                values().for_each(|value| self.report.keyed(entry.place.clone(), value));
            }
        } else {
            let shown = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let to = rule.to.name();
            let from = if name == to { String::new() } else { format!(" of `{name}`") };
            let message = match shown.chars().count() > LONGEST {
                true => format!("the value{from} is not valid for `{to}`"),
                false => format!("`{shown}`{from} is not a valid `{to}`"),
            };
            self.report.unplaced(entry.place.clone(), message, value);
        }
    }

    /// Stores a value in an entry. Returns `false` if the value isn't valid there.
    fn put(&mut self, rule: &Rule, entry: &mut Entry, value: &str, row: &Row, above: &Above) -> bool {
        let field = match &rule.to {
            Target::Key(field) => *field,
            Target::Section(heading) => {
                let text = self.prose(rule, value, entry);
                entry.sections.push(FreeSection { heading: heading.clone(), text, after: "what_happened" });
                return true;
            }
            Target::Sections => {
                let text = self.prose(rule, value, entry);
                self.sections(&text, entry);
                return true;
            }
            Target::Custom(name) => {
                entry.fields.push((name.clone(), value.trim().to_owned()));
                return true;
            }
        };
        match field {
            Field::Code => {}
            Field::Name => entry.name = Some(self.line(rule, value, entry)),
            Field::Title => entry.title = Some(self.line(rule, value, entry)),
            Field::Summary => entry.summary = Some(self.line(rule, value, entry)),
            Field::Message => match row.pattern.as_ref().filter(|_| rule.from.is_field("message")) {
                Some(pattern) => self.pattern(pattern, value, entry),
                None => self.message(rule, value, entry, above),
            },
            Field::Status if self.map.reference => return false,
            Field::Status => {
                let Some(status) = status(value.trim()) else { return false };
                entry.status = Some(status);
            }
            Field::WhatHappened => {
                let text = self.prose(rule, value, entry);
                append(&mut entry.what_happened.text, &text);
            }
            Field::HowToFix => {
                let text = self.prose(rule, value, entry);
                append(&mut entry.how_to_fix.text, &text);
            }
            Field::Since => entry.since = Some(value.trim().to_owned()),
            Field::Retryable => {
                entry.action = match value.trim().to_ascii_lowercase().as_str() {
                    "true" | "yes" | "1" => Some("retry"),
                    "false" | "no" | "0" => Some("stop"),
                    _ => return false,
                };
            }
        }
        true
    }

    fn message(&mut self, rule: &Rule, value: &str, entry: &mut Entry, above: &Above) {
        let own = self.line(rule, value, entry);
        let text = above.messages.iter().map(String::as_str).chain([own.as_str()]).collect::<Vec<_>>().join(" ");
        let (message, params) = params::template(&text, self.style, &above.params);
        if params.iter().any(|param| param.renamed) {
            self.report.took("param renamed for generated code", "params");
        }
        self.report.took_many("placeholder", "params", params.len());
        // A placeholder without braces is a part of the word behind it: `%dms`.
        if self.style == Style::Percent {
            self.report.keyed(entry.place.clone(), ledger::without(&own, &message));
        }
        entry.message = Some(message);
        entry.params = params.into_iter().map(|found| found.param).collect();
    }

    /// Takes a message whose placeholders the reader has found.
    fn pattern(&mut self, pattern: &Pattern, value: &str, entry: &mut Entry) {
        self.report.took_many("placeholder", "params", pattern.params.len());
        let examples = pattern.params.iter().map(|param| param.example.as_str());
        let written = std::iter::once(pattern.text.as_str()).chain(examples).collect::<Vec<_>>().join(" ");
        self.report.keyed(entry.place.clone(), ledger::without(value, &written));
        entry.message = Some(pattern.text.clone()).filter(|text| !text.is_empty());
        entry.params.clone_from(&pattern.params);
    }

    /// A value on one line, as plain text.
    fn line(&mut self, rule: &Rule, value: &str, entry: &Entry) -> String {
        let source = value.trim();
        let text = if rule.markdown { plain(source) } else { source.to_owned() };
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = rule.to.name();
        if !ledger::without(source, &line).is_empty() {
            let message = format!("`{name}` is plain text: what was only in its markup is not imported");
            self.report.unplaced(entry.place.clone(), message, source);
        } else if !rule.markdown && line != source {
            let message = format!("line breaks and spaces in `{name}` become single spaces");
            self.report.kept(entry.place.clone(), message, source);
        }
        line
    }

    /// A value of any length, as Markdown.
    fn prose(&mut self, rule: &Rule, value: &str, entry: &Entry) -> String {
        let text = value.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
        if !rule.markdown {
            return text.trim().split('\n').map(|line| escape(line.trim())).collect::<Vec<_>>().join("\n");
        }
        self.markdown(&text, &entry.place)
    }

    /// Markdown in which tags are converted.
    pub(super) fn markdown(&mut self, text: &str, place: &Place) -> String {
        let mut report = LossReport::default();
        let lines = mdx::lower(text.trim(), 1, Dialect::Markdown, self.file, &mut report);
        report.moved(place);
        self.report.extend(report);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    /// Splits Markdown at its headings.
    fn sections(&mut self, text: &str, entry: &mut Entry) {
        let blocks = prose::blocks(text);
        let headings = blocks.iter().filter_map(|block| match &block.kind {
            prose::Kind::Heading { level, text } => Some((*level, block.range.clone(), text.clone())),
            _ => None,
        });
        let headings: Vec<_> = headings.collect();
        let level = headings.iter().map(|(level, ..)| *level).min().unwrap_or_default();
        let top: Vec<_> = headings.into_iter().filter(|(of, ..)| *of == level).collect();
        let first = top.first().map_or(text.len(), |(_, range, _)| range.start);
        append(&mut entry.what_happened.text, text[..first].trim());
        for (at, (_, range, heading)) in top.iter().enumerate() {
            let end = top.get(at + 1).map_or(text.len(), |(_, next, _)| next.start);
            let (heading, text) = (text[heading.clone()].trim(), text[range.end..end].trim());
            if heading.is_empty() || text.is_empty() {
                self.report.kept(entry.place.clone(), "a section without heading or text becomes a paragraph", heading);
                append(&mut entry.what_happened.text, &[heading, text].concat());
                continue;
            }
            let section = FreeSection { heading: heading.to_owned(), text: text.to_owned(), after: "what_happened" };
            entry.sections.push(section);
        }
    }
}

/// Adds a paragraph.
pub(super) fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}
