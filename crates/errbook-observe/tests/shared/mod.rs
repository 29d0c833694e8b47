//! Exchanges in YAML files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use errbook_observe::{Body, Exchange, Observation, Observer, Origin};
use serde::Deserialize;
use serde_json::Value;

/// An exchange, as a case has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    method: Option<String>,
    target: Option<String>,
    operation: Option<String>,
    status: Option<u16>,
    headers: Option<BTreeMap<String, String>>,
    body: Option<Value>,
    text: Option<String>,
}

impl Case {
    fn exchange(self) -> Exchange {
        let body = match (self.body, self.text) {
            (Some(body), _) => Body::Json(body),
            (None, Some(text)) => Body::Bytes(text.into_bytes()),
            (None, None) => Body::Absent,
        };
        Exchange {
            method: self.method,
            target: self.target,
            operation: self.operation,
            status: self.status,
            headers: self.headers.map(|headers| headers.into_iter().collect()),
            content_type: None,
            body,
        }
    }
}

/// The exchanges in a file.
pub(crate) fn read(path: &Path) -> Vec<Exchange> {
    let text = fs::read_to_string(path).expect("a file");
    let cases: Vec<Case> = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    cases.into_iter().map(Case::exchange).collect()
}

/// Observes exchanges, with numbers from 1.
pub(crate) fn observe(observer: &Observer<'_>, exchanges: Vec<Exchange>) -> Observation {
    let mut observation = Observation::default();
    for (number, exchange) in (1..).zip(exchanges) {
        observer.exchange(&exchange, Origin { input: 0, number, request: String::new() }, &mut observation);
    }
    observation
}
