//! Moves what requests share to the manifest.

use crate::loss_report::LossReport;
use crate::manifest::Requests;
use crate::model::{Entry, Request};
use crate::scheme::most_frequent;

/// Removes the most frequent server from all requests, and the headers that all of them have.
pub(super) fn shared(entries: &mut [Entry], report: &mut LossReport) -> Requests {
    for entry in entries.iter_mut() {
        let place = entry.place.clone();
        for request in entry.requests() {
            // A body implies its type.
            let json = ("Content-Type".to_owned(), "application/json".to_owned());
            if request.body.is_some() && request.headers.first() == Some(&json) {
                request.headers.remove(0);
                report.keyed(place.clone(), format!("{}: {}", json.0, json.1));
            }
        }
    }
    let requests: Vec<&mut Request> = entries.iter_mut().flat_map(Entry::requests).collect();
    let server = most_frequent(requests.iter().map(|request| request.server.clone()));
    let mut headers = requests.first().map(|request| request.headers.clone()).unwrap_or_default();
    if !requests.iter().all(|request| request.headers == headers) {
        headers.clear();
    }
    for request in requests {
        if Some(&request.server) == server.as_ref() {
            request.server.clear();
        }
        if request.headers == headers {
            request.headers.clear();
        }
    }
    Requests { server, headers }
}
