//! Generates Rust error codes from an errbook catalog, in a build script.
//!
//! Put the catalog in a folder of your crate, and add:
//!
//! ```toml
//! [dependencies]
//! errbook = "0.1"
//! thiserror = "2"        # for catalogs with up to 300 codes, whose `Error` derives `thiserror::Error`
//!
//! [build-dependencies]
//! errbook-build = "0.1"
//! ```
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), errbook_build::Error> {
//!     errbook_build::compile("catalog")
//! }
//! ```
//!
//! ```ignore
//! // src/lib.rs
//! errbook::include_codes!();
//! ```
//!
//! Your crate now has `Code` and `Error`. If the catalog has mistakes, the build fails and shows
//! all of them, each with its file, line, and column. Set options with [`Config`]. [`rust`] is the
//! generator without the build script.

mod code;
mod docs;
mod error;
mod fields;
mod literal;
mod lookup;
mod modules;
mod operations;
mod outside;
#[cfg(feature = "pages")]
mod pages;
mod profile;
mod rust;
mod script;
mod tables;

pub use code::Pages;
pub use rust::{Options, rust, rust_with};
pub use script::{Config, Error, compile};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
