//! Checks what services really send against a catalog.
//!
//! Inputs produce [`Exchange`]s. Nothing here reads files or sockets, prints, or exits.

mod exchange;
pub mod har;
pub mod otlp;

pub use exchange::{Body, Exchange, MAX_BODY, Unchecked};
