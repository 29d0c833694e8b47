//! Conformance vectors, `vectors.json`: errors with their exact responses, and what a client reads
//! from each. The run time itself makes them, with the [`tables`] of the catalog and errors whose
//! type is known only at run time ([`dynamic`]).

mod cases;
mod dynamic;
mod tables;
mod values;
mod write;

use errbook_catalog::Catalog;
use serde_json::json;

/// The version of the format.
const VERSION: u32 = 1;

/// The content of `vectors.json`. It is the same for every audience, because clients get public
/// values only.
pub fn vectors(catalog: &Catalog) -> String {
    let vectors = cases::all(catalog);
    let all = json!({"version": VERSION, "catalog": catalog.manifest().name, "vectors": vectors});
    format!("{all:#}\n")
}
