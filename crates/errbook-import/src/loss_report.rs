//! The loss report: what happened to everything in the source. It is displayed as text here, and
//! serialized as JSON.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Serialize;

use crate::model::Place;

/// What happened to the content of an imported source.
///
/// ```
/// use errbook_import::{Extras, File, Format, Kind, Settings, TableMap, file};
///
/// let text = "code,status,message\nshop.cart.full,4o9,The cart is full\n";
/// let source = File { path: "errors.csv".to_owned(), text: text.to_owned() };
/// let import = file(&source, Format::Csv, &TableMap::default(), "shop", &Settings::default(), &Extras::default())?;
/// let report = import.report.human(|path| path.to_owned(), 10);
/// assert!(report.contains("4o9"), "{report}");
/// # Ok::<(), errbook_import::ImportError>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct LossReport {
    /// Inferred facts about the whole catalog: code scheme, groups, profiles, and URL.
    pub inferred: Vec<Inferred>,
    /// Constructs that became keys, with counts.
    pub taken: Vec<Taken>,
    /// Content that changed, sorted by location.
    pub items: Vec<Item>,
    /// Where the words of the source are.
    pub totals: Totals,
    /// Text that turned into keys: headings, codes, and the syntax of components.
    #[serde(skip)]
    pub(crate) keyed: Vec<(Place, String)>,
}

/// A fact about the whole catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inferred {
    /// Such as `codes`.
    pub what: String,
    /// Its value.
    pub value: String,
    /// The option that sets it. Empty if there is none.
    pub flag: String,
}

/// A construct that became a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Taken {
    /// What it was.
    pub what: String,
    /// The key that it became.
    pub key: String,
    /// How often.
    pub count: usize,
}

/// Something that differs between the source and the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Item {
    /// What happened to it.
    pub kind: Kind,
    /// File of the source.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// The code that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A lowercase phrase.
    pub message: String,
    /// The affected text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// What happened to something in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// errbook failed to import or report it: its words are only in this report.
    Lost,
    /// It was not imported: its text is only in this report.
    Unplaced,
    /// It conflicts with another part of the source.
    Differs,
    /// It was imported in another form: as a free section, text, or a code block.
    Kept,
}

/// Totals of an import. A word is a run of letters and digits, and `read` is the sum of the numbers
/// of words below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Pages or rows that were read.
    pub sources: usize,
    /// Pages or rows among them that are in no entry.
    pub skipped: usize,
    /// Entries that were made.
    pub entries: usize,
    /// Entries among them that are drafts.
    pub drafts: usize,
    /// Words in the source.
    pub read: usize,
    /// Words in entries.
    pub in_entries: usize,
    /// Words that became keys, codes, or a part of the manifest.
    pub in_keys: usize,
    /// Words that are only in this report.
    pub in_report: usize,
}

/// More items than this with the same message are shown as one.
const MANY: usize = 3;

impl LossReport {
    /// Records that a construct became a key.
    pub(crate) fn took(&mut self, what: &str, key: &str) {
        self.took_many(what, key, 1);
    }

    pub(crate) fn took_many(&mut self, what: &str, key: &str, count: usize) {
        match self.taken.iter_mut().find(|of| of.what == what && of.key == key) {
            Some(taken) => taken.count += count,
            None if count > 0 => self.taken.push(Taken { what: what.to_owned(), key: key.to_owned(), count }),
            None => {}
        }
    }

    pub(crate) fn infer(&mut self, what: &str, value: impl Into<String>, flag: &str) {
        self.inferred.push(Inferred { what: what.to_owned(), value: value.into(), flag: flag.to_owned() });
    }

    pub(crate) fn unplaced(&mut self, place: Place, message: impl Into<String>, text: impl Into<String>) {
        self.push(Kind::Unplaced, place, message, text);
    }

    pub(crate) fn differs(&mut self, place: Place, message: impl Into<String>, text: impl Into<String>) {
        self.push(Kind::Differs, place, message, text);
    }

    pub(crate) fn kept(&mut self, place: Place, message: impl Into<String>, text: impl Into<String>) {
        self.push(Kind::Kept, place, message, text);
    }

    fn push(&mut self, kind: Kind, place: Place, message: impl Into<String>, text: impl Into<String>) {
        let Place { file, line } = place;
        self.items.push(Item { kind, file, line, code: None, message: message.into(), text: text.into() });
    }

    /// Records text that turned into a key.
    pub(crate) fn keyed(&mut self, place: Place, text: impl Into<String>) {
        self.keyed.push((place, text.into()));
    }

