//! Converts a table of errors to a catalog. `json` and `csv` read rows, `field_map` maps their
//! fields, and `params` finds placeholders in messages.

mod csv;
mod field_map;
mod json;
mod params;

use crate::loss_report::LossReport;
use crate::manifest::Manifest;
use crate::model::{Entry, File, FreeSection, Place};
use crate::place::status;
use crate::prose::{Amount, escape};
use crate::scheme::{self, Code, Found, Scheme, Taken};
use crate::{Made, Settings};

use field_map::Field;
pub use field_map::TableMap;

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) line: usize,
    /// The row's key, if the table is a map.
    pub(crate) key: Option<String>,
    /// Names and values, in order. The items of a list of strings become lines.
    pub(crate) fields: Vec<(String, String)>,
    /// Nested errors: the field, and its rows.
    pub(crate) nested: Vec<(String, Vec<Row>)>,
}

impl Row {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(of, _)| of == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }
}

/// Why a table can't be imported.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file is not valid in its format.
    #[error("{0}")]
    Malformed(String),
    /// The file can be read, but needs a map that identifies its fields.
    #[error("{0}")]
    Unmapped(String),
}

pub(crate) fn json(source: &File, map: &TableMap, name: &str, settings: &Settings) -> Result<Made, TableError> {
    let rows = json::rows(&source.text, map.entries.as_deref())?;
    import(source, rows, map, name, settings)
}

pub(crate) fn csv(source: &File, map: &TableMap, name: &str, settings: &Settings) -> Result<Made, TableError> {
    let rows = csv::rows(&source.text)?;
    import(source, rows, map, name, settings)
}

/// A row with its full code.
struct Coded {
    code: String,
    row: Row,
    /// The messages of the errors that contain it.
    above: Vec<String>,
}

struct Maker<'m> {
    file: &'m str,
    map: TableMap,
    style: params::Style,
    report: LossReport,
}

fn import(source: &File, rows: Vec<Row>, map: &TableMap, name: &str, settings: &Settings) -> Result<Made, TableError> {
    let map = map.resolve(&rows);
    if map.of(Field::Message).is_none() {
        return Err(TableError::Unmapped("no field looks like a message".to_owned()));
    }
    let mut maker = Maker { file: &source.path, map, style: params::Style::None, report: LossReport::default() };
    for (name, field) in &maker.map.fields {
        maker.report.infer(&format!("field `{name}`"), field.name(), "--map");
    }
    let mut coded = Vec::new();
    rows.into_iter().for_each(|row| maker.flatten(row, None, &[], &mut coded));
    maker.report.totals.sources = coded.len();
    let messages = coded.iter().filter_map(|of| maker.map.message(&of.row).map(str::to_owned));
    maker.style = maker.map.params.unwrap_or_else(|| params::Style::of(messages));
    maker.report.infer("params", maker.style.name(), "--map");
    let found: Vec<Found<'_>> = coded.iter().map(|of| Found { code: &of.code, path: Vec::new() }).collect();
    let scheme = scheme::infer(&found, settings);
    let entries = maker.entries(coded, &scheme);
    let versions = entries.iter().filter_map(|entry| entry.since.as_deref()).any(|since| since.contains('.'));
    let groups = crate::pages::groups::of(&entries, &scheme);
    let site = settings.docs_url.as_ref().map(|root| crate::manifest::Site {
        root: root.trim_end_matches('/').to_owned(),
        errors: settings.errors.clone().unwrap_or_default().trim_matches('/').to_owned(),
    });
    let manifest = Manifest {
        name: settings.name.clone().unwrap_or_else(|| name.to_owned()),
        scheme,
        versions,
        groups,
        site,
        ..Manifest::default()
    };
    Ok(Made { manifest, entries, report: maker.report })
}

/// The whole row as a string.
fn all(row: &Row) -> String {
    let mut text: Vec<String> = row.key.iter().cloned().collect();
    text.extend(row.fields.iter().map(|(name, value)| format!("{name}: {value}")));
    text.extend(row.nested.iter().flat_map(|(name, rows)| rows.iter().map(move |row| format!("{name}: {}", all(row)))));
    text.join("\n")
}

fn amount_of(row: &Row) -> Amount {
    let words = row.fields.iter().map(|(_, value)| value.split_whitespace().count()).sum();
    Amount { words, ..Default::default() }
}

