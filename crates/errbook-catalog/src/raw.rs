//! Manifest and entries as they were written: types are right, nothing else is known.
//! [`resolve`](crate::resolve) makes the catalog of them.

mod entry_table;
mod given;
mod manifest_table;
mod request_table;

pub(crate) use entry_table::*;
pub(crate) use given::Given;
pub(crate) use manifest_table::*;
pub(crate) use request_table::*;
