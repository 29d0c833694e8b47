//! Maps the fields of a table to keys, as set in a file or else by the names of the fields.

use errbook_catalog::{Document, Written, suggest};

use super::Row;
use super::params::Style;
use crate::page_map::first;

/// What a field of a table becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Code,
    Message,
    Status,
    Name,
    Title,
    Summary,
    WhatHappened,
    HowToFix,
    Since,
    Retryable,
}

/// Keys of a map file, and the field names that are recognized without one, most likely first.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (Field::Code, "code", &["code", "errorcode", "errcode", "id", "symbol", "key", "error", "name"]),
    (
        Field::Message,
        "message",
        &["message", "msg", "template", "messagetemplate", "text", "errormessage", "description"],
    ),
    (Field::Status, "status", &["status", "statuscode", "httpstatus", "httpstatuscode", "httpcode"]),
    (Field::Name, "name", &["title", "name", "label"]),
    (Field::Title, "title", &[]),
    (Field::Summary, "summary", &["summary", "description", "short"]),
    (Field::WhatHappened, "what_happened", &["cause", "causes", "reason", "explanation", "details", "meaning"]),
    (Field::HowToFix, "how_to_fix", &["fix", "action", "resolution", "solution", "remedy", "suggestion", "hint"]),
    (Field::Since, "since", &["since", "added", "introduced"]),
    (Field::Retryable, "retryable", &["retryable", "retriable", "transient"]),
];

impl Field {
    /// Its key in a map file.
    pub(crate) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }
}

/// Maps the fields of a table: first as set in a file, then completed for the rows of one table.
#[derive(Debug, Clone, Default)]
pub struct TableMap {
    pub(crate) entries: Option<String>,
    /// Names of fields, and what they become.
    pub(crate) fields: Vec<(String, Field)>,
    /// A field name, or a template with field names in braces.
    code: String,
    pub(crate) params: Option<Style>,
    pub(crate) nested: Option<String>,
    pub(crate) join: Option<String>,
    pub(crate) both: bool,
    /// Headings, and the fields below them.
    sections: Vec<(String, String)>,
}

impl TableMap {
    /// Reads a map, such as `{code: errorCode, message: text, params: "<x>", sections: {SQL state:
    /// sqlState}, nested: {field: subClass}}`.
    ///
    /// # Errors
    /// Returns a message if the map is invalid.
    pub fn read(text: &str) -> Result<TableMap, String> {
        let document = Document::parse(text).map_err(|found| first(&found))?;
        let mut map = TableMap::default();
        for (key, value) in document.root().members() {
            map.add(key.scalar().unwrap_or_default(), value)?;
        }
        Ok(map)
    }

    fn add(&mut self, key: &str, value: Written<'_>) -> Result<(), String> {
        if let Some((field, ..)) = FIELDS.iter().find(|(_, name, _)| *name == key) {
            self.fields.push((text(key, value)?, *field));
            return Ok(());
        }
        match key {
            "entries" => self.entries = Some(text(key, value)?),
            "params" => {
                let sample = text(key, value)?;
                let style = Style::named(&sample);
                let help = "write one as in the messages: `<x>`, `{x}`, `{0}`, or `%s`";
                self.params = Some(style.ok_or_else(|| format!("`{sample}` is not a placeholder: {help}"))?);
            }
            "sections" => {
                for (heading, field) in value.members() {
                    self.sections.push((heading.scalar().unwrap_or_default().to_owned(), text("sections", field)?));
                }
            }
            "nested" => self.nested(value)?,
            other => {
                let known = FIELDS.iter().map(|(_, name, _)| *name).chain(["entries", "params", "sections", "nested"]);
                return Err(format!("unknown key `{other}` in the map: {}", suggest::help(other, known)));
            }
        }
        Ok(())
    }

