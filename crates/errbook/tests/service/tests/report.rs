//! Reports: what clients see, what logs contain, and that the two stay separate.

use std::error::Error as _;
use std::mem::size_of;
use std::time::{Duration, SystemTime};

use errbook::{Answer, Asked, FieldErrors, Offer, OrCode, OwnedFieldError, Report, ReportResult, Retry, TypedError};
use errbook_service_tests::{Code, Error, OrdersGetError, Profile};

fn not_found() -> Error {
    Error::OrderNotFound { order: "ord_1".into() }
}

fn io() -> std::io::Error {
    std::io::Error::other("disk\nfull")
}

fn sealed() -> Error {
    Error::VaultSealed { owner: "alice".into(), until: SystemTime::UNIX_EPOCH }
}

fn problems() -> FieldErrors {
    [OwnedFieldError::new("body.item", "is missing").with_fix("send an item")].into_iter().collect()
}

#[test]
fn a_report_is_one_pointer_wide() {
    assert_eq!(size_of::<Report<Error>>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Report<Error>>>(), size_of::<usize>());
}

#[test]
fn the_origin_is_where_the_report_was_created() {
    // Each closure is on one line, which must be the line of the report.
    let question_mark = || -> Result<u32, Report<Error>> { Err(not_found())? };
    let code = || (Err::<(), _>(io()).code(not_found()).unwrap_err(), line!());
    let none = || (None::<()>.code(not_found()).unwrap_err(), line!());
    let lazy = || (Err::<(), _>(io()).code_with(|_| not_found()).unwrap_err(), line!());
    let problems = || (problems().code(Error::OrderInvalid).unwrap_err(), line!());
    let new = || (Report::new(not_found()), line!());
    let asked = (question_mark().unwrap_err(), line!() - 6);
    for (report, line) in [new(), asked, code(), none(), lazy(), problems()] {
        assert_eq!((report.origin().file(), report.origin().line()), (file!(), line));
    }
}

#[test]
fn displays_only_the_public_message() {
    let report = Report::new(not_found()).context("while paying").caused_by(io());
    assert_eq!(report.to_string(), "The order `ord_1` was not found");
    assert_eq!(report.code(), Code::OrderNotFound);
    assert_eq!(report.into_error(), not_found());
}

#[test]
fn a_log_line_has_code_context_and_causes() {
    let result: Result<(), Report<Error>> = Err(io()).code(not_found());
    let report = result.context("reading the order").with_context(|| format!("paying {}", 1)).unwrap_err();
    let line = "err:shop:order:not_found: The order `ord_1` was not found: paying 1: reading the order: disk\\nfull";
    assert_eq!(format!("{report:#}"), line);
    assert_eq!(report.log_line().to_string(), line);
    assert_eq!(format!("{report:?}"), format!("{line} at {}", report.origin()));
    assert_eq!(report.source().map(ToString::to_string), Some("disk\nfull".to_owned()));
}

#[test]
fn a_masked_report_is_logged_unmasked_as_a_cause() {
    let inner = Report::new(sealed()).context("opening").masked_as(not_found()).caused_by(io());
    let report = Err::<(), _>(inner).code(Error::ServiceUnexpected).unwrap_err();
    assert_eq!(report.to_string(), "Something went wrong on our side");
    assert_eq!(
        format!("{report:#}"),
        "err:shop:service:unexpected: Something went wrong on our side: err:shop:vault:sealed: \
         The vault of alice is sealed until 1970-01-01T00:00:00Z: opening: disk\\nfull"
    );
}

#[test]
fn the_multi_line_format_has_everything() {
    let report = Report::new(sealed())
        .context("opening the\u{202e} vault")
        .caused_by(Report::new(not_found()).caused_by(io()))
        .field_error("body.owner", "is\nunknown")
        .retry_after(Duration::from_millis(1500))
        .request_id("req_1")
        .masked_as(not_found());
    let text = format!("{report:#?}");
    let text = without_places(&text);
    assert_eq!(
        text,
        "err:shop:vault:sealed: The vault of alice is sealed until 1970-01-01T00:00:00Z
    at HERE
    shown as err:shop:order:not_found
    while opening the\\u{202e} vault at HERE
    caused by err:shop:order:not_found: The order `ord_1` was not found
    caused by disk\\nfull
    field body.owner: is\\nunknown
    retry after 2 s
    request req_1"
    );
}

