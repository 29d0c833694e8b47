//! The parsed tree of a file, for finding spans.

use std::ops::Range;

use crate::diagnostic::{FileId, Span};
use crate::path::PathStep;
use crate::yaml;

/// The parsed tree of a file, for finding spans. Parsed again when needed, so a snapshot doesn't
/// keep trees in memory.
///
/// ```
/// use errbook_catalog::Document;
///
/// let document = Document::parse("name: Sold out\nstatus: 409\n").unwrap();
/// let (_, status) = document.root().member("status").expect("a key");
/// assert_eq!((status.scalar(), status.line()), (Some("409"), 2));
/// ```
#[derive(Debug)]
pub struct Document<'s> {
    pub(crate) text: &'s str,
    pub(crate) root: yaml::Node<'s>,
    pub(crate) recent: yaml::Recent<'s>,
}

impl<'s> Document<'s> {
    /// The tree of a file. `None` if it isn't YAML.
    pub(crate) fn of(file: FileId, text: &'s str) -> Option<Document<'s>> {
        yaml::parse(file, text, &mut Vec::new()).map(|root| Document { text, root, recent: yaml::Recent::default() })
    }

    /// The span of the value at `path`, or of `range` in it (in bytes of the value, not of the
    /// file). If the path can't be followed to its end, the span of the last key that was found.
    pub fn place(&self, path: &[PathStep], range: Option<Range<usize>>) -> Span {
        self.root.place(self.text, path, range, &self.recent)
    }
}
