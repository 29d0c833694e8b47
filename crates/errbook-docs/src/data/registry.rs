//! `errors.json`, which is errbook-catalog's registry of the catalog, and the JSON Schema that describes it.

use errbook_catalog::Catalog;
use errbook_catalog::registry::Registry;
pub(super) use errbook_catalog::registry::SCHEMA_NAME;

use crate::error::Error;

/// Name of the file.
pub(super) const NAME: &str = "errors.json";

/// The catalog as JSON.
pub(super) fn json(catalog: &Catalog) -> Result<String, Error> {
    Registry::of(catalog).to_json().map_err(|error| Error::message(format!("cannot write `{NAME}`: {error}")))
}

/// The JSON Schema of `errors.json`.
pub(super) fn schema() -> Result<String, Error> {
    Registry::json_schema().map_err(|error| Error::message(format!("cannot write `{SCHEMA_NAME}`: {error}")))
}
