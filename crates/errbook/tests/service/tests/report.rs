//! Reports: what clients see, what logs contain, and that the two stay separate.

use std::error::Error as _;
use std::mem::size_of;
use std::time::{Duration, SystemTime};

use errbook::{Answer, Asked, Offer, OrCode, OwnedFieldError, Report, ReportResult};
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
    let new = || (Report::new(not_found()), line!());
    let asked = (question_mark().unwrap_err(), line!() - 4);
    for (report, line) in [new(), asked, code(), none()] {
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
