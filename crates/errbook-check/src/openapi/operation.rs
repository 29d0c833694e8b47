//! Lists the operations of a document.

use errbook_catalog::PathStep;
use errbook_syntax::placeholder;
use errbook_syntax::request::is_json;
use serde_json::Value;

use super::reference::follow;

/// The operations of a path item (OpenAPI 3.1, 4.8.9.1).
pub(super) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: Option<String>,
    /// Method in uppercase: `POST`.
    pub(crate) method: String,
    /// Path, with parameters such as `{id}`.
    pub(crate) path: String,
    /// Its location in the document.
    pub(crate) place: Vec<PathStep>,
    /// Keys of its responses: `404`, `4XX`, `default`.
    pub(crate) statuses: Vec<String>,
    /// Names of its query parameters.
    pub(crate) query: Vec<String>,
    /// Names of objects in it, whose members are sent as `name[member]`.
    pub(crate) query_objects: Vec<String>,
    /// Whether query parameters may have any name.
    pub(crate) any_query: bool,
    /// Its request body, if it has one.
    pub(crate) body: Option<Body>,
}

/// The request body of an operation.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    /// The schema of a JSON body.
    pub(crate) schema: Option<Value>,
}

impl Operation {
    /// ID, or method and path.
    pub(crate) fn name(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{} {}", self.method, self.path))
    }

    /// Whether it declares a response for a status.
    pub(crate) fn declares(&self, status: u16) -> bool {
        let exact = status.to_string();
        let range = format!("{}XX", status / 100);
        self.statuses.iter().any(|key| *key == exact || key.eq_ignore_ascii_case(&range) || key == "default")
    }

    /// Whether its path has parameters.
    pub(crate) fn is_template(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether a path matches its template.
    pub(crate) fn fits(&self, path: &str) -> bool {
        let (template, path) = (self.path.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template.zip(path).all(|(template, part)| part_fits(template, part))
    }

    /// Whether a path may match the template. A placeholder can stand for a part, and a variable at
    /// the end for several.
    pub(crate) fn may_fit(&self, path: &str) -> bool {
        let (template, path): (Vec<_>, Vec<_>) = (self.path.split('/').collect(), path.split('/').collect());
        let ends_open = path.last().is_some_and(|last| last.starts_with('$')) && template.len() > path.len();
        (ends_open || template.len() == path.len())
            && template.iter().zip(path).all(|(template, part)| is_placeholder(part) || part_fits(template, part))
    }
}

/// Whether a part of a path is only known when the request is sent.
fn is_placeholder(part: &str) -> bool {
    placeholder::is_in(part) || part.starts_with([':', '['])
}

/// Whether a part of a path matches a template such as `v{version}.json`.
fn part_fits(template: &str, part: &str) -> bool {
    match template.split_once('{') {
        None => template == part,
        Some((before, rest)) => {
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            let Some(rest) = part.strip_prefix(before) else { return false };
            // A parameter has at least one character.
            rest.char_indices()
                .skip(1)
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| at > 0 && part_fits(after, &rest[at..]))
        }
    }
}

/// All operations, in document order.
pub(super) fn list(root: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    let paths = root.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let Some(item) = follow(root, item) else { continue };
        let methods = METHODS.iter().filter_map(|method| Some((*method, item.get(method)?)));
        operations.extend(methods.map(|(method, value)| operation(root, path, item, method, value)));
    }
    operations
}

fn operation(root: &Value, path: &str, item: &Value, method: &str, value: &Value) -> Operation {
    let key = |name: &str| PathStep::key(name.to_owned());
    let responses = value.get("responses").and_then(Value::as_object);
    let mut query = Vec::new();
    let (mut query_objects, mut any_query) = (Vec::new(), false);
    for parameter in parameters(root, item, value) {
        // The target of a reference to another document is unknown.
        let Some(parameter) = parameter else {
            any_query = true;
            continue;
        };
        if parameter.get("in").and_then(Value::as_str) != Some("query") {
            continue;
        }
        let name = parameter.get("name").and_then(Value::as_str).map(str::to_owned);
        if is_deep(parameter) {
            query_objects.extend(name);
            continue;
        }
        query.extend(name);
        // An object is exploded into parameters named after its members.
        any_query |=
            parameter.get("content").is_some() || parameter.get("schema").is_none_or(|schema| is_object(root, schema));
    }
    query.extend(query_keys(root));
    Operation {
        id: value.get("operationId").and_then(Value::as_str).map(str::to_owned),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        place: vec![key("paths"), key(path), key(method)],
        statuses: responses.into_iter().flatten().map(|(status, _)| status.clone()).collect(),
        query,
        query_objects,
        any_query,
        body: value.get("requestBody").and_then(|body| body_of(root, body)),
    }
}

/// The parameters of a path item's operation: those of all its operations, then its own, which replace
/// them. `None` for one that can't be followed.
pub(super) fn parameters<'d>(
    root: &'d Value,
    item: &'d Value,
    operation: &'d Value,
) -> impl Iterator<Item = Option<&'d Value>> {
    let parameters = [item, operation].into_iter().filter_map(|of| of.get("parameters")?.as_array()).flatten();
    parameters.map(|parameter| follow(root, parameter))
}

/// Whether the members of a parameter are sent as `name[member]`.
pub(super) fn is_deep(parameter: &Value) -> bool {
    parameter.get("style").and_then(Value::as_str) == Some("deepObject")
}

/// Names of API keys that are sent in the query.
fn query_keys(root: &Value) -> impl Iterator<Item = String> {
    let schemes = root.pointer("/components/securitySchemes").and_then(Value::as_object);
    schemes.into_iter().flatten().filter_map(|(_, scheme)| {
        let scheme = follow(root, scheme)?;
        let is_in_query = scheme.get("in").and_then(Value::as_str) == Some("query");
        scheme.get("name").and_then(Value::as_str).filter(|_| is_in_query).map(str::to_owned)
    })
}

fn is_object(root: &Value, schema: &Value) -> bool {
    let Some(schema) = follow(root, schema) else { return true };
    match schema.get("type") {
        Some(Value::String(name)) => name == "object",
        Some(_) => true,
        None => !schema.as_object().is_some_and(|schema| schema.contains_key("enum") || schema.contains_key("format")),
    }
}

fn body_of(root: &Value, body: &Value) -> Option<Body> {
    let body = follow(root, body)?;
    let content = body.get("content").and_then(Value::as_object);
    let is_json = |name: &str| name == "*/*" || name == "application/*" || is_json(name);
    let media = content.into_iter().flatten().find(|(name, _)| is_json(&name.to_ascii_lowercase()));
    let schema = media.and_then(|(_, media)| follow(root, media)?.get("schema")).cloned();
    Some(Body { required: body.get("required") == Some(&Value::Bool(true)), schema })
}

/// URLs of the document's servers, with the defaults of their variables.
pub(super) fn servers(root: &Value) -> Vec<String> {
    let servers = root.get("servers").and_then(Value::as_array).into_iter().flatten();
    let url = |server: &Value| {
        let mut url = server.get("url")?.as_str()?.to_owned();
        let variables = server.get("variables").and_then(Value::as_object);
        for (name, variable) in variables.into_iter().flatten() {
            url = url
                .replace(&format!("{{{name}}}"), variable.get("default").and_then(Value::as_str).unwrap_or_default());
        }
        // A relative URL is relative to the URL of the document, which is unknown.
        url.contains("://").then(|| url.trim_end_matches('/').to_owned())
    };
    servers.filter_map(url).collect()
}
