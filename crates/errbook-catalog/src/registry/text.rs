//! Writes and reads the registry as JSON.

use std::fmt;

use super::{Code, Registry, VERSION};
use crate::catalog::Catalog;

/// Codes per block of JSON.
const BLOCK: usize = 256;

/// Text before and after the codes, which are the last member.
const BEFORE: &str = "\"codes\": [";
const BEHIND: &str = "\n  ]\n}\n";

impl Registry {
    /// The registry as pretty-printed JSON, ending with a line break.
    ///
    /// # Errors
    /// Only if serialization fails, which isn't expected for a registry.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// How many blocks the JSON of a catalog has, at least one.
    pub fn blocks(catalog: &Catalog) -> usize {
        catalog.entries().len().div_ceil(BLOCK).max(1)
    }

    /// A block of the JSON of a catalog. All blocks joined are equal to [`to_json`](Self::to_json),
    /// without holding the whole text in memory.
    ///
    /// # Errors
    /// Like [`to_json`](Self::to_json).
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
            // Text before the codes can't contain this, since its quotes are escaped.
            text.drain(..text.find(BEFORE).map_or(0, |at| at + BEFORE.len()));
        }
        Ok(text)
    }

    /// The JSON Schema of [`to_json`](Self::to_json). A test compares it with the types.
    pub const JSON_SCHEMA: &str = include_str!("errors.schema.json");

    /// Reads the output of [`to_json`](Self::to_json). Ignores members that this version doesn't
    /// define.
    ///
    /// ```
    /// use errbook_catalog::registry::Registry;
    ///
    /// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
    /// let catalog = errbook_catalog::load("shop".as_ref())?;
    /// let json = Registry::of(&catalog).to_json()?;
    ///
    /// let registry = Registry::from_json(&json)?;
    /// assert_eq!(registry.name, "shop");
    /// let code = registry.code("err:orders:not_paid").expect("a code");
    /// assert_eq!(code.message.as_deref(), Some("The order is not paid yet"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If it isn't JSON, isn't a registry, or has a later version.
    pub fn from_json(text: &str) -> Result<Registry, ReadError> {
        /// The member that all versions have.
        #[derive(serde::Deserialize)]
        struct Any {
            version: u32,
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Any { version } = serde_json::from_str(text).map_err(ReadError::Json)?;
        if !(1..=VERSION).contains(&version) {
            return Err(ReadError::Version(version));
        }
        let mut registry: Registry = serde_json::from_str(text).map_err(ReadError::Json)?;
        registry.codes.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(registry)
    }

    /// Finds a code. Doesn't search aliases.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.binary_search_by(|of| of.code.as_str().cmp(code)).ok().map(|index| &self.codes[index])
    }
}

/// Why a registry can't be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It isn't JSON, or doesn't have the form of a registry.
    Json(serde_json::Error),
    /// Its version isn't supported.
    Version(u32),
}

impl ReadError {
    /// Whether a newer errbook wrote it.
    pub fn is_newer(&self) -> bool {
        matches!(self, ReadError::Version(version) if *version > VERSION)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Json(error) => write!(f, "not an `errors.json` of errbook: {error}"),
            ReadError::Version(version) => {
                write!(f, "this `errors.json` has version {version}, and this errbook reads versions 1 to {VERSION}")
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
