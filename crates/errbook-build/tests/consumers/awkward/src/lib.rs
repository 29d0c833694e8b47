//! Names that mean something in Rust. Half of the test is that this compiles, also in the edition
//! and with the lints of a strict crate.
#![deny(warnings, missing_docs, unreachable_pub, rustdoc::all)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

errbook::include_codes!("derived.rs");

/// Errors that read the tables.
pub mod tables {
    errbook::include_codes!("tables.rs");
}

/// A catalog without codes.
pub mod empty {
    errbook::include_codes!("derived_empty.rs");
}

/// The same catalog, with errors that read the tables.
pub mod tables_empty {
    errbook::include_codes!("tables_empty.rs");
}

/// Codes named like types.
pub mod letters {
    errbook::include_codes!("derived_letters.rs");
}

/// The same codes, with errors that read the tables.
pub mod tables_letters {
    errbook::include_codes!("tables_letters.rs");
}

#[cfg(test)]
mod tests {
    use errbook::*;

    use super::*;

    #[test]
    fn glob_imports_do_not_clash() {
        let report: Report<Error> = Error::ErrbookNew.into();
        assert_eq!(report.code(), Code::ErrbookNew);
        assert_eq!(report.code().as_str(), "err:errbook:new");
        let mut body = String::new();
        assert_eq!(report.write_body(Profile::None, None, &mut body), Some(400));
        assert_eq!(body, "{\"c\":\"err:errbook:new\"}");
    }
}
