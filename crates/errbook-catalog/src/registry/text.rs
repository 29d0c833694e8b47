//! The registry as text.

use std::fmt;

use super::{Code, Registry, VERSION};

impl Registry {
    /// The registry as JSON on lines, ending in a line break.
    ///
    /// # Errors
    /// None is known: everything in a registry can be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The JSON Schema of [`to_json`](Self::to_json), as JSON on lines.
    ///
    /// # Errors
    /// None is known, as above.
    pub fn json_schema() -> serde_json::Result<String> {
        let mut schema = schemars::schema_for!(Registry);
        // A version is one format: a later one may mean something else by the same words.
        if let Some(version) = schema.pointer_mut("/properties/version") {
            version["const"] = VERSION.into();
        }
        Ok(serde_json::to_string_pretty(&schema)? + "\n")
    }

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
            ReadError::Json(error) => write!(f, "this is no `errors.json` of errbook: {error}"),
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
