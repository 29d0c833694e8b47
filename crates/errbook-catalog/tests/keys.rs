//! The tables of keys agree with the registry.

use errbook_catalog::registry::Registry;
use errbook_catalog::{NoticedBy, entry_keys};
use serde_json::Value;

/// Changes that clients, services, or links notice must be visible in `errors.json`, or
/// `check --against` can't compare them.
#[test]
fn keys_noticed_by_others_are_in_the_registry() {
    let schema: Value = serde_json::from_str(Registry::JSON_SCHEMA).unwrap();
    let members = schema.pointer("/$defs/Code/properties").and_then(Value::as_object).expect("a code has members");
    let others = entry_keys().iter().filter(|key| key.noticed_by >= NoticedBy::Link).map(|key| key.name);
    let missing: Vec<_> = others.filter(|name| !members.contains_key(*name)).collect();
    // `responses` has the status and title of each profile, and `lifecycle` marks
    // drafts. `message` and `params` of the codes below a family start with its own.
    assert_eq!(missing, ["status", "title", "family", "profiles", "draft"]);
}
