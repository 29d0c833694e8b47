//! Observes exchanges: finds their errors, compares these with the catalog, and counts them.

use errbook_catalog::{CodeKind, Entry, FileId, Snapshot};
use errbook_check::observed;
use errbook_check::shape::{ALIKE, Shape};
use errbook_check::{Finding, Operations};
use serde_json::Value;

use crate::compare::{self, Sent};
use crate::deviation::{Deviation, Where, rules};
use crate::exchange::{Body, Exchange, MAX_BODY, Unchecked};
use crate::filter::Filter;
use crate::known::{Known, Named};
use crate::observation::{Observation, Origin};
use crate::recognize::{self, Errors, Name, Sighting};
use crate::text::{LONGEST_PLAIN, is_plain};

/// Texts of unknown codes are kept up to this length, which is too long for a wording.
const MOST_CHARACTERS: usize = LONGEST_PLAIN + 1;

/// An object inside of a log line is a body if it has this percentage of the members of one.
const LEAST_SHARE: usize = 50;

/// Compares exchanges with a catalog.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_observe::{Body, Exchange, Input, Observation, Observer, Origin};
/// use serde_json::json;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let observer = Observer::new(&snapshot, None).expect("a manifest");
///
/// let exchange = Exchange {
///     status: Some(409),
///     body: Body::Json(json!({"error": {"code": "err:orders:not_paid", "detail": "The order is not paid yet"}})),
///     ..Exchange::default()
/// };
/// let mut observation = Observation::default();
/// observer.exchange(&exchange, Origin { input: 0, number: 1, request: String::new() }, &mut observation);
/// assert_eq!(observation.errors, 1);
///
/// let findings = observation.findings(&snapshot, &[Input::Proxy]);
/// let (rule, _) = &findings[0];
/// assert_eq!(*rule, "observed-status");
/// ```
#[derive(Debug)]
pub struct Observer<'c> {
    pub(crate) known: Known<'c>,
    operations: Operations,
    pub(crate) filter: Filter,
}

/// What a body is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// A response, whose body is known.
    Response,
    /// A line of a log, which has the body of a response somewhere.
    Line,
    /// A record of telemetry, which often lacks the body of a response.
    Record,
}

