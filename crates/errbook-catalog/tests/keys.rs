//! What the tables of keys say must be true elsewhere.

use errbook_catalog::registry::Registry;
use errbook_catalog::{NoticedBy, entry_keys};
use serde_json::Value;

/// What a client, a service, or a link notices must be in `errors.json`, or `check --against` can't compare it.
#[test]
fn what_others_notice_is_in_the_registry() {
    let schema: Value = serde_json::from_str(Registry::JSON_SCHEMA).unwrap();
    let members = schema.pointer("/$defs/Code/properties").and_then(Value::as_object).expect("a code has members");
    let others = entry_keys().iter().filter(|key| key.noticed_by >= NoticedBy::Link).map(|key| key.name);
    let missing: Vec<_> = others.filter(|name| !members.contains_key(*name)).collect();
    // `responses` has status and title of each profile, and `lifecycle` says what is a draft. Headers are only in the response itself.
    assert_eq!(missing, ["status", "title", "profiles", "headers", "draft"]);
}
