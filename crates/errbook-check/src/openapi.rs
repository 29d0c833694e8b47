//! Reads an OpenAPI document (3.0 or 3.1), so rules can check requests, statuses, and codes against
//! it.
//!
//! `read` parses it, `parsed` is its tree for other crates, `reference` follows `$ref`s, `operation`
//! lists operations, and `validate` checks bodies. References to other documents are never followed.

use std::borrow::Cow;
use std::ops::Range;

use errbook_catalog::{FileId, Manifest, PathStep, Snapshot};
use errbook_syntax::json::{self, At};
use serde_json::Value;

use crate::call::{Body, Call};
use crate::finding::{Finding, Place};
use crate::options::Options;

mod formats;
mod lookup;
mod operation;
mod parsed;
mod patterns;
mod read;
mod reference;
mod request;
mod tree;
mod validate;

use patterns::Patterns;

pub use lookup::Operations;
pub(crate) use operation::Operation;
pub use parsed::{NotOpenapi, OpenapiTree};
pub use reference::follow;
pub(crate) use validate::Unusable;
use validate::{Mistake, Unknown};

/// The OpenAPI document of a catalog.
#[derive(Debug)]
pub(crate) enum Openapi {
    /// The catalog has none.
    None,
    /// The document in the manifest doesn't exist.
    Missing(String),
    /// The document can't be used.
    Unreadable(FileId, Problem),
    /// The document was read.
    Read(Box<Document>),
}

/// Why a document cannot be used.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) message: String,
    /// Bytes of the document.
    pub(crate) range: Range<usize>,
    pub(crate) help: &'static str,
}

/// A reference that cannot be followed.
#[derive(Debug)]
pub(crate) struct BadReference {
    pub(crate) path: Vec<PathStep>,
    pub(crate) target: String,
    pub(crate) why: Why,
}

/// Why a reference cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The target does not exist.
    Dangling,
    /// The reference leads to itself.
    Circle,
    /// The chain of references is too long.
    Chain,
    /// It leads to another document.
    Outside,
}

/// A readable document.
#[derive(Debug)]
pub struct Document {
    pub(crate) file: FileId,
    pub(crate) root: Value,
    /// Whether it is OpenAPI 3.0, whose schemas are not JSON Schema.
    pub(crate) is_3_0: bool,
    pub(crate) operations: Vec<Operation>,
    pub(crate) bad_references: Vec<BadReference>,
    /// URLs of servers, without a trailing slash.
    servers: Vec<String>,
    patterns: Patterns,
}

impl Openapi {
    /// The document from the options or the manifest.
    pub(crate) fn of(snapshot: &Snapshot, manifest: &Manifest, options: &Options) -> Openapi {
        let named = manifest.openapi.as_deref();
        let in_catalog = |path: &str| snapshot.file(path).or_else(|| snapshot.file(path.trim_start_matches("./")));
        let file = options.openapi.or_else(|| in_catalog(named?));
        match (file, named) {
            (Some(file), _) => match read::document(snapshot.report().text(file)) {
                Ok((root, is_3_0)) => Openapi::Read(Box::new(Document::new(file, root, is_3_0))),
                Err(problem) => Openapi::Unreadable(file, problem),
            },
            (None, Some(path)) => Openapi::Missing(path.to_owned()),
            (None, None) => Openapi::None,
        }
    }

    /// The document, if it can be used.
    pub(crate) fn document(&self) -> Option<&Document> {
        match self {
            Openapi::Read(document) => Some(document),
            _ => None,
        }
    }
}

impl Document {
    fn new(file: FileId, root: Value, is_3_0: bool) -> Document {
        let operations = operation::list(&root);
        let (servers, bad_references) = (operation::servers(&root), reference::bad(&root));
        let patterns = Patterns::default();
        Document { file, root, is_3_0, operations, bad_references, servers, patterns }
    }

    /// The operation with this ID, or with this method and path.
    pub(crate) fn named(&self, name: &str) -> Option<&Operation> {
        let by_id = self.operations.iter().find(|operation| operation.id.as_deref() == Some(name));
        by_id.or_else(|| {
            let (method, path) = name.split_once(' ')?;
            self.exactly(&method.to_ascii_uppercase(), path)
        })
    }

    /// The operation that a request calls.
    pub(crate) fn called(&self, manifest: &Manifest, call: &Call<'_>) -> Option<&Operation> {
        self.requested(manifest, call.operation, &call.method, &call.url)
    }