impl<'c> Observer<'c> {
    /// An observer for a catalog. `openapi` is the OpenAPI document to use instead of the one in the
    /// manifest. `None` if the manifest can't be read.
    pub fn new(snapshot: &'c Snapshot, openapi: Option<FileId>) -> Option<Observer<'c>> {
        let manifest = snapshot.manifest()?;
        let known = Known::new(snapshot, manifest);
        let operations = Operations::of(snapshot, manifest, openapi);
        let filter = Filter::new(&known);
        Some(Observer { known, operations, filter })
    }

    /// Whether an OpenAPI document maps requests to operations.
    pub fn has_operations(&self) -> bool {
        !self.operations.is_empty()
    }

    /// Observes the response of a request that a proxy relayed or a HAR file recorded.
    pub fn exchange(&self, exchange: &Exchange, origin: Origin, into: &mut Observation) {
        into.exchanges += 1;
        self.observe(exchange, Within::Response, origin, into);
    }

    pub(crate) fn observe(&self, exchange: &Exchange, within: Within, origin: Origin, into: &mut Observation) {
        let origin =
            Origin { request: if origin.request.is_empty() { exchange.request() } else { origin.request }, ..origin };
        let operation = self.operation(exchange);
        let seen = Watch { observer: self, exchange, within, origin, operation, count: 1 };
        match &exchange.body {
            Body::Unchecked(why) => into.unchecked(*why),
            Body::Absent => {}
            Body::Json(value) => seen.json(value, into),
            Body::Bytes(bytes) if bytes.len() > MAX_BODY => into.unchecked(Unchecked::TooLarge),
            Body::Bytes(bytes) => {
                if !self.is_error(exchange) && !self.filter.may_have_error(bytes) {
                    return;
                }
                let text = String::from_utf8_lossy(bytes);
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                match serde_json::from_str::<Value>(text) {
                    Ok(value) => seen.json(&value, into),
                    Err(_) => seen.text(text, into),
                }
            }
        }
    }

    /// Observes a code that the runtime recorded, raised `count` times in the operation of
    /// `exchange`.
    pub(crate) fn raised(
        &self,
        code: &str,
        profile: Option<usize>,
        exchange: &Exchange,
        origin: Origin,
        count: u64,
        into: &mut Observation,
    ) {
        let operation = self.operation(exchange);
        let name = Name::of_code(code, self.known.code(code).unwrap_or(Named::Unknown));
        Watch { observer: self, exchange, within: Within::Record, origin, operation, count }
            .mention(&name, profile, into);
    }

    /// The name of the operation of an exchange.
    fn operation(&self, exchange: &Exchange) -> Option<String> {
        let at = |method: &str, target: &str| self.operations.at(method, target);
        let of_request = || at(exchange.method.as_deref()?, exchange.target.as_deref()?);
        // A path can have a query, which can have secrets.
        let named = exchange.operation.as_deref().map(|name| name.split(['?', '#']).next().unwrap_or_default());
        let Some(named) = named.filter(|name| !name.is_empty() && is_plain(name)) else {
            return of_request();
        };
        if let Some(name) = self.operations.named(named) {
            return Some(name);
        }
        if let Some((method, target)) = named.split_once(' ') {
            return at(&method.to_ascii_uppercase(), target);
        }
        if named.contains('/') {
            // A path alone, which most services use with one method.
            let methods = exchange.method.as_deref().map_or(&["POST", "GET", "PUT", "PATCH", "DELETE"][..], |_| &[]);
            let of_method = exchange.method.as_deref().and_then(|method| at(method, named));
            return of_method.or_else(|| methods.iter().find_map(|method| at(method, named)));
        }
        Some(named.to_owned())
    }

    fn is_error(&self, exchange: &Exchange) -> bool {
        let extra = &self.known.manifest.extra_statuses;
        exchange.status.is_some_and(|status| status >= 400 || extra.contains(&i64::from(status)))
    }
}

/// An exchange that is observed.
struct Watch<'w> {
    observer: &'w Observer<'w>,
    exchange: &'w Exchange,
    within: Within,
    origin: Origin,
    operation: Option<String>,
    /// How often it was seen.
    count: u64,
}

