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
//! The pipeline: `compose` turns an entry into the structs of [`view`], with its prose already in the target's format (`prose`) and its
//! requests as code (`clients`); `templates` renders them; `paths` says where pages are and how they link to each other.

#[cfg(not(any(feature = "markdown", feature = "html")))]
compile_error!("errbook-docs has no target: enable the feature `markdown` or `html`");

mod clients;
#[cfg(feature = "html")]
mod code;
mod compose;
mod context;
#[cfg(feature = "html")]
mod data;
mod error;
#[cfg(feature = "targets")]
mod export;
#[cfg(feature = "html")]
mod highlight;
mod json;
mod links;
#[cfg(feature = "targets")]
mod merge;
mod page;
mod paths;
mod prose;
mod redirects;
#[cfg(feature = "html")]
mod search;
mod site;
mod target;
mod templates;
mod text;
#[cfg(feature = "html")]
mod theme;
pub mod view;

#[cfg(feature = "html")]
pub use data::{DataFile, SearchFile};
pub use error::{Error, Place};
#[cfg(feature = "targets")]
pub use merge::{MergeError, merge};
pub use page::{Page, PageKind};
pub use site::{Part, Site, Step};
pub use target::{Base, Format, Layout, Target};
pub use templates::Templates;
