//! Describes the requests of an operation with JSON Schemas, for editors. Rules don't use them: `validate`
//! reads the body's schema itself.

use serde_json::{Map, Value, json};

use super::operation::{Operation, is_deep, parameters};
use super::reference::follow;

/// The schemas of the body, the query, and the headers, in a document with this root.
pub(super) fn properties(root: &Value, operation: &Operation) -> Value {
    let body = operation.body.as_ref().and_then(|body| body.schema.as_ref());
    let parameters = declared(root, operation).unwrap_or_default();
    let of = |place: &str| mapping(root, parameters.iter().copied().filter(|parameter| parameter["in"] == place));
    json!({"body": body, "query": of("query"), "headers": of("header")})
}

fn declared<'d>(root: &'d Value, operation: &Operation) -> Option<Vec<&'d Value>> {
    let item = follow(root, root["paths"].get(&operation.path)?)?;
    let value = item.get(operation.method.to_ascii_lowercase())?;
    Some(parameters(root, item, value).flatten().collect())
}

/// The schema of a mapping from the names of parameters to their values.
fn mapping<'d>(root: &'d Value, parameters: impl Iterator<Item = &'d Value>) -> Value {
    let (mut properties, mut exploded) = (Map::new(), Vec::new());
    let mut required: Vec<&str> = Vec::new();
    for parameter in parameters {
        let Some(name) = parameter["name"].as_str() else { continue };
        let schema = schema(parameter);
        let target = follow(root, schema).unwrap_or(&Value::Null);
        if is_deep(parameter) {
            let members = target["properties"].as_object().into_iter().flatten();
            properties.extend(members.map(|(member, schema)| (format!("{name}[{member}]"), schema.clone())));
        } else if target["type"] == "object" && parameter["explode"] != false {
            exploded.push(schema);
        } else {
            let about = [("description", &parameter["description"]), ("deprecated", &parameter["deprecated"])];
            let about = about.into_iter().filter(|(_, value)| !value.is_null());
            let mut property: Map<String, Value> = about.map(|(key, value)| (key.to_owned(), value.clone())).collect();
            property.insert("allOf".to_owned(), json!([schema]));
            properties.insert(name.to_owned(), property.into());
            required.retain(|replaced| *replaced != name);
            required.extend((parameter["required"] == true).then_some(name));
        }
    }
    json!({"type": "object", "properties": properties, "required": required, "allOf": exploded})
}

/// The schema of a parameter's value.
fn schema(parameter: &Value) -> &Value {
    let in_content = || parameter["content"].as_object()?.values().next()?.get("schema");
    parameter.get("schema").or_else(in_content).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests {
    use super::super::operation::list;
    use super::*;

    fn query(parameters: &Value, own: &Value) -> Value {
        let root = json!({"paths": {"/a": {"parameters": parameters, "get": {"parameters": own}}}});
        properties(&root, &list(&root)[0])["query"].clone()
    }

    #[test]
    fn parameters_of_an_operation_replace_those_of_its_path() {
        let of_path =
            json!([{"name": "a", "in": "query", "required": true}, {"name": "b", "in": "query", "required": true}]);
        let own = json!([{"name": "a", "in": "query", "description": "own"}, {"name": "a", "in": "header"}]);
        let query = query(&of_path, &own);
        assert_eq!(query["required"], json!(["b"]));
        assert_eq!(query["properties"]["a"]["description"], "own");
    }

    #[test]
    fn objects_are_sent_as_their_members() {
        let schema = json!({"type": "object", "properties": {"x": {"type": "integer"}}});
        let own = json!([
            {"name": "deep", "in": "query", "style": "deepObject", "schema": schema},
            {"name": "form", "in": "query", "schema": schema},
            {"name": "one", "in": "query", "explode": false, "schema": schema},
            {"name": "json", "in": "query", "content": {"application/json": {"schema": {"type": "array"}}}},
            {"in": "query"},
        ]);
        let query = query(&json!([]), &own);
        let names: Vec<&String> = query["properties"].as_object().expect("a map").keys().collect();
        assert_eq!(names, ["deep[x]", "one", "json"]);
        assert_eq!(query["properties"]["deep[x]"], json!({"type": "integer"}));
        assert_eq!(query["properties"]["json"]["allOf"], json!([{"type": "array"}]));
        assert_eq!(query["allOf"], json!([schema]));
    }
}