    /// The operation with this name, or else with this method at this URL. `HEAD` is the same as `GET`
    /// (RFC 9110, section 9.3.2).
    fn requested(&self, manifest: &Manifest, name: Option<&str>, method: &str, url: &str) -> Option<&Operation> {
        let paths = || self.paths(manifest, url);
        let by_name = name.and_then(|name| self.named(name));
        let by_path = by_name.or_else(|| self.at(method, &paths()));
        by_path.or_else(|| self.at("GET", &paths()).filter(|_| method == "HEAD"))
    }

    /// Whether a request may call an operation, although none fits exactly: placeholders in its path
    /// can stand for literal parts, and `OPTIONS` is sent to all paths.
    pub(crate) fn may_have(&self, manifest: &Manifest, call: &Call<'_>) -> bool {
        let paths = self.paths(manifest, &call.url);
        self.operations.iter().any(|operation| {
            let fits = |path: &String| {
                operation.may_fit(path) && operation.method == call.method
                    || operation.fits(path) && call.method == "OPTIONS"
            };
            paths.iter().any(fits)
        })
    }

    /// The operation with this method at one of `paths`.
    pub(crate) fn at(&self, method: &str, paths: &[String]) -> Option<&Operation> {
        let fits = |operation: &&Operation| {
            operation.method == method && operation.is_template() && paths.iter().any(|path| operation.fits(path))
        };
        let exact = paths.iter().find_map(|path| self.exactly(method, path));
        exact.or_else(|| self.operations.iter().find(fits))
    }

    fn exactly(&self, method: &str, path: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.method == method && operation.path == path)
    }

    /// The paths that a URL can have in the document, one per matching server. A URL that is only a
    /// path can be on any server.
    pub(crate) fn paths(&self, manifest: &Manifest, url: &str) -> Vec<String> {
        let servers = self.servers.iter().map(String::as_str).chain(manifest.server.as_deref());
        let of_server = |server| if url.starts_with('/') { lookup::path(server).trim_end_matches('/') } else { server };
        let below = |server: &str| url.strip_prefix(server).filter(|path| path.starts_with('/')).map(str::to_owned);
        let mut paths: Vec<String> = servers.map(of_server).chain([""]).filter_map(below).collect();
        paths.dedup();
        paths
    }

    /// Whether a URL is on a server that the manifest or the document lists.
    pub(crate) fn serves(&self, manifest: &Manifest, url: &str) -> bool {
        !self.paths(manifest, url).is_empty()
    }

    /// The operation that a request calls, and the mistakes in the request's body. `None` without
    /// an operation, a JSON body, or a schema.
    pub(crate) fn validated(
        &self,
        manifest: &Manifest,
        call: &Call<'_>,
    ) -> Option<(&Operation, Result<Vec<Mistake>, Unusable>)> {
        let Body::Json(body) = &call.body else { return None };
        let operation = self.called(manifest, call)?;
        let schema = operation.body.as_ref()?.schema.as_ref()?;
        let unknown = match (call.is_in_code(), call.leaves_out()) {
            (false, _) => Unknown::Nothing,
            (true, false) => Unknown::Placeholders,
            (true, true) => Unknown::Members,
        };
        Some((operation, validate::mistakes(&self.root, self.is_3_0, schema, body, unknown, &self.patterns)))
    }

    /// A finding about a call of an operation, with a label on its declaration.
    pub(crate) fn finding(
        &self,
        snapshot: &Snapshot,
        operation: &Operation,
        message: String,
        place: Place,
        help: impl Into<Cow<'static, str>>,
    ) -> Finding {
        Finding::new(message, place, help).and(self.place(snapshot, &operation.place), "declared here")
    }

    /// A location in the document.
    pub(crate) fn place(&self, snapshot: &Snapshot, path: &[PathStep]) -> Place {
        let text = snapshot.report().text(self.file);
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            return Place { file: self.file, path: path.into(), range: None };
        }
        let steps: Vec<At> = path
            .iter()
            .map(|step| match step {
                PathStep::Key(name) => At::Member(name.to_string()),
                PathStep::Item(index) => At::Item(*index),
            })
            .collect();
        Place::file(self.file).range(json::locate(text, &steps, true).unwrap_or(0..0))
    }

    /// IDs of all operations.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().filter_map(|operation| operation.id.as_deref())
    }
}