/// Replaces each location in this file with `HERE`.
fn without_places(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(file!()) {
        out.push_str(&rest[..at]);
        out.push_str("HERE");
        let after = &rest[at + file!().len()..];
        rest = after.trim_start_matches(|char: char| char == ':' || char.is_ascii_digit());
    }
    out + rest
}

#[test]
fn params_of_redacted_codes_are_only_logged() {
    let report = Report::new(sealed());
    assert_eq!(report.to_string(), "The vault of [redacted] is sealed until [redacted]");
    assert!(format!("{report:#}").contains("alice"));
    for profile in [Profile::Api, Profile::Problem] {
        let mut body = String::new();
        assert_eq!(report.write_body(profile, None, &mut body), Some(403));
        assert!(!body.contains("alice") && !body.contains("1970"), "{body}");
    }
}

#[test]
fn field_errors_instance_and_request_id_are_in_the_body() {
    let fix = OwnedFieldError { location: "body".into(), message: "m".into(), fix: Some("f".into()) };
    let report = Report::new(Error::OrderInvalid)
        .field_error("body.amount", "must be positive")
        .with_field_error(fix)
        .instance("/orders/1")
        .request_id("mine");
    let mut body = String::new();
    assert_eq!(report.write_body(Profile::Problem, Some("theirs"), &mut body), Some(400));
    assert_eq!(
        body,
        r#"{"type":"https://shop.example/docs/errors/shop/order/invalid","title":"Bad Request","status":400,"detail":"The order is not valid","instance":"/orders/1","code":"err:shop:order:invalid","errors":[{"location":"body.amount","message":"must be positive"},{"location":"body","message":"m","fix":"f"}]}"#
    );
    body.clear();
    assert_eq!(report.write_body(Profile::Api, Some("theirs"), &mut body), Some(400));
    assert!(body.starts_with(r#"{"meta":{"requestId":"mine"}"#), "{body}");
}

#[test]
fn clients_see_the_mask() {
    let report = Report::new(sealed())
        .header("X-Owner", "alice")
        .retry_after(Duration::from_secs(9))
        .masked_as(not_found())
        .header("X-Shown", "yes");
    assert_eq!((report.code(), report.shown().code()), (Code::VaultSealed, Code::OrderNotFound));
    assert_eq!(report.to_string(), "The order `ord_1` was not found");
    let answer = Answer::new(&report, &Offer::new(Profile::Api), Asked::default());
    assert_eq!((answer.status, answer.content_type), (404, Some("application/json")));
    assert_eq!(answer.headers, [("X-Shown".into(), "yes".into())]);
    assert!(format!("{report:#}").ends_with("(shown as err:shop:order:not_found)"));
}

#[test]
fn a_wider_report_keeps_everything() {
    let report = Report::new(OrdersGetError::VaultSealed { owner: "o".into(), until: SystemTime::UNIX_EPOCH })
        .context("c")
        .masked_as(OrdersGetError::OrderNotFound { order: "x".into() });
    let (line, origin) = (format!("{report:#}"), report.origin());
    let wide: Report<Error> = report.widen();
    assert_eq!((format!("{wide:#}"), wide.origin()), (line, origin));
    assert_eq!(wide.to_string(), "The order `x` was not found");
}

#[test]
fn a_code_can_depend_on_the_original_error() {
    let code = |error: std::io::Error| {
        let result: Result<(), _> = Err(error);
        let report = result.code_with(|error| match error.kind() {
            std::io::ErrorKind::NotFound => not_found(),
            _ => Error::ServiceUnexpected,
        });
        let report: Report<Error> = report.unwrap_err();
        (report.code(), report.source().map(ToString::to_string))
    };
    let missing = std::io::Error::new(std::io::ErrorKind::NotFound, "gone");
    assert_eq!(code(missing), (Code::OrderNotFound, Some("gone".to_owned())));
    assert_eq!(code(io()), (Code::ServiceUnexpected, Some("disk\nfull".to_owned())));
    let called = std::cell::Cell::new(false);
    let error = |_: &()| {
        called.set(true);
        not_found()
    };
    assert_eq!(Some(1).code_with(error).ok(), Some(1));
    assert!(!called.get());
    None::<()>.code_with(error).unwrap_err().assert_code(Code::OrderNotFound);
}

#[test]
fn collected_problems_become_one_report() {
    let validate = |amount: &str, item: Option<&str>| -> Result<u32, Report<Error>> {
        let mut problems = FieldErrors::new();
        let amount = problems.value("body.amount", amount.parse::<u32>().map_err(|_| "must be a number"));
        if item.is_none() {
            problems.add("body.item", "is missing");
        }
        problems.code(Error::OrderInvalid)?;
        Ok(amount.unwrap_or_default())
    };
    assert_eq!(validate("3", Some("a")).ok(), Some(3));
    let report = validate("x", None).unwrap_err();
    report.assert_code(Code::OrderInvalid);
    let of = |error: &OwnedFieldError| format!("{} {}", error.location, error.message);
    let found: Vec<String> = report.field_errors().iter().map(of).collect();
    assert_eq!(found, ["body.amount must be a number", "body.item is missing"]);
    assert_eq!(report.source().map(ToString::to_string), None);
}

#[test]
fn reports_tell_what_was_set_on_them() {
    let report = Report::new(sealed()).context("inner").context("outer").field_error("a", "b");
    assert_eq!(report.contexts().collect::<Vec<_>>(), ["outer", "inner"]);
    assert_eq!(report.field_errors(), [OwnedFieldError::new("a", "b")]);
    let masked = report.masked_as(not_found());
    assert!(masked.field_errors().is_empty(), "clients don't see those of the hidden error");
    assert_eq!(masked.retry(), Retry::Never);
    let retry = |error: Error| Report::new(error).retry();
    assert_eq!(retry(sealed()), Retry::After(Duration::from_secs(77)));
    assert_eq!(retry(Error::ServiceOverloaded), Retry::After(Duration::from_secs(30)));
    assert_eq!(retry(Error::UpstreamUnreachable), Retry::WithBackoff);
    assert_eq!(retry(Error::OrderInvalid), Retry::Unknown);
    let wait = Duration::from_millis(2500);
    let busy = Error::CardBusy { wait, until: SystemTime::UNIX_EPOCH, realm: "cards".into() };
    assert_eq!(retry(busy), Retry::After(Duration::from_secs(3)));
    let later = Report::new(Error::OrderInvalid).retry_after(Duration::from_secs(9));
    assert_eq!(later.retry(), Retry::After(Duration::from_secs(9)));
}

/// The message of a panic.
fn panics(run: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).expect_err("a panic");
    panic.downcast_ref::<String>().cloned().expect("a text")
}

#[test]
fn assertions_say_what_was_found() {
    let report = Report::new(not_found()).context("paying");
    report.assert_code(Code::OrderNotFound);
    let answer = Answer::new(&report, &Offer::new(Profile::Api), Asked::default());
    answer.assert_code(Code::OrderNotFound);
    let (origin, body) = (report.origin().to_string(), answer.body.clone());
    let found = "expected code `err:shop:order:invalid`, found `err:shop:order:not_found`: ";
    assert_eq!(
        panics(move || report.assert_code(Code::OrderInvalid)),
        format!("{found}err:shop:order:not_found: The order `ord_1` was not found: paying at {origin}")
    );
    assert_eq!(panics(move || answer.assert_code(Code::OrderInvalid)), format!("{found}404 {body}"));
    let empty = errbook::client::Reply { status: 404, content_type: None, retry_after: None, body: b"" };
    assert_eq!(
        panics(move || drop(empty.assert_code(Code::OrderInvalid))),
        "expected code `err:shop:order:invalid`, but response body is empty (status 404): 404 "
    );
}

#[test]
fn errors_can_be_cloned() {
    for error in [not_found(), sealed(), Error::OrderInvalid] {
        assert_eq!(error.clone(), error);
    }
    let of_operation = OrdersGetError::OrderNotFound { order: "x".into() };
    assert_eq!(of_operation.clone().params(), of_operation.params());
}

/// anyhow writes an error and its sources.
fn with_sources(error: &dyn std::error::Error) -> String {
    let (mut text, mut next) = (error.to_string(), error.source());
    while let Some(source) = next {
        text += &format!(": {source}");
        next = source.source();
    }
    text
}

#[test]
fn a_masked_report_is_in_logs_of_others_with_its_real_error() {
    let report = || Report::new(sealed()).context("opening").caused_by(io()).masked_as(not_found());
    assert_eq!(
        with_sources(&report()),
        "The order `ord_1` was not found: err:shop:vault:sealed: The vault of alice is sealed until \
         1970-01-01T00:00:00Z: opening: disk\nfull"
    );
    assert_eq!(format!("{:#}", anyhow::Error::new(report())), with_sources(&report()));
}
