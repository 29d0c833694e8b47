//! The manifest and entries after decoding: types are checked, and nothing else.
//! [`resolve`](crate::resolve) turns them into a catalog.

mod entry_table;
mod given;
mod manifest_table;
mod request_table;

pub(crate) use entry_table::*;
pub(crate) use given::Given;
pub(crate) use manifest_table::*;
pub(crate) use request_table::*;
