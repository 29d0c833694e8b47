//! The pages of a site. A page is a path and its kind, so pages can be listed without rendering
//! them.

/// A page of a site: its path and its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub(crate) path: String,
    pub(crate) kind: PageKind,
    /// Whether it is the Markdown version of the page of this kind.
    pub(crate) markdown_version: bool,
}

/// The kind of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// A list of codes, or a part of one that is too long for one page.
    List {
        /// The codes that it lists.
        of: Listing,
        /// From 0.
        part: usize,
    },
    /// The page of a code.
    Entry {
        /// Index into [`Catalog::entries`](errbook_catalog::Catalog::entries).
        entry: usize,
    },
    /// The glossary.
    Glossary,
    /// The page for URLs that don't exist.
    NotFound,
    /// A redirect from an old URL.
    Redirect {
        /// Index of the redirect.
        redirect: usize,
    },
    /// A file of the templates that is copied unchanged, such as the script.
    Asset,
    /// A file of the catalog that is copied unchanged, such as its logo.
    File {
        /// Index into [`Theme::files`](errbook_catalog::Theme::files).
        file: usize,
    },
    /// A file of the target that is not a page, such as the summary of a book.
    Listed {
        /// Index into the files of the target's description.
        file: usize,
        /// The group of the file, if there is a file per group.
        group: Option<usize>,
    },
    /// A machine-readable file.
    Data {
        /// Which file.
        file: DataFile,
    },
}

/// The codes in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// All codes: the home page.
    Catalog,
    /// A group: an index into [`Catalog::groups`](errbook_catalog::Catalog::groups).
    Group(usize),
    /// All codes with this HTTP status.
    Status(u16),
    /// All retryable or non-retryable codes.
    Retryable(bool),
    /// All codes with a value of a field.
    Field {
        /// Index into the fields that pages list codes by.
        field: usize,
        /// Index into its values.
        value: usize,
    },
}

/// A machine-readable file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFile {
    /// `llms.txt`: all pages by group, in the format of llmstxt.org.
    Llms,
    /// `llms-full.txt`: the Markdown of all codes.
    LlmsFull,
    /// `errors.json`: the catalog.
    Registry,
    /// `errors.schema.json`: the JSON Schema of `errors.json`.
    Schema,
    /// `sitemap.xml`.
    Sitemap,
    /// `feed.xml`: new, deprecated, and retired codes.
    Feed,
    /// `_headers`: links from pages to their Markdown versions, for Netlify and Cloudflare Pages.
    Headers,
    /// `_redirects`: redirects for Netlify and Cloudflare Pages.
    Redirects,
    /// `vercel.json`: both for Vercel.
    Vercel,
    /// `redirects.json`: redirects with paths from the root of the docs, in the format of the array
    /// `redirects` in Mintlify's `docs.json`.
    RedirectList,
    /// Part of the search index.
    Search(SearchFile),
    /// `pages.js`: the paths of all pages, for the menu of editions.
    Pages,
}

/// A part of the search index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SearchFile {
    /// All codes, names, and words.
    Index,
    /// Locations of some of the words.
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

    /// The kind of the page.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Whether it is the Markdown version of the page of its kind.
    pub fn is_markdown_version(&self) -> bool {
        self.markdown_version
    }
}
