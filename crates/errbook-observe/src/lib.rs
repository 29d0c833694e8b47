//! Checks what services really send against a catalog.
//!
//! Inputs produce [`Exchange`]s. Nothing here reads files or sockets, prints, or exits.

mod compare;
mod coverage;
mod deviation;
mod encoding;
mod exchange;
mod filter;
pub mod har;
pub mod http;
mod infer;
mod jsonl;
mod known;
mod names;
mod observation;
mod observer;
pub mod otlp;
mod recognize;
mod report;
mod text;

pub use coverage::Coverage;
pub use exchange::{Body, Exchange, MAX_BODY, Unchecked};
pub use infer::{Added, Inferred, InferredFile, Skipped};
pub use jsonl::{Fields, Lines, MAX_LINE};
pub use observation::{Input, Observation, Origin};
pub use observer::Observer;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