    /// Reports words that are nowhere else, which is a mistake of errbook.
    pub(crate) fn lost(&mut self, place: Place, words: &[String]) {
        self.push(Kind::Lost, place, "errbook lost these words, which is a bug in errbook", words.join(" "));
    }

    /// Moves everything to one place, for a text inside a row.
    pub(crate) fn moved(&mut self, to: &Place) {
        for item in &mut self.items {
            (item.file, item.line) = (to.file.clone(), to.line);
        }
        self.keyed.iter_mut().for_each(|(place, _)| place.clone_from(to));
    }

    /// Sets the code of all items.
    pub(crate) fn name(&mut self, code: &str) {
        for item in &mut self.items {
            item.code = Some(code.to_owned());
        }
    }

    /// Adds another report.
    pub(crate) fn extend(&mut self, other: LossReport) {
        self.items.extend(other.items);
        self.inferred.extend(other.inferred);
        self.keyed.extend(other.keyed);
        for of in other.taken {
            self.took_many(&of.what, &of.key, of.count);
        }
    }

    /// Puts everything in the order in which it is shown.
    pub(crate) fn finish(&mut self) {
        self.taken.sort_by(|one, two| (&one.what, &one.key).cmp(&(&two.what, &two.key)));
        self.items.sort_by(|one, two| {
            (one.kind, &one.file, one.line, &one.message).cmp(&(two.kind, &two.file, two.line, &two.message))
        });
    }

    /// Number of items of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.items.iter().filter(|item| item.kind == kind).count()
    }

    /// The report as text. `place` formats a path of the source, and `most` limits the items of
    /// each kind. The JSON has all of them.
    pub fn human(&self, place: impl Fn(&str) -> String, most: usize) -> String {
        let mut out = String::new();
        if !self.inferred.is_empty() {
            out.push_str("detected\n");
            for of in &self.inferred {
                let flag = if of.flag.is_empty() { String::new() } else { format!("  ({})", of.flag) };
                let _ = writeln!(out, "  {}: {}{flag}", of.what, of.value);
            }
        }
        if !self.taken.is_empty() {
            out.push_str("\nimported\n");
            for of in &self.taken {
                let _ = writeln!(out, "  {:>5}  {} -> {}", of.count, of.what, of.key);
            }
        }
        for (kind, heading) in [
            (Kind::Lost, "lost"),
            (Kind::Unplaced, "not imported"),
            (Kind::Differs, "conflicting"),
            (Kind::Kept, "imported in another form"),
        ] {
            self.items_of(kind, heading, &place, most, &mut out);
        }
        let Totals { read, in_entries, in_keys, in_report, .. } = self.totals;
        out.push_str("\ntotals\n");
        let _ = writeln!(
            out,
            "  {read} words read = {in_entries} in entries + {in_keys} turned into keys + {in_report} only in this report"
        );
        out
    }

    /// Of many items of entries with the same message, only the first is shown.
    fn items_of(&self, kind: Kind, heading: &str, place: &impl Fn(&str) -> String, most: usize, out: &mut String) {
        let items = || self.items.iter().filter(|item| item.kind == kind);
        let count = items().count();
        if count == 0 {
            return;
        }
        let mut alike: HashMap<&str, usize> = HashMap::new();
        items().filter(|item| item.code.is_some()).for_each(|item| *alike.entry(&item.message).or_default() += 1);
        // The first of many stands for all of them, and the others for none.
        let mut stands_for = |item: &Item| match alike.get_mut(item.message.as_str()).filter(|_| item.code.is_some()) {
            Some(count) if *count > MANY || *count == 0 => std::mem::take(count),
            _ => 1,
        };
        let lines = items().map(|item| (item, stands_for(item))).filter(|(_, all)| *all > 0);
        let _ = writeln!(out, "\n{heading} ({count})");
        let mut shown = 0;
        for (item, all) in lines.take(most) {
            let _ = writeln!(out, "  {}:{}: {}", place(&item.file), item.line, item.message);
            out.extend(excerpt(&item.text).map(|line| format!("      {line}\n")));
            if all > 1 {
                let _ = writeln!(out, "      … and {} more like it", all - 1);
            }
            shown += all;
        }
        if shown < count {
            let _ = writeln!(out, "  … and {} more (`--format json` shows all)", count - shown);
        }
    }
}

/// The beginning of a string, on one line.
fn excerpt(text: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = line.chars();
    let start: String = chars.by_ref().take(LONGEST).collect();
    match (start.is_empty(), chars.next()) {
        (true, _) => None,
        (false, None) => Some(start),
        (false, Some(_)) => Some(start + "…"),
    }
}
