//! Reads the same catalog repeatedly, for a server that watches it. A file's result is reused as
//! long as the file and everything its entry can depend on stay the same. The reading itself
//! happens in `resolve`.

use std::path::Path;

use crate::catalog::Catalog;
use crate::diagnostics::Diagnostics;
use crate::resolve::Memory;
use crate::snapshot::Snapshot;
use crate::source::Sources;

/// Like [`read`](crate::read), but remembers the results, so only changed files are read again. The
/// results are the same as without a memory.
///
/// ```
/// use errbook_catalog::Reader;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let mut reader = Reader::default();
/// let (first, _) = reader.read("shop".as_ref());
/// let (second, _) = reader.read("shop".as_ref());
/// assert_eq!(first.expect("valid").entries().len(), second.expect("valid").entries().len());
/// ```
#[derive(Debug, Default)]
pub struct Reader {
    memory: Memory,
}

impl Reader {
    /// Reads the catalog in `dir`.
    pub fn read(&mut self, dir: &Path) -> (Option<Catalog>, Diagnostics) {
        self.read_sources(Sources::read(dir))
    }

    /// Like [`read`](Self::read), for a catalog in memory.
    pub fn read_sources(&mut self, sources: Sources) -> (Option<Catalog>, Diagnostics) {
        self.snapshot(sources).into_parts()
    }

    /// Like [`read_sources`](Self::read_sources), for a catalog that may have errors.
    pub fn snapshot(&mut self, sources: Sources) -> Snapshot {
        Snapshot::complete(sources, Some(&mut self.memory))
    }
}
