//! The errors of a small catalog, raised by services in `tests/`. Code that must not compile is
//! here, because only doctests can check it.
//!
//! `?` converts a typed error to a report, for an operation's errors as well as for all errors:
//!
//! ```
//! use errbook::{OrCode, Report, ReportResult};
//! use errbook_service_tests::{Error, OrdersGetError, OrdersPayError};
//!
//! fn find(order: &str) -> Result<(), Report<OrdersGetError>> {
//!     Err(OrdersGetError::OrderNotFound { order: order.to_owned().into() })?
//! }
//!
//! fn charge() -> Result<(), Report<OrdersPayError>> {
//!     std::fs::read("no such file").code(OrdersPayError::ServiceUnexpected)?;
//!     Ok(())
//! }
//!
//! fn both() -> Result<(), Report<Error>> {
//!     find("ord_1").map_err(Report::widen)?;
//!     charge().widen()?;
//!     Err(OrdersPayError::OrderInvalid)?
//! }
//!
//! assert_eq!(both().unwrap_err().to_string(), "The order `ord_1` was not found");
//! ```
//!
//! An operation can't raise codes that the catalog doesn't list for it (only `orders.pay` raises
//! `CardDeclined`),
//!
//! ```compile_fail,E0599
//! use errbook::Report;
//! use errbook_service_tests::OrdersGetError;
//!
//! fn get() -> Result<(), Report<OrdersGetError>> {
//!     Err(OrdersGetError::CardDeclined { last4: "4242".into() })?
//! }
//! ```
//!
//! not even through the enum of all errors:
//!
//! ```compile_fail,E0277
//! use errbook::Report;
//! use errbook_service_tests::{Error, OrdersGetError};
//!
//! fn get() -> Result<(), Report<OrdersGetError>> {
//!     Err(Error::CardDeclined { last4: "4242".into() })?
//! }
//! ```
//!
//! Errors of other types don't have a code, so `?` doesn't convert them:
//!
//! ```compile_fail,E0277
//! use errbook::Report;
//! use errbook_service_tests::Error;
//!
//! fn read() -> Result<Vec<u8>, Report<Error>> {
//!     Ok(std::fs::read("order.json")?)
//! }
//! ```
//!
//! A report of all errors can't become a report of an operation's errors:
//!
//! ```compile_fail,E0277
//! use errbook::Report;
//! use errbook_service_tests::{Error, OrdersGetError};
//!
//! fn narrow(report: Report<Error>) -> Report<OrdersGetError> {
//!     report.widen()
//! }
//! ```

errbook::include_codes!();

/// The same codes, with errors that display their messages from the tables.
pub mod tables {
    errbook::include_codes!("tables.rs");
}

/// Compiles the examples of the README of errbook, which need generated codes.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
