//! Converts a file of errors to a catalog. `format` chooses the reader, which returns rows (`found`).
//! `field_map` says what their fields become, `fill` makes an entry of a row, and `params` finds
//! placeholders in messages. `pattern` is for formats with rules for them.

mod csv;
pub(crate) mod field_map;
mod fill;
mod format;
mod found;
mod java;
mod json;
mod openapi;
pub(crate) mod params;
mod pattern;
mod protobuf;
mod rust;
mod template;
mod toml;

use std::collections::HashMap;

use crate::facts::Fact;
use crate::ledger::Unit;
use crate::loss_report::{Kind, LossReport};
use crate::manifest::{Group, Manifest};
use crate::model::{Entry, FieldError, File, Param, Place};
use crate::place::status;
use crate::scheme::{self, Scheme, Taken};
use crate::{ImportError, Made, Settings};

use field_map::Field;
use field_map::TableMap;
pub use format::Format;
use found::{Found, Note};
use pattern::Pattern;

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
    /// The field `message` with its params, if the source's format defines placeholders.
    pub(crate) pattern: Option<Pattern>,
    /// Operations that return the error.
    pub(crate) raised_by: Vec<String>,
    /// Index of the response's shape in the manifest's profiles.
    pub(crate) profile: Option<usize>,
    pub(crate) field_errors: Vec<FieldError>,
}

impl Row {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(of, _)| of == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }

    /// Removes blank values, and characters that YAML doesn't have.
    fn clean(&mut self) {
        let values = self.fields.iter_mut().map(|(_, value)| value).chain(&mut self.key);
        values.filter(|value| value.contains('\0')).for_each(|value| *value = value.replace('\0', "\u{fffd}"));
        self.fields.retain(|(_, value)| !value.trim().is_empty());
        self.nested.iter_mut().flat_map(|(_, rows)| rows).for_each(Row::clean);
    }

    /// Adds a field. A name that occurs twice gets a number, so that both values are read.
    fn push(&mut self, name: &str, value: String) {
        let count = 1 + self.fields.iter().filter(|(of, _)| of == name).count();
        let name = if count > 1 { format!("{name} ({count})") } else { name.to_owned() };
        self.fields.push((name, value));
    }
}

/// The rows of a file, and the completed map.
pub(crate) fn read(source: &File, format: Format, map: &TableMap) -> Result<(Vec<Row>, TableMap), ImportError> {
    let Found { rows, entries, .. } = format.read(&source.text, map, &Settings::default())?;
    let mut map = map.resolve(&rows, |map| format.complete(map, &rows))?;
    map.entries = entries.or(map.entries);
    if format == Format::Csv {
        map.layout = map.layout.for_text(&source.text);
    }
    Ok((rows, map))
}

/// Names of fields with operations, in lowercase without separators.
const OPERATIONS: &[&str] =
    &["operations", "operation", "raisedby", "endpoints", "endpoint", "routes", "route", "methods", "paths"];

/// What a table says about codes.
pub(crate) fn facts(source: &File, format: Format, settings: &Settings) -> Result<Vec<Fact>, ImportError> {
    let settings = format.settings(settings);
    let rows = format.read(&source.text, &TableMap::default(), &settings)?.rows;
    let map = TableMap::default().resolve(&rows, |map| format.complete(map, &rows))?;
    let value = |row: &Row, field: Field| map.rule_of(field).and_then(|rule| rule.from.fill(row));
    let fact = |row: &Row| {
        let named = row.fields.iter().filter(|(name, _)| OPERATIONS.contains(&field_map::normal(name).as_str()));
        let named = named.flat_map(|(_, value)| value.split([',', ';', '\n'])).map(str::trim);
        let operations = named.filter(|of| !of.is_empty()).map(str::to_owned).chain(row.raised_by.iter().cloned());
        let title = value(row, Field::Title).or_else(|| value(row, Field::Name));
        let (code, text) = (map.code(row), value(row, Field::Status));
        let number = text.as_ref().and_then(|text| status(text.trim()));
        let problem = match (&code, &text) {
            (None, _) => Some("this row has no code".to_owned()),
            (_, Some(text)) if number.is_none() => Some(format!("`{}` is not a status", text.trim())),
            _ => None,
        };
        Fact {
            place: Place { file: source.path.clone(), line: row.line },
            code: code.unwrap_or_default(),
            status: number,
            title: title.map(|title| title.trim().to_owned()),
            operations: operations.collect(),
            problem,
        }
    };
    let facts: Vec<Fact> = rows.iter().map(fact).collect();
    let is_empty = |fact: &Fact| fact.status.is_none() && fact.title.is_none() && fact.operations.is_empty();
    if facts.iter().all(is_empty) {
        let message = "it has no codes with a status, a title, or operations".to_owned();
        return Err(ImportError::Empty {
            message,
            help: "name its columns `code`, `status`, `title`, and `operations`",
        });
    }
    Ok(facts)
}

