//! Targets: what pages are rendered to. A target is a folder of templates, the format of its prose, and where its files go; all code
//! that differs between targets reads these three.

/// What a [`Site`](crate::Site) is rendered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub(crate) name: &'static str,
    pub(crate) format: Format,
    pub(crate) layout: Layout,
    pub(crate) base: Base,
    /// Its pages stand beside those of a site.
    pub(crate) twin: bool,
}

/// Format of prose and of the templates' text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// CommonMark with tables, strikethrough and GitHub's callouts.
    #[cfg(feature = "markdown")]
    Markdown,
    /// HTML.
    #[cfg(feature = "html")]
    Html,
}

/// How the path of a page is made from the levels of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// `unkey/data/key_not_found.html`.
    #[default]
    Files,
    /// `unkey/data/key_not_found/index.html`, for hosts that serve folders.
    Folders,
}

/// What the output folder is to the published site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    /// The folder of the error pages (`site.errors` of the manifest). Former URLs outside of it keep their path from the root of the docs.
    #[default]
    Errors,
    /// The root of the docs: error pages stand in the folder `site.errors`, former URLs exactly where they were.
    Root,
}

impl Target {
    /// A Markdown file per page, for a repository or another generator.
    #[cfg(feature = "markdown")]
    pub fn markdown() -> Self {
        Target { name: "markdown", format: Format::Markdown, layout: Layout::Files, base: Base::Errors, twin: false }
    }

    /// A site.
    #[cfg(feature = "html")]
    pub fn html() -> Self {
        Target { name: "html", format: Format::Html, layout: Layout::Files, base: Base::Errors, twin: false }
    }

    /// All targets that this build of the crate has.
    pub fn all() -> Vec<Self> {
        vec![
            #[cfg(feature = "markdown")]
            Self::markdown(),
            #[cfg(feature = "html")]
            Self::html(),
        ]
    }

    /// The target with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|target| target.name == name)
    }

    /// The same target with another layout. Markdown has only [`Layout::Files`].
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        let fixed = match self.format {
            #[cfg(feature = "markdown")]
            Format::Markdown => true,
            #[cfg(feature = "html")]
            Format::Html => false,
        };
        if fixed { self } else { Target { layout, ..self } }
    }

    /// The same target with another base.
    #[must_use]
    pub fn with_base(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    /// Its name, which is also the folder of its templates.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Format of its pages.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Extension of its pages.
    pub(crate) fn extension(&self) -> &'static str {
        match self.format {
            #[cfg(feature = "markdown")]
            Format::Markdown => "md",
            #[cfg(feature = "html")]
            Format::Html => "html",
        }
    }

    /// Name of a folder's own page, without extension.
    pub(crate) fn index(&self) -> &'static str {
        if self.is_site() || self.twin { "index" } else { "README" }
    }

    /// Whether there are pages of codes that share something. Files to be read one by one have their groups.
    pub(crate) fn has_filters(&self) -> bool {
        self.is_site() || self.twin
    }

    /// The target of the Markdown twins that stand beside the pages of a site: whatever its layout, the URL of a code's page with `.md` behind
    /// it is that of the twin.
    pub(crate) fn twin(&self) -> Option<Self> {
        match self.format {
            #[cfg(feature = "markdown")]
            Format::Markdown => None,
            #[cfg(feature = "html")]
            Format::Html => Some(Target { base: self.base, twin: true, ..Self::markdown() }),
        }
    }

    /// Whether it is a site that is served as it is: former URLs get pages that lead on, and programs their files.
    pub(crate) fn is_site(&self) -> bool {
        match self.format {
            #[cfg(feature = "markdown")]
            Format::Markdown => false,
            #[cfg(feature = "html")]
            Format::Html => true,
        }
    }
}
