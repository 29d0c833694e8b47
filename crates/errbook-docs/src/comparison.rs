//! What changed between two states of a catalog: the content of the page that
//! [`Site::comparison`](crate::Site::comparison) renders. `errbook diff --format html` fills it.

use std::collections::BTreeMap;

/// What changed between two states of a catalog.
///
/// ```
/// use errbook_docs::comparison::{Change, Comparison, Section};
/// use errbook_docs::{Site, Target, Templates};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let templates = Templates::default();
/// let site = Site::new(&catalog, Target::html(), &templates)?;
/// let change = Change {
///     code: Some("err:orders:not_paid".into()),
///     bump: "major",
///     audience: "clients",
///     message: "status of `err:orders:not_paid` changed from 402 to 409".into(),
/// };
/// let changed = Section { id: "changed", title: "Changed codes", describes: false, changes: vec![change] };
/// let page = site.comparison(&Comparison {
///     from: "v1.0".into(),
///     bump: Some("major"),
///     sections: vec![changed],
///     ..Comparison::default()
/// })?;
/// assert!(page.contains("from 402 to 409"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Name of the earlier state.
    pub from: String,
    /// Name of the later state. `None` for the catalog as it is.
    pub to: Option<String>,
    /// The version that all changes need together: `major`, `minor`, or `patch`. `None` if nothing
    /// changed.
    pub bump: Option<&'static str>,
    /// The changes by kind, without empty sections.
    pub sections: Vec<Section>,
    /// What clients have to do, as Markdown by code.
    pub migrations: BTreeMap<String, String>,
    /// What could not be compared.
    pub skipped: Vec<String>,
    /// URLs of the pages of codes, also by names that they had.
    pub pages: BTreeMap<String, String>,
}

/// The changes of a kind.
#[derive(Debug, Clone)]
pub struct Section {
    /// ID of the heading.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Whether its codes are new to readers, so the page says what they are about.
    pub describes: bool,
    /// In their order.
    pub changes: Vec<Change>,
}

/// A change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The code that changed. `None` for the whole catalog.
    pub code: Option<String>,
    /// The version that it needs: `major`, `minor`, or `patch`.
    pub bump: &'static str,
    /// Who notices it.
    pub audience: &'static str,
    /// A phrase with code in backticks.
    pub message: String,
}
