//! The codes and type URLs in a response body, without a comparison.

use serde_json::Value;

use crate::observer::Observer;
use crate::recognize::{self, Name};

impl Observer<'_> {
    /// The codes and type URLs in the JSON of a response, each once: those where a profile has them,
    /// or else the first one anywhere. The catalog may not know them.
    pub fn names(&self, values: &[Value]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for Name { sent, .. } in values.iter().flat_map(|value| self.named(value)) {
            if !names.contains(&sent) {
                names.push(sent);
            }
        }
        names
    }

    fn named(&self, value: &Value) -> Vec<Name> {
        let errors = recognize::errors(&self.known, value, true).found;
        match errors.is_empty() {
            true => recognize::anywhere(&self.known, value).into_iter().collect(),
            false => errors.into_iter().map(|sighting| sighting.name).collect(),
        }
    }
}
