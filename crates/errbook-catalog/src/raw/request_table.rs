//! The keys of a request.

use crate::decode::{Named, Text};
use crate::json::Json;
use crate::keys::keys;
use crate::values::{AnyScalar, words};

keys! {
    /// A request, shown on the page as a command to paste.
    RawRequest, "Request", "a request" {
        /// Markdown above the request, such as `Asking for a keyspace that does not exist:`
        may text: Text<'s>, Block, Reader, "text";
        /// The operation to call. Its method and path come from the manifest or the OpenAPI
        /// document.
        may operation: Text<'s>, Data, Reader, "an operation";
        /// HTTP method of a request without an operation.
        may method: Text<'s>, Data, Reader, "a method";
        /// Path below the server of a request without an operation.
        may path: Text<'s>, Data, Reader, "a path";
        /// URL of the server. Default: the manifest's.
        may server: Text<'s>, Data, Reader, "a URL";
        /// Additional headers. `null` removes a header of the manifest.
        some headers: Named<'s, Option<Text<'s>>>, Data, Reader,
            "a mapping from header names to values" / "a header";
        /// Query parameters.
        some query: Named<'s, AnyScalar<'s>>, Data, Reader, "a mapping from names to values" / "a value";
        /// JSON body.
        may body: Json, Data, Reader;
        /// Whether the body is valid according to the OpenAPI document, or the invalid one that
        /// triggers the error. Default: `valid`.
        may expect: Expectation, Data, Reader;
    }
}

/// Whether a request is valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Expectation {
    Valid,
    Invalid,
}

words!(Expectation, "an expectation", ["valid" => Expectation::Valid, "invalid" => Expectation::Invalid]);
