//! `observed` ([`ObservedView`]), for the page about what services were seen to send.

#![allow(missing_docs, reason = "fields with self-explanatory names need no docs")]

use serde::Serialize;

pub use crate::templates::Markup;

/// `observed`, what services were seen to send.
#[derive(Debug, Serialize)]
pub struct ObservedView {
    /// The style sheets of the site.
    pub css: Vec<Markup>,
    /// URL of the site.
    pub home: Option<String>,
    /// Whether codes and operations include earlier runs.
    pub includes_earlier: bool,
    pub responses: u64,
    pub errors: u64,
    /// Why responses weren't checked.
    pub unchecked: Vec<CountView>,
    /// Number of deviations that were only counted.
    pub dropped: u64,
    /// Number of deviations that a baseline lists.
    pub known: usize,
    /// Number of deviations.
    pub found: usize,
    /// Codes that were seen.
    pub codes: ShareView,
    /// Codes of each profile that were seen.
    pub profiles: Vec<ShareView>,
    /// Codes of each operation that were seen, without operations that have none.
    pub operations: Vec<ShareView>,
    /// What deviated, by group.
    pub deviations: Vec<GroupView<DeviatingView>>,
    /// Deviations that aren't about a code of the catalog.
    pub other: Vec<DeviationView>,
    /// Codes and operations. One table, or one for each group if it would be large.
    pub tables: Vec<TableView>,
    /// Codes that weren't seen, by group.
    pub never: Vec<GroupView<CodeView>>,
    /// What is too long to be open.
    pub closed: ClosedView,
}

/// Which lists are closed until a reader opens them.
#[derive(Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent")]
pub struct ClosedView {
    pub deviations: bool,
    pub tables: bool,
    pub never: bool,
    pub operations: bool,
}

/// A name, and how often it was seen.
#[derive(Debug, Serialize)]
pub struct CountView {
    pub name: String,
    pub count: u64,
}

/// A number of codes, and how many of them were seen.
#[derive(Debug, Serialize)]
pub struct ShareView {
    /// The profile or operation. Empty for all codes.
    pub name: String,
    pub seen: usize,
    pub all: usize,
    pub percent: usize,
}

/// Codes of a group.
#[derive(Debug, Serialize)]
pub struct GroupView<T> {
    /// Titles of the group and the groups above it. None for codes without a group.
    pub title: Option<String>,
    /// Number of codes.
    pub count: usize,
    pub items: Vec<T>,
}

/// A code of the catalog.
#[derive(Debug, Clone, Serialize)]
pub struct CodeView {
    pub code: String,
    pub name: String,
    pub summary: Option<String>,
    /// URL of its page.
    pub href: Option<String>,
    /// `retired`, `deprecated`, `reserved`, `draft`, or `internal`.
    pub mark: Option<&'static str>,
}

/// A code, and how what was sent differs.
#[derive(Debug, Serialize)]
pub struct DeviatingView {
    pub code: CodeView,
    pub deviations: Vec<DeviationView>,
}

/// A difference between what a service sent and the catalog.
#[derive(Debug, Serialize)]
pub struct DeviationView {
    pub rule: &'static str,
    pub is_error: bool,
    pub message: Vec<PieceView>,
    pub notes: Vec<Vec<PieceView>>,
    pub help: Vec<Vec<PieceView>>,
}

/// A part of a message.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PieceView {
    /// `text`, `code`, `removed`, or `added`.
    pub kind: &'static str,
    pub text: String,
}

/// A table of codes and operations.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// Title of the group, if it is only about one.
    pub title: Option<String>,
    /// Number of codes.
    pub count: usize,
    /// Names of the columns.
    pub operations: Vec<String>,
    pub groups: Vec<GroupView<RowView>>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct RowView {
    pub code: CodeView,
    /// How often it was seen, also in unknown operations.
    pub count: u64,
    pub cells: Vec<CellView>,
}

/// A code in an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// `seen`, `undeclared` (but seen), `unseen` (but declared), or empty.
    pub kind: &'static str,
    pub count: u64,
}
