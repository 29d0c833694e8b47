//! Checks a catalog for mistakes that do not affect generation, such as dead links and outdated
//! examples.
//!
//! A rule is one file in `src/rules/`, one folder in `tests/cases/`, and one page in `rules/`, the
//! catalog of rules. It reads the [`Context`] and adds [`Finding`]s, whose severity depends on the
//! manifest and on suppressions. Some rules need more input from [`Options`]: a base to compare
//! with (see [`against`]), source code (see [`errbook_scan`]), or what services were seen to send (see
//! [`observed`]). Nothing here prints, exits, or reads the environment.

pub mod against;
mod anchor;
pub mod baseline;
pub mod blocks;
mod call;
mod context;
mod docs_url;
pub mod edit;
mod exemption;
mod facts;
mod finding;
pub mod fix;
mod imperative;
mod level;
pub mod lifecycle;
mod mention;
mod names;
pub mod observed;
mod openapi;
mod options;
mod pages;
pub mod prose;
mod response;
mod rules;
mod run;
pub mod shape;
pub mod stats;
mod text;

pub use anchor::anchors;
pub use call::Calls;
pub use context::Context;
pub use facts::{Facts, Graph};
pub use finding::{Finding, Findings, Place};
pub use openapi::{NotOpenapi, OpenapiTree, Operations, follow};
pub use options::Options;
pub use pages::{PAGES_URL, pages};
pub use rules::{RULES, Rule, Scope};
pub use run::{check, check_entry, compare, in_source, traffic};
pub use text::{EntryContext, Text, Texts};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
