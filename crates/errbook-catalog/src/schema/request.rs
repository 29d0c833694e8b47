//! A request as an entry has it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::Value;

use super::Text;

/// One request, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Requests {
    One(Box<Request>),
    Several(Vec<Request>),
}

/// A request, shown as a command that can be pasted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Request {
    /// Lead-in, Markdown: `Asking for a keyspace that does not exist:`
    text: Option<Text>,
    /// The operation that is called; the manifest or the OpenAPI document knows its method and path.
    operation: Option<Text>,
    /// HTTP method, where there is no operation.
    method: Option<Text>,
    /// Path below the server, where there is no operation.
    path: Option<Text>,
    /// The server, when it is not the manifest's.
    server: Option<Text>,
    /// Headers beside the manifest's; `null` takes one of those away.
    headers: Option<BTreeMap<String, Header>>,
    /// Query parameters.
    query: Option<BTreeMap<String, Scalar>>,
    /// The body, JSON.
    body: Option<Any>,
    /// Whether the body is as the OpenAPI document wants it, or the broken one that triggers the error. Default: `valid`.
    expect: Option<Expectation>,
}

/// Any value, `null` too.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Any(Value);

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Header {
    Value(Text),
    None(()),
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Scalar {
    String(String),
    Number(f64),
    Boolean(bool),
    Null(()),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Expectation {
    Valid,
    Invalid,
}
