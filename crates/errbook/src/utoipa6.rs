//! An operation's errors as responses of utoipa 6 (feature `utoipa6`):
//! `responses(Report<DeployCreateDeploymentError>)`.
//!
//! Each status of the operation's codes has a response with these codes, and with a schema for each
//! media type. The schemas are derived from the pieces that write the bodies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use utoipa::IntoResponses;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::{Content, Header, RefOr, Response, ResponseBuilder, Schema};

use crate::client::template::Template;
use crate::code::ErrorCode;
use crate::envelope::Piece;
use crate::error::OperationError;
use crate::header;
use crate::report::Report;
use crate::tables::Tables;

/// The responses of the operation's codes (feature `utoipa6`).
///
/// ```
/// use errbook::Report;
/// use utoipa::OpenApi;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
///
/// #[utoipa::path(post, path = "/numbers", responses(Report<Error>))]
/// async fn create(body: String) -> Result<(), Report<Error>> {
///     Err(Error::TooLarge)?
/// }
///
/// #[derive(OpenApi)]
/// #[openapi(paths(create))]
/// struct Api;
///
/// # fn main() {
/// let document = serde_json::to_value(Api::openapi()).expect("JSON");
/// let responses = &document["paths"]["/numbers"]["post"]["responses"];
/// assert_eq!(responses["413"]["x-error-codes"][0], "shop:too_large");
/// # }
/// ```
impl<E: OperationError> IntoResponses for Report<E> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = E::Code::tables();
        let mut statuses: BTreeMap<u16, Status> = BTreeMap::new();
        for row in E::CODES.iter().map(|code| code.row()) {
            for (profile, envelopes) in own.profiles.iter().enumerate() {
                let (tables, code) = row;
                let response = tables.profile_of(own, profile).and_then(|profile| tables.response(profile, code));
                if let Some(response) = response {
                    let status = statuses.entry(response.status).or_default();
                    status.headers.extend(header::names(row, envelopes.headers).map(str::to_ascii_lowercase));
                    status.add(row, envelopes.content_type, envelopes.for_status(response.status));
                    for (content_type, body) in envelopes.negotiate {
                        status.add(row, content_type, own.profiles[*body].for_status(response.status));
                    }
                }
            }
        }
        let response = |(status, of): (u16, Status)| (status.to_string(), RefOr::T(of.response(status)));
        statuses.into_iter().map(response).collect()
    }
}

/// The tables with a code, and its position in them.
type Row = (&'static Tables, usize);

/// The response for one status.
#[derive(Default)]
struct Status {
    codes: Vec<Row>,
    bodies: Vec<Body>,
    /// Their lowercase names, because the case of header names doesn't matter.
    headers: BTreeSet<String>,
}

/// A shape of the response's body.
struct Body {
    content_type: &'static str,
    pieces: &'static [Piece],
    codes: Vec<Row>,
}

impl Status {
    fn add(&mut self, code: Row, content_type: &'static str, pieces: &'static [Piece]) {
        if !self.codes.iter().any(|of| of.1 == code.1 && std::ptr::eq(of.0, code.0)) {
            self.codes.push(code);
        }
        let same = |body: &&mut Body| body.content_type == content_type && body.pieces == pieces;
        match self.bodies.iter_mut().find(same) {
            Some(body) => body.codes.push(code),
            None => self.bodies.push(Body { content_type, pieces, codes: vec![code] }),
        }
    }

    fn response(&self, status: u16) -> Response {
        let lines =
            self.codes.iter().map(|(tables, code)| format!("- {} (`{}`)", tables.name[*code], tables.code[*code]));
        let codes: Vec<&str> = self.codes.iter().map(|(tables, code)| tables.code[*code]).collect();
        let mut response = ResponseBuilder::new()
            .description(lines.collect::<Vec<_>>().join("\n"))
            .extensions(Some(ExtensionsBuilder::new().add("x-error-codes", codes).build()));
        for name in &self.headers {
            response = response.header(name, Header::default());
        }
        let mut types: Vec<&str> = self.bodies.iter().map(|body| body.content_type).collect();
        types.dedup();
        for content_type in types {
            let of_type = self.bodies.iter().filter(|body| body.content_type == content_type);
            let mut schemas: Vec<Json> = of_type.map(|body| body.schema(status)).collect();
            let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({"anyOf": schemas}) };
            let schema: Option<RefOr<Schema>> = serde_json::from_value(schema).ok();
            response = response.content(content_type, Content::new(schema));
        }
        response.build()
    }
}

impl Body {
    fn schema(&self, status: u16) -> Json {
        let of_name = |name: &str| variable(name, &self.codes, status);
        Template::new(self.pieces).map_or(Json::Object(Default::default()), |template| template.schema(&of_name))
    }
}

/// The schema of a variable's values.
fn variable(name: &str, codes: &[Row], status: u16) -> Json {
    match name {
        "code" => {
            let codes: Vec<&str> = codes.iter().map(|(tables, code)| tables.code[*code]).collect();
            json!({"type": "string", "enum": codes})
        }
        "status" => json!({"type": "integer", "enum": [status]}),
        "status_string" => json!({"type": "string", "enum": [status.to_string()]}),
        "type" => {
            let urls: Vec<&str> =
                codes.iter().filter_map(|(tables, code)| tables.type_url.get(*code).copied()).collect();
            let urls = if urls.is_empty() { vec!["about:blank"] } else { urls };
            json!({"type": "string", "format": "uri-reference", "enum": urls})
        }
        "title" | "detail" => json!({"type": "string"}),
        "request_id" | "instance" => json!({"type": ["string", "null"]}),
        "retry_after" => json!({"type": ["integer", "null"]}),
        "action" => json!({"type": ["string", "null"], "enum": actions(codes)}),
        "fix" => json!({"type": ["string", "null"]}),
        "errors" => json!({"type": "array", "items": field_error()}),
        "params" | "extensions" => json!({"type": "object"}),
        name => name.strip_prefix("field.").map_or(json!({}), |name| field(name, codes)),
    }
}

/// The values that the codes have, or `null` if one of them has none.
fn field(name: &str, codes: &[Row]) -> Json {
    let mut values: Vec<Json> = Vec::new();
    for (tables, code) in codes {
        let found = tables.fields.get(*code).iter().find(|(of, _)| *of == name);
        let mut json = String::new();
        found.iter().for_each(|(_, value)| value.write_json(&mut json));
        // Without a value, there is nothing to parse, which gives `null`.
        let value = serde_json::from_str(&json).unwrap_or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let mut types: Vec<&str> = values.iter().map(type_of).collect();
    types.sort_unstable();
    types.dedup();
    if types.contains(&"array") {
        return json!({"type": types, "items": {"type": "string"}});
    }
    json!({"type": types, "enum": values})
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) | Json::Object(_) => "array",
    }
}

/// What the catalog says to do about the codes, without duplicates.
fn actions(codes: &[Row]) -> Vec<Option<&'static str>> {
    let mut words = Vec::new();
    for word in codes.iter().map(|(tables, code)| tables.action.get(*code).map(|action| action.kind.as_str())) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn field_error() -> Json {
    json!({
        "type": "object",
        "properties": {"location": {"type": "string"}, "message": {"type": "string"}, "fix": {"type": "string"}},
        "required": ["location", "message"],
    })
}
