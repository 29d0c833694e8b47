//! Parsers for the syntaxes that errbook reads besides YAML, and quoting for YAML. Each has one
//! module, which all crates use:
//!
//! - `markdown`: the parser and its options
//! - `json`: values and errors with spans
//! - [`plain`]: one line of Markdown as plain text, without the parser
//! - [`shell`]: the words of commands
//! - [`request`]: the requests that curl, HTTPie, `fetch`, and HTTP messages send
//! - [`word`]: texts that know where their parts come from
//! - [`placeholder`]: parts of an example that readers replace
//! - [`yaml`]: quoted strings
//! - [`edit`]: replaces ranges of a text
//!
//! This crate is part of errbook. Its API changes without notice.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod edit;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "markdown")]
pub mod markdown;
pub mod placeholder;
pub mod plain;
pub mod request;
pub mod shell;
pub mod word;
pub mod yaml;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
