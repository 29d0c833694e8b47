//! Collects what the responses of a document say about each code.

use std::collections::{BTreeSet, HashMap};

use super::super::Row;
use super::super::found::Found;
use crate::loss_report::Kind;
use crate::model::FieldError;

/// A status, if the response has one, and an operation.
type Use = (Option<u16>, String);

/// The texts of a code. Empty ones are missing.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    pub(super) message: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) description: String,
}

/// A code of the document.
#[derive(Debug, Default)]
pub(super) struct Code {
    name: String,
    line: usize,
    texts: Texts,
    /// Other things, by name.
    pub(super) fields: Vec<(String, String)>,
    field_errors: Vec<FieldError>,
    /// Responses with an example of the code.
    pub(super) returned: Vec<Use>,
    /// Responses with a schema that lists the code.
    pub(super) possible: Vec<Use>,
}

/// All codes in the order in which they are found.
#[derive(Debug, Default)]
pub(super) struct Codes {
    all: Vec<Code>,
    by_name: HashMap<String, usize>,
}

impl Codes {
    /// The code with this name, which is added if it is new.
    pub(super) fn at(&mut self, name: &str, line: usize) -> &mut Code {
        let next = self.all.len();
        let at = *self.by_name.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.all.push(Code { name: name.to_owned(), line, ..Code::default() });
        }
        &mut self.all[at]
    }

    pub(super) fn rows(self, profiles: &HashMap<String, usize>, found: &mut Found) -> Vec<Row> {
        self.all.into_iter().map(|code| code.row(profiles, found)).collect()
    }
}

impl Code {
    /// Sets the texts that are missing, and reports those that differ. Different descriptions are
    /// paragraphs.
    pub(super) fn add(&mut self, texts: Texts, line: usize, found: &mut Found) {
        let pairs = [
            ("message", &mut self.texts.message, texts.message),
            ("title", &mut self.texts.title, texts.title),
            ("summary", &mut self.texts.summary, texts.summary),
        ];
        for (what, own, text) in pairs {
            if own.is_empty() {
                *own = text;
            } else if !text.is_empty() && *own != text {
                found.unplaced(line, format!("`{}` has another {what} here", self.name), text);
            }
        }
        let (own, text) = (&mut self.texts.description, texts.description.trim());
        if own.split("\n\n").all(|paragraph| paragraph != text) && !text.is_empty() && self.texts.summary != text {
            let gap = if own.is_empty() { "" } else { "\n\n" };
            own.push_str(&format!("{gap}{text}"));
        }
    }

    /// Sets the members of `errors`, or reports those that differ.
    pub(super) fn add_field_errors(&mut self, errors: &[FieldError], line: usize, found: &mut Found) {
        if self.field_errors.is_empty() {
            self.field_errors = errors.to_vec();
        }
        let is_new = |error: &&FieldError| self.field_errors.iter().all(|own| own.message != error.message);
        for FieldError { location, message, fix } in errors.iter().filter(is_new) {
            let text = [location.as_str(), message, fix.as_deref().unwrap_or_default()].join("\n");
            found.unplaced(line, format!("`{}` has another field error here", self.name), text.trim());
        }
    }

    fn row(mut self, profiles: &HashMap<String, usize>, found: &mut Found) -> Row {
        let (status, raised_by) = self.uses(found);
        let Texts { message, title, summary, description } = self.texts;
        let mut fields = vec![("status".to_owned(), status.map(|status| status.to_string()).unwrap_or_default())];
        for (name, text) in [("message", message), ("title", title), ("summary", summary), ("description", description)]
        {
            fields.push((name.to_owned(), text));
        }
        self.fields.dedup();
        fields.extend(self.fields);
        let profile = profiles.get(&self.name).copied();
        Row {
            line: self.line,
            key: Some(self.name),
            fields,
            raised_by,
            profile,
            field_errors: self.field_errors,
            ..Row::default()
        }
    }

    /// The status and the operations of a code. A schema can list the codes of a whole API, so it
    /// only counts without examples, and if all of its responses have the same status.
    fn uses(&self, found: &mut Found) -> (Option<u16>, Vec<String>) {
        let uses = if self.returned.is_empty() { &self.possible } else { &self.returned };
        let statuses: BTreeSet<u16> = uses.iter().filter_map(|(status, _)| *status).collect();
        let shown = || statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        if statuses.len() > 1 && self.returned.is_empty() {
            let message = format!("`{}` is possible in responses with several statuses, so it has none", self.name);
            let operations = uses.iter().map(|(_, operation)| operation.as_str()).collect::<BTreeSet<_>>();
            let text = format!("{}\n{}", shown(), operations.into_iter().collect::<Vec<_>>().join("\n"));
            found.note(Kind::Kept, self.line, message, text);
            return (None, Vec::new());
        }
        let status = uses.iter().find_map(|(status, _)| *status);
        if let (true, Some(status)) = (statuses.len() > 1, status) {
            let message = format!("`{}` is returned with several statuses: the entry has {status}", self.name);
            found.note(Kind::Differs, self.line, message, shown());
        }
        let mut operations: Vec<String> = Vec::new();
        for (_, operation) in uses {
            if !operations.contains(operation) {
                operations.push(operation.clone());
            }
        }
        (status, operations)
    }
}
