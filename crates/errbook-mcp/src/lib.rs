//! Serves a catalog to agents with the Model Context Protocol (MCP): tools that explain, search,
//! list, check, and change codes, and the page of each code as a resource.
//!
//! The caller provides the streams and a [`Workspace`], which reads and changes the catalog. Nothing
//! here reads files or the environment, prints, or exits. `server` is the only module that knows the
//! protocol. It passes calls to `tools` and `resources`.

mod reading;
mod resources;
mod server;
mod tools;
mod workspace;

pub use server::{Error, serve};
pub use workspace::{Access, Change, Settings, Workspace};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