    fn nested(&mut self, value: Written<'_>) -> Result<(), String> {
        for (key, value) in value.members() {
            let word = text("nested", value)?;
            match (key.scalar().unwrap_or_default(), word.as_str()) {
                ("field", _) => self.nested = Some(word),
                ("join", _) => self.join = Some(word),
                ("message", "own") => self.both = false,
                ("message", "both") => self.both = true,
                ("message", _) => return Err("`message` of `nested` must be `own` or `both`".to_owned()),
                (other, _) => {
                    return Err(format!("unknown key `{other}` in `nested`: use `field`, `join`, or `message`"));
                }
            }
        }
        Ok(())
    }

    /// Completes the map for these rows.
    pub(crate) fn resolve(&self, rows: &[Row]) -> TableMap {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in rows.iter().flat_map(|row| &row.fields) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let mut map = TableMap { fields: Vec::new(), ..self.clone() };
        map.code = self.of(Field::Code).map(str::to_owned).unwrap_or_default();
        if map.code.is_empty() && rows.iter().all(|row| row.key.is_some()) {
            map.code = "{key}".to_owned();
        }
        let has_code = !map.code.is_empty();
        for (field, _, likely) in FIELDS.iter().filter(|(field, ..)| *field != Field::Code || !has_code) {
            let is_free = |name: &&&str| map.field(name).is_none() && map.section(name).is_none();
            let find =
                || likely.iter().find_map(|likely| names.iter().filter(is_free).find(|name| normal(name) == *likely));
            let Some(name) = self.of(*field).or_else(|| find().copied()).map(str::to_owned) else { continue };
            if *field == Field::Code {
                map.code = name.clone();
            }
            map.fields.push((name, *field));
        }
        if map.nested.is_none() {
            map.nested = nested(rows, map.of(Field::Message));
        }
        if let Some(state) = names.iter().find(|name| normal(name) == "sqlstate")
            && map.section(state).is_none()
            && map.field(state).is_none()
        {
            map.sections.push(("SQL state".to_owned(), (*state).to_owned()));
        }
        map
    }

    /// The code of a row, from a field or from a template in which `{key}` is the row's key.
    pub(crate) fn code(&self, row: &Row) -> Option<String> {
        if !self.code.contains('{') {
            // A nested row may be in a map even if other rows are in a list.
            return row.get(&self.code).or(row.key.as_deref()).map(|code| code.trim().to_owned());
        }
        let mut code = self.code.clone();
        for (name, value) in &row.fields {
            code = code.replace(&format!("{{{name}}}"), value.trim());
        }
        let code = code.replace("{key}", row.key.as_deref().unwrap_or_default().trim());
        (!code.is_empty() && !code.contains('{')).then_some(code)
    }

    /// Whether a field is part of the code.
    pub(crate) fn is_code(&self, name: &str) -> bool {
        self.code == name || self.code.contains(&format!("{{{name}}}"))
    }

    /// What a field becomes.
    pub(crate) fn field(&self, name: &str) -> Option<Field> {
        self.fields.iter().find(|(of, _)| of == name).map(|(_, field)| *field)
    }

    /// The name of the field that becomes `field`.
    pub(crate) fn of(&self, field: Field) -> Option<&str> {
        self.fields.iter().find(|(_, of)| *of == field).map(|(name, _)| name.as_str())
    }

    pub(crate) fn message<'r>(&self, row: &'r Row) -> Option<&'r str> {
        row.get(self.of(Field::Message)?)
    }

    /// The heading above a field.
    pub(crate) fn section(&self, name: &str) -> Option<&str> {
        self.sections.iter().find(|(_, field)| field == name).map(|(heading, _)| heading.as_str())
    }
}

/// The only field with nested errors, which are rows that have a message too.
fn nested(rows: &[Row], message: Option<&str>) -> Option<String> {
    let is_error = |row: &Row| message.is_some_and(|message| row.get(message).is_some());
    let fields = rows.iter().flat_map(|row| &row.nested).filter(|(_, rows)| rows.iter().any(is_error));
    let mut names: Vec<&String> = fields.map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

fn normal(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn text(key: &str, value: Written<'_>) -> Result<String, String> {
    value.scalar().map(str::to_owned).ok_or_else(|| format!("`{key}` in the map must be the name of a field"))
}
