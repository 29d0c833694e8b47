//! Lists the error responses of a document.

use errbook_check::OpenapiTree;
use serde_json::{Map, Value as Json};

use super::super::found::Found;
use super::text;

/// Schemas nest at most this deep in a body that is put together from examples of properties.
const DEEPEST: usize = 12;

/// A response, which several operations can share.
pub(super) struct Response<'d> {
    pub(super) line: usize,
    /// Its name in the components of the document.
    pub(super) component: Option<String>,
    pub(super) description: String,
    /// Names and descriptions of its headers, one per line.
    pub(super) headers: String,
    pub(super) examples: Vec<Example>,
    pub(super) schemas: Vec<&'d Json>,
    /// The statuses and operations that it belongs to. A range or `default` is not a status.
    pub(super) uses: Vec<(Option<u16>, String)>,
    path: Vec<String>,
    key: String,
}

/// An example of a body.
pub(super) struct Example {
    pub(super) line: usize,
    pub(super) media_type: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) body: Json,
    /// Whether it is put together from examples of properties.
    pub(super) is_made: bool,
}

impl Response<'_> {
    /// The response in a message.
    pub(super) fn what(&self) -> String {
        match (&self.component, self.uses.first()) {
            (Some(name), _) => format!("the response `{name}`"),
            (None, Some((_, operation))) => format!("the response `{}` of `{operation}`", self.key),
            (None, None) => format!("the response `{}`", self.key),
        }
    }

    pub(super) fn text(&self) -> String {
        [self.description.as_str(), &self.headers].join("\n").trim().to_owned()
    }
}

impl Example {
    pub(super) fn text(&self) -> String {
        let body = self.body.to_string();
        [self.summary.as_str(), &self.description, &body].join("\n").trim().to_owned()
    }
}

/// All error responses, in the order of the document. Those that can't be read are reported.
pub(super) fn of<'d>(tree: &'d OpenapiTree<'d>, found: &mut Found) -> Vec<Response<'d>> {
    let mut responses: Vec<Response<'d>> = Vec::new();
    let paths = tree.root().get("paths").and_then(Json::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let above = tree.target(item).unwrap_or_else(|| steps(&["paths", path]));
        let Some(item) = tree.follow(item) else { continue };
        let methods = item.as_object().into_iter().flatten();
        for (method, operation) in methods.filter(|(method, _)| OpenapiTree::METHODS.contains(&method.as_str())) {
            let id = operation.get("operationId").and_then(Json::as_str).map(str::to_owned);
            let name = id.unwrap_or_else(|| format!("{} {path}", method.to_uppercase()));
            let declared = operation.get("responses").and_then(Json::as_object).into_iter().flatten();
            for (key, value) in declared.filter(|(key, _)| is_error(key)) {
                let at = [above.as_slice(), &steps(&[method, "responses", key])].concat();
                add(tree, &mut responses, (at, value), key, &name, found);
            }
        }
    }
    unused(tree, &responses, found);
    for response in &mut responses {
        read(tree, response, found);
    }
    responses
}

/// Reports responses in the components that no operation uses.
fn unused(tree: &OpenapiTree<'_>, responses: &[Response<'_>], found: &mut Found) {
    let components = tree.root().pointer("/components/responses").and_then(Json::as_object);
    let paths = tree.root().get("paths").map(Json::to_string).unwrap_or_default();
    for (name, value) in components.into_iter().flatten() {
        let path = steps(&["components", "responses", name]);
        let is_success = || paths.contains(&format!("#/components/responses/{name}\""));
        if responses.iter().all(|response| response.path != path) && !is_success() {
            let message = format!("no operation has the response `{name}`");
            found.unplaced(tree.line(&path), message, value.to_string());
        }
    }
}

/// Whether this is the key of an error response: `404`, `4XX`, or `default`.
fn is_error(key: &str) -> bool {
    key == "default" || (key.len() == 3 && key.starts_with(['4', '5']))
}

fn add<'d>(
    tree: &'d OpenapiTree<'d>,
    responses: &mut Vec<Response<'d>>,
    (at, value): (Vec<String>, &'d Json),
    key: &str,
    operation: &str,
    found: &mut Found,
) {
    let target = tree.target(value);
    let component = target.as_ref().and_then(|target| target.last().cloned());
    let path = target.unwrap_or_else(|| at.clone());
    if tree.follow(value).is_none() {
        let message = format!("the response `{key}` of `{operation}` has a reference that leads nowhere");
        return found.unplaced(tree.line(&at), message, value.to_string());
    }
    let line = tree.line(&path);
    let this = (key.parse().ok(), operation.to_owned());
    match responses.iter_mut().find(|response| response.path == path) {
        Some(response) => response.uses.push(this),
        None => responses.push(Response {
            line,
            component,
            description: String::new(),
            headers: String::new(),
            examples: Vec::new(),
            schemas: Vec::new(),
            uses: vec![this],
            path,
            key: key.to_owned(),
        }),
    }
}

