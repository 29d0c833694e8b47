//! Reads and writes the baseline file: sorted JSON with one finding per line, so its diffs list
//! what was fixed.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{Baseline, Key, Known};

/// The format version that errbook writes, and the latest that it reads.
pub const VERSION: u32 = 1;

/// Why a file is not a valid baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not valid JSON, or doesn't have the structure of a baseline.
    Form {
        /// The parser's message.
        message: String,
        /// Line, starting at 1.
        line: usize,
        /// Column in bytes, starting at 1.
        column: usize,
    },
    /// A newer errbook wrote it, in this format version.
    Version(u32),
    /// The finding with this fingerprint is listed twice.
    Twice(String),
}

impl ReadError {
    /// Whether a newer errbook wrote it.
    pub fn is_newer(&self) -> bool {
        matches!(self, ReadError::Version(version) if *version > VERSION)
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Form { message, line, column } => write!(f, "line {line}, column {column}: {message}"),
            ReadError::Version(version) => {
                write!(f, "unsupported format version {version} (this errbook reads up to {VERSION})")
            }
            ReadError::Twice(fingerprint) => write!(f, "duplicate finding `{fingerprint}`"),
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

/// A finding in the file.
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
    /// Reads a baseline. Unknown members are ignored.
    ///
    /// # Errors
    /// If the text is not a valid baseline.
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

    /// The contents of the file.
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
            // Strings and a number never fail to serialize.
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
