//! `list`: codes by group, status, and fields.

use errbook_check::lifecycle::Refusal;
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::{Effect, Output, Tool, codes, codes_schema};
use crate::reading::Reading;
use crate::workspace::Access;

/// How many codes are returned by default, and at most.
const LIMIT: usize = 100;
const MOST: usize = 500;

pub(super) fn tool() -> Tool {
    Tool {
        name: "list",
        title: "List error codes",
        description: "List error codes in order, optionally only those of a group, an HTTP status, or with values of \
            fields. Returns the number of codes that match, and one part of them.",
        arguments: json!({
            "group": {"type": "string", "description": "Only codes in this group, such as `orders` or `err:orders`"},
            "status": {"type": "integer", "description": "Only codes that are sent with this HTTP status"},
            "fields": {
                "type": "object",
                "description": "Only codes with these values of fields, such as `{\"owner\": \"checkout\"}`",
            },
            "limit": {
                "type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT,
                "description": "Maximum number of codes",
            },
            "offset": {"type": "integer", "minimum": 0, "default": 0, "description": "Number of codes to skip"},
        }),
        required: &[],
        output: Some(codes_schema()),
        effect: Effect::Reads,
        access: Access::Published,
    }
}

pub(super) fn run(reading: &Reading, arguments: &Arguments<'_>) -> Result<Output, Refusal> {
    let group = Some(arguments.text("group")?).filter(|group| !group.is_empty());
    let status = arguments.number("status")?;
    let limit = arguments.number("limit")?.unwrap_or(LIMIT).clamp(1, MOST);
    let offset = arguments.number("offset")?.unwrap_or_default();
    let mut found = errbook_lookup::select(&reading.catalog, group, &arguments.pairs("fields")?)?;
    if let Some(status) = status {
        found.retain(|entry| entry.statuses().iter().any(|of| usize::from(*of) == status));
    }
    let part: Vec<Value> = found.iter().skip(offset).take(limit).map(|entry| reading.summary(entry)).collect();
    Ok(codes(reading, found.len(), part))
}
