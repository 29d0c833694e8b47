//! What a reader of a format returns: rows, and what doesn't fit into them.

use super::Row;
use crate::envelope::Shape;
use crate::loss_report::Kind;

/// Help for a document in which the errors aren't found.
pub(super) const ENTRIES: &str = "say where the errors are in a map (`--map FILE`): `entries: data.errors`";

/// What a reader found in a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Content that is not in the rows, or that is there in another form.
    pub(super) notes: Vec<Note>,
    /// Names and descriptions of top-level groups, and the lines of the descriptions.
    pub(super) groups: Vec<(String, usize, String)>,
    /// The shapes of response bodies, with the names of their profiles.
    pub(super) profiles: Vec<(String, Shape)>,
    /// The path to the errors, if the reader chose one.
    pub(super) entries: Option<String>,
    /// An example of a request ID.
    pub(super) request_id: Option<String>,
}

/// A line of the report.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) kind: Kind,
    pub(super) line: usize,
    /// What happened to the text.
    pub(super) message: String,
    pub(super) text: String,
}

impl Found {
    pub(super) fn note(&mut self, kind: Kind, line: usize, message: impl Into<String>, text: impl Into<String>) {
        self.notes.push(Note { kind, line, message: message.into(), text: text.into() });
    }

    pub(super) fn unplaced(&mut self, line: usize, message: impl Into<String>, text: impl Into<String>) {
        self.note(Kind::Unplaced, line, message, text);
    }
}
