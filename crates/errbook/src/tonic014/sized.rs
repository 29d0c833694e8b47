//! Writes a `Status` that fits in the headers a peer accepts. Parts are added in order of importance,
//! if they fit, so the code always arrives.

use std::collections::BTreeMap;

use prost::Message;
use prost_types::Any;
use tonic::{Code, Status};
use tonic_types::pb;

use crate::envelope::FieldError;
use crate::occurrence::Occurrence;
use crate::param::Value;
use crate::public::Public;

/// The default limit for the headers of a status, in bytes as HTTP/2 counts them (RFC 9113, section
/// 6.5.2). All common clients and proxies accept this size by default.
pub const MAX_STATUS_SIZE: usize = 8192;

/// Metadata that names what was left out, separated by spaces. No param can have this name.
pub(super) const TRUNCATED: &str = "errbook-truncated";

/// Maximum length of `reason` (AIP-193).
const REASON: usize = 63;

/// Bytes for the names of the three headers of a status, and for headers that the server adds.
const OTHER_HEADERS: usize = 512;

/// Upper bounds for the tags and lengths around a detail, and around a field of one.
const AROUND_DETAIL: usize = 64;
const AROUND_FIELD: usize = 16;

/// google.rpc.ErrorInfo with ordered metadata, so the same error is always the same bytes.
#[derive(Clone, PartialEq, Message)]
struct ErrorInfo {
    #[prost(string, tag = "1")]
    reason: String,
    #[prost(string, tag = "2")]
    domain: String,
    #[prost(btree_map = "string, string", tag = "3")]
    metadata: BTreeMap<String, String>,
}

pub(super) fn status(code: Code, public: &Public<'_>, occurrence: &Occurrence<'_>, max_size: usize) -> Status {
    let extensions = public.tables.extensions.get(public.index);
    let mut budget = Budget::new(max_size);
    // Room for the mark, whatever it names.
    let names = extensions.iter().chain(&["message", "retry_after", "request_id", "errors"]);
    budget.spend(TRUNCATED.len() + AROUND_FIELD + names.map(|name| name.len() + 1).sum::<usize>());
    let info = ErrorInfo {
        reason: reason(public.code()),
        domain: public.tables.catalog.to_owned(),
        metadata: BTreeMap::from([("code".to_owned(), public.code().to_owned())]),
    };
    budget.spend(info.encoded_len() + AROUND_DETAIL);
    let retry_info = retry_info(public, occurrence, &mut budget);
    let message = budget.message(public.to_string());
    let request_info = request_info(occurrence, &mut budget);
    let metadata = params(public, &mut budget);
    let bad_request = bad_request(occurrence, &mut budget);

    let info = info.with(metadata, budget.truncated);
    let info = Some(any("ErrorInfo", &info));
    let details = [info, retry_info, bad_request, request_info].into_iter().flatten().collect();
    let rpc = pb::Status { code: code.into(), message: message.clone(), details };
    Status::with_details(code, message, rpc.encode_to_vec().into())
}

impl ErrorInfo {
    /// The code stays, whatever the names of the params are.
    fn with(mut self, mut metadata: BTreeMap<String, String>, truncated: Vec<&str>) -> ErrorInfo {
        metadata.append(&mut self.metadata);
        if !truncated.is_empty() {
            metadata.insert(TRUNCATED.to_owned(), truncated.join(" "));
        }
        ErrorInfo { metadata, ..self }
    }
}

/// How many bytes of details are left, and the names of the parts that didn't fit. Details are sent
/// in base64.
struct Budget {
    left: usize,
    truncated: Vec<&'static str>,
}

impl Budget {
    fn new(max_size: usize) -> Budget {
        Budget { left: max_size.saturating_sub(OTHER_HEADERS) / 4 * 3, truncated: Vec::new() }
    }

    fn spend(&mut self, size: usize) {
        self.left = self.left.saturating_sub(size);
    }

    /// Reserves `size` bytes for `name`. If they aren't left, notes that it was left out.
    fn fits(&mut self, name: &'static str, size: usize) -> bool {
        let fits = size <= self.left;
        if fits {
            self.left -= size;
        } else {
            self.truncated.push(name);
        }
        fits
    }

