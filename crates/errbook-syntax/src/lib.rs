//! The syntaxes that errbook reads besides YAML, and quotes as YAML has them. Each has one module, which all crates use:
//!
//! - `markdown`: the options of the parser, and the only calls of it
//! - `json`: values and errors with their bytes in the text
//! - [`shell`]: the words of commands, and what a curl command sends
//! - [`yaml`]: texts in quotes
//! - [`edit`]: replacing parts of a text that one of the others found
//!
//! This crate is a part of errbook; its API changes without notice.

pub mod edit;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "markdown")]
pub mod markdown;
pub mod shell;
pub mod yaml;
