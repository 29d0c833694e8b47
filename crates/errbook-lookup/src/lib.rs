//! Finds the codes that a user means: by any name of a code ([`find`]), by a response that a client
//! received ([`errors`]), or by what they share ([`select`]). [`code`] is a code as JSON.
//!
//! The CLI and the MCP server show the answers. Nothing here reads files, prints, or exits.

mod find;
mod list;
mod received;

pub use find::{Answer, find, is_file_of, rule_id, status};
pub use list::{code, select, state};
pub use received::{Found, errors};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
