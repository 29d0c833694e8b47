//! The formats of files, and what their fields become unless a map says something else.

use super::field_map::{Field, Rule, TableMap, Target};
use super::found::Found;
use super::template::Template;
use super::{Row, csv, java, json, openapi, protobuf, rust, toml};
use crate::{ImportError, Settings};

/// The format of a file of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A JSON document: a map or a list of errors.
    Json,
    /// A CSV table whose first line names the columns.
    Csv,
    /// A TOML document: a map or a list of errors.
    Toml,
    /// An OpenAPI document (3.0 or 3.1) in JSON or YAML, with its error responses.
    Openapi,
    /// A protocol buffers file with enums of codes, such as the reasons of a `google.rpc.ErrorInfo`.
    Protobuf,
    /// A Rust file with enums that derive `thiserror::Error`.
    Rust,
    /// A Java message bundle, such as `messages.properties`.
    Java,
}

/// What a field is: its name, what it becomes, and whether it is Markdown.
type Default = (&'static str, Field, bool);

impl Format {
    /// Reads the rows of a file.
    pub(super) fn read(self, text: &str, map: &TableMap, settings: &Settings) -> Result<Found, ImportError> {
        let entries = map.entries.as_deref();
        match self {
            Format::Json => json::read(text, entries),
            Format::Csv => csv::read(text, &map.layout),
            Format::Toml => toml::rows(text, entries),
            Format::Openapi => openapi::rows(text),
            Format::Protobuf => protobuf::rows(text, entries),
            Format::Rust => {
                let settings = self.settings(settings);
                let (prefix, separator) = (settings.prefix.unwrap_or_default(), settings.separator.unwrap_or_default());
                rust::rows(text, &prefix, &separator)
            }
            Format::Java => java::rows(text),
        }
    }

    /// The settings, with those that the format needs. Rust code has no codes. They are made when it is
    /// read, so the settings say how.
    pub(super) fn settings(self, settings: &Settings) -> Settings {
        let mut settings = settings.clone();
        if self == Format::Rust {
            settings.prefix.get_or_insert_default();
            settings.separator.get_or_insert_with(|| ":".to_owned());
        }
        settings
    }

    fn fields(self) -> &'static [Default] {
        match self {
            Format::Json | Format::Csv | Format::Toml => &[],
            Format::Openapi => &[
                ("message", Field::Message, false),
                ("status", Field::Status, false),
                ("title", Field::Title, false),
                ("summary", Field::Summary, false),
                ("description", Field::WhatHappened, true),
            ],
            // Comments of protocol buffers are Markdown (AIP-192).
            Format::Protobuf => &[
                ("message", Field::Message, false),
                ("summary", Field::Summary, true),
                ("comment", Field::WhatHappened, true),
            ],
            Format::Rust => &[("message", Field::Message, false), ("doc", Field::WhatHappened, true)],
            Format::Java => &[("message", Field::Message, false), ("comment", Field::WhatHappened, false)],
        }
    }

    /// Headings, and the fields below them.
    fn sections(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Format::Protobuf => &[("Number", "number"), ("Enum", "enum")],
            _ => &[],
        }
    }

    /// The map with the fields of the format that it doesn't set.
    pub(super) fn complete(self, map: &TableMap, rows: &[Row]) -> TableMap {
        let mut map = map.clone();
        let exists = |name: &str| rows.iter().any(|row| row.get(name).is_some());
        for (name, field, markdown) in self.fields() {
            // A message is in the map even if no row has one, so no other field is taken for it.
            let wanted = *field == Field::Message || exists(name);
            if wanted && map.rule_of(*field).is_none() && !map.reads(name) {
                let from = Template::field(name);
                map.rules.push(Rule { from, to: Target::Key(*field), markdown: *markdown, line: None });
            }
        }
        for (heading, name) in self.sections().iter().filter(|(_, name)| exists(name)) {
            if !map.reads(name) {
                let to = Target::Section((*heading).to_owned());
                map.rules.push(Rule { from: Template::field(name), to, markdown: false, line: None });
            }
        }
        map
    }
}
