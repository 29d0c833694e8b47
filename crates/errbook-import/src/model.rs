//! Data types of an import: source files, and entries before they are written. `entry` writes
//! entries, and `page` and `table` find them.

use crate::scheme::Code;

/// A file of the source, or of the catalog that an import makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the imported folder or to the catalog's folder, with slashes.
    pub path: String,
    /// Content of the file.
    pub text: String,
}

/// A location in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    /// Counts from 1.
    pub(crate) line: usize,
}

/// An entry before it is written. Fields are named after the keys of the format.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) code: Code,
    pub(crate) place: Place,
    /// The name in generated code, in words.
    pub(crate) symbol: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) status: Option<u16>,
    /// Where the source says so.
    pub(crate) status_at: Option<Place>,
    pub(crate) title: Option<String>,
    /// Where the source says so.
    pub(crate) title_at: Option<Place>,
    pub(crate) summary: Option<String>,
    /// The template, with escaped braces.
    pub(crate) message: Option<String>,
    pub(crate) params: Vec<Param>,
    /// What joins its message to those of the codes below it.
    pub(crate) family: Option<String>,
    /// Names and values of fields that the manifest declares.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) what_happened: WhatHappened,
    pub(crate) how_to_fix: HowToFix,
    pub(crate) common_mistakes: Vec<Mistake>,
    pub(crate) notes: Vec<Note>,
    pub(crate) sections: Vec<FreeSection>,
    pub(crate) related: Vec<Related>,
    /// Names of operations.
    pub(crate) raised_by: Vec<String>,
    /// Index in the list of envelopes.
    pub(crate) profile: Option<usize>,
    /// The kind of action.
    pub(crate) action: Option<&'static str>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) since: Option<String>,
    /// Why it is no longer sent.
    pub(crate) retired: Option<Retired>,
    pub(crate) redirects: Vec<String>,
    pub(crate) draft: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Retired {
    pub(crate) reason: String,
    pub(crate) replaced_by: Option<String>,
}

impl Entry {
    /// Its requests, in the order of the page.
    pub(crate) fn requests(&mut self) -> impl Iterator<Item = &mut Request> {
        self.what_happened.requests.iter_mut().chain(&mut self.how_to_fix.requests)
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) ty: &'static str,
    pub(crate) example: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct FieldError {
    pub(crate) location: String,
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct WhatHappened {
    pub(crate) text: String,
    pub(crate) causes: Vec<String>,
    pub(crate) requests: Vec<Request>,
}

/// A request on a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) place: Place,
    /// The paragraph that introduces it.
    pub(crate) text: Option<String>,
    pub(crate) method: String,
    /// Empty if it is the manifest's server.
    pub(crate) server: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// Without those of the manifest.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<serde_json::Value>,
}

impl Request {
    /// The words of its command.
    pub(crate) fn words(&self) -> String {
        let headers = self.headers.iter().chain(&self.query).map(|(name, value)| format!("{name}: {value}"));
        let parts = [self.method.clone(), self.server.clone(), self.path.clone()].into_iter().chain(headers);
        let body = self.body.as_ref().map(serde_json::Value::to_string);
        parts.chain(body).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct HowToFix {
    pub(crate) text: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) requests: Vec<Request>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Step {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Mistake {
    pub(crate) lead: String,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Note {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct FreeSection {
    pub(crate) heading: String,
    pub(crate) text: String,
    /// Key of the section before it.
    pub(crate) after: &'static str,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Related {
    pub(crate) code: String,
    pub(crate) when: Option<String>,
}