/// A row with its code, and those of the errors around it.
struct Coded {
    /// The codes from the outermost error to this one.
    codes: Vec<String>,
    row: Row,
    /// The row around it.
    above: Option<usize>,
}

struct Maker<'m> {
    file: &'m str,
    map: TableMap,
    style: params::Style,
    report: LossReport,
}

pub(crate) fn import(
    source: &File,
    format: Format,
    map: &TableMap,
    name: &str,
    settings: &Settings,
) -> Result<Made, ImportError> {
    let settings = &format.settings(settings);
    let Found { mut rows, notes, groups, profiles, request_id, .. } = format.read(&source.text, map, settings)?;
    rows.iter_mut().for_each(Row::clean);
    if rows.is_empty() {
        let message = format!("`{}` has no errors", source.path);
        return Err(ImportError::Empty { message, help: "choose the file that has them" });
    }
    let map = map.resolve(&rows, |map| format.complete(map, &rows))?;
    if map.rules.iter().all(|rule| rule.to == field_map::Target::Key(Field::Code)) {
        return Err(ImportError::Unmapped("no field looks like a message".to_owned()));
    }
    let mut maker = Maker { file: &source.path, map, style: params::Style::None, report: LossReport::default() };
    for rule in maker.map.rules.iter().filter(|rule| rows.iter().any(|row| rule.from.fill(row).is_some())) {
        maker.report.infer(&format!("field `{}`", rule.from), rule.to.name(), "--map");
    }
    let mut units = Vec::new();
    notes.into_iter().for_each(|note| maker.note(note, &mut units));
    rows.iter().for_each(|row| maker.units(row, &mut units));
    let mut coded = Vec::new();
    rows.into_iter().for_each(|row| maker.flatten(row, None, &mut coded));
    maker.report.totals.sources = coded.len() + maker.report.totals.skipped;
    let messages = coded.iter().filter_map(|of| maker.map.message(&of.row));
    maker.style = maker.map.params.unwrap_or_else(|| params::Style::of(messages));
    maker.report.infer("params", maker.style.name(), "--map");
    let (scheme, families) = maker.scheme(&coded, settings);
    let entries = maker.entries(&coded, &scheme, families);
    let mut all_groups = crate::pages::groups::of(&entries, &scheme);
    groups.into_iter().for_each(|group| maker.group(group, &mut all_groups, &mut units));
    let raised = entries.iter().map(|entry| entry.raised_by.len()).sum();
    maker.report.took_many("operation with this response", "raised_by", raised);
    let site = settings.docs_url.as_ref().map(|root| crate::manifest::Site {
        root: root.trim_end_matches('/').to_owned(),
        errors: settings.errors.clone().unwrap_or_default().trim_matches('/').to_owned(),
    });
    let manifest = Manifest {
        name: settings.name.clone().unwrap_or_else(|| name.to_owned()),
        reference: maker.map.reference,
        scheme,
        groups: all_groups,
        profiles,
        request_id,
        site,
        ..Manifest::default()
    };
    Ok(Made { manifest, entries, report: maker.report, units })
}

/// The whole row as a string.
fn all(row: &Row) -> String {
    let mut text: Vec<String> = row.key.iter().cloned().collect();
    text.extend(row.fields.iter().map(|(name, value)| format!("{name}: {value}")));
    text.extend(row.nested.iter().flat_map(|(name, rows)| rows.iter().map(move |row| format!("{name}: {}", all(row)))));
    text.join("\n")
}

