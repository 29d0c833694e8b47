//! The cases: which errors, occurrences, and requests there are vectors for.

use errbook::OwnedFieldError;
use errbook_catalog::{Catalog, Entry};
use serde_json::{Value as Json, json};

use super::dynamic::World;
use super::tables::{self, Service};
use super::values::{self, Values};
use super::write::{self, Occurrence, Response};

/// The services of a catalog.
pub(super) struct Worlds {
    current: World,
    plain: World,
    newer: World,
    former: Vec<World>,
}

pub(super) fn worlds(catalog: &Catalog) -> Worlds {
    let aliases = catalog.entries().iter().map(|entry| entry.aliases.len()).max().unwrap_or(0);
    let world = |service| tables::world(catalog, service);
    Worlds {
        current: world(Service::Current),
        plain: world(Service::Plain),
        newer: world(Service::Newer),
        former: (0..aliases).map(|at| world(Service::Former(at))).collect(),
    }
}

/// The vectors of a catalog, in the order of its codes.
pub(super) fn all(catalog: &Catalog, worlds: &Worlds) -> Vec<Json> {
    let mut found = Vec::new();
    for (index, entry) in catalog.entries().iter().enumerate().filter(|(_, entry)| entry.raisable()) {
        for profile in 0..catalog.manifest().profiles.len() {
            Cases { catalog, worlds, entry, index, profile, found: &mut found }.add();
        }
    }
    found
}

/// The vectors of a catalog over gRPC, in the order of its codes.
#[cfg(feature = "grpc")]
pub(super) fn all_over_grpc(catalog: &Catalog, worlds: &Worlds) -> Vec<Json> {
    use super::grpc;
    let mut found = Vec::new();
    for (index, entry) in catalog.entries().iter().enumerate().filter(|(_, entry)| entry.raisable()) {
        let Some(examples) = values::examples(entry) else { continue };
        let mut add = |case: &str, service: World, values: &Values, occurrence: &Occurrence, is_written: bool| {
            let trailers = grpc::answer(service, values::error(entry, index, values), occurrence);
            found.push(json!({
                "id": format!("{}/grpc/{case}", entry.code),
                "code": entry.code,
                "params": is_written.then(|| values::json(entry, values)),
                "occurrence": is_written.then(|| occurrence.json()),
                "trailers": trailers.json(),
                "read": trailers.read(catalog, worlds.current),
            }));
        };
        let example = of_entry(catalog, entry);
        add("example", worlds.current, &examples, &example, true);
        add("bare", worlds.current, &examples, &Occurrence::default(), true);
        for (round, values) in (0..).map_while(|round| Some((round, values::hostile(entry, round)?))) {
            add(&format!("hostile-{}", round + 1), worlds.current, &values, &hostile(round), true);
        }
        for at in 0..entry.aliases.len() {
            add(&format!("alias-{}", at + 1), worlds.former[at], &examples, &example, false);
        }
        add("unknown", worlds.newer, &examples, &example, false);
    }
    found
}

/// The cases of a code in a profile.
struct Cases<'c> {
    catalog: &'c Catalog,
    worlds: &'c Worlds,
    entry: &'c Entry,
    index: usize,
    profile: usize,
    found: &'c mut Vec<Json>,
}

