//! `--merge`: merges the output of a target into a user's document, and leaves the rest of it
//! unchanged.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::output;

pub(super) struct Merge {
    pub(super) document: PathBuf,
    text: String,
    /// Whether the merge changes the document.
    pub(super) stale: bool,
}

impl Merge {
    /// Reads the document and merges `partial`, which is `None` for a target that doesn't support
    /// merging. Writes nothing.
    pub(super) fn new(document: &Path, target: &str, partial: Option<&str>) -> Result<Merge, Failure> {
        let partial = partial.ok_or_else(|| {
            Failure::trouble(format!("`{target}` has nothing to merge"))
                .help("remove `--merge`; only targets with `merge:` in their `target.yaml` support it")
        })?;
        let before = std::fs::read_to_string(document).map_err(|error| {
            Failure::io("read", document, &error).help("`--merge` needs an existing document; `{}` is enough")
        })?;
        let text = errbook_docs::merge(&before, partial).map_err(|error| {
            Failure::finding(format!("cannot merge into `{}`: {}", document.display(), error.message)).help(error.help)
        })?;
        Ok(Merge { document: document.to_owned(), stale: text != before, text })
    }

    /// Writes the document if it changed.
    pub(super) fn write(&self) -> Result<(), Failure> {
        if self.stale { output::rewrite(&self.document, &self.text) } else { Ok(()) }
    }
}
