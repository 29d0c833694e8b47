//! The keys of a request.

use crate::decode::{Named, Text};
use crate::json::Json;
use crate::keys::keys;
use crate::values::{AnyScalar, words};

keys! {
    /// A request, shown as a command that can be pasted.
    RawRequest, "Request", "a request" {
        /// Lead-in, Markdown: `Asking for a keyspace that does not exist:`
        may text: Text<'s>, Block, Reader, "text";
        /// The operation that is called; the manifest or the OpenAPI document knows its method and path.
        may operation: Text<'s>, Data, Reader, "an operation";
        /// HTTP method, where there is no operation.
        may method: Text<'s>, Data, Reader, "a method";
        /// Path below the server, where there is no operation.
        may path: Text<'s>, Data, Reader, "a path";
        /// The server, when it is not the manifest's.
        may server: Text<'s>, Data, Reader, "a URL";
        /// Headers in addition to the manifest's; `null` removes one of those.
        some headers: Named<'s, Option<Text<'s>>>, Data, Reader,
            "a mapping from header names to values" / "a header";
        /// Query parameters.
        some query: Named<'s, AnyScalar<'s>>, Data, Reader, "a mapping from names to values" / "a value";
        /// The body, JSON.
        may body: Json, Data, Reader;
        /// Whether the body is as the OpenAPI document wants it, or the broken one that triggers the error. Default: `valid`.
        may expect: Expectation, Data, Reader;
    }
}

/// Whether a request is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Expectation {
    Valid,
    Invalid,
}

words!(Expectation, "an expectation", ["valid" => Expectation::Valid, "invalid" => Expectation::Invalid]);
