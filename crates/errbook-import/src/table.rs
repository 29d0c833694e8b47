//! Converts a table of errors to a catalog. `json` and `csv` read rows, `field_map` says what their
//! fields become, `fill` makes an entry of a row, and `params` finds placeholders in messages.

mod csv;
pub(crate) mod field_map;
mod fill;
mod json;
pub(crate) mod params;
mod template;

use std::collections::HashMap;

use crate::ledger::Unit;
use crate::loss_report::LossReport;
use crate::manifest::Manifest;
use crate::model::{Entry, File, Param, Place};
use crate::scheme::{self, Found, Scheme, Taken};
use crate::{ImportError, Made, Settings};

use field_map::Field;
use field_map::TableMap;

/// What a reader found in a file.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) rest: Vec<Rest>,
}

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

/// Something outside of the rows.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) line: usize,
    /// A lowercase phrase.
    pub(crate) message: String,
    pub(crate) text: String,
}

impl Row {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(of, _)| of == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }

    /// Adds a field. A name that occurs twice gets a number, so that both values are read.
    fn push(&mut self, name: &str, value: String) {
        let count = 1 + self.fields.iter().filter(|(of, _)| of == name).count();
        let name = if count > 1 { format!("{name} ({count})") } else { name.to_owned() };
        self.fields.push((name, value));
    }
}

/// The format of a file of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A map or a list of errors.
    Json,
    /// A table whose first line names the columns.
    Csv,
}

impl Format {
    /// Reads the rows of a file.
    fn read(self, text: &str, map: &TableMap) -> Result<Table, ImportError> {
        match self {
            Format::Json => json::read(text, map.entries.as_deref()),
            Format::Csv => csv::read(text, &map.layout),
        }
    }
}

/// The rows of a file, and the completed map.
pub(crate) fn read(source: &File, format: Format, map: &TableMap) -> Result<(Vec<Row>, TableMap), ImportError> {
    let rows = format.read(&source.text, map)?.rows;
    let map = map.resolve(&rows)?;
    Ok((rows, map))
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
    let table = format.read(&source.text, map)?;
    let map = map.resolve(&table.rows)?;
    if map.rules.iter().all(|rule| rule.to == field_map::Target::Key(Field::Code)) {
        return Err(ImportError::Unmapped("no field looks like a message".to_owned()));
    }
    let mut maker = Maker { file: &source.path, map, style: params::Style::None, report: LossReport::default() };
    for rule in &maker.map.rules {
        maker.report.infer(&format!("field `{}`", rule.from), rule.to.name(), "--map");
    }
    let mut units = Vec::new();
    table.rest.into_iter().for_each(|rest| maker.rest(rest, &mut units));
    table.rows.iter().for_each(|row| maker.units(row, &mut units));
    let mut coded = Vec::new();
    table.rows.into_iter().for_each(|row| maker.flatten(row, None, &mut coded));
    maker.report.totals.sources = coded.len() + maker.report.totals.skipped;
    let messages = coded.iter().filter_map(|of| maker.map.message(&of.row));
    maker.style = maker.map.params.unwrap_or_else(|| params::Style::of(messages));
    maker.report.infer("params", maker.style.name(), "--map");
    let (scheme, families) = maker.scheme(&coded, settings);
    let entries = maker.entries(&coded, &scheme, families);
    let versions = entries.iter().filter_map(|entry| entry.since.as_deref()).any(|since| since.contains('.'));
    let groups = crate::pages::groups::of(&entries, &scheme);
    let site = settings.docs_url.as_ref().map(|root| crate::manifest::Site {
        root: root.trim_end_matches('/').to_owned(),
        errors: settings.errors.clone().unwrap_or_default().trim_matches('/').to_owned(),
    });
    let manifest = Manifest {
        name: settings.name.clone().unwrap_or_else(|| name.to_owned()),
        reference: maker.map.reference,
        scheme,
        versions,
        groups,
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

    /// Reports what is outside of the rows.
    fn rest(&mut self, rest: Rest, units: &mut Vec<Unit>) {
        let place = self.at(rest.line);
        units.push(Unit { place: place.clone(), text: rest.text.clone() });
        self.report.unplaced(place, rest.message, rest.text);
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
        let code = codes.join(self.join());
        into.push(Coded { codes, row, above });
        for (name, rows) in nested {
            let is_nested = self.map.nested.field.as_ref() == Some(&name);
            for row in rows {
                if is_nested {
                    self.report.took("nested error", "separate entry");
                    self.flatten(row, Some(at), into);
                } else {
                    self.unplaced(&row, &format!("`{name}` of `{code}` has no equivalent in a catalog"));
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
        let found = |code| Found { code, path: Vec::new() };
        if depth > 1 {
            let own = outer(settings, depth - 1, join);
            let outer: Vec<Found<'_>> =
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
        let found: Vec<Found<'_>> = texts.iter().map(|code| found(code)).collect();
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
                    let took = entries.iter_mut().find(|of| of.code == first).is_some_and(|of| self.adds(of, coded));
                    let rest = if took { "only its message is taken" } else { "the row is not imported" };
                    format!("`{text}` repeats `{}`: {rest}", scheme.text(&first))
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
                    let entry = Entry { code, place: self.place(&coded.row), symbol, ..Entry::default() };
                    made.insert(at, entries.len());
                    entries.push(self.entry(entry, coded, &above));
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
        let rule = "start with a letter or digit, and use only letters, digits, `_`, `-`, and `.`";
        let problem = || format!("`{text}` is not a valid code like `{}`: {rule}", scheme.shape());
        scheme.unusable_name(text).unwrap_or_else(problem)
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
