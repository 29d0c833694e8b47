//! Judges a catalog: everything that made real catalogs false and that generation does not need to know.
//!
//! A rule is one file in `rules/`, one folder of cases in `tests/cases/` and one page in the catalog of rules (`rules/` beside `src/`). It reads the
//! [`Context`], which holds the snapshot and what all rules want to know of its texts, and adds [`Finding`]s; the run decides by manifest and
//! exemptions what becomes of them. Two kinds of rules look beyond the catalog, when [`Options`] give them what to look at: [`against`] its own past, and
//! [`scan`] at the source that raises its codes. Nothing here prints, exits or reads the environment.

pub mod against;
mod anchor;
pub mod baseline;
mod blocks;
mod context;
mod docs_url;
pub mod edit;
mod exemption;
mod facts;
mod finding;
pub mod fix;
mod level;
pub mod lifecycle;
mod mention;
mod names;
mod openapi;
mod options;
mod pages;
pub mod prose;
mod response;
mod rules;
mod run;
pub mod scan;
mod shape;
pub mod stats;
mod text;

pub use context::Context;
pub use facts::{Facts, Graph};
pub use finding::{Finding, Findings, Place};
pub use options::Options;
pub use pages::pages;
pub use rules::{RULES, Rule, Scope};
pub use run::{check, compare};
pub use text::{EntryContext, Text, Texts};
