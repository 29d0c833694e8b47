//! Finds operations for other crates: by name, and by the request that a service answered.

use errbook_catalog::{FileId, Manifest, Snapshot, Span};
use serde_json::Value;

use super::{Document, Openapi, request};
use crate::options::Options;

/// The operations of the OpenAPI document of a catalog, if it has one that can be read.
#[derive(Debug, Default)]
pub struct Operations(Option<Box<Document>>);

impl Operations {
    /// The operations of `document`, or of the one in the manifest.
    pub fn of(snapshot: &Snapshot, manifest: &Manifest, document: Option<FileId>) -> Operations {
        let options = Options { openapi: document, ..Options::default() };
        match Openapi::of(snapshot, manifest, &options) {
            Openapi::Read(document) => Operations(Some(document)),
            _ => Operations(None),
        }
    }

    /// Whether there is no document, or none that can be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The name of an operation by its ID, or by its method and path template.
    pub fn named(&self, name: &str) -> Option<String> {
        Some(self.0.as_ref()?.named(name)?.name())
    }

    /// The name, method, and path of each operation, in the order of the document.
    pub fn all(&self) -> impl Iterator<Item = (String, &str, &str)> {
        let operations = self.0.iter().flat_map(|document| &document.operations);
        operations.map(|operation| (operation.name(), operation.method.as_str(), operation.path.as_str()))
    }

    /// Where the document declares an operation.
    pub fn place(&self, snapshot: &Snapshot, name: &str) -> Option<(FileId, Span)> {
        let document = self.0.as_ref()?;
        let place = document.place(snapshot, &document.named(name)?.place);
        let span = match place.range.filter(|_| place.path.is_empty()) {
            Some(range) => Span::from(range),
            None => snapshot.document(place.file)?.place(&place.path, None),
        };
        Some((place.file, span))
    }

    /// What a request can have: a JSON Schema for a mapping with the keys `body`, `query`, and `headers`,
    /// like a request in an entry. The schema is also the root of the references in it, for
    /// [`follow`](crate::follow). `None` if no operation has this name, or this method and URL.
    pub fn request_schema(self, manifest: &Manifest, name: Option<&str>, method: &str, url: &str) -> Option<Value> {
        let document = self.0?;
        let properties = request::properties(&document.root, document.requested(manifest, name, method, url)?);
        let mut schema = document.root;
        schema.as_object_mut()?.insert("properties".to_owned(), properties);
        Some(schema)
    }

    /// The name of the operation that answers a request. `target` is a URL or a path. Its host
    /// doesn't matter, because tests run services on other hosts.
    pub fn at(&self, method: &str, target: &str) -> Option<String> {
        let document = self.0.as_ref()?;
        let path = path(target);
        let below = |server: &String| path.strip_prefix(self::path(server).trim_end_matches('/'));
        let below = document.servers.iter().filter_map(below).filter(|path| path.starts_with('/'));
        let paths: Vec<String> = below.chain([path]).map(str::to_owned).collect();
        Some(document.at(method, &paths)?.name())
    }
}

/// The path of a URL, or of the target of a request (RFC 9112, section 3.2), without its query.
pub(super) fn path(target: &str) -> &str {
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Snapshot, Sources};

    use super::*;

    fn operations(snapshot: &Snapshot) -> Operations {
        Operations::of(snapshot, snapshot.manifest().expect("a manifest"), None)
    }

    #[test]
    fn requests_have_operations_on_any_host() {
        let document = r#"{
            "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
            "servers": [{"url": "https://api.example.com/v2"}],
            "paths": {
                "/keys/{id}": {"get": {"operationId": "keys.get", "responses": {}}},
                "/keys/all": {"get": {"operationId": "keys.all", "responses": {}}},
                "/bare": {"post": {"responses": {}}}
            }
        }"#;
        let manifest = "name: a\nopenapi: openapi.json\ncodes: {levels: [{name: a}]}\n";
        let files = [("catalog.yaml", manifest), ("openapi.json", document)];
        let texts = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let snapshot = Snapshot::from_sources(Sources::from_texts(texts));
        let operations = operations(&snapshot);
        let at = |method, target| operations.at(method, target);
        for target in
            ["https://api.example.com/v2/keys/1", "http://127.0.0.1:80/v2/keys/1?a=/b", "/v2/keys/1", "/keys/1"]
        {
            assert_eq!(at("GET", target).as_deref(), Some("keys.get"), "{target}");
        }
        assert_eq!(at("GET", "/v2/keys/all#a").as_deref(), Some("keys.all"));
        assert_eq!(at("POST", "http://h/bare").as_deref(), Some("POST /bare"));
        assert_eq!(at("PUT", "/keys/1"), None);
        assert_eq!(at("GET", "http://h"), None);
        assert_eq!(operations.named("keys.get").as_deref(), Some("keys.get"));
        assert_eq!(operations.named("post /bare").as_deref(), Some("POST /bare"));
    }
}
