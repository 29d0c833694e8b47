//! What services were seen to send: the content of the page that
//! [`Site::observed`](crate::Site::observed) renders. `errbook observe` fills it.

use std::collections::BTreeMap;

/// What services were seen to send, and how it differs from the catalog.
///
/// ```
/// use errbook_docs::observed::{Report, Seen};
/// use errbook_docs::{Site, Target, Templates};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let templates = Templates::default();
/// let site = Site::new(&catalog, Target::html(), &templates)?;
/// let seen = Seen { code: "err:orders:not_paid".into(), count: 3, ..Seen::default() };
/// let page = site.observed(&Report { responses: 3, errors: 3, seen: vec![seen], ..Report::default() })?;
/// assert!(page.contains("err:orders:not_paid"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Whether [`seen`](Self::seen), and all that follows from it, includes earlier runs.
    pub includes_earlier: bool,
    /// Number of responses.
    pub responses: u64,
    /// Number of errors in them.
    pub errors: u64,
    /// Why responses weren't checked, and how many.
    pub unchecked: Vec<(String, u64)>,
    /// Number of deviations that were only counted.
    pub dropped: u64,
    /// Number of deviations that a baseline lists.
    pub known: usize,
    /// How many codes were seen.
    pub codes: Share,
    /// How many codes of each profile were seen.
    pub profiles: Vec<(String, Share)>,
    /// How many codes of each operation were seen.
    pub operations: Vec<(String, Share)>,
    /// What was seen of each code.
    pub seen: Vec<Seen>,
    /// The codes that weren't seen.
    pub never: Vec<String>,
    /// The differences, in their order.
    pub deviations: Vec<Deviation>,
}

/// A number of things, and how many of them were seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that were seen.
    pub seen: usize,
    /// All.
    pub all: usize,
    /// The percentage.
    pub percent: usize,
}

/// How often a code was seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The code, which may be an alias. Codes that the catalog doesn't have are left out.
    pub code: String,
    /// How often in total.
    pub count: u64,
    /// How often in each operation.
    pub operations: BTreeMap<String, u64>,
}

/// A difference between what a service sent and the catalog.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// ID of the rule.
    pub rule: &'static str,
    /// Whether it is an error. Otherwise, it is a warning.
    pub is_error: bool,
    /// The code, if it is about one of the catalog.
    pub code: Option<String>,
    /// A phrase with code in backticks.
    pub message: String,
    /// Where and how often it was seen. Differences between texts are as in
    /// `git diff --word-diff`.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Vec<String>,
}
