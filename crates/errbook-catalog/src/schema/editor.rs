//! Adds to a schema what an editor should know beyond the types of values: what the loader checks
//! later, names of this catalog, and examples, which editors insert as snippets.

use serde_json::{Map, Value, json};

use crate::catalog::{Audience, Field, FieldType, Fields};

/// The names that a catalog and its checks have. Names that aren't known are not restricted.
#[derive(Debug, Clone, Default)]
pub struct Known<'k> {
    /// All codes.
    pub codes: Option<Vec<&'k str>>,
    /// The profiles.
    pub profiles: Option<Vec<&'k str>>,
    /// Whether some codes are only a reference, which needs no message.
    pub references: bool,
    /// The declared fields.
    pub fields: Option<&'k Fields>,
    /// Statuses outside 400 to 599 that entries may use.
    pub extra_statuses: Vec<i64>,
    /// IDs of the rules of `errbook check`.
    pub rules: Vec<&'k str>,
}

impl Known<'_> {
    pub(super) fn refine_entry(&self, schema: &mut Value) {
        if !self.references {
            schema["anyOf"] = json!([{"required": ["message"]}, {"required": ["draft"]}, {"required": ["retired"]}]);
        }
        self.refine_statuses(schema, "/properties");
        self.refine_profiles(schema, "/properties");
        self.refine_fields(schema, "/properties");
        restrict(schema, "/definitions/Related/properties/code", self.codes.as_deref());
        restrict(schema, "/definitions/Ending/properties/replaced_by", self.codes.as_deref());
        restrict(schema, "/definitions/Allow/properties/rule", self.rules());
        add_examples(schema, &self.entry_examples());
        schema["defaultSnippets"] = json!([{
            "label": "errbook entry",
            "description": "An error code with its page",
            "body": entry_snippet(),
        }]);
    }

    pub(super) fn refine_manifest(&self, schema: &mut Value) {
        self.refine_statuses(schema, "/definitions/Group/properties");
        self.refine_profiles(schema, "/definitions/Group/properties");
        self.refine_fields(schema, "/definitions/Group/properties");
        if let (Some(rules), Some(of)) = (self.rules(), schema.pointer_mut("/properties/rules")) {
            of["propertyNames"] = json!({"enum": rules});
        }
        schema["anyOf"] = json!([{"required": ["codes"]}, {"required": ["depends"]}]);
        add_examples(schema, &manifest_examples());
    }

    /// An example for each key of an entry, with names of the catalog.
    pub(super) fn entry_examples(&self) -> Value {
        let code = self.codes.as_ref().and_then(|codes| codes.first()).unwrap_or(&"err:orders:not_paid");
        let profile = self.profiles.as_ref().and_then(|profiles| profiles.first()).unwrap_or(&"api");
        json!({
            "name": "Order not found",
            "symbol": "order not found",
            "status": 404,
            "title": "Not Found",
            "type": "https://example.com/problems/order-not-found",
            "summary": "The order in the request does not exist.",
            "message": "There is no order with the ID {order_id}",
            "params": {"order_id": {"type": "string", "example": "ord_1234", "about": "The ID in the request"}},
            "wordings": [{"text": "Order {order_id} was deleted", "when": "it existed before"}],
            "family": {"join": ": "},
            "field_errors": [{"location": "body.name", "message": "must have at least 3 characters"}],
            "what_happened": {
                "text": "The order does not exist, or belongs to another account.",
                "causes": ["The ID belongs to the test environment"],
            },
            "how_to_fix": {"steps": ["Copy the order ID from the dashboard"]},
            "common_mistakes": [{"lead": "Using an invoice ID", "text": "Order IDs start with `ord_`."}],
            "notes": [{"kind": "tip", "text": "Orders are deleted after 90 days."}],
            "sections": [{"heading": "Limits", "text": "An account can have 1,000 open orders."}],
            "related": [{"code": code, "when": "the order exists but is not paid"}],
            "raised_by": ["orders.get", {"operation": "orders.list", "when": "a filter names the order"}],
            "profiles": [profile],
            "action": {"kind": "fix_request", "reason": "The order will not appear."},
            "retryable": false,
            "retry_after": 30,
            "log_level": "info",
            "redact": true,
            "reveal": ["order_id"],
            "headers": {"Retry-After": {"param": "wait", "unit": "seconds", "when": "the limit is reached"}},
            "extensions": ["order_id"],
            "fields": self.fields_example(),
            "since": "2026-01-31",
            "changed": "2026-02-28",
            "deprecated": {"since": "2026-01-31", "reason": "Split into two codes.", "replaced_by": code},
            "retired": {"since": "2026-01-31", "reason": "Orders no longer expire.", "replaced_by": code},
            "migration": "Read `order_id` instead of `id`.",
            "reserved": "Raised when orders can expire.",
            "aliases": ["err:order:missing"],
            "redirects": ["/errors/order-missing"],
            "allow": [{"rule": "stub", "reason": "The message says it all."}],
            "draft": true,
        })
    }

    /// The declared fields, internal ones too: editors show the catalog itself.
    fn fields(&self) -> Vec<&Field> {
        self.fields.iter().flat_map(|fields| fields.seen_by(Audience::Internal)).collect()
    }

    /// A value for the first field that has a value of a known form.
    fn fields_example(&self) -> Value {
        let fields = self.fields();
        let value = |field: &&Field| Some((field.name.clone(), Value::from(field.values.first()?.as_str())));
        match fields.is_empty() {
            true => json!({"owner": "checkout"}),
            false => fields.iter().find_map(value).into_iter().collect::<Map<_, _>>().into(),
        }
    }

    /// The names of the declared fields, and the types of their values.
    fn refine_fields(&self, schema: &mut Value, properties: &str) {
        let (fields, of) = (self.fields(), schema.pointer_mut(&format!("{properties}/fields")));
        let Some(of) = of.filter(|_| !fields.is_empty()) else { return };
        of["properties"] =
            fields.into_iter().map(|field| (field.name.clone(), value_of(field))).collect::<Map<_, _>>().into();
        of["additionalProperties"] = false.into();
    }

    fn rules(&self) -> Option<&[&str]> {
        Some(self.rules.as_slice()).filter(|rules| !rules.is_empty())
    }

    /// A status is from 400 to 599, or an extra one.
    fn refine_statuses(&self, schema: &mut Value, properties: &str) {
        let usual = json!({"type": "integer", "minimum": 400, "maximum": 599});
        let status = match self.extra_statuses.as_slice() {
            [] => usual,
            extra => json!({"anyOf": [usual, {"enum": extra}]}),
        };
        if let Some(of) = schema.pointer_mut(&format!("{properties}/status")) {
            of["anyOf"] = json!([status, {"type": "object", "additionalProperties": status}]);
        }
        if let Some(of) = schema.pointer_mut(&format!("{properties}/retry_after")) {
            of["minimum"] = 0.into();
        }
    }

    fn refine_profiles(&self, schema: &mut Value, properties: &str) {
        let Some(profiles) = self.profiles.as_ref().filter(|profiles| !profiles.is_empty()) else { return };
        restrict(schema, &format!("{properties}/profiles/items"), Some(profiles));
        restrict(schema, "/definitions/Wording/properties/profiles/items", Some(profiles));
        for key in ["status", "title", "message"] {
            if let Some(of) = schema.pointer_mut(&format!("{properties}/{key}/anyOf/1")) {
                of["propertyNames"] = json!({"enum": profiles});
            }
        }
    }
}

