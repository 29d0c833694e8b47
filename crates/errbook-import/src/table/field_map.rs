//! Maps the fields of a table to keys, as set in a file or else by the names of the fields.

use errbook_catalog::{Written, suggest};

use super::Row;
use super::csv::Layout;
use super::params::Style;
use super::template::{KEY, Template};
use crate::ImportError;
use crate::map_file::{self, field_name};

/// A key of entries that a field can become.
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
    (Field::Code, "code", &["code", "errorcode", "errcode", "id", "symbol", "number", "key", "error", "name"]),
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

/// Keys of a map file besides those of entries.
const OTHERS: &[&str] =
    &["entries", "separator", "columns", "comments", "kind", "params", "sections", "fields", "nested"];

impl Field {
    /// Its key in a map file.
    pub(crate) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|(_, of, _)| *of == name).map(|(field, ..)| *field)
    }

    /// Whether it is Markdown of any length, to which several fields can be added.
    pub(crate) fn is_prose(self) -> bool {
        matches!(self, Field::WhatHappened | Field::HowToFix)
    }
}

/// What a value becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Key(Field),
    /// A section with this heading.
    Section(String),
    /// A section for each of its headings.
    Sections,
    /// A field that the manifest declares.
    Custom(String),
}

impl Target {
    /// Its key in an entry.
    pub(crate) fn name(&self) -> String {
        match self {
            Target::Key(field) => field.name().to_owned(),
            Target::Section(_) | Target::Sections => "sections".to_owned(),
            Target::Custom(name) => format!("fields.{name}"),
        }
    }
}

/// What becomes of one or more fields.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) from: Template,
    pub(crate) to: Target,
    /// Whether the value is Markdown. Otherwise, it is plain text.
    pub(crate) markdown: bool,
}

/// Errors inside errors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nested {
    pub(crate) field: Option<String>,
    /// Text between the codes.
    pub(crate) join: Option<String>,
    /// Whether the message starts with those of the errors around it.
    pub(crate) both: bool,
}

/// Maps the fields of a table: first as set in a file, then completed for the rows of one table.
#[derive(Debug, Clone, Default)]
pub struct TableMap {
    pub(crate) entries: Option<String>,
    pub(crate) layout: Layout,
    pub(crate) rules: Vec<Rule>,
    pub(crate) params: Option<Style>,
    pub(crate) nested: Nested,
    /// Whether services send the codes.
    pub(crate) reference: bool,
    /// Whether fields of the map may be missing.
    lenient: bool,
}

impl TableMap {
    /// Reads a map, such as `{code: "E{number}", message: text, solution: {to: how_to_fix, as: markdown},
    /// params: "<x>", sections: {SQL state: sqlState}, fields: [owner], nested: {field: subClass}}`.
    ///
    /// # Errors
    /// Returns a message if the map is invalid.
    pub fn read(text: &str) -> Result<TableMap, String> {
        let document = map_file::parse(text)?;
        let mut map = TableMap::default();
        for (key, value) in document.root().members() {
            map.add(key.scalar().unwrap_or_default(), value)?;
        }
        for (at, rule) in map.rules.iter().enumerate() {
            if let Target::Custom(name) = &rule.to {
                map_file::check_field_name(name)?;
            }
            if map.rules[..at].iter().any(|other| other.to == rule.to) && !rule.to.is_prose() {
                return Err(format!("two fields become `{}`: keep one of them", rule.to.name()));
            }
        }
        Ok(map)
    }

    /// The map for an earlier version of the file, which may lack what it names.
    pub(crate) fn lenient(&self) -> TableMap {
        TableMap { lenient: true, ..self.clone() }
    }

    fn add(&mut self, key: &str, value: Written<'_>) -> Result<(), String> {
        if value.member("to").is_some() {
            return self.of_field(key, value);
        }
        if let Some(field) = Field::named(key) {
            return self.rule(key, Target::Key(field), value);
        }
        match key {
            "entries" => self.entries = Some(text(key, value)?),
            "separator" => self.layout.separator(&text(key, value)?)?,
            "columns" => self.layout.columns = Some(list(key, value)?),
            "comments" => self.layout.comments = Some(text(key, value)?).filter(|start| !start.is_empty()),
            "kind" => self.reference = map_file::is_reference(value)?,
            "params" => {
                let sample = text(key, value)?;
                let help = "write one as in the messages: `<x>`, `{x}`, `{0}`, `{{x}}`, `${x}`, `%s`, or `none`";
                let style = Style::named(&sample);
                self.params = Some(style.ok_or_else(|| format!("`{sample}` is not a placeholder: {help}"))?);
            }
            "sections" => {
                for (heading, value) in value.members() {
                    let heading = heading.scalar().unwrap_or_default().to_owned();
                    self.rule("sections", Target::Section(heading), value)?;
                }
            }
            "fields" => self.custom(value)?,
            "nested" => self.nested(value)?,
            other => {
                let known = FIELDS.iter().map(|(_, name, _)| *name).chain(OTHERS.iter().copied());
                let help = suggest::help(other, known);
                return Err(format!("unknown key `{other}` in the map: {help}"));
            }
        }
        Ok(())
    }

