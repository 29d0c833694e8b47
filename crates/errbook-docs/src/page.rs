//! What a site is made of: a page is a path and what stands there, so that it can be listed without being rendered.

#[cfg(feature = "html")]
use crate::data::DataFile;

/// A page of a site: where it goes, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub(crate) path: String,
    pub(crate) kind: PageKind,
    /// It is the Markdown version of the page of this kind.
    pub(crate) markdown_version: bool,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// The first page, or another part of it where it lists too many codes for one.
    Index {
        /// From 0.
        part: usize,
    },
    /// The page of a group, or another part of it.
    Group {
        /// Index into [`Catalog::groups`](errbook_catalog::Catalog::groups).
        group: usize,
        /// From 0.
        part: usize,
    },
    /// All codes with one HTTP status, or a part of them.
    Status {
        /// Which one.
        status: u16,
        /// From 0.
        part: usize,
    },
    /// All codes that can be retried, or all that cannot, or a part of them.
    Retryable {
        /// Which of the two.
        value: bool,
        /// From 0.
        part: usize,
    },
    /// The page of a code.
    Entry {
        /// Index into [`Catalog::entries`](errbook_catalog::Catalog::entries).
        entry: usize,
    },
    /// The terms of the manifest.
    Glossary,
    /// A former URL, which leads on.
    Redirect {
        /// Which one.
        redirect: usize,
    },
    /// A file of the templates that is copied as it is, such as the script.
    Asset,
    /// A file of the catalog that is copied as it is, such as its logo.
    File {
        /// Index into [`Theme::files`](errbook_catalog::Theme::files).
        file: usize,
    },
    /// A file of the target that is no page, such as a book's summary.
    Listed {
        /// Which of the target's files.
        file: usize,
        /// The group that it is for, where there is one for each.
        group: Option<usize>,
    },
    /// A file for programs.
    #[cfg(feature = "html")]
    Data {
        /// Which one.
        file: DataFile,
    },
}

impl Page {
    pub(crate) fn new(path: String, kind: PageKind) -> Self {
        Page { path, kind, markdown_version: false }
    }

    /// Path below the output folder, with slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Whether it is the Markdown version that stands beside the page of its kind.
    pub fn is_markdown_version(&self) -> bool {
        self.markdown_version
    }
}