/// The schema of a field's value.
fn value_of(field: &Field) -> Value {
    let mut schema = match field.ty {
        FieldType::String => json!({"type": "string"}),
        FieldType::Integer => json!({"type": "integer"}),
        FieldType::Boolean => json!({"type": "boolean"}),
        FieldType::Enum => json!({"type": "string", "enum": field.values}),
        FieldType::Url => json!({"type": "string", "format": "uri"}),
        FieldType::Date => json!({"type": "string", "format": "date"}),
        FieldType::List => json!({"type": "array", "items": {"type": "string"}}),
    };
    schema["description"] = field.about.as_deref().unwrap_or(&field.title).into();
    if let Some(pattern) = &field.pattern {
        schema["pattern"] = format!("^(?:{pattern})$").into();
    }
    schema
}

/// Accepts only these strings, if there are any: an `enum` can't be empty.
fn restrict(schema: &mut Value, pointer: &str, names: Option<&[&str]>) {
    let names = names.filter(|names| !names.is_empty());
    if let (Some(names), Some(of)) = (names, schema.pointer_mut(pointer)) {
        of["enum"] = json!(names);
    }
}

/// Adds an example to each property, as a snippet too if it is a mapping or list.
fn add_examples(schema: &mut Value, examples: &Value) {
    for (key, example) in examples.as_object().into_iter().flatten() {
        let Some(of) = schema.pointer_mut(&format!("/properties/{key}")) else { continue };
        of["examples"] = json!([example]);
        if example.is_object() || example.is_array() {
            of["defaultSnippets"] = json!([{"label": format!("example of {key}"), "body": escaped(example)}]);
        }
    }
}

/// Escapes `$` and `}`, which mark placeholders in a snippet.
fn escaped(value: &Value) -> Value {
    match value {
        Value::String(text) => text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}").into(),
        Value::Array(items) => items.iter().map(escaped).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), escaped(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// A new entry, with places to fill in.
fn entry_snippet() -> Value {
    json!({
        "name": "${1:Order not found}",
        "status": "${2:404}",
        "message": "${3:There is no order with this ID}",
        "what_happened": {"text": "${4:The order does not exist, or belongs to another account.}"},
        "how_to_fix": {"steps": ["${5:Copy the order ID from the dashboard}"]},
    })
}

/// An example for each key of the manifest.
pub(super) fn manifest_examples() -> Value {
    json!({
        "name": "shop",
        "description": "Errors of the shop's API.",
        "codes": {"prefix": "err", "levels": [{"name": "area"}, {"name": "specific"}]},
        "kind": "error",
        "rust": {"name": ["specific"]},
        "since": "version",
        "extra_statuses": [303],
        "groups": {"orders": {"title": "Orders", "status": 404}},
        "profiles": {"api": {"negotiate": {"application/problem+json": "same"}, "envelope": {"error": {"code": "$code", "message": "$detail"}}}},
        "stages": {"auth": {"title": "Authentication", "operations": "all", "except": ["health.check"]}},
        "fields": {"owner": {"type": "enum", "values": ["checkout", "identity"], "required": true, "list_by": true}},
        "depends": [{"name": "platform", "from": {"path": "../../platform/catalog"}, "crate": "platform_errors"}],
        "site": {"root": "https://example.com/docs", "errors": "errors"},
        "redirects": [{"from": "/old/errors", "to": "/errors"}],
        "requests": {"server": "https://api.example.com", "headers": {"Authorization": "Bearer {api_key}"}},
        "examples": {"request_id": "req_1234"},
        "sections": ["what_happened", "how_to_fix"],
        "page": {"order": ["quick_fix", "example", "what_happened", "how_to_fix"]},
        "fences": "json",
        "glossary": [{"term": "order", "also": ["orders"], "text": "What a customer buys."}],
        "rules": {"stub": "warn"},
        "budgets": {"summary": 160},
        "openapi": "openapi.yaml",
    })
}
