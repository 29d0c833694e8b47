//! Reading the same catalog again and again, as a server does that watches it: what came of a file is kept for as long as the file, and all
//! that its entry can know of others, stays the same. The reading itself is that of `resolve`.

use std::path::Path;

use crate::catalog::Catalog;
use crate::diagnostics::Diagnostics;
use crate::resolve::Memory;
use crate::snapshot::Snapshot;
use crate::source::Sources;

/// Reads a catalog as [`read`](crate::read) does, and remembers it: when it is read again, only what changed costs time. What comes out is
/// the same as without a memory.
#[derive(Debug, Default)]
pub struct Reader {
    memory: Memory,
}

impl Reader {
    /// Reads the catalog in `dir`.
    pub fn read(&mut self, dir: &Path) -> (Option<Catalog>, Diagnostics) {
        self.read_sources(Sources::read(dir))
    }

    /// Like [`read`](Self::read), for a catalog whose files are in memory.
    pub fn read_sources(&mut self, sources: Sources) -> (Option<Catalog>, Diagnostics) {
        Snapshot::complete(sources, Some(&mut self.memory)).into_parts()
    }
}
