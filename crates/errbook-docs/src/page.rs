//! What a site is made of: a page is a path and what stands there, so that it can be listed without being rendered.

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
    /// A list of codes, or a part of one that is too long for one page.
    List {
        /// What it lists.
        of: Listing,
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
    Data {
        /// Which one.
        file: DataFile,
    },
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// All codes: the first page.
    Catalog,
    /// A group: an index into [`Catalog::groups`](errbook_catalog::Catalog::groups).
    Group(usize),
    /// All codes with this HTTP status.
    Status(u16),
    /// All codes that can, or cannot, be retried.
    Retryable(bool),
}

/// A file for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFile {
    /// `llms.txt`: what there is, by group, in the form of llmstxt.org.
    Llms,
    /// `llms-full.txt`: the Markdown of all codes.
    LlmsFull,
    /// `errors.json`: the catalog.
    Registry,
    /// `errors.schema.json`: the JSON Schema of `errors.json`.
    Schema,
    /// `sitemap.xml`.
    Sitemap,
    /// `_redirects`: former URLs, for Netlify and Cloudflare Pages.
    Redirects,
    /// `vercel.json`: former URLs, for Vercel.
    Vercel,
    /// `redirects.json`: former URLs from the root of the docs, in the form of the array `redirects` of Mintlify's `docs.json`.
    RedirectList,
    /// Part of the search index.
    Search(SearchFile),
}

/// A part of the search index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SearchFile {
    /// All codes, names and words.
    Index,
    /// Where some of the words are.
    Words {
        /// From 0.
        shard: usize,
    },
    /// The messages of some codes.
    Messages {
        /// From 0.
        block: usize,
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
