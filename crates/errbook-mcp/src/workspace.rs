//! What the server needs of its caller.

use errbook_catalog::{Audience, Diagnostics, Snapshot};
use errbook_check::lifecycle::Refusal;

/// Reads and changes the catalog. Each call works on the files as they are at that moment.
pub trait Workspace: Send + Sync + 'static {
    /// Reads the catalog, which may have errors.
    ///
    /// # Errors
    /// If it can't be found or read.
    fn read(&self) -> Result<Snapshot, Refusal>;

    /// The findings of `errbook check`.
    ///
    /// # Errors
    /// If the catalog can't be found.
    fn check(&self) -> Result<Diagnostics, Refusal>;

    /// Writes the file of a new code, and returns its path.
    ///
    /// # Errors
    /// If the code is invalid or taken, or the file can't be written.
    fn add(&self, code: &str) -> Result<String, Refusal>;

    /// Applies safe fixes, and returns the files that changed.
    ///
    /// # Errors
    /// If a file can't be written.
    fn fix(&self) -> Result<Vec<Change>, Refusal>;
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: String,
    /// What changed, such as `1 unknown key`.
    pub what: String,
}

/// What clients may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Read a published catalog, which has no files to check.
    Published,
    /// Read and check the catalog.
    Read,
    /// Change it, too.
    Write,
}

/// How to serve a catalog.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What clients may do.
    pub access: Access,
    /// Whose fields they see.
    pub audience: Audience,
}
