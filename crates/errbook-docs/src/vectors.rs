//! Conformance vectors, `vectors.json`: errors with their exact responses, and what a client reads
//! from each. The run time itself makes them, with the [`tables`] of the catalog and errors whose
//! type is known only at run time ([`dynamic`]).

mod cases;
mod dynamic;
#[cfg(feature = "grpc")]
mod grpc;
mod tables;
mod values;
mod write;

use errbook_catalog::Catalog;
use serde_json::{Map, Value};

/// The version of the format.
const VERSION: u32 = 1;

/// The content of `vectors.json`. It is the same for every audience, because clients get public
/// values only.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let vectors = errbook_docs::vectors(&catalog);
/// assert!(vectors.contains("err:orders:not_paid"));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn vectors(catalog: &Catalog) -> String {
    let worlds = cases::worlds(catalog);
    let mut all = Map::new();
    all.insert("version".to_owned(), VERSION.into());
    all.insert("catalog".to_owned(), catalog.manifest().name.as_str().into());
    all.insert("vectors".to_owned(), cases::all(catalog, &worlds).into());
    #[cfg(feature = "grpc")]
    all.insert("grpc".to_owned(), cases::all_over_grpc(catalog, &worlds).into());
    let all = Value::Object(all);
    format!("{all:#}\n")
}
