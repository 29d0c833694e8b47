//! What a check looks at beside the catalog.

use errbook_catalog::FileId;
use errbook_catalog::registry::Registry;

use crate::scan::Scan;

/// What the command line adds to a check.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Today as `YYYY-MM-DD`, for exemptions that end; without it none has ended.
    pub today: Option<String>,
    /// The catalog as it was released: of a git revision, or a saved `errors.json`.
    pub past: Option<Registry>,
    /// The source code that raises the codes.
    pub scan: Option<Scan>,
    /// The OpenAPI document, a file of the snapshot (see [`Snapshot::attach`](errbook_catalog::Snapshot::attach)); without it the one that the manifest names.
    pub openapi: Option<FileId>,
}
