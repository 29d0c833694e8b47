//! The errors of a small catalog, raised by services in `tests/`. What must not compile is shown here, because a doctest can show it.
//!
//! A typed error becomes a report by `?`, and so does one of an operation, narrow or wide:
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
//! An operation cannot raise what the catalog does not list for it (`CardDeclined` is of `orders.pay`):
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
//! nor by way of the enum of all errors:
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
//! A foreign error has no code, so that `?` does not take it:
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
//! A wide report does not become a narrow one:
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