fn read<'d>(tree: &'d OpenapiTree<'d>, response: &mut Response<'d>, found: &mut Found) {
    let next =
        |value: &'d Json, step: &String| value.get(step.as_str()).or_else(|| value.get(step.parse::<usize>().ok()?));
    let Some(value) = response.path.iter().try_fold(tree.root(), next) else { return };
    response.description = text(value, "description");
    let headers = value.get("headers").and_then(Json::as_object).into_iter().flatten();
    let headers = headers.map(|(name, header)| {
        let about = tree.follow(header).map(|header| text(header, "description")).unwrap_or_default();
        format!("{name}: {about}").trim().to_owned()
    });
    response.headers = headers.collect::<Vec<_>>().join("\n");
    let content = value.get("content").and_then(Json::as_object).into_iter().flatten();
    for (media_type, media) in content {
        let path = [response.path.as_slice(), &steps(&["content", media_type])].concat();
        let schema = media.get("schema");
        response.schemas.extend(schema);
        let mut bodies = examples(tree, media, &path, found);
        if bodies.is_empty() {
            bodies.extend(
                schema
                    .and_then(|schema| tree.follow(schema))
                    .into_iter()
                    .flat_map(|schema| examples_of(schema, &path, tree)),
            );
        }
        if let (true, Some(schema)) = (bodies.is_empty(), schema.and_then(|schema| tree.follow(schema))) {
            let made = alternatives(schema).into_iter().filter_map(|schema| sample(tree, schema, &mut Vec::new()));
            let made = made.filter(Json::is_object);
            bodies.extend(made.map(|body| Example { is_made: true, ..example(tree.line(&path), body) }));
        }
        for body in &mut bodies {
            body.media_type.clone_from(media_type);
        }
        response.examples.extend(bodies);
    }
}

fn example(line: usize, body: Json) -> Example {
    let (summary, description, media_type, is_made) = Default::default();
    // A body is a string if it is XML, or JSON in quotes.
    let body = match &body {
        Json::String(text) => serde_json::from_str(text).unwrap_or(body),
        _ => body,
    };
    Example { line, media_type, summary, description, body, is_made }
}

/// The examples of a media type.
fn examples(tree: &OpenapiTree<'_>, media: &Json, path: &[String], found: &mut Found) -> Vec<Example> {
    let at = |name: &str| [path, &steps(&[name])].concat();
    let mut all: Vec<Example> =
        media.get("example").map(|body| example(tree.line(&at("example")), body.clone())).into_iter().collect();
    for (name, value) in media.get("examples").and_then(Json::as_object).into_iter().flatten() {
        let line = tree.line(&[at("examples"), steps(&[name])].concat());
        let Some(of) = tree.follow(value) else {
            found.unplaced(line, format!("the example `{name}` has a reference that leads nowhere"), value.to_string());
            continue;
        };
        match of.get("value") {
            Some(body) => {
                let texts = (text(of, "summary"), text(of, "description"));
                all.push(Example { summary: texts.0, description: texts.1, ..example(line, body.clone()) });
            }
            None => found.unplaced(line, format!("the example `{name}` is not in the document"), of.to_string()),
        }
    }
    all
}

/// The examples of a schema: `example` of OpenAPI 3.0, and `examples` of JSON Schema.
fn examples_of(schema: &Json, path: &[String], tree: &OpenapiTree<'_>) -> Vec<Example> {
    let several = schema.get("examples").and_then(Json::as_array).into_iter().flatten();
    let bodies = schema.get("example").into_iter().chain(several);
    bodies.map(|body| example(tree.line(path), body.clone())).collect()
}

/// The schemas of which a value has one, or the schema itself.
fn alternatives(schema: &Json) -> Vec<&Json> {
    let of = ["oneOf", "anyOf"].iter().find_map(|name| schema.get(name)?.as_array());
    of.map_or_else(|| vec![schema], |schemas| schemas.iter().collect())
}

/// A value of a schema, put together from the examples and constants of its properties.
/// `above` are the schemas that contain it.
fn sample<'s>(tree: &'s OpenapiTree<'_>, schema: &'s Json, above: &mut Vec<&'s Json>) -> Option<Json> {
    let schema = tree.follow(schema)?;
    if above.len() > DEEPEST || above.iter().any(|other| std::ptr::eq(*other, schema)) {
        return None;
    }
    let only = |name: &str| {
        schema.get(name).and_then(Json::as_array).filter(|items| name != "enum" || items.len() == 1)?.first()
    };
    if let Some(value) = ["example", "const"].iter().find_map(|name| schema.get(name)) {
        return Some(value.clone());
    }
    if let Some(value) = only("examples").or_else(|| only("enum")) {
        return Some(value.clone());
    }
    above.push(schema);
    let mut members = Map::new();
    for part in schema.get("allOf").and_then(Json::as_array).into_iter().flatten() {
        if let Some(Json::Object(of)) = sample(tree, part, above) {
            members.extend(of);
        }
    }
    for (name, property) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        members.extend(sample(tree, property, above).map(|value| (name.clone(), value)));
    }
    above.pop();
    (!members.is_empty()).then_some(Json::Object(members))
}

fn steps(path: &[&str]) -> Vec<String> {
    path.iter().map(|step| (*step).to_owned()).collect()
}
