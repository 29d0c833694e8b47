//! `comparison` ([`ComparisonView`]), for the page about what changed between two states.

#![allow(missing_docs, reason = "fields with self-explanatory names need no docs")]

use serde::Serialize;

use super::observed::PieceView;
pub use crate::templates::Markup;

/// `comparison`, what changed between two states of the catalog.
#[derive(Debug, Serialize)]
pub struct ComparisonView {
    /// The style sheets of the site.
    pub css: Vec<Markup>,
    /// URL of the site.
    pub home: Option<String>,
    /// Name of the earlier state.
    pub from: String,
    /// Name of the later state.
    pub to: Option<String>,
    /// `major`, `minor`, or `patch`.
    pub bump: Option<&'static str>,
    /// Number of changes.
    pub count: usize,
    /// Who notices changes.
    pub audiences: Vec<AudienceView>,
    pub sections: Vec<SectionView>,
    pub migrations: Vec<MigrationView>,
    /// What could not be compared.
    pub skipped: Vec<String>,
}

/// Who notices changes.
#[derive(Debug, Serialize)]
pub struct AudienceView {
    pub name: &'static str,
    /// Number of changes.
    pub count: usize,
    /// Number of changes that need a major version.
    pub breaking: usize,
}

/// Changes of a kind.
#[derive(Debug, Serialize)]
pub struct SectionView {
    pub id: &'static str,
    pub title: &'static str,
    pub codes: Vec<ChangedView>,
}

/// A code, and what changed.
#[derive(Debug, Serialize)]
pub struct ChangedView {
    /// The code, by the name that changes have. None for the whole catalog.
    pub code: Option<String>,
    /// The name of its entry, if there is one.
    pub name: Option<String>,
    /// What it is about, if it is new.
    pub summary: Option<String>,
    /// URL of its page.
    pub href: Option<String>,
    pub changes: Vec<ChangeView>,
}

/// A change.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    /// `major`, `minor`, or `patch`.
    pub bump: &'static str,
    /// `clients`, `services`, or `links`.
    pub audience: &'static str,
    pub message: Vec<PieceView>,
}

/// What clients of a code have to do.
#[derive(Debug, Serialize)]
pub struct MigrationView {
    pub code: String,
    /// ID of its heading.
    pub id: String,
    /// URL of its page.
    pub href: Option<String>,
    pub text: Markup,
}
