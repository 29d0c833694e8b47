//! Adds one thing to a catalog file, and keeps its comments.

use errbook_catalog::{Document, Written};
use errbook_check::blocks;
use errbook_check::edit::{Edit, apply};

use super::{Added, yaml};

/// A list of operations that is longer goes on one line each.
const LONGEST_LINE: usize = 100;

/// Something to add to a file.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    /// The file, relative to the catalog.
    pub(super) path: String,
    /// The code that the file defines.
    pub(super) code: String,
    pub(super) change: Change,
}

#[derive(Debug, Clone)]
pub(super) enum Change {
    /// A new file with this text.
    Draft(String),
    /// Operations of `raised_by`.
    RaisedBy(Vec<String>),
    /// Operations of the wording with this index.
    Listed(usize, Vec<String>),
    /// An item of `wordings`.
    Wording(String),
}

impl Addition {
    /// What it adds, and how many.
    pub(super) fn added(&self) -> (Added, usize) {
        match &self.change {
            Change::Draft(_) => (Added::Draft, 1),
            Change::RaisedBy(operations) | Change::Listed(_, operations) => (Added::Operation, operations.len()),
            Change::Wording(_) => (Added::Wording, 1),
        }
    }

    /// The text of the file with the addition, or why that isn't possible.
    pub(super) fn to(&self, text: &str) -> Result<String, String> {
        if let Change::Draft(draft) = &self.change {
            return Ok(draft.clone());
        }
        let document = Document::parse(text).map_err(|_| format!("`{}` cannot be read", self.path))?;
        let edit = self.edit(text, &document).ok_or_else(|| self.cannot_edit(&document.root()))?;
        apply(text, &[edit]).map_err(|conflict| conflict.to_string())
    }

    fn edit(&self, text: &str, document: &Document<'_>) -> Option<Edit> {
        let root = document.root();
        let insert = |key, lines: &[String]| blocks::insert(text, &root, &blocks::entry_order(document), key, lines);
        match &self.change {
            Change::Draft(_) => None,
            Change::RaisedBy(operations) => match root.member("raised_by") {
                Some((_, list)) => blocks::push(text, &list, &yaml::scalars(operations)),
                None => insert("raised_by", &raised_by(operations)),
            },
            Change::Listed(index, operations) => {
                let (_, wordings) = root.member("wordings")?;
                let (_, list) = wordings.items().nth(*index)?.member("operations")?;
                blocks::push(text, &list, &yaml::scalars(operations))
            }
            Change::Wording(item) => match root.member("wordings") {
                Some((_, list)) => blocks::push(text, &list, std::slice::from_ref(item)),
                None => insert("wordings", &["wordings:".to_owned(), format!("  - {item}")]),
            },
        }
    }

    fn cannot_edit(&self, root: &Written<'_>) -> String {
        let key = match &self.change {
            Change::RaisedBy(_) => "raised_by",
            _ => "wordings",
        };
        if root.is_flow() {
            format!("`{}` is a mapping in braces, which cannot be edited", self.path)
        } else {
            format!("`{key}` in `{}` is not a list that can be edited", self.path)
        }
    }
}

/// The lines of a new key `raised_by`.
fn raised_by(operations: &[String]) -> Vec<String> {
    let line = format!("raised_by: {}", yaml::list(operations));
    if line.len() <= LONGEST_LINE {
        return vec![line];
    }
    let items = yaml::scalars(operations).into_iter().map(|item| format!("  - {item}"));
    std::iter::once("raised_by:".to_owned()).chain(items).collect()
}
