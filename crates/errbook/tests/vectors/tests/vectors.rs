//! The errors of generated types have the responses of the vectors, and clients read from these what
//! the vectors say.

use std::collections::BTreeSet;
use std::time::Duration;

use errbook::client::{self, Reply};
use errbook::tables::Param;
use errbook::{
    Answer, Asked, ErrorCode, Format, HttpProfile, Offer, OwnedFieldError, OwnedValue, Received, Report, Retry,
    TypedError,
};
use errbook_vector_tests::Params;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value as Json, json};
use tonic::Status;

macro_rules! catalogs {
    ($($name:ident),*) => {
        $(
            #[test]
            fn $name() {
                use errbook_vector_tests::$name::{Profile, VECTORS, error};
                check(VECTORS, Profile::ALL, error);
            }
        )*
    };
}

catalogs!(shipped, docs, service, shop, shapes);

/// Makes an error of a code.
type Errors<E> = fn(&str, &Params<'_>) -> Option<E>;

fn check<E: TypedError, P: HttpProfile<Code = E::Code>>(vectors: &str, profiles: &[P], error: Errors<E>)
where
    E::Code: ErrorCode<Profile = P>,
{
    let file: Json = serde_json::from_str(vectors).expect("JSON");
    assert_eq!(file["version"], 1);
    let vectors = file["vectors"].as_array().expect("vectors");
    let mut ids = BTreeSet::new();
    let mut written = BTreeSet::new();
    for vector in vectors {
        let id = vector["id"].as_str().expect("an ID");
        assert!(ids.insert(id), "{id} is there twice");
        if !vector["params"].is_null() {
            written.insert(vector["code"].as_str().expect("a code"));
            assert_eq!(write(vector, profiles, error), vector["response"], "{id}");
        }
        let read = read::<E::Code>(&vector["response"]);
        assert_eq!(read, vector["read"], "{id}");
        let is_error = !id.ends_with("/empty") && !id.ends_with("/unsent");
        assert_eq!(!read["code"].is_null(), is_error, "{id}");
    }
    check_over_grpc(&file, error);
    let raisable = E::Code::all().iter().filter(|code| error(code.as_str(), &Params(&Json::Null)).is_some());
    assert!(raisable.count() <= written.len(), "each code has a vector");
}

fn write<E: TypedError, P: HttpProfile<Code = E::Code>>(vector: &Json, profiles: &[P], error: Errors<E>) -> Json
where
    E::Code: ErrorCode<Profile = P>,
{
    let code = vector["code"].as_str().expect("a code");
    let error = error(code, &Params(&vector["params"])).expect("an error with these params");
    let tables = E::Code::tables();
    let profile = tables.profiles.iter().position(|profile| vector["profile"] == profile.name).expect("a profile");
    let report = with_occurrence(Report::new(error), &vector["occurrence"]);
    let asked = vector["accept"].as_str().map_or_else(Asked::default, |accept| Asked::default().accept(accept));
    let answer = Answer::new(&report, &Offer::new(profiles[profile]), asked);
    json!({
        "status": answer.status,
        "headers": answer.all_headers().collect::<Vec<_>>(),
        "body": answer.body,
    })
}

fn with_occurrence<E: TypedError>(mut report: Report<E>, occurrence: &Json) -> Report<E> {
    let text = |value: &Json| value.as_str().map(str::to_owned);
    if let Some(id) = text(&occurrence["request_id"]) {
        report = report.request_id(id);
    }
    if let Some(uri) = text(&occurrence["instance"]) {
        report = report.instance(uri);
    }
    if let Some(seconds) = occurrence["retry_after"].as_u64() {
        report = report.retry_after(Duration::from_secs(seconds));
    }
    for error in occurrence["errors"].as_array().expect("errors") {
        report = report.with_field_error(OwnedFieldError {
            location: text(&error["location"]).expect("a location").into(),
            message: text(&error["message"]).expect("a message").into(),
            fix: text(&error["fix"]).map(Into::into),
        });
    }
    report
}

fn read<C: ErrorCode>(response: &Json) -> Json {
    let header = |name: &str| {
        let headers = response["headers"].as_array().expect("headers").iter();
        let mut found = headers.filter(|pair| pair[0].as_str().is_some_and(|other| other.eq_ignore_ascii_case(name)));
        found.next().and_then(|pair| pair[1].as_str())
    };
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    let body = response["body"].as_str().expect("a body").as_bytes();
    let reply = Reply { status, content_type: header("Content-Type"), retry_after: header("Retry-After"), body };
    match client::read::<C>(&reply) {
        Ok(received) => json_of(&received),
        Err(error) => unread(Some(status), error.retry()),
    }
}

fn unread(status: Option<u16>, retry: Retry) -> Json {
    json!({
        "code": null, "raw_code": null, "status": status, "title": null, "detail": null, "request_id": null,
        "retry_after": null, "action": null, "fix": null,
        "retryable": retry.can_succeed(), "errors": [], "params": {},
    })
}

fn check_over_grpc<E: TypedError>(file: &Json, error: Errors<E>) {
    for vector in file["grpc"].as_array().expect("vectors over gRPC") {
        let id = &vector["id"];
        if !vector["params"].is_null() {
            let code = vector["code"].as_str().expect("a code");
            let error = error(code, &Params(&vector["params"])).expect("an error with these params");
            let report = with_occurrence(Report::new(error), &vector["occurrence"]);
            let response = Status::from(report).into_http::<()>();
            let trailers = response.headers().iter().filter(|(name, _)| name.as_str().starts_with("grpc-"));
            let trailers = trailers.map(|(name, value)| json!([name.as_str(), value.to_str().expect("ASCII")]));
            assert_eq!(Json::Array(trailers.collect()), vector["trailers"], "{id}");
        }
        let trailers = vector["trailers"].as_array().expect("trailers").iter();
        let trailer = |pair: &Json| {
            let name: HeaderName = pair[0].as_str()?.parse().ok()?;
            Some((name, pair[1].as_str()?.parse::<HeaderValue>().ok()?))
        };
        let trailers: HeaderMap = trailers.map(|pair| trailer(pair).expect("a trailer")).collect();
        let status = Status::from_header_map(&trailers).expect("a status");
        let read = Received::<E::Code>::from_status(&status)
            .map_or_else(|| unread(None, Retry::Unknown), |received| json_of(&received));
        assert_eq!(read, vector["read"], "{id}");
    }
}

fn json_of<C: ErrorCode>(received: &Received<C>) -> Json {
    let errors = received.errors.iter();
    let errors = errors.map(|error| json!({"location": error.location, "message": error.message, "fix": error.fix}));
    let known = received.code.known().map(ErrorCode::index);
    let param = |(name, value): &(&'static str, OwnedValue)| {
        let tables = C::tables();
        let wordings = known.and_then(|index| tables.wordings.get(index)).map_or(&[][..], |wordings| wordings.params);
        let mut declared = known.map_or(&[][..], |index| tables.params.get(index)).iter().chain(wordings);
        let param = declared.find(|param| param.name == *name).expect("a declared param");
        (param.name.to_owned(), json!({"kind": kind(param), "value": json_of_value(value)}))
    };
    json!({
        "code": received.code.as_str(),
        "raw_code": received.raw_code,
        "status": received.status,
        "title": received.title,
        "detail": if received.message.is_empty() { Json::Null } else { json!(received.message) },
        "request_id": received.request_id,
        "retry_after": received.retry_after,
        "action": received.action.map(|action| action.as_str()),
        "fix": received.fix,
        "retryable": received.retry().can_succeed(),
        "errors": errors.collect::<Vec<_>>(),
        "params": received.params.iter().map(param).collect::<serde_json::Map<_, _>>(),
    })
}

fn kind(param: &Param) -> &'static str {
    let format = param.format.filter(|format| *format != Format::Rfc3339);
    format.map_or(param.ty.as_str(), Format::as_str)
}

fn json_of_value(value: &OwnedValue) -> Json {
    match value {
        OwnedValue::Boolean(value) => json!(value),
        OwnedValue::List(items) => json!(items),
        OwnedValue::Duration(span) if span.subsec_nanos() == 0 => json!(format!("{}s", span.as_secs())),
        OwnedValue::Duration(span) => {
            let fraction = format!("{:09}", span.subsec_nanos());
            json!(format!("{}.{}s", span.as_secs(), fraction.trim_end_matches('0')))
        }
        OwnedValue::Timestamp(_) | OwnedValue::Integer(_) | OwnedValue::String(_) => json!(value.borrow().to_string()),
        OwnedValue::Decimal(decimal) => json!(decimal.as_str()),
        OwnedValue::Url(url) => json!(url.as_str()),
    }
}