impl Watch<'_> {
    fn json(&self, value: &Value, into: &mut Observation) {
        let is_response = self.within == Within::Response;
        let is_error = self.observer.is_error(self.exchange);
        let known = &self.observer.known;
        let Errors { found: mut sightings, has_broken } = recognize::errors(known, value, is_response && is_error);
        // A successful response can list codes, such as those of failed items.
        if is_response && !is_error && self.exchange.status.is_some() {
            sightings.retain(|sighting| sighting.likeness >= ALIKE);
        }
        if sightings.is_empty() {
            return self.no_body(value, has_broken, into);
        }
        let is_only = sightings.len() == 1;
        for sighting in &sightings {
            self.sighting(sighting, is_only && (sighting.is_root || !is_response), into);
        }
    }

    /// JSON in which no member that has a code or a type URL in some profile has one.
    fn no_body(&self, value: &Value, has_broken: bool, into: &mut Observation) {
        let known = &self.observer.known;
        let is_error = self.observer.is_error(self.exchange);
        if self.within != Within::Response
            && let Some(name) = recognize::logged(known, value)
        {
            return self.mention(&name, None, into);
        }
        if has_broken {
            return into.unchecked(Unchecked::Malformed);
        }
        if !is_error || known.is_unmarked_body(value) {
            return;
        }
        match recognize::anywhere(known, value).filter(|_| self.within == Within::Response) {
            Some(name) => self.other_body(&name, "another body than those of its profiles", into),
            None => self.without_code(into),
        }
    }

    /// A body that isn't JSON, such as an HTML page. Profiles have no shape for it.
    fn text(&self, text: &str, into: &mut Observation) {
        if !self.observer.is_error(self.exchange) {
            return;
        }
        let Some(name) = recognize::mentioned(&self.observer.known, text) else {
            return self.without_code(into);
        };
        // Browsers get a page, which no profile describes.
        if self.exchange.media_type().is_some_and(|of| of.to_ascii_lowercase().contains("html")) {
            self.mention(&name, None, into);
        } else {
            self.other_body(&name, "a body that is not JSON", into);
        }
    }

    /// An error in a body that is like none of the profiles.
    fn other_body(&self, name: &Name, body: &str, into: &mut Observation) {
        self.mention(name, None, into);
        let position = name.named.position();
        if position.is_some() {
            let message = format!("`{}` was sent in {body}", name.sent);
            let help = "send the body of its profile, which its page shows";
            self.add(Deviation::new(rules::BODY, position, Where::Manifest, message, help), into);
        }
    }

    fn without_code(&self, into: &mut Observation) {
        let is_head = self.exchange.method.as_deref() == Some("HEAD");
        let may_lack_it = is_head || self.within == Within::Record || !self.observer.is_error(self.exchange);
        let Some(status) = self.exchange.status.filter(|_| !may_lack_it) else {
            return;
        };
        self.error(into);
        let of = self.operation.as_ref().map_or_else(String::new, |operation| format!(" of `{operation}`"));
        let message = format!("a response{of} with status {status} has no code");
        let help = "send an error of the catalog, or allow the rule `observed-without-code` in the manifest";
        self.add(Deviation::new(rules::WITHOUT_CODE, None, Where::Manifest, message, help), into);
    }

    fn sighting(&self, sighting: &Sighting, is_response: bool, into: &mut Observation) {
        let Some(position) = sighting.name.named.position() else {
            let status = self.exchange.status.filter(|_| is_response && self.observer.is_error(self.exchange));
            return self.unknown(&sighting.name, self.observer.known.detail(&sighting.body), status, into);
        };
        if !self.is_body(sighting) {
            return self.mention(&sighting.name, None, into);
        }
        self.error(into);
        let is_former = matches!(sighting.name.named, Named::Former(_));
        let operation = self.operation.as_deref();
        let sent = Sent { body: &sighting.body, exchange: self.exchange, operation, is_response, is_former };
        let profile = if self.state(position, &sighting.name, into) {
            let compared = compare::compare(&self.observer.known, position, &sent);
            compared.deviations.into_iter().for_each(|deviation| self.add(deviation, into));
            compared.profile
        } else {
            None
        };
        into.saw(position, profile, operation, self.count);
        self.elsewhere(position, into);
    }

    /// Whether a sighting is the body of a response. A line of a log can have a code itself, without
    /// being one.
    fn is_body(&self, sighting: &Sighting) -> bool {
        if self.within == Within::Response {
            return true;
        }
        let is_like = |shape: &Shape| shape.share(&sighting.body) >= LEAST_SHARE;
        let is_nested_body =
            !sighting.is_root && self.observer.known.shapes.shapes.iter().any(|(_, _, shape)| is_like(shape));
        is_nested_body || sighting.likeness >= ALIKE || (sighting.is_root && self.has_only_members(sighting))
    }

    fn has_only_members(&self, sighting: &Sighting) -> bool {
        let Value::Object(members) = &sighting.body else { return false };
        let shapes = &self.observer.known.shapes.shapes;
        members.keys().all(|name| shapes.iter().any(|(_, _, shape)| shape.has_member(name)))
    }

    /// A code or a type URL whose body isn't known.
    fn mention(&self, name: &Name, profile: Option<usize>, into: &mut Observation) {
        let Some(position) = name.named.position() else { return self.unknown(name, None, None, into) };
        self.error(into);
        if self.state(position, name, into) {
            self.status_of_mention(position, into);
        }
        into.saw(position, profile, self.operation.as_deref(), self.count);
        self.elsewhere(position, into);
    }

    fn status_of_mention(&self, position: usize, into: &mut Observation) {
        let known = &self.observer.known;
        let (Some(entry), Some(status)) = (known.entry(position), self.exchange.status) else { return };
        let statuses = entry.statuses();
        if statuses.is_empty() || statuses.contains(&status) || !self.observer.is_error(self.exchange) {
            return;
        }
        let expected: Vec<String> = statuses.iter().map(u16::to_string).collect();
        let message = format!("`{}` was sent with status {status}, not {}", entry.code, expected.join(" or "));
        let help = "make the service send the status of the entry, or correct `status`";
        self.add(Deviation::new(rules::STATUS, Some(position), Where::Key("status"), message, help), into);
    }

    /// A code or type URL that the catalog doesn't have itself. `status` is that of its response, and `text` is its message.
    fn unknown(&self, name: &Name, text: Option<&str>, status: Option<u16>, into: &mut Observation) {
        self.error(into);
        if matches!(name.named, Named::Outside(_)) {
            return;
        }
        let what = if name.is_code { "code" } else { "type URL" };
        let message = format!("unknown {what} `{}` was sent", name.sent);
        // Only the first deviation of each kind keeps its help, and finding the nearest code is slow.
        let help = if into.has(rules::UNKNOWN, None, &message) {
            String::new()
        } else {
            let known = &self.observer.known;
            match (known.dependency_like(&name.sent), known.nearest(&name.sent)) {
                (Some(of), _) => format!("run `errbook update {of}`, or correct the code in the service"),
                (_, Some(near)) => format!("did you mean `{near}`? If the code is new, add an entry"),
                (None, None) => "add an entry, or correct the code in the service".to_owned(),
            }
        };
        let mut deviation = Deviation::new(rules::UNKNOWN, None, Where::Manifest, message, help);
        let text = text.map(|text| text.chars().take(MOST_CHARACTERS).collect::<String>());
        // The text is what differs between the responses with this code.
        deviation.detail = Some(text.clone().unwrap_or_default());
        deviation.text = text;
        deviation.sent = Some(name.sent.clone());
        deviation.status = status;
        self.add(deviation, into);
    }

    /// Reports what the code's state says about being sent. Returns whether the response can be
    /// compared.
    fn state(&self, position: usize, name: &Name, into: &mut Observation) -> bool {
        let Some(entry) = self.observer.known.entry(position) else { return false };
        let code = &entry.code;
        let is_former = matches!(name.named, Named::Former(_));
        let by = if is_former { format!(" as `{}`", name.sent) } else { String::new() };
        let (rule, key, message, help) = if entry.retired.is_some() {
            let message = format!("retired code `{code}` was sent{by}");
            (rules::RETIRED, "retired", message, "send the code that replaces it, or remove `retired`")
        } else if entry.reserved.is_some() {
            let message = format!("reserved code `{code}` was sent{by}");
            (rules::RESERVED, "reserved", message, "remove `reserved`, or don't send the code yet")
        } else if is_former {
            let what = if name.is_code { "former code" } else { "former type URL" };
            let message = format!("{what} `{}` was sent for `{code}`", name.sent);
            (rules::ALIAS, "aliases", message, "send the current one")
        } else {
            return entry.kind == CodeKind::Error;
        };
        self.add(Deviation::new(rule, Some(position), Where::Key(key), message, help), into);
        rule == rules::ALIAS
    }

    fn elsewhere(&self, position: usize, into: &mut Observation) {
        let Some(operation) = self.operation.as_deref() else { return };
        let known = &self.observer.known;
        if !known.entry(position).is_some_and(Entry::raisable) {
            return;
        }
        let Some(Finding { message, .. }) = observed::elsewhere(known.snapshot, position, operation) else { return };
        let help = "add the operation to `raised_by`";
        self.add(Deviation::new(rules::ELSEWHERE, Some(position), Where::Key("raised_by"), message, help), into);
    }

    fn error(&self, into: &mut Observation) {
        into.errors = into.errors.saturating_add(self.count);
    }

    fn add(&self, deviation: Deviation, into: &mut Observation) {
        into.deviates(deviation, &self.origin, self.operation.as_deref(), self.count);
    }
}
