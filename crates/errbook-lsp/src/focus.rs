//! The schema of what is at the cursor: that of the file, or, in a request of an entry, that of the operation
//! which it calls.

use errbook_check::Operations;

use crate::cursor::{Cursor, Step};
use crate::desk::Page;
use crate::schema::{Kind, Place, Property, Schema};
use crate::siblings;

/// The keys of a request that an OpenAPI document describes.
const DESCRIBED: [&str; 3] = ["body", "query", "headers"];

/// A schema, and the steps in it that lead to the cursor.
pub(crate) struct Focus<'c, 't> {
    schema: Schema,
    path: &'c [Step<'t>],
}

impl<'c, 't> Focus<'c, 't> {
    pub(crate) fn of(page: &Page<'_>, cursor: &'c Cursor<'t>) -> Focus<'c, 't> {
        match described(cursor).filter(|_| !page.is_manifest()) {
            // Without a known operation, nothing is known about its requests.
            Some(at) => {
                Focus { schema: requested(page, cursor.starts[at]).unwrap_or_default(), path: &cursor.path[at..] }
            }
            None => Focus { schema: Schema::of(&page.book.snapshot, page.is_manifest()), path: &cursor.path },
        }
    }

    /// What can be written at the cursor.
    pub(crate) fn place(&self) -> Place<'_> {
        self.schema.at(self.path)
    }

    /// The keys that can be written at the cursor.
    pub(crate) fn properties(&self) -> Vec<Property<'_>> {
        let mut properties = self.place().properties();
        // A request in an entry has one scalar for each parameter, even if the document has a list.
        if matches!(self.path, [Step::Key("query" | "headers")]) {
            properties.iter_mut().for_each(|property| property.kind = Kind::Scalar);
        }
        properties
    }

    /// What can be written below a key at the cursor.
    pub(crate) fn below(&self, key: &str) -> Place<'_> {
        let path: Vec<Step<'_>> = self.path.iter().cloned().chain([Step::Key(key)]).collect();
        self.schema.at(&path)
    }
}

/// Whether the cursor is in a part of a request that an OpenAPI document describes.
pub(crate) fn is_in_request(cursor: &Cursor<'_>) -> bool {
    described(cursor).is_some()
}

/// The step to the part of a request that the cursor is in, if the document describes it.
fn described(cursor: &Cursor<'_>) -> Option<usize> {
    let [_, Step::Key("request"), rest @ ..] = cursor.path.as_slice() else { return None };
    let at = 2 + usize::from(rest.first() == Some(&Step::Item));
    matches!(cursor.path.get(at), Some(Step::Key(key)) if DESCRIBED.contains(key)).then_some(at)
}

/// The schema of the request that has a key at `byte`.
fn requested(page: &Page<'_>, byte: usize) -> Option<Schema> {
    let members = siblings::of(page.text, byte);
    let value = |name: &str| {
        let of = members.iter().find(|(key, _)| *key == name);
        of.map(|(_, value)| siblings::scalar(value)).filter(|value| !value.is_empty())
    };
    let manifest = page.book.snapshot.manifest()?;
    let (method, path) = match (value("operation"), &manifest.operation) {
        (Some(name), Some((method, path))) => (method.as_str(), path.replace("{operation}", name)),
        _ => (value("method").unwrap_or_default(), value("path").unwrap_or_default().to_owned()),
    };
    let server = value("server").or(manifest.server.as_deref()).unwrap_or_default().trim_end_matches('/');
    let operations = Operations::of(&page.book.snapshot, manifest, None);
    operations.request_schema(manifest, value("operation"), method, &format!("{server}{path}")).map(Schema)
}
