//! A language server for catalogs, and for source code that raises their codes: diagnostics, fixes,
//! completion, pages on hover, navigation, and renaming.
//!
//! The caller provides the streams and a [`Workspace`], which reads files. Nothing here reads files or
//! the environment, prints, or exits. `protocol` is the only module that knows the protocol's types.
//! A `Desk` has the open documents and a `Book` for each catalog, and the other modules answer
//! questions about one place in one of them.

mod actions;
mod book;
mod complete;
mod cursor;
mod desk;
mod focus;
mod hints;
mod hover;
mod literal;
mod navigate;
mod params;
mod protocol;
mod rename;
mod schema;
mod siblings;
mod source;
mod spot;
mod symbols;
mod text;
mod workspace;

pub use protocol::{Error, serve};
pub use workspace::Workspace;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
