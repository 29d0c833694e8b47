//! Renders a valid [`Catalog`](errbook_catalog::Catalog) as pages. A [`Site`] lists its pages and renders one when asked; it reads and
//! writes no file, so that the caller decides what becomes of a page.
//!
//! ```no_run
//! use errbook_docs::{Site, Target, Templates};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let catalog = errbook_catalog::load("catalog".as_ref()).map_err(|_| "broken")?;
//! let templates = Templates::default();
//! let site = Site::new(&catalog, Target::named("html").ok_or("not compiled in")?, &templates)?;
//! for page in site.pages() {
//!     let text = site.render(&page)?;
//!     println!("{}: {} bytes", page.path(), text.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The pipeline: `plan` lists the pages and where they are (`paths`); `compose` turns an entry into the structs of [`view`], with its prose
//! already in the target's format (`prose`) and its requests as code (`clients`); `templates` renders them.
//!
//! Without the feature `targets` there is one target, `markdown`, and nothing that needs more dependencies.

#![cfg_attr(
    not(feature = "targets"),
    allow(dead_code, unused_imports, reason = "most of what other targets use stays")
)]

mod clients;
mod code;
mod compose;
#[cfg(feature = "targets")]
mod data;
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
pub mod view;

pub use error::{Error, Place};
#[cfg(feature = "targets")]
pub use merge::{MergeError, merge};
pub use page::{DataFile, Listing, Page, PageKind, SearchFile};
pub use site::{Part, Site, Step};
pub use target::{Base, Format, Layout, Target};
pub use templates::Templates;