    /// `solution: {to: how_to_fix, as: markdown}`
    fn of_field(&mut self, field: &str, value: Written<'_>) -> Result<(), String> {
        let to = value.member("to").and_then(|(_, to)| to.scalar()).unwrap_or_default();
        let target = match (Field::named(to), to.strip_prefix("fields.")) {
            (Some(key), _) => Target::Key(key),
            (None, Some(name)) => Target::Custom(name.to_owned()),
            (None, None) if to == "sections" => Target::Sections,
            (None, None) => {
                let known = FIELDS.iter().map(|(_, name, _)| *name).chain(["sections", "fields.NAME"]);
                return Err(format!("`{field}` in the map cannot become `{to}`: {}", suggest::help(to, known)));
            }
        };
        known(field, value, &["to", "as"])?;
        let markdown = markdown(field, value)?;
        if target == Target::Sections && !markdown {
            return Err(format!("`{field}` in the map needs `as: markdown`, because headings separate sections"));
        }
        self.rules.push(Rule { from: Template::parse(field)?, to: target, markdown });
        Ok(())
    }

    /// `message: text`, or `message: {from: text, as: markdown}`
    fn rule(&mut self, key: &str, to: Target, value: Written<'_>) -> Result<(), String> {
        let from = match value.member("from") {
            Some((_, from)) => {
                known(key, value, &["from", "as"])?;
                text(key, from)?
            }
            None => {
                known(key, value, &["from", "as"])?;
                text(key, value)?
            }
        };
        self.rules.push(Rule { from: Template::parse(&from)?, to, markdown: markdown(key, value)? });
        Ok(())
    }

    /// `fields: [owner]`, or `fields: {owner: team}`
    fn custom(&mut self, value: Written<'_>) -> Result<(), String> {
        for (name, value) in value.members() {
            self.rule("fields", Target::Custom(name.scalar().unwrap_or_default().to_owned()), value)?;
        }
        for item in value.items() {
            let name = text("fields", item)?;
            let to = Target::Custom(field_name(&name));
            self.rules.push(Rule { from: Template::parse(&name)?, to, markdown: false });
        }
        Ok(())
    }

    fn nested(&mut self, value: Written<'_>) -> Result<(), String> {
        for (key, value) in value.members() {
            let word = text("nested", value)?;
            match (key.scalar().unwrap_or_default(), word.as_str()) {
                ("field", _) => self.nested.field = Some(word),
                ("join", _) => self.nested.join = Some(word),
                ("message", "own") => self.nested.both = false,
                ("message", "both") => self.nested.both = true,
                ("message", _) => return Err("`message` of `nested` must be `own` or `both`".to_owned()),
                (other, _) => {
                    return Err(format!("unknown key `{other}` in `nested`: use `field`, `join`, or `message`"));
                }
            }
        }
        Ok(())
    }

    /// Completes the map for these rows, first with what their format says.
    ///
    /// # Errors
    /// If no row has a field of the map.
    pub(crate) fn resolve(
        &self,
        rows: &[Row],
        format: impl FnOnce(&TableMap) -> TableMap,
    ) -> Result<TableMap, ImportError> {
        let mut names = Names::default();
        rows.iter().for_each(|row| names.read(row, &|_| true));
        if !self.lenient {
            self.verify(&names)?;
        }
        let mut names = Names::default();
        rows.iter().for_each(|row| names.read(row, &|name| self.nested.field.as_deref() == Some(name)));
        let mut map = format(self);
        // In `{"Order {id} is not paid": {"code": 7}}`, the keys are the messages.
        let is_text = |row: &Row| row.key.as_ref().is_some_and(|key| key.trim().contains(char::is_whitespace));
        let to = match rows.iter().filter(|row| is_text(row)).count() * 2 > rows.len() {
            true => Field::Message,
            false => Field::Code,
        };
        let reads_key = map.rules.iter().any(|rule| rule.from.reads_key());
        if map.rule_of(to).is_none() && !reads_key && rows.iter().all(|row| row.key.is_some()) {
            map.detected(Template::key(), to);
        }
        for (field, _, likely) in FIELDS {
            // The code may also be a part of another text.
            let is_free = |name: &&String| match field {
                Field::Code => !map.rules.iter().any(|rule| rule.from.is_field(name)),
                _ => !map.reads(name),
            };
            let find = |likely: &&str| names.fields.iter().find(|name| is_free(name) && normal(name) == **likely);
            let skip = map.rule_of(*field).is_some() || (map.reference && *field == Field::Status);
            if let Some(name) = likely.iter().find_map(find).filter(|_| !skip) {
                map.detected(Template::field(&name.clone()), *field);
            }
        }
        if map.nested.field.is_none() {
            map.nested.field = map.nested_field(rows);
        }
        if let Some(state) = names.fields.iter().find(|name| normal(name) == "sqlstate")
            && !map.reads(state)
        {
            let to = Target::Section("SQL state".to_owned());
            map.rules.push(Rule { from: Template::field(state), to, markdown: false });
        }
        Ok(map)
    }

