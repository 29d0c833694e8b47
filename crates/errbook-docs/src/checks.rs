//! When codes were last checked against what services send. `errbook observe` knows.

use std::collections::BTreeMap;

/// The last check of each code, by code.
pub type Checks = BTreeMap<String, Checked>;

/// A check of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The commit of the service.
    pub commit: String,
    /// The day, as `YYYY-MM-DD`.
    pub date: String,
}