impl Maker<'_> {
    fn at(&self, line: usize) -> Place {
        Place { file: self.file.to_owned(), line }
    }

    fn place(&self, row: &Row) -> Place {
        self.at(row.line)
    }

    /// Reports what is not in the rows, or is there in another form.
    fn note(&mut self, note: Note, units: &mut Vec<Unit>) {
        let Note { kind, line, message, text } = note;
        let place = self.at(line);
        match kind {
            Kind::Differs => self.report.differs(place, message, text),
            Kind::Kept => self.report.kept(place, message, text),
            _ => {
                units.push(Unit { place: place.clone(), text: text.clone() });
                self.report.unplaced(place, message, text);
            }
        }
    }

    /// Describes a group of the source.
    fn group(&mut self, (name, line, text): (String, usize, String), groups: &mut [Group], units: &mut Vec<Unit>) {
        let place = self.at(line);
        units.push(Unit { place: place.clone(), text: text.clone() });
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                let text = self.markdown(&text, &place);
                // Two enums can have one name.
                fill::append(group.description.get_or_insert_default(), &text);
            }
            None => self.report.unplaced(place, format!("`{name}` is not a group of the catalog"), text),
        }
    }

    /// The words of a row and of the rows in it.
    fn units(&self, row: &Row, units: &mut Vec<Unit>) {
        let values = row.fields.iter().map(|(_, value)| value.as_str());
        let text = row.key.as_deref().into_iter().chain(values).collect::<Vec<_>>().join("\n");
        units.push(Unit { place: self.place(row), text });
        row.nested.iter().flat_map(|(_, rows)| rows).for_each(|row| self.units(row, units));
    }

    /// Computes the code of a row, and adds the errors nested in it as separate rows.
    fn flatten(&mut self, mut row: Row, above: Option<usize>, into: &mut Vec<Coded>) {
        let nested = std::mem::take(&mut row.nested);
        let Some(own) = self.map.code(&row) else {
            row.nested = nested;
            return self.skip(&row, "this row has no code");
        };
        let mut codes = above.map(|above| into[above].codes.clone()).unwrap_or_default();
        codes.push(own);
        let at = into.len();
        into.push(Coded { codes, row, above });
        for (name, rows) in nested {
            let is_nested = self.map.nested.field.as_ref() == Some(&name);
            for row in rows {
                if is_nested {
                    self.report.took("nested error", "separate entry");
                    self.flatten(row, Some(at), into);
                } else {
                    let help = format!("if it has errors, use `nested: {{field: {name}}}` in the map (`--map`)");
                    self.unplaced(&row, &format!("`{name}` is not mapped: {help}"));
                }
            }
        }
    }

    /// Reports a row that doesn't become an entry.
    fn skip(&mut self, row: &Row, message: &str) {
        self.report.totals.skipped += 1;
        self.unplaced(row, message);
    }

    /// Reports a row and the rows in it, each with its own words.
    fn unplaced(&mut self, row: &Row, message: &str) {
        self.report.unplaced(self.place(row), message, all(&Row { nested: Vec::new(), ..row.clone() }));
        row.nested.iter().flat_map(|(_, rows)| rows).for_each(|row| self.unplaced(row, message));
    }

    /// The text between the codes of errors inside errors.
    fn join(&self) -> &str {
        self.map.nested.join.as_deref().unwrap_or(".")
    }

    /// The scheme of all codes, and whether errors inside errors are below them. Otherwise, their codes
    /// are one text, because the separator has another meaning.
    fn scheme(&self, coded: &[Coded], settings: &Settings) -> (Scheme, bool) {
        let join = self.join();
        let depth = coded.iter().map(|of| of.codes.len()).max().unwrap_or(1);
        let found = |code| scheme::Found { code, path: Vec::new() };
        if depth > 1 {
            let own = outer(settings, depth - 1, join);
            let outer: Vec<scheme::Found<'_>> =
                coded.iter().filter(|of| of.above.is_none()).map(|of| found(of.codes[0].as_str())).collect();
            let below = |level: usize| coded.iter().filter_map(move |of| of.codes.get(level)).map(String::as_str);
            let levels: Vec<Vec<&str>> = (1..depth).map(|level| below(level).collect()).collect();
            let joined = coded.iter().flat_map(|of| &of.codes).any(|code| code.contains(join));
            let nested = scheme::infer(&outer, &own).with_families(join, &levels).filter(|_| !joined);
            if let Some(scheme) = nested {
                return (scheme, true);
            }
        }
        let texts: Vec<String> = coded.iter().map(|of| of.codes.join(join)).collect();
        let found: Vec<scheme::Found<'_>> = texts.iter().map(|code| found(code)).collect();
        (scheme::infer(&found, settings), false)
    }

    fn entries(&mut self, rows: &[Coded], scheme: &Scheme, families: bool) -> Vec<Entry> {
        let mut taken = Taken::default();
        let mut entries: Vec<Entry> = Vec::new();
        // The entries of rows.
        let mut made: HashMap<usize, usize> = HashMap::new();
        for (at, coded) in rows.iter().enumerate() {
            let text = coded.codes.join(self.join());
            let claimed = match scheme.read(&text) {
                Some(code) => taken.take_or_rename(&code).map(|symbol| (code, symbol)).map_err(|first| {
                    let name = scheme.text(&first);
                    let first = entries.iter_mut().find(|of| of.code == first);
                    let line = first.as_ref().map_or(1, |of| of.place.line);
                    let took = first.is_some_and(|of| self.adds(of, coded));
                    let rest = if took { "only its message is taken" } else { "this row is not imported" };
                    match name == text {
                        true => format!("`{text}` is already in line {line}: {rest}"),
                        false => format!("`{text}` has the same file name as `{name}` in line {line}: {rest}"),
                    }
                }),
                None => Err(self.why_not(&text, scheme)),
            };
            match claimed {
                Ok((code, symbol)) => {
                    if let Some(symbol) = &symbol {
                        let message =
                            format!("another code has the same name in generated code: this one's is `{symbol}`");
                        self.report.kept(self.place(&coded.row), message, "");
                    }
                    let above = self.above(coded, rows, families, &made, &mut entries);
                    let row = &coded.row;
                    let entry = Entry {
                        code,
                        place: self.place(row),
                        symbol,
                        raised_by: row.raised_by.clone(),
                        profile: row.profile,
                        field_errors: row.field_errors.clone(),
                        ..Entry::default()
                    };
                    made.insert(at, entries.len());
                    let first = self.report.items.len();
                    entries.push(self.entry(entry, coded, &above));
                    self.report.items[first..].iter_mut().for_each(|item| item.code = Some(text.clone()));
                }
                Err(message) => self.skip(&coded.row, &message),
            }
        }
        entries
    }

    /// Takes the message of another row with the same code, if the entry has none.
    fn adds(&mut self, entry: &mut Entry, coded: &Coded) -> bool {
        if entry.message.is_some() {
            return false;
        }
        if let Some(rule) = self.map.rule_of(Field::Message).cloned() {
            self.apply(&rule, entry, coded, &Above::default());
        }
        entry.message.is_some()
    }

    /// What the message of a row starts with. Entries of a family put it there themselves.
    fn above(
        &self,
        coded: &Coded,
        rows: &[Coded],
        families: bool,
        made: &HashMap<usize, usize>,
        entries: &mut [Entry],
    ) -> Above {
        let mut above = Above::default();
        let mut at = coded.above.filter(|_| self.map.nested.both);
        // A family passes on the whole message, so all entries up to the outermost must have one.
        let mut chain = families;
        while let Some(row) = at {
            let parent = made.get(&row).map(|parent| &mut entries[*parent]).filter(|of| of.message.is_some());
            chain &= parent.is_some();
            match parent.filter(|_| chain) {
                Some(parent) => {
                    parent.family = Some(" ".to_owned());
                    above.params.extend(parent.params.iter().cloned());
                }
                None => above.messages.extend(self.map.message(&rows[row].row)),
            }
            at = rows[row].above;
        }
        above.messages.reverse();
        above
    }

    /// Why a text can't be a code.
    fn why_not(&self, text: &str, scheme: &Scheme) -> String {
        let shape = scheme.shape();
        let problem = match scheme.misfit(text) {
            Some(misfit) => format!("`{text}` {misfit}"),
            None => {
                let rule = "start with a letter or digit, and use only letters, digits, `_`, `-`, and `.`";
                return scheme
                    .unusable_name(text)
                    .unwrap_or_else(|| format!("`{text}` is not a valid code like `{shape}`: {rule}"));
            }
        };
        format!("{problem}, but codes are `{shape}`")
    }
}

/// What errors around an error add to it.
#[derive(Debug, Default)]
struct Above {
    /// Texts that its message starts with.
    messages: Vec<String>,
    /// Params that its family has.
    params: Vec<Param>,
}

/// The settings for codes without those below them.
fn outer(settings: &Settings, below: usize, join: &str) -> Settings {
    let levels = settings.levels.as_ref().map(|levels| levels[..levels.len().saturating_sub(below)].to_vec());
    Settings {
        levels: levels.filter(|levels| !levels.is_empty()),
        separator: settings.separator.clone().filter(|separator| separator != join),
        ..settings.clone()
    }
}
