//! The path of a page below the output folder. The checks are here, so joining a [`PagePath`] to
//! that folder never leaves it.

use std::fmt;
use std::path::{Path, PathBuf};

use errbook_catalog::file_name;

use crate::failure::Failure;

/// Prefix of errbook's own files: the list of its files, and temporary files.
pub(super) const RESERVED: &str = ".errbook-";

/// A relative path with `/` between its parts, none of which is empty, `.`, or `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PagePath(String);

impl PagePath {
    /// Accepts only paths that name a file below the output folder on every operating system.
    pub(crate) fn new(path: impl Into<String>) -> Option<PagePath> {
        let path = path.into();
        let good = path.split('/').all(|part| file_name::problem(part).is_none() && !part.starts_with(RESERVED));
        good.then_some(PagePath(path))
    }

    /// Like [`PagePath::new`], with an error message.
    pub(crate) fn checked(path: String) -> Result<PagePath, Failure> {
        PagePath::new(path.as_str()).ok_or_else(|| {
            Failure::finding(format!("a page cannot have the path `{path}`"))
                .help("change the level pattern of the code, or the path of the template")
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn below(&self, root: &Path) -> PathBuf {
        root.join(&self.0)
    }

    /// The folders between the output folder and the page, outermost first.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(end, _)| &self.0[..end])
    }
}

impl AsRef<str> for PagePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PagePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_paths_that_leave_the_folder() {
        for good in ["index.html", "unkey/data/a.html", "..a", "…/é", "a b"] {
            assert!(PagePath::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/",
            "/etc",
            "a//b",
            "a/",
            ".",
            "..",
            "a/../b",
            "a/.",
            "..\\a",
            "C:/a",
            "a\nb",
            "a\0",
            ".errbook-manifest",
            "a/.errbook-new-1",
        ] {
            assert!(PagePath::new(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn folders_lists_all_parents_of_the_page() {
        let page = PagePath::new("a/b/c").unwrap();
        assert_eq!(page.folders().collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
