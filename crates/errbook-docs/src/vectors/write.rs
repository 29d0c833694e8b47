//! One vector: the response of an error, and what a client reads from it.

use errbook::client::{self, Reply};
use errbook::{Answer, Asked, ErrorCode as _, Offer, OwnedFieldError, Received, Report, Retry};
use errbook_catalog::Catalog;
use serde_json::{Value as Json, json};

use super::dynamic::{DynamicCode, DynamicError, DynamicProfile, World};
use super::values;

/// Data of an error besides its params.
#[derive(Default, Clone)]
pub(super) struct Occurrence {
    pub(super) request_id: Option<String>,
    pub(super) instance: Option<String>,
    pub(super) retry_after: Option<u64>,
    pub(super) errors: Vec<OwnedFieldError>,
}

impl Occurrence {
    pub(super) fn json(&self) -> Json {
        json!({
            "request_id": self.request_id,
            "instance": self.instance,
            "retry_after": self.retry_after,
            "errors": errors(&self.errors),
        })
    }

    pub(super) fn add_to(&self, report: Report<DynamicError>) -> Report<DynamicError> {
        let Occurrence { request_id, instance, retry_after, errors } = self.clone();
        let report = errors.into_iter().fold(report, Report::with_field_error);
        let report = match request_id {
            Some(id) => report.request_id(id),
            None => report,
        };
        let report = match instance {
            Some(uri) => report.instance(uri),
            None => report,
        };
        match retry_after {
            Some(seconds) => report.retry_after(std::time::Duration::from_secs(seconds)),
            None => report,
        }
    }
}

fn errors(errors: &[OwnedFieldError]) -> Vec<Json> {
    let error =
        |error: &OwnedFieldError| json!({"location": error.location, "message": error.message, "fix": error.fix});
    errors.iter().map(error).collect()
}

/// The response in a profile to a request with this `Accept`.
pub(super) fn answer(
    world: World,
    error: DynamicError,
    occurrence: &Occurrence,
    profile: usize,
    accept: Option<&str>,
) -> Response {
    world.enter(|| {
        let report = occurrence.add_to(Report::new(error));
        let offer = Offer::new(DynamicProfile(profile));
        let asked = accept.map_or_else(Asked::default, |accept| Asked::default().accept(accept));
        let answer = Answer::new(&report, &offer, asked);
        let headers = answer.all_headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Response { status: answer.status, headers, body: answer.body }
    })
}

/// A response.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Response {
    pub(super) fn json(&self) -> Json {
        json!({"status": self.status, "headers": self.headers, "body": self.body})
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// What a client with the catalog's code reads from it.
    pub(super) fn read(&self, catalog: &Catalog, world: World) -> Json {
        let reply = Reply {
            status: self.status,
            content_type: self.header("Content-Type"),
            retry_after: self.header("Retry-After"),
            body: self.body.as_bytes(),
        };
        world.enter(|| match client::read::<DynamicCode>(&reply) {
            Ok(received) => of_received(catalog, &received),
            Err(error) => unread(Some(error.status()), error.retry()),
        })
    }
}

/// What a client read.
pub(super) fn of_received(catalog: &Catalog, received: &Received<DynamicCode>) -> Json {
    let entry = received.code.known().map(|code| &catalog.entries()[code.index()]);
    let params = entry.map_or_else(|| json!({}), |entry| values::received(entry, &received.params));
    json!({
        "code": received.code.as_str(),
        "raw_code": received.raw_code,
        "status": received.status,
        "title": received.title,
        "detail": Some(received.message.as_str()).filter(|detail| !detail.is_empty()),
        "request_id": received.request_id,
        "retry_after": received.retry_after,
        "action": received.action.map(|action| action.to_string()),
        "fix": received.fix,
        "retryable": received.retry().can_succeed(),
        "errors": errors(&received.errors),
        "params": params,
    })
}

/// What a client knows about a response that is not an error of the catalog.
pub(super) fn unread(status: Option<u16>, retry: Retry) -> Json {
    json!({
        "code": null,
        "raw_code": null,
        "status": status,
        "title": null,
        "detail": null,
        "request_id": null,
        "retry_after": null,
        "action": null,
        "fix": null,
        "retryable": retry.can_succeed(),
        "errors": [],
        "params": {},
    })
}
