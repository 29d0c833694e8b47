//! The perfect hash for `errbook::lookup`, over all codes and aliases.

use errbook::lookup::search;
use errbook_catalog::Catalog;

use crate::literal;

/// `::errbook::lookup::Lookup { ... }` for the codes of `catalog`, followed by `aliases`.
pub(crate) fn expression(catalog: &Catalog, aliases: &[(&str, usize)]) -> String {
    let codes = catalog.entries().iter().map(|entry| entry.code.as_str());
    let keys: Vec<&str> = codes.chain(aliases.iter().map(|(alias, _)| *alias)).collect();
    let (seed, displacements, slots) = search(&keys);
    format!(
        "::errbook::lookup::Lookup {{ seed: {seed}, longest: {}, displacements: {}, slots: {} }}",
        keys.iter().map(|key| key.len()).max().unwrap_or_default(),
        literal::slice(displacements.iter().map(u16::to_string)),
        literal::slice(slots.iter().map(u32::to_string)),
    )
}
