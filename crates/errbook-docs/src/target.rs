//! Targets: the output formats of a catalog. A target is a folder of templates and its
//! [`Description`], which all code that differs between targets reads. `markdown` and `html`, which
//! other stages rely on, are described here. Other targets have a `target.yaml` in their folder.

use std::fmt;
use std::sync::Arc;

use crate::editions::Edition;
pub use crate::format::Format;

mod description;
#[cfg(feature = "targets")]
mod read;

pub(crate) use description::{Around, Clients, Description, Each, Links, PageFormat};
#[cfg(feature = "targets")]
pub(crate) use read::{FILE, read};

/// The output format of a [`Site`](crate::Site).
///
/// ```
/// use errbook_docs::{Site, Target, Templates};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// # #[cfg(feature = "targets")] {
/// let target = Target::named("typescript").expect("a shipped target");
/// let templates = Templates::default();
/// let site = Site::new(&catalog, target, &templates)?;
/// for page in site.pages() {
///     assert!(site.render(&page)?.contains("err:orders:not_paid"), "{}", page.path());
/// }
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    pub(crate) description: Arc<Description>,
    pub(crate) layout: Layout,
    pub(crate) base: Base,
    /// Whether it is the Markdown version of a site's pages.
    pub(crate) markdown_version: bool,
    pub(crate) edition: Edition,
}

/// How paths of pages are built from the segments of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// `unkey/data/key_not_found.html`.
    #[default]
    Files,
    /// `unkey/data/key_not_found/index.html`, for hosts that serve folders.
    Folders,
}

/// The part of the published site that the output folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    /// The folder of the error pages (`site.errors` of the manifest). Redirects from outside of it
    /// keep their path from the root of the docs.
    #[default]
    Errors,
    /// The root of the docs. Error pages are in the folder `site.errors`, and redirects are at
    /// their exact old path.
    Root,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Target { description, layout, base, markdown_version, edition } = self;
        let mut fields = f.debug_struct("Target");
        fields.field("name", &description.name).field("format", &description.format()).field("layout", layout);
        fields.field("base", base).field("markdown_version", markdown_version);
        fields.field("edition", edition).finish()
    }
}

impl Target {
    pub(crate) fn new(description: Description) -> Self {
        Target {
            description: Arc::new(description),
            layout: Layout::Files,
            base: Base::Errors,
            markdown_version: false,
            edition: Edition::Only,
        }
    }

    /// A Markdown file per page, for a repository or another generator.
    pub fn markdown() -> Self {
        Target::new(Description {
            name: "markdown".to_owned(),
            about: "Markdown files for a repository".to_owned(),
            index: "README".to_owned(),
            ..Description::default()
        })
    }

    /// A site.
    #[cfg(feature = "targets")]
    pub fn html() -> Self {
        Target::new(Description {
            name: "html".to_owned(),
            about: "an HTML site with Markdown versions, llms.txt, and errors.json".to_owned(),
            format: PageFormat::Html,
            index: "index".to_owned(),
            clients: Clients::All,
            ..Description::default()
        })
    }

    /// The targets that are described in Rust.
    pub(crate) fn built_in() -> Vec<Self> {
        vec![
            Self::markdown(),
            #[cfg(feature = "targets")]
            Self::html(),
        ]
    }

    /// The same target with another layout. Only HTML has more than [`Layout::Files`].
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        if self.is_site() { Target { layout, ..self } } else { self }
    }

    /// The same target with another base.
    #[must_use]
    pub fn with_base(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    /// The same target as one of several editions. Only a site has editions.
    #[must_use]
    pub fn with_edition(self, edition: Edition) -> Self {
        if self.is_site() { Target { edition, ..self } } else { self }
    }

    /// Name of the target and of its template folder.
    pub fn name(&self) -> &str {
        &self.description.name
    }

    /// A phrase that describes its output.
    pub fn about(&self) -> &str {
        &self.description.about
    }

    /// Format of its pages.
    pub fn format(&self) -> Format {
        self.description.format()
    }

    /// Whether it has no pages, only files for the whole catalog.
    pub fn is_export(&self) -> bool {
        self.description.format == PageFormat::None
    }

    /// Extension of its pages.
    pub(crate) fn extension(&self) -> &str {
        self.description.extension.as_deref().unwrap_or(self.format().extension())
    }

    /// Name of the index page of a folder, without extension.
    pub(crate) fn index(&self) -> &str {
        if self.markdown_version { "index" } else { &self.description.index }
    }

    /// Whether there are pages that list the codes with a status, or the retryable ones. Targets
    /// whose files are read one by one only have groups.
    pub(crate) fn has_filters(&self) -> bool {
        self.is_site() || self.markdown_version
    }

    /// The target of the Markdown versions of a site's pages. In every layout, the URL of a code's
    /// page followed by `.md` is the URL of its Markdown version.
    pub(crate) fn markdown_version(&self) -> Option<Self> {
        self.is_site().then(|| Target { base: self.base, markdown_version: true, ..Self::markdown() })
    }

    /// Whether the output is served unchanged as a site. If so, it also has redirect pages and
    /// files for programs.
    pub fn is_site(&self) -> bool {
        self.description.name == "html" && self.format() == Format::Html
    }
}
