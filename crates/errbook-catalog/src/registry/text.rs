//! The registry as text.

use std::fmt;

use super::{Code, Registry, VERSION};
use crate::catalog::Catalog;

/// How many codes a block of JSON has.
const BLOCK: usize = 256;

/// What stands before the codes, and what behind them: they are the last member.
const BEFORE: &str = "\"codes\": [";
const BEHIND: &str = "\n  ]\n}\n";

impl Registry {
    /// The registry as JSON on lines, ending in a line break.
    ///
    /// # Errors
    /// None is known: everything in a registry can be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// In how many blocks the JSON of a catalog comes, at least one.
    pub fn blocks(catalog: &Catalog) -> usize {
        catalog.entries().len().div_ceil(BLOCK).max(1)
    }

    /// A block of the JSON of a catalog. All blocks, one after the other, are what [`to_json`](Self::to_json) makes of it as a whole, which is as
    /// large as the catalog.
    ///
    /// # Errors
    /// None is known, as above.
    pub fn json_block(catalog: &Catalog, block: usize) -> serde_json::Result<String> {
        let all = catalog.entries().len();
        let (start, end) = ((block * BLOCK).min(all), ((block + 1) * BLOCK).min(all));
        let groups = if start == 0 { catalog.groups() } else { &[] };
        let mut text = Registry::with_some(catalog, groups, start..end).to_json()?;
        if end < all {
            text.truncate(text.len() - BEHIND.len());
            text.push(',');
        }
        if start > 0 {
            // No text before the codes looks like this, since its quotes are escaped.
            text.drain(..text.find(BEFORE).map_or(0, |at| at + BEFORE.len()));
        }
        Ok(text)
    }

    /// The JSON Schema of [`to_json`](Self::to_json), as JSON on lines. A test derives it from the types and compares.
    pub const JSON_SCHEMA: &str = include_str!("errors.schema.json");

    /// Reads what [`to_json`](Self::to_json) wrote, here or elsewhere. Members that this version does not know are passed over.
    ///
    /// # Errors
    /// When it is not JSON, not a registry, or of a later version.
    pub fn from_json(text: &str) -> Result<Registry, ReadError> {
        /// The one member that all versions have.
        #[derive(serde::Deserialize)]
        struct Any {
            version: u32,
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Any { version } = serde_json::from_str(text).map_err(ReadError::Json)?;
        if version != VERSION {
            return Err(ReadError::Version(version));
        }
        let mut registry: Registry = serde_json::from_str(text).map_err(ReadError::Json)?;
        registry.codes.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(registry)
    }

    /// A code by its name; an alias is none.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.binary_search_by(|of| of.code.as_str().cmp(code)).ok().map(|index| &self.codes[index])
    }
}

/// Why a text is no registry.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not JSON, or not of the form of a registry.
    Json(serde_json::Error),
    /// It is of a version that is not read here.
    Version(u32),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Json(error) => write!(f, "not an `errors.json` of errbook: {error}"),
            ReadError::Version(version) => {
                write!(f, "this `errors.json` has version {version}, and this errbook reads version {VERSION}")
            }
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Json(error) => Some(error),
            ReadError::Version(_) => None,
        }
    }
}
