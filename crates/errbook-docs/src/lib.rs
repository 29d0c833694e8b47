//! Renders a [`Catalog`](errbook_catalog::Catalog) as pages. A [`Site`] lists its pages and renders
//! them one by one. It doesn't read or write files: that is up to the caller.
//!
//! ```
//! use errbook_docs::{Site, Target, Templates};
//!
//! # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
//! let catalog = errbook_catalog::load("shop".as_ref())?;
//! let templates = Templates::default();
//! let site = Site::new(&catalog, Target::markdown(), &templates)?;
//! for page in site.pages() {
//!     let text = site.render(&page)?;
//!     assert!(!text.is_empty(), "{}", page.path());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The pipeline: `plan` lists the pages and their `paths`. `compose` turns an entry into the
//! structs of [`view`], with its prose in the target's format (`prose`) and its requests as code
//! (`clients`). `templates` renders them.
//!
//! Without the feature `targets`, `markdown` is the only target, and the crate has fewer
//! dependencies.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(not(feature = "targets"), allow(dead_code, unused_imports, reason = "code of other targets is unused"))]

mod checks;
mod clients;
mod code;
#[cfg(feature = "targets")]
pub mod comparison;
mod compose;
#[cfg(feature = "targets")]
mod data;
pub mod editions;
mod error;
#[cfg(feature = "targets")]
mod export;
mod facts;
mod format;
mod highlight;
mod json;
mod links;
mod lists;
#[cfg(feature = "targets")]
mod merge;
#[cfg(feature = "targets")]
pub mod observed;
mod page;
mod paths;
mod plan;
mod prose;
mod search;
mod site;
mod target;
mod templates;
mod text;
mod theme;
#[cfg(feature = "targets")]
mod vectors;
pub mod view;

pub use checks::{Checked, Checks};
pub use error::{Error, Place};
#[cfg(feature = "targets")]
pub use merge::{MergeError, merge};
pub use page::{DataFile, Listing, Page, PageKind, SearchFile};
pub use plan::{Conflict, FormerPage, Origin, Owner};
pub use search::Search;
pub use site::{Part, Site, Step, conflicts};
#[cfg(feature = "targets")]
pub use site::{Surroundings, excerpt, markdown};
pub use target::{Base, Format, Layout, Target};
pub use templates::Templates;
#[cfg(feature = "targets")]
pub use vectors::vectors;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
