//! The baseline as a file: JSON with one finding on a line, sorted, so that its history reads as a list of what was mended.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{Baseline, Key, Known};

/// Version of the format that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// Why a text is no baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not the JSON of one.
    Form {
        /// What is wrong with it.
        message: String,
        /// Line, from 1 on.
        line: usize,
        /// Column in bytes, from 1 on.
        column: usize,
    },
    /// A later errbook wrote it.
    Version(u32),
    /// Two findings are the same.
    Twice(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Form { message, line, column } => write!(f, "line {line}, column {column}: {message}"),
            ReadError::Version(version) => {
                write!(f, "it has version {version} of the format, and this errbook knows {VERSION}")
            }
            ReadError::Twice(fingerprint) => write!(f, "it lists the finding `{fingerprint}` twice"),
        }
    }
}

impl std::error::Error for ReadError {}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Deserialize)]
struct Document {
    findings: Vec<Line>,
}

/// A finding as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Line {
    file: String,
    rule: String,
    fingerprint: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
    #[serde(default)]
    message: String,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads a baseline. Members that are not known are passed over.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Baseline, ReadError> {
        let head: Head = json(text)?;
        if head.version > VERSION {
            return Err(ReadError::Version(head.version));
        }
        let document: Document = json(text)?;
        let mut baseline = Baseline::default();
        for Line { file, rule, fingerprint, count, message } in document.findings {
            let key = Key { file, rule, fingerprint };
            let fingerprint = key.fingerprint.clone();
            if baseline.known.insert(key, Known { count, message }).is_some() {
                return Err(ReadError::Twice(fingerprint));
            }
        }
        Ok(baseline)
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (index, (key, known)) in self.known.iter().enumerate() {
            let line = Line {
                file: key.file.clone(),
                rule: key.rule.clone(),
                fingerprint: key.fingerprint.clone(),
                count: known.count,
                message: known.message.clone(),
            };
            let comma = if index == 0 { "" } else { "," };
            // Strings and a number: there is nothing in it that JSON cannot say.
            let line = serde_json::to_string(&line).unwrap_or_default();
            let _ = write!(text, "{comma}\n    {line}");
        }
        text + if self.known.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" }
    }
}

fn json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or_default().to_owned();
        ReadError::Form { message, line: error.line(), column: error.column() }
    })
}