impl Maker<'_> {
    fn place(&self, row: &Row) -> Place {
        Place { file: self.file.to_owned(), line: row.line }
    }

    /// Computes the code of a row, and adds the errors nested in it as separate rows. `messages`
    /// are those of the errors that contain it.
    fn flatten(&mut self, mut row: Row, above: Option<&str>, messages: &[String], into: &mut Vec<Coded>) {
        let nested = std::mem::take(&mut row.nested);
        let Some(own) = self.map.code(&row) else {
            self.report.totals.read += amount_of(&row);
            return self.report.unplaced(self.place(&row), "this row has no code", all(&row));
        };
        let join = self.map.join.as_deref().unwrap_or(".");
        let code = above.map_or_else(|| own.clone(), |above| format!("{above}{join}{own}"));
        let mut inner = messages.to_vec();
        inner.extend(self.map.message(&row).map(str::to_owned));
        let above = if self.map.both { messages.to_vec() } else { Vec::new() };
        into.push(Coded { code: code.clone(), row, above });
        for (name, rows) in nested {
            let is_nested = self.map.nested.as_ref() == Some(&name);
            for row in rows {
                if is_nested {
                    self.report.took("nested error", "separate entry");
                    self.flatten(row, Some(&code), &inner, into);
                } else {
                    let message = format!("`{name}` of `{code}` has no equivalent in a catalog");
                    self.report.unplaced(self.place(&row), message, all(&row));
                }
            }
        }
    }

    fn entries(&mut self, rows: Vec<Coded>, scheme: &Scheme) -> Vec<Entry> {
        let mut taken = Taken::default();
        let mut entries = Vec::new();
        for coded in rows {
            self.report.totals.read += amount_of(&coded.row);
            let place = self.place(&coded.row);
            let message = match scheme.read(&coded.code) {
                Some(code) => match taken.take(&code) {
                    Ok(()) => {
                        entries.push(self.entry(code, &coded, place));
                        continue;
                    }
                    Err(first) => {
                        format!(
                            "`{}` repeats `{}`, or would have the same name in Rust",
                            coded.code,
                            scheme.text(&first)
                        )
                    }
                },
                None if let Some(problem) = scheme.unusable_name(&coded.code) => problem,
                None => format!(
                    "`{}` is not a valid code like `{}`: start with a letter or digit, and use only letters, digits, `_`, `-`, and `.`",
                    coded.code,
                    scheme.shape()
                ),
            };
            self.report.unplaced(place, message, all(&coded.row));
        }
        entries
    }

    fn entry(&mut self, code: Code, coded: &Coded, place: Place) -> Entry {
        let mut entry = Entry { code, place: place.clone(), ..Entry::default() };
        for (name, value) in coded.row.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let placed = match (self.map.field(name), self.map.section(name)) {
                (Some(field), _) => self.put(&mut entry, name, field, value, coded),
                (None, _) if self.map.is_code(name) => continue,
                (None, Some(heading)) => {
                    let (heading, text) = (heading.to_owned(), block(value));
                    entry.sections.push(FreeSection { heading, text, after: "what_happened" });
                    self.report.took(&format!("field `{name}`"), "sections");
                    true
                }
                (None, None) => false,
            };
            if !placed {
                let message = format!("`{name}` of `{}` has no equivalent in a catalog", coded.code);
                self.report.unplaced(place.clone(), message, value.as_str());
            }
        }
        entry
    }

    /// Stores a value in an entry. Returns `false` if the value isn't valid for the field.
    fn put(&mut self, entry: &mut Entry, name: &str, field: Field, value: &str, coded: &Coded) -> bool {
        let line = || value.split_whitespace().collect::<Vec<_>>().join(" ");
        match field {
            Field::Code => {}
            Field::Name => entry.name = Some(line()),
            Field::Title => entry.title = Some(line()),
            Field::Summary => entry.summary = Some(line()),
            Field::Message => {
                let text = coded.above.iter().map(String::as_str).chain([value]).collect::<Vec<_>>().join(" ");
                let (message, params) = params::template(&text, self.style);
                if params.iter().any(|param| param.renamed) {
                    self.report.took("param renamed for generated code", "params");
                }
                self.report.took_many("placeholder", "params", params.len());
                entry.message = Some(message);
                entry.params = params.into_iter().map(|param| param.param).collect();
            }
            Field::Status => {
                let Some(status) = status(value.trim()) else { return false };
                entry.status = Some(status);
            }
            Field::WhatHappened => entry.what_happened.text = block(value),
            Field::HowToFix => entry.how_to_fix.text = block(value),
            Field::Since if is_since(value.trim()) => entry.since = Some(value.trim().to_owned()),
            Field::Since => return false,
            Field::Retryable => {
                entry.action = match value.trim().to_ascii_lowercase().as_str() {
                    "true" | "yes" | "1" => Some("retry"),
                    "false" | "no" | "0" => Some("stop"),
                    _ => return false,
                };
            }
        }
        self.report.took(&format!("field `{name}`"), field.name());
        true
    }
}

/// Converts text of a table to Markdown, keeping line breaks and escaping markup.
fn block(text: &str) -> String {
    let paragraphs = text.replace("\r\n", "\n");
    let lines = paragraphs.trim().split('\n').map(|line| escape(line.trim()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether this is a date or version that an entry accepts.
fn is_since(text: &str) -> bool {
    let numbers = |separator: char| {
        let parts: Vec<&str> = text.split(separator).collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    numbers('.') || (numbers('-') && text.len() == 10)
}
