//! Generates Rust error codes from an errbook catalog, in a build script.
//!
//! A crate of error codes has its catalog in a folder, and four lines beside it:
//!
//! ```toml
//! [dependencies]
//! errbook = "0.1"
//! thiserror = "2"        # for catalogs of up to 300 codes, whose `Error` derives `thiserror::Error`
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
//! Now `Code` and `Error` are there. When the catalog has mistakes, the build fails and shows all of them, each with file, line and column.
//! [`Config`] is for everything else that one may want; [`rust`] is the generator without the build script.

mod code;
mod docs;
mod error;
mod literal;
mod lookup;
mod modules;
mod operations;
#[cfg(feature = "pages")]
mod pages;
mod profile;
mod rust;
mod script;
mod tables;

pub use code::Pages;
pub use rust::{Options, rust, rust_with};
pub use script::{Config, Error, compile};
