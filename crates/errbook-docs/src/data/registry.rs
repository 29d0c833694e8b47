//! `errors.json`, which is errbook-catalog's registry of the catalog, and the JSON Schema that describes it.

use errbook_catalog::Catalog;
use errbook_catalog::registry::Registry;

use crate::error::Error;
use crate::plan::REGISTRY;

/// How many pieces the catalog as JSON has.
pub(super) fn pieces(catalog: &Catalog) -> usize {
    Registry::blocks(catalog)
}

/// A piece of the catalog as JSON.
pub(super) fn piece(catalog: &Catalog, piece: usize) -> Result<String, Error> {
    Registry::json_block(catalog, piece).map_err(|error| Error::message(format!("cannot write `{REGISTRY}`: {error}")))
}
