//! Compiles the ECMAScript regular expressions in schemas.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use fancy_regex::Regex;

/// A cache of compiled expressions by source, because most requests use the same schemas. `None`
/// for an invalid source.
#[derive(Debug, Default)]
pub(crate) struct Patterns(Mutex<HashMap<String, Option<Arc<Regex>>>>);

impl Patterns {
    pub(super) fn get(&self, source: &str) -> Option<Arc<Regex>> {
        let known = self.0.lock().ok().and_then(|known| known.get(source).cloned());
        known.unwrap_or_else(|| {
            let translated = jsonschema_regex::to_rust_regex(source).ok();
            let made = translated.and_then(|source| Regex::new(&source).ok()).map(Arc::new);
            if let Ok(mut known) = self.0.lock() {
                known.insert(source.to_owned(), made.clone());
            }
            made
        })
    }

    pub(super) fn is_match(&self, source: &str, text: &str) -> bool {
        self.get(source).is_none_or(|pattern| pattern.is_match(text).unwrap_or(true))
    }
}
