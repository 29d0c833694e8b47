//! Parsers for the syntaxes that errbook reads besides YAML, and quoting for YAML. Each has one
//! module, which all crates use:
//!
//! - `markdown`: the parser and its options
//! - `json`: values and errors with spans
//! - [`plain`]: one line of Markdown as plain text, without the parser
//! - [`shell`]: the words of commands, and what a curl command sends
//! - [`yaml`]: quoted strings
//! - [`edit`]: replaces ranges of a text
//!
//! This crate is part of errbook. Its API changes without notice.

pub mod edit;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "markdown")]
pub mod markdown;
pub mod plain;
pub mod shell;
pub mod yaml;
