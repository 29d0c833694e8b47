//! Errors of templates.

use std::fmt;

/// A template can't be read or rendered.
///
/// Displays as a message, then the location and source line like rustc:
///
/// ```text
/// field `nam` is not defined; available fields: code, name, summary
///  --> html/page.html:3:12
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The message, a lowercase phrase.
    pub message: String,
    /// The location, if known.
    pub place: Option<Place>,
    /// Path of the page that was being rendered.
    pub page: Option<String>,
}

/// A location in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path of the template, relative to the folder of templates: `html/page.html`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The source line. Empty if unknown.
    pub source: String,
}

impl Error {
    pub(crate) fn message(message: impl Into<String>) -> Self {
        Error { message: message.into(), place: None, page: None }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            let gap = " ".repeat(number.len());
            write!(f, "\n{gap}--> {}:{}:{}", place.file, place.line, place.column)?;
            if !place.source.is_empty() {
                write!(f, "\n{gap} |\n{number} | {}\n{gap} | ", place.source)?;
                for char in place.source.chars().take(place.column.saturating_sub(1)) {
                    f.write_str(if char == '\t' { "\t" } else { " " })?;
                }
                f.write_str("^")?;
            }
        }
        if let Some(page) = &self.page {
            write!(f, "\nnote: while rendering `{page}`")?;
        }
        Ok(())
    }
}
