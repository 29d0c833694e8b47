//! What is read and what is made: source files in, entries on their way to YAML. `entry` writes them; how they were found is the business of
//! `page` and `table`.

use crate::scheme::Code;

/// A file of the source, or of the catalog that an import makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the folder that is imported, or below the catalog's, with slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Where something stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    /// From 1 on.
    pub(crate) line: usize,
}

/// An entry on its way to YAML. Fields are named after the keys of the format.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) code: Code,
    pub(crate) place: Place,
    pub(crate) name: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) title: Option<String>,
    pub(crate) summary: Option<String>,
    /// The template, braces escaped.
    pub(crate) message: Option<String>,
    pub(crate) params: Vec<Param>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) what_happened: WhatHappened,
    pub(crate) how_to_fix: HowToFix,
    pub(crate) common_mistakes: Vec<Mistake>,
    pub(crate) notes: Vec<Note>,
    pub(crate) sections: Vec<FreeSection>,
    pub(crate) related: Vec<Related>,
    /// Position in the list of envelopes.
    pub(crate) profile: Option<usize>,
    pub(crate) retryable: Option<bool>,
    pub(crate) since: Option<String>,
    pub(crate) redirects: Vec<String>,
    pub(crate) draft: bool,
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

/// A request as a page shows it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// What leads to it.
    pub(crate) text: Option<String>,
    pub(crate) method: String,
    /// Empty where it is that of the manifest.
    pub(crate) server: String,
    pub(crate) path: String,
    /// Without those of the manifest.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<serde_json::Value>,
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
    /// Key of the section that it follows.
    pub(crate) after: &'static str,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Related {
    pub(crate) code: String,
    pub(crate) when: Option<String>,
}
