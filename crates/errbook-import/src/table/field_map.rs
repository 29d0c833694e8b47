//! Maps the fields of a table to keys, as set in a file or else by the names of the fields.

use errbook_catalog::{Written, suggest};

use super::Row;
use super::csv::Layout;
use super::params::Style;
use super::template::{KEY, Template};
use crate::ImportError;
use crate::map_file::{self, MapError, field_name};

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

    fn is_prose(&self) -> bool {
        match self {
            Target::Key(field) => field.is_prose(),
            Target::Section(_) | Target::Sections => true,
            Target::Custom(_) => false,
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
    /// Its line, if it is in a map file.
    pub(crate) line: Option<usize>,
}

/// Errors inside errors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nested {
    pub(crate) field: Option<String>,
    /// The line of `field` in a map file.
    line: usize,
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
    /// ```
    /// use errbook_import::TableMap;
    ///
    /// assert!(TableMap::read("{code: 'E{number}', message: text}").is_ok());
    /// assert!(TableMap::read("[code]").is_err());
    /// ```
    ///
    /// # Errors
    /// If the map is invalid.
    pub fn read(text: &str) -> Result<TableMap, MapError> {
        let document = map_file::parse(text)?;
        let mut map = TableMap::default();
        for (key, value) in document.root().members() {
            map.add(key, value)?;
        }
        Ok(map)
    }

    /// The map for an earlier version of the file, which may lack what it names.
    pub(crate) fn lenient(&self) -> TableMap {
        TableMap { lenient: true, ..self.clone() }
    }

    fn add(&mut self, key: Written<'_>, value: Written<'_>) -> Result<(), MapError> {
        let name = key.scalar().unwrap_or_default();
        if value.member("to").is_some() {
            return self.of_field(key, value);
        }
        if let Some(field) = Field::named(name) {
            return self.rule(key, name, Target::Key(field), value);
        }
        match name {
            "entries" => self.entries = Some(text(name, value)?),
            "separator" => {
                let set = self.layout.separator(&text(name, value)?);
                set.map_err(|message| MapError::at(value, message))?;
            }
            "columns" => self.layout.columns = Some(list(name, value)?),
            "comments" => self.layout.comments = Some(text(name, value)?).filter(|start| !start.is_empty()),
            "kind" => self.reference = map_file::is_reference(value)?,
            "params" => self.params = Some(style(value)?),
            "sections" => {
                for (heading, value) in members(name, value)? {
                    let to = Target::Section(heading.scalar().unwrap_or_default().to_owned());
                    self.rule(heading, name, to, value)?;
                }
            }
            "fields" => self.custom(value)?,
            "nested" => self.nested(value)?,
            other => {
                let known = FIELDS.iter().map(|(_, name, _)| *name).chain(OTHERS.iter().copied());
                let help = suggest::help(other, known);
                return Err(MapError::at(key, format!("unknown key `{other}` in the map: {help}")));
            }
        }
        Ok(())
    }

    /// `solution: {to: how_to_fix, as: markdown}`
    fn of_field(&mut self, key: Written<'_>, value: Written<'_>) -> Result<(), MapError> {
        let field = key.scalar().unwrap_or_default();
        let to = value.member("to").and_then(|(_, to)| to.scalar()).unwrap_or_default();
        let target = match (Field::named(to), to.strip_prefix("fields.")) {
            (Some(key), _) => Target::Key(key),
            (None, Some(name)) => Target::Custom(name.to_owned()),
            (None, None) if to == "sections" => Target::Sections,
            (None, None) => {
                let known = FIELDS.iter().map(|(_, name, _)| *name).chain(["sections", "fields.NAME"]);
                let help = suggest::help(to, known);
                return Err(MapError::at(key, format!("`{field}` in the map cannot become `{to}`: {help}")));
            }
        };
        known(field, value, &["to", "as"])?;
        let markdown = markdown(field, value)?;
        if target == Target::Sections && !markdown {
            let message = format!("`{field}` in the map needs `as: markdown`, because headings separate sections");
            return Err(MapError::at(key, message));
        }
        self.push(key, field, target, markdown)
    }

    /// `message: text`, or `message: {from: text, as: markdown}`. `name` is the key of the map for
    /// messages.
    fn rule(&mut self, key: Written<'_>, name: &str, to: Target, value: Written<'_>) -> Result<(), MapError> {
        known(name, value, &["from", "as"])?;
        let from = text(name, value.member("from").map_or(value, |(_, from)| from))?;
        let markdown = markdown(name, value)?;
        self.push(key, &from, to, markdown)
    }

    /// Adds a rule, unless another one has the same target.
    fn push(&mut self, key: Written<'_>, from: &str, to: Target, markdown: bool) -> Result<(), MapError> {
        let wrong = |message| MapError::at(key, message);
        if let Target::Custom(name) = &to {
            map_file::check_field_name(name).map_err(wrong)?;
        }
        if self.rules.iter().any(|other| other.to == to) && !to.is_prose() {
            return Err(wrong(format!("two fields become `{}`: keep one of them", to.name())));
        }
        let from = Template::parse(from).map_err(wrong)?;
        self.rules.push(Rule { from, to, markdown, line: Some(key.line()) });
        Ok(())
    }

    /// `fields: [owner]`, or `fields: {owner: team}`
    fn custom(&mut self, value: Written<'_>) -> Result<(), MapError> {
        if value.is_sequence() {
            for item in value.items() {
                let name = text("fields", item)?;
                self.push(item, &name, Target::Custom(field_name(&name)), false)?;
            }
            return Ok(());
        }
        for (name, value) in members("fields", value)? {
            self.rule(name, "fields", Target::Custom(name.scalar().unwrap_or_default().to_owned()), value)?;
        }
        Ok(())
    }

    fn nested(&mut self, value: Written<'_>) -> Result<(), MapError> {
        for (key, value) in members("nested", value)? {
            let word = text("nested", value)?;
            match (key.scalar().unwrap_or_default(), word.as_str()) {
                ("field", _) => (self.nested.field, self.nested.line) = (Some(word), value.line()),
                ("join", _) => self.nested.join = Some(word),
                ("message", "own") => self.nested.both = false,
                ("message", "both") => self.nested.both = true,
                ("message", _) => return Err(MapError::at(value, "`message` of `nested` must be `own` or `both`")),
                (other, _) => {
                    let message = format!("unknown key `{other}` in `nested`: use `field`, `join`, or `message`");
                    return Err(MapError::at(key, message));
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
            map.rules.push(Rule { from: Template::field(state), to, markdown: false, line: None });
        }
        Ok(map)
    }

    fn detected(&mut self, from: Template, to: Field) {
        self.rules.push(Rule { from, to: Target::Key(to), markdown: false, line: None });
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
                return Err(unfit(message, rule.line));
            }
            if rule.from.reads_key() && !names.keys {
                let message = format!("the map reads `{{{KEY}}}`, but the errors are a list and have no keys");
                return Err(unfit(message, rule.line));
            }
        }
        if let Some(field) = self.nested.field.as_ref().filter(|field| !names.nested.contains(field)) {
            let help = suggest::help(field, names.nested.iter().map(String::as_str));
            let message = format!("the map reads errors in `{field}`, but no error has any there: {help}");
            return Err(unfit(message, Some(self.nested.line)));
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

/// What a map says that the table doesn't have.
fn unfit(message: String, line: Option<usize>) -> ImportError {
    match line {
        Some(line) => ImportError::Map(MapError { message, line }),
        None => ImportError::Unmapped(message),
    }
}

/// `as` of a rule.
fn markdown(key: &str, value: Written<'_>) -> Result<bool, MapError> {
    let Some((_, format)) = value.member("as") else { return Ok(false) };
    match format.scalar().unwrap_or_default() {
        "text" => Ok(false),
        "markdown" => Ok(true),
        other => {
            let message = format!("`{key}` in the map cannot be read as `{other}`: use `markdown` or `text`");
            Err(MapError::at(format, message))
        }
    }
}

/// `params: "<x>"`
fn style(value: Written<'_>) -> Result<Style, MapError> {
    let sample = text("params", value)?;
    let help = "write one as in the messages: `<x>`, `{x}`, `{0}`, `{{x}}`, `${x}`, `%s`, or `none`";
    Style::named(&sample).ok_or_else(|| MapError::at(value, format!("`{sample}` is not a placeholder: {help}")))
}

/// The members of a mapping.
fn members<'d>(
    key: &str,
    value: Written<'d>,
) -> Result<impl Iterator<Item = (Written<'d>, Written<'d>)> + use<'d>, MapError> {
    let example = match key {
        "sections" => "sections: {HEADING: FIELD}",
        "fields" => "fields: [FIELD]",
        _ => "nested: {field: FIELD}",
    };
    match value.is_mapping() || map_file::is_null(value) {
        true => Ok(value.members()),
        false => Err(MapError::at(value, format!("`{key}` in the map must be written as `{example}`"))),
    }
}

/// Refuses other keys in a mapping.
fn known(key: &str, value: Written<'_>, names: &[&str]) -> Result<(), MapError> {
    let names = || names.iter().copied();
    let unknown = value.members().find_map(|(at, _)| {
        let name = at.scalar().filter(|name| !names().any(|of| of == *name))?;
        Some((at, name))
    });
    unknown.map_or(Ok(()), |(at, name)| {
        let help = suggest::help(name, names());
        Err(MapError::at(at, format!("unknown key `{name}` in `{key}` of the map: {help}")))
    })
}

fn text(key: &str, value: Written<'_>) -> Result<String, MapError> {
    let wrong = || MapError::at(value, format!("`{key}` in the map must be the name of a field"));
    value.scalar().map(str::to_owned).ok_or_else(wrong)
}

fn list(key: &str, value: Written<'_>) -> Result<Vec<String>, MapError> {
    let items: Option<Vec<String>> = value.items().map(|item| item.scalar().map(str::to_owned)).collect();
    let wrong = || MapError::at(value, format!("`{key}` in the map must be a list of names"));
    items.filter(|items| !items.is_empty()).ok_or_else(wrong)
}
