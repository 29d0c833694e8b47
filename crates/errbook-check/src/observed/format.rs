//! Reads and writes `observed.json`: sorted JSON with one code per line, so its diffs list what was
//! seen in addition.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{Checked, Observed, Seen};

/// The format version that errbook writes, and the latest that it reads.
pub const VERSION: u32 = 1;

/// Why a file is not a valid `observed.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not valid JSON, or doesn't have the structure of the file.
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
    /// This code is listed twice.
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
            ReadError::Twice(code) => write!(f, "duplicate code `{code}`"),
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
    catalog: String,
    codes: Vec<Line>,
}

/// A code in the file.
#[derive(Serialize, Deserialize)]
struct Line {
    code: String,
    count: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    profiles: BTreeMap<String, u64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    operations: BTreeMap<String, u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checked: Option<Checked>,
}

impl Observed {
    /// Reads the contents of the file. Unknown members are ignored, and so are codes that were seen
    /// zero times.
    ///
    /// # Errors
    /// If the text is not a valid `observed.json`.
    pub fn read(text: &str) -> Result<Observed, ReadError> {
        let head: Head = json(text)?;
        if head.version > VERSION {
            return Err(ReadError::Version(head.version));
        }
        let document: Document = json(text)?;
        let mut observed = Observed::new(document.catalog);
        for Line { code, count, profiles, operations, checked } in
            document.codes.into_iter().filter(|line| line.count > 0)
        {
            if observed.codes.insert(code.clone(), Seen { count, profiles, operations, checked }).is_some() {
                return Err(ReadError::Twice(code));
            }
        }
        Ok(observed)
    }

    /// The contents of the file.
    pub fn write(&self) -> String {
        let mut text =
            format!("{{\n  \"version\": {VERSION},\n  \"catalog\": {},\n  \"codes\": [", shown(&self.catalog));
        for (index, (code, seen)) in self.codes.iter().enumerate() {
            let Seen { count, profiles, operations, checked } = seen.clone();
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(
                text,
                "{comma}\n    {}",
                shown(&Line { code: code.clone(), count, profiles, operations, checked })
            );
        }
        text + if self.codes.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" }
    }
}

/// Strings and numbers never fail to serialize.
fn shown(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or_default().to_owned();
        ReadError::Form { message, line: error.line(), column: error.column() }
    })
}
