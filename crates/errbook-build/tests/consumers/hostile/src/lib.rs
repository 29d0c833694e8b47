//! Codes with strings that could be misread as code or markup. Half of the test is that this
//! compiles.
#![deny(warnings, missing_docs, unreachable_pub, rustdoc::all)]
#![deny(clippy::all)]

/// Errors that derive `thiserror::Error`.
pub mod derived {
    errbook::include_codes!("derived.rs");
}

/// Errors that read the tables.
pub mod tables {
    errbook::include_codes!("tables.rs");
}

/// A catalog whose only code is retired, so `Error` has no variants.
pub mod derived_nothing {
    errbook::include_codes!("derived_nothing.rs");
}

/// The same catalog, with errors that read the tables.
pub mod tables_nothing {
    errbook::include_codes!("tables_nothing.rs");
}
