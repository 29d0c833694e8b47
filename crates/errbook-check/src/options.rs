//! Defines the inputs of a check besides the catalog.

use errbook_catalog::FileId;
use errbook_scan::Scan;

use crate::against::Base;
use crate::finding::Finding;
use crate::observed::Observed;

/// The options of a check.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Today as `YYYY-MM-DD`, for suppressions with an end date. Without it, suppressions never
    /// expire.
    pub today: Option<String>,
    /// The base to compare with: a Git revision, or a saved `errors.json`.
    pub base: Option<Base>,
    /// The source code that raises the codes.
    pub scan: Option<Scan>,
    /// What services were seen to send, of this catalog.
    pub observed: Option<Observed>,
    /// The OpenAPI document, attached to the snapshot with
    /// [`Snapshot::attach`](errbook_catalog::Snapshot::attach). By default, the one in the
    /// manifest.
    pub openapi: Option<FileId>,
    /// Conflicts between files of the output, which only the crate that plans the output can find.
    pub conflicts: Vec<Finding>,
}
