//! Accounts for every word of a source. A word is a run of letters and digits, and each must be in
//! the entry that its page or row became, in what turned into keys, or in the report. It reads the
//! files that were written, not what the import meant to write.

use std::collections::{BTreeMap, HashMap, HashSet};

use errbook_catalog::{Document, Written};
use errbook_syntax::markdown::{Event, events};

use crate::loss_report::{Kind, LossReport, Totals};
use crate::model::{File, Place};

/// A part of the source that was read: a page or a row.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// How often each word occurs.
#[derive(Debug, Default)]
struct Words(HashMap<String, usize>);

/// What happened to the words of a unit.
#[derive(Debug, Default)]
struct Account {
    words: Vec<String>,
    entries: Words,
    keys: Words,
    report: Words,
}

/// Finds the words of all units in the files of the catalog and in the report, and completes its totals.
/// `entries` are the places of entries, and the files that were written for them.
pub(crate) fn settle(units: &[Unit], manifest: &File, entries: &[(Place, File)], report: &mut LossReport) {
    let mut accounts: BTreeMap<Place, Account> = BTreeMap::new();
    for unit in units {
        accounts.entry(unit.place.clone()).or_default().words.extend(words(&unit.text));
    }
    for (place, file) in entries {
        let Some(account) = at(&mut accounts, place) else { continue };
        values(&file.text, &mut |value| account.entries.add(value));
        account.keys.add(&file.path);
    }
    for item in &report.items {
        let place = Place { file: item.file.clone(), line: item.line };
        if let Some(account) = at(&mut accounts, &place) {
            account.report.add(&item.text);
        }
    }
    for (place, text) in &report.keyed {
        if let Some(account) = at(&mut accounts, place) {
            account.keys.add(text);
        }
    }
    let mut shared = HashSet::new();
    values(&manifest.text, &mut |value| shared.extend(words(value)));
    for (place, account) in accounts {
        account.settle(&place, &shared, report);
    }
}

impl LossReport {
    /// Keeps only text that is nowhere else, and its words, for a source without anything to import.
    pub fn keep_unplaced(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        items.retain(|item| item.kind == Kind::Unplaced);
        let in_report = items.iter().map(|item| words(&item.text).count()).sum();
        let totals = Totals { read: in_report, in_report, ..Totals::default() };
        *self = LossReport { items, totals, ..LossReport::default() };
    }
}

/// The account of the unit that contains a place.
fn at<'a>(accounts: &'a mut BTreeMap<Place, Account>, place: &Place) -> Option<&'a mut Account> {
    let (unit, account) = accounts.range_mut(..=place.clone()).next_back()?;
    (unit.file == place.file).then_some(account)
}

impl Account {
    /// Finds each word once. Words of the manifest are shared by all units.
    fn settle(mut self, place: &Place, shared: &HashSet<String>, report: &mut LossReport) {
        let mut lost = Vec::new();
        report.totals.read += self.words.len();
        for word in self.words {
            if self.entries.take(&word) {
                report.totals.in_entries += 1;
            } else if self.keys.take(&word) || shared.contains(&word) {
                report.totals.in_keys += 1;
            } else if self.report.take(&word) {
                report.totals.in_report += 1;
            } else {
                lost.push(word);
            }
        }
        if !lost.is_empty() {
            report.totals.in_report += lost.len();
            report.lost(place.clone(), &lost);
        }
    }
}

impl Words {
    fn add(&mut self, text: &str) {
        for word in words(text) {
            *self.0.entry(word).or_default() += 1;
        }
    }

    fn take(&mut self, word: &str) -> bool {
        match self.0.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

/// The words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let text = decoded(text);
    let words: Vec<String> =
        text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

/// The words of a text that aren't in another one.
pub(crate) fn without(text: &str, other: &str) -> String {
    let mut others = Words::default();
    others.add(other);
    words(text).filter(|word| !others.take(word)).collect::<Vec<_>>().join(" ")
}

/// The text with HTML character references replaced, because pages may write `&uuml;` where an entry
/// has `ü`.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name of a character has 31 letters (HTML, named character references).
        let end = rest.bytes().take(34).position(|byte| byte == b';').map_or(1, |end| end + 1);
        let (reference, after) = rest.split_at(end);
        let text = events(reference).filter_map(|(event, _)| match event {
            Event::Text(text) if end > 1 => Some(text.into_string()),
            _ => None,
        });
        let text: String = text.collect();
        out.push_str(if text.chars().count() <= 2 && !text.is_empty() { &text } else { reference });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whose names the keys of a mapping are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Those of the format.
    Format,
    /// The user's, as in `params`.
    User,
    /// The user's, here and below, as in `body`.
    UserBelow,
}

/// Calls `each` with every value of a file of the catalog, and with the names that users chose.
fn values(yaml: &str, each: &mut impl FnMut(&str)) {
    if let Ok(document) = Document::parse(yaml) {
        walk(document.root(), Names::Format, each);
    }
}

fn walk(node: Written<'_>, names: Names, each: &mut impl FnMut(&str)) {
    if let Some(text) = node.scalar() {
        each(text);
    }
    node.items().for_each(|item| walk(item, names, each));
    for (key, value) in node.members() {
        let name = key.scalar().unwrap_or_default();
        // errbook sets it, not the source.
        if names == Names::Format && name == "draft" {
            continue;
        }
        if names != Names::Format {
            each(name);
        }
        let below = match (names, name) {
            (Names::UserBelow, _) | (_, "body") => Names::UserBelow,
            (Names::Format, "params" | "headers" | "fields" | "query" | "groups" | "profiles") => Names::User,
            _ => Names::Format,
        };
        walk(value, below, each);
    }
}
