//! The trailers of an error over gRPC, and what a client reads from them.

use errbook::{Received, Report, Retry};
use errbook_catalog::Catalog;
use serde_json::{Value as Json, json};
use tonic::Status;

use super::dynamic::{DynamicCode, DynamicError, World};
use super::write::{self, Occurrence};

/// The trailers, which start with `grpc-`, and the status that a client makes of them.
pub(super) struct Trailers {
    trailers: Vec<(String, String)>,
    status: Option<Status>,
}

pub(super) fn answer(world: World, error: DynamicError, occurrence: &Occurrence) -> Trailers {
    world.enter(|| {
        let response = Status::from(occurrence.add_to(Report::new(error))).into_http::<()>();
        let headers = response.headers().iter().filter(|(name, _)| name.as_str().starts_with("grpc-"));
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let trailers = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect();
        Trailers { trailers, status: Status::from_header_map(response.headers()) }
    })
}

impl Trailers {
    pub(super) fn json(&self) -> Json {
        json!(self.trailers)
    }

    /// What a client with the catalog's code reads from them.
    pub(super) fn read(&self, catalog: &Catalog, world: World) -> Json {
        let received = || Received::<DynamicCode>::from_status(self.status.as_ref()?);
        world.enter(|| match received() {
            Some(received) => write::of_received(catalog, &received),
            None => write::unread(None, Retry::Unknown),
        })
    }
}
