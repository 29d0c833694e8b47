//! Reports as `tracing` events, written by a real subscriber.

mod secrets;

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use errbook::{Decimal, OwnedFieldError, Report, Url};
use errbook_service_tests::Error;
use proptest::prelude::*;
use secrets::{fields, secrets};
use serde_json::{Value, json};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that a subscriber writes during `run`.
fn lines(run: impl FnOnce()) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    tracing::subscriber::with_default(subscriber.finish(), run);
    let bytes = lines.0.lock().expect("not poisoned").clone();
    String::from_utf8(bytes).expect("UTF-8")
}

fn event(report: &Report<Error>) -> Value {
    let text = lines(|| report.log());
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn an_event_has_the_fields_that_logs_are_searched_by() {
    let report = Report::new(Error::OrderNotFound { order: "ord_1\n".into() }).context("paying").request_id("req_1");
    let event = event(&report);
    assert_eq!((&event["level"], &event["target"]), (&json!("INFO"), &json!("errbook")));
    assert_eq!(
        event["fields"],
        json!({
            "message": "err:shop:order:not_found: The order `ord_1\\n` was not found: paying",
            "error.code": "err:shop:order:not_found", "error.type": "err:shop:order:not_found",
            "error.group": "shop:order", "error.origin": report.origin().to_string(), "request_id": "req_1",
            "error.params.order": "ord_1\n",
        })
    );
}

#[test]
fn params_are_fields_of_their_types() {
    let error = Error::OrderEveryType {
        text: "\"x\"".into(),
        number: 9_007_199_254_740_993,
        price: Decimal::new("12.50").expect("a decimal"),
        link: Url::new("https://shop.example").expect("a URL"),
        flag: true,
        at: UNIX_EPOCH + Duration::from_micros(1_234_567),
        wait: Duration::from_millis(30_500),
        names: vec!["a".into(), "b".into()],
    };
    let event = event(&Report::new(error));
    let param = |name: &str| event["fields"][format!("error.params.{name}")].clone();
    assert_eq!(
        ["text", "number", "price", "link", "flag", "at", "wait", "names"].map(param),
        [
            json!("\"x\""),
            json!(9_007_199_254_740_993_i64),
            json!("12.50"),
            json!("https://shop.example"),
            json!(true),
            json!("1970-01-01T00:00:01.234Z"),
            json!(30),
            json!("a, b"),
        ]
    );
}

#[test]
fn field_errors_are_a_field() {
    let hidden = OwnedFieldError::new("body.owner", "is\nunknown").with_fix("send \"me\"");
    let report = Report::new(Error::OrderInvalid).with_field_error(hidden).masked_as(Error::ServiceUnexpected);
    let event = event(&report.field_error("body", "x"));
    assert_eq!(
        event["fields"]["error.field_errors"],
        r#"[{"location":"body.owner","message":"is\nunknown","fix":"send \"me\""},{"location":"body","message":"x"}]"#
    );
    assert_eq!(event["fields"]["error.shown_as"], "err:shop:service:unexpected");
}

#[test]
fn a_sensitive_param_is_a_masked_field() {
    let event = event(&Report::new(Error::VaultCodeWrong { owner: "alice".into(), code_entered: "0000".into() }));
    assert_eq!(
        (&event["fields"]["error.params.owner"], &event["fields"]["error.params.code_entered"]),
        (&json!("alice"), &json!("***"))
    );
}

#[test]
fn a_subscriber_that_filters_levels_gets_no_event() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_writer(move || writer.clone());
    tracing::subscriber::with_default(subscriber.finish(), || {
        Report::new(Error::OrderInvalid).log();
        Report::new(Error::ServiceUnexpected).log();
    });
    let text = String::from_utf8(lines.0.lock().expect("not poisoned").clone()).expect("UTF-8");
    assert!(text.lines().count() == 1 && text.contains("err:shop:service:unexpected"), "{text}");
}

#[test]
fn uses_the_level_of_the_catalog() {
    let level = |error: Error| event(&Report::new(error))["level"].clone();
    assert_eq!(level(Error::ServiceUnexpected), "ERROR");
    assert_eq!(level(Error::VaultSealed { owner: "a".into(), until: std::time::UNIX_EPOCH }), "WARN");
    assert_eq!(level(Error::CardDeclined { last4: "1".into() }), "INFO");
}

#[test]
fn sets_error_type_on_the_current_span() {
    let text = lines(|| {
        let span = tracing::info_span!("request", "error.type" = tracing::field::Empty);
        span.in_scope(|| {
            Report::new(Error::OrderInvalid).log();
            tracing::info!("after");
        });
    });
    let last: Value = serde_json::from_str(text.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["span"]["error.type"], "err:shop:order:invalid");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn sensitive_params_reach_no_event_and_no_span(secrets in secrets()) {
        let of = || secrets.clone();
        let text = lines(|| {
            let error = || fields!(Error, CardRevealed, of());
            let span = tracing::info_span!("request", error = %error(), debug = ?error(), "error.type" = tracing::field::Empty);
            span.in_scope(|| {
                Report::new(error()).log();
                Report::new(fields!(Error, CardSecret, of(), shop)).log();
                tracing::info!(report = ?Report::new(error()), fields = ?error().params(), "after");
            });
        });
        prop_assert_eq!(text.lines().count(), 3);
        prop_assert_eq!(secrets.leak(&text), None, "{}", text);
        prop_assert!(text.contains("Revealed: ***"), "{}", text);
    }
}