impl Cases<'_> {
    fn add(&mut self) {
        let Some(values) = values::examples(self.entry) else { return };
        let none = Occurrence::default();
        if self.entry.responses.iter().all(|response| response.profile != self.profile) {
            return self.written("unsent", &values, &none, None);
        }
        let example = of_entry(self.catalog, self.entry);
        self.written("example", &values, &example, None);
        self.written("bare", &values, &none, None);
        self.add_hostile(&values);
        for (at, accept) in self.accepts().iter().enumerate() {
            self.written(&format!("accept-{}", at + 1), &values, &example, Some(accept));
        }
        self.read("absent", self.worlds.plain, &values, &none);
        for at in 0..self.entry.aliases.len() {
            self.read(&format!("alias-{}", at + 1), self.worlds.former[at], &values, &example);
        }
        self.read("unknown", self.worlds.newer, &values, &example);
        self.add_empty();
    }

    fn add_hostile(&mut self, examples: &Values) {
        let mut round = 0;
        while let Some(values) = values::hostile(self.entry, round) {
            self.written(&format!("hostile-{}", round + 1), &values, &hostile(round), None);
            round += 1;
        }
        if round == 0 {
            self.written("hostile-1", examples, &hostile(round), None);
        }
    }

    /// A response of a proxy.
    fn add_empty(&mut self) {
        let responses = self.entry.responses.iter().filter(|response| response.profile == self.profile);
        let Some(status) = responses.map(|response| response.status).next() else { return };
        let response = Response { status, headers: Vec::new(), body: String::new() };
        self.push("empty", Json::Null, Json::Null, None, &response);
    }

    /// An error that a service writes and a client reads.
    fn written(&mut self, case: &str, values: &Values, occurrence: &Occurrence, accept: Option<&str>) {
        let error = values::error(self.entry, self.index, values);
        let response = write::answer(self.worlds.current, error, occurrence, self.profile, accept);
        self.push(case, values::json(self.entry, values), occurrence.json(), accept, &response);
    }

    /// A response of another service, which clients only read.
    fn read(&mut self, case: &str, service: World, values: &Values, occurrence: &Occurrence) {
        let error = values::error(self.entry, self.index, values);
        let response = write::answer(service, error, occurrence, self.profile, None);
        self.push(case, Json::Null, Json::Null, None, &response);
    }

    fn push(&mut self, case: &str, params: Json, occurrence: Json, accept: Option<&str>, response: &Response) {
        let (code, profile) = (&self.entry.code, &self.catalog.manifest().profiles[self.profile].name);
        self.found.push(json!({
            "id": format!("{code}/{profile}/{case}"),
            "code": code,
            "profile": profile,
            "params": params,
            "occurrence": occurrence,
            "accept": accept,
            "response": response.json(),
            "read": response.read(self.catalog, self.worlds.current),
        }));
    }

    /// Values of `Accept`: each media type that the profile can send, and others that select one.
    fn accepts(&self) -> Vec<String> {
        let profile = &self.catalog.manifest().profiles[self.profile];
        let types: Vec<&str> = profile.bodies(self.profile).map(|(content_type, _)| content_type).collect();
        let (Some(first), Some(last)) = (types.first(), types.last().filter(|_| types.len() > 1)) else {
            return Vec::new();
        };
        let mut accepts: Vec<String> = types.iter().map(|of| (*of).to_owned()).collect();
        accepts.push(format!("{first};q=0.1, {last};q=0.9"));
        accepts.push(format!("text/html, {last};q=0, */*;q=0.5"));
        accepts.push("image/png".to_owned());
        accepts
    }
}

/// The occurrence of the entry's examples.
fn of_entry(catalog: &Catalog, entry: &Entry) -> Occurrence {
    let id = catalog.manifest().example_request_id.clone();
    let error = |of: &errbook_catalog::FieldErrorExample| OwnedFieldError {
        location: of.location.clone().into(),
        message: of.message.clone().into(),
        fix: of.fix.clone().map(Into::into),
    };
    Occurrence {
        request_id: Some(id.unwrap_or_else(|| "req_1".to_owned())),
        errors: entry.field_errors.iter().map(error).collect(),
        ..Occurrence::default()
    }
}

/// The `round`th hostile occurrence.
fn hostile(round: usize) -> Occurrence {
    let error = |location: &'static str, message: &'static str, fix: Option<&'static str>| OwnedFieldError {
        location: location.into(),
        message: message.into(),
        fix: fix.map(Into::into),
    };
    match round % 2 {
        0 => Occurrence {
            request_id: Some("\"req\" \\ \u{2028}é👩\u{200d}👧\n".to_owned()),
            instance: Some("urn:x:\"'\\<>\u{7f}".to_owned()),
            retry_after: Some(86_400),
            errors: vec![
                error("body.\"a\"[0]\\b", "is\n\"bad\"\u{0}", Some("send \u{2028}é👩\u{200d}👧")),
                error("", "", None),
                error("query.x", "", Some("")),
            ],
        },
        _ => Occurrence { request_id: Some(String::new()), retry_after: Some(0), ..Occurrence::default() },
    }
}
