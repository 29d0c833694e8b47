//! `search`: codes by words.

use errbook_catalog::Entry;
use errbook_check::lifecycle::Refusal;
use errbook_docs::Search;
use errbook_lookup::Answer;
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::{Effect, Output, Tool, codes, codes_schema, explain};
use crate::reading::Reading;
use crate::workspace::Access;

/// How many codes are returned by default, and at most.
const LIMIT: usize = 10;
const MOST: usize = 50;

pub(super) fn tool() -> Tool {
    Tool {
        name: "search",
        title: "Search error codes",
        description: "Find error codes by words, best first: symptoms, names of operations, parts of messages, HTTP \
            statuses. Tolerates typos and other forms of words. Use `explain` if you have a code, a message, or a \
            response.",
        arguments: json!({
            "query": {"type": "string", "description": "Words, such as `rate limit` or `createKey 403`"},
            "limit": {
                "type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT,
                "description": "Maximum number of codes",
            },
        }),
        required: &["query"],
        output: Some(codes_schema()),
        effect: Effect::Reads,
        access: Access::Published,
    }
}

pub(super) fn run(reading: &Reading, arguments: &Arguments<'_>) -> Result<Output, Refusal> {
    let query = arguments.text("query")?;
    let limit = arguments.number("limit")?.unwrap_or(LIMIT).clamp(1, MOST);
    let found = find(reading, query);
    let shown: Vec<Value> = found.iter().take(limit).map(|entry| reading.summary(entry)).collect();
    Ok(codes(reading, found.len(), shown))
}

/// The codes that the query names, and then those with its words.
fn find<'r>(reading: &'r Reading, query: &str) -> Vec<&'r Entry> {
    let mut found = match explain::find(reading, query).answer {
        Answer::One(entry) => vec![entry],
        Answer::Several(entries) => entries,
        Answer::Status(..) | Answer::Nothing(_) => Vec::new(),
    };
    for entry in Search::new(&reading.catalog).find(query) {
        if found.iter().all(|known| known.code != entry.code) {
            found.push(entry);
        }
    }
    found
}
