//! Codes whose texts try to be something else than text. That this compiles is half of the test.
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

/// A catalog whose only code is retired, so that `Error` has no variant.
pub mod derived_nothing {
    errbook::include_codes!("derived_nothing.rs");
}

/// The same with the other kind of errors.
pub mod tables_nothing {
    errbook::include_codes!("tables_nothing.rs");
}
