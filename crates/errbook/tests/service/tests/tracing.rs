//! Reports as `tracing` events, written by a real subscriber.

mod secrets;

use std::io;
use std::sync::{Arc, Mutex};

use errbook::Report;
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
        })
    );
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