    fn detected(&mut self, from: Template, to: Field) {
        self.rules.push(Rule { from, to: Target::Key(to), markdown: false });
    }

    /// Checks that the fields of the map exist.
    fn verify(&self, names: &Names) -> Result<(), ImportError> {
        for rule in &self.rules {
            let unknown = rule.from.fields().find(|name| !names.fields.iter().any(|of| of == name));
            if let Some(unknown) = unknown {
                let fields = names.fields.iter().map(String::as_str);
                let help = suggest::help(unknown, fields.chain(names.keys.then_some("{key}")));
                let message =
                    format!("the map reads `{unknown}` for `{}`, but no error has it: {help}", rule.to.name());
                return Err(ImportError::Unmapped(message));
            }
            if rule.from.reads_key() && !names.keys {
                let message = format!("the map reads `{{{KEY}}}`, but the errors are a list and have no keys");
                return Err(ImportError::Unmapped(message));
            }
        }
        if let Some(field) = self.nested.field.as_ref().filter(|field| !names.nested.contains(field)) {
            let help = suggest::help(field, names.nested.iter().map(String::as_str));
            let message = format!("the map reads errors in `{field}`, but no error has any there: {help}");
            return Err(ImportError::Unmapped(message));
        }
        Ok(())
    }

    /// Whether a rule reads a field.
    pub(crate) fn reads(&self, name: &str) -> bool {
        self.rules.iter().any(|rule| rule.from.reads(name))
    }

    /// What a key is read from.
    pub(crate) fn rule_of(&self, field: Field) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.to == Target::Key(field))
    }

    /// The code of a row.
    pub(crate) fn code(&self, row: &Row) -> Option<String> {
        let code = self.rule_of(Field::Code).and_then(|rule| rule.from.fill(row));
        // A nested row may be in a map even if other rows are in a list.
        let code = code.or_else(|| if self.rule_of(Field::Message)?.from.reads_key() { None } else { row.key.clone() });
        code.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty())
    }

    pub(crate) fn message(&self, row: &Row) -> Option<String> {
        self.rule_of(Field::Message)?.from.fill(row)
    }

    /// The only field with nested errors, which are rows that have a message too.
    fn nested_field(&self, rows: &[Row]) -> Option<String> {
        let is_error = |row: &Row| self.message(row).is_some();
        let fields = rows.iter().flat_map(|row| &row.nested).filter(|(_, rows)| rows.iter().any(is_error));
        let mut names: Vec<&String> = fields.map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        match names.as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        }
    }
}

impl Target {
    fn is_prose(&self) -> bool {
        match self {
            Target::Key(field) => field.is_prose(),
            Target::Section(_) | Target::Sections => true,
            Target::Custom(_) => false,
        }
    }
}

/// The names in a table.
#[derive(Debug, Default)]
struct Names {
    /// Of fields, in the order in which they occur.
    fields: Vec<String>,
    /// Of fields with errors in them.
    nested: Vec<String>,
    /// Whether a row has a key.
    keys: bool,
}

impl Names {
    /// Adds the names of a row, and of rows in these of its fields.
    fn read(&mut self, row: &Row, below: &dyn Fn(&str) -> bool) {
        self.keys |= row.key.is_some();
        for (name, _) in &row.fields {
            if !self.fields.contains(name) {
                self.fields.push(name.clone());
            }
        }
        for (name, rows) in &row.nested {
            if !self.nested.contains(name) {
                self.nested.push(name.clone());
            }
            rows.iter().filter(|_| below(name)).for_each(|row| self.read(row, below));
        }
    }
}

/// A name in lowercase without separators.
pub(crate) fn normal(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// `as` of a rule.
fn markdown(key: &str, value: Written<'_>) -> Result<bool, String> {
    match value.member("as").map(|(_, value)| value.scalar().unwrap_or_default()) {
        None | Some("text") => Ok(false),
        Some("markdown") => Ok(true),
        Some(other) => Err(format!("`{key}` in the map cannot be read as `{other}`: use `markdown` or `text`")),
    }
}

/// Refuses other keys in a mapping.
fn known(key: &str, value: Written<'_>, names: &[&str]) -> Result<(), String> {
    let names = || names.iter().copied();
    let unknown = value.members().filter_map(|(name, _)| name.scalar()).find(|name| !names().any(|of| of == *name));
    match unknown {
        Some(name) => Err(format!("unknown key `{name}` in `{key}` of the map: {}", suggest::help(name, names()))),
        None => Ok(()),
    }
}

fn text(key: &str, value: Written<'_>) -> Result<String, String> {
    value.scalar().map(str::to_owned).ok_or_else(|| format!("`{key}` in the map must be the name of a field"))
}

fn list(key: &str, value: Written<'_>) -> Result<Vec<String>, String> {
    let items: Option<Vec<String>> = value.items().map(|item| item.scalar().map(str::to_owned)).collect();
    items.filter(|items| !items.is_empty()).ok_or_else(|| format!("`{key}` in the map must be a list of names"))
}