    /// The start of `text` that fits in half of what is left. A status has its message twice: in
    /// the details, and percent-encoded in a header.
    fn message(&mut self, mut text: String) -> String {
        let cost = |char: char| {
            let is_plain = char.is_ascii_graphic() && !"\"#%<>`?{}".contains(char);
            let header = if is_plain { 1 } else { 3 * char.len_utf8() };
            char.len_utf8() + (header * 3).div_ceil(4)
        };
        let available = (self.left / 2).saturating_sub(AROUND_FIELD);
        if text.chars().map(cost).sum::<usize>() > available {
            self.truncated.push("message");
            let mut left = available.saturating_sub(cost('…'));
            let end = text.char_indices().find(|(_, char)| {
                let fits = cost(*char) <= left;
                left = left.saturating_sub(cost(*char));
                !fits
            });
            text.truncate(end.map_or(text.len(), |(end, _)| end));
            text.push('…');
        }
        self.spend(text.chars().map(cost).sum::<usize>() + AROUND_FIELD);
        text
    }
}

fn retry_info(public: &Public<'_>, occurrence: &Occurrence<'_>, budget: &mut Budget) -> Option<Any> {
    let profile = (0..public.own.profiles.len()).find(|profile| public.response(*profile).is_some());
    let seconds = public.retry_after(profile.unwrap_or_default(), occurrence)?;
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let info = pb::RetryInfo { retry_delay: Some(prost_types::Duration { seconds, nanos: 0 }) };
    budget.fits("retry_after", info.encoded_len() + AROUND_DETAIL).then(|| any("RetryInfo", &info))
}

fn request_info(occurrence: &Occurrence<'_>, budget: &mut Budget) -> Option<Any> {
    let info = pb::RequestInfo { request_id: occurrence.request_id?.to_owned(), serving_data: String::new() };
    budget.fits("request_id", info.encoded_len() + AROUND_DETAIL).then(|| any("RequestInfo", &info))
}

/// The params that the entry declares as `extensions`. A list has an entry for each item, and is
/// left out as a whole, because a part of it would look complete.
fn params(public: &Public<'_>, budget: &mut Budget) -> BTreeMap<String, String> {
    let extensions = public.tables.extensions.get(public.index);
    let shown = public.shown_params();
    let mut metadata = BTreeMap::new();
    for (name, value) in shown.as_slice().iter().filter(|(name, _)| extensions.contains(name)) {
        let entries: Vec<(String, String)> = match value {
            Value::List(items) => {
                let entry = |(index, item): (usize, &_)| (format!("{name}.{index}"), ToString::to_string(item));
                items.iter().enumerate().map(entry).collect()
            }
            // Metadata has numbers, as bodies do.
            Value::Duration(span) => vec![((*name).to_owned(), span.as_secs().to_string())],
            value => vec![((*name).to_owned(), value.to_string())],
        };
        let size = entries.iter().map(|(key, value)| key.len() + value.len() + AROUND_FIELD).sum();
        if budget.fits(name, size) {
            metadata.extend(entries);
        }
    }
    metadata
}

/// The first field errors, as many as fit.
fn bad_request(occurrence: &Occurrence<'_>, budget: &mut Budget) -> Option<Any> {
    if occurrence.errors.is_empty() || !budget.fits("errors", AROUND_DETAIL) {
        return None;
    }
    let size = |error: &FieldError<'_>| error.location.len() + error.message.len() + AROUND_FIELD;
    let fitting = occurrence.errors.iter().take_while(|error| {
        let fits = size(error) <= budget.left;
        budget.spend(if fits { size(error) } else { 0 });
        fits
    });
    let violation = |error: &FieldError<'_>| pb::bad_request::FieldViolation {
        field: error.location.to_owned(),
        description: error.message.to_owned(),
        ..Default::default()
    };
    let field_violations: Vec<_> = fitting.map(violation).collect();
    if field_violations.len() < occurrence.errors.len() {
        budget.truncated.push("errors");
    }
    (!field_violations.is_empty()).then(|| any("BadRequest", &pb::BadRequest { field_violations }))
}

fn any(name: &str, message: &impl Message) -> Any {
    Any { type_url: format!("type.googleapis.com/google.rpc.{name}"), value: message.encode_to_vec() }
}

/// A code in the characters of a reason: uppercase letters, digits, and underscores.
fn reason(code: &str) -> String {
    let upper = code.chars().map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' });
    upper.take(REASON).collect()
}
