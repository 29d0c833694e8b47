//! Codes with a message for each profile: logs have the first, and each response has its own.

use std::time::Duration;

use errbook::client::{Reply, read};
use errbook::{Answer, Asked, Decimal, Offer, Received, Report, TypedError, Value};
use errbook_service_tests::tables::Error as InTables;
use errbook_service_tests::{Code, Error, OrdersRefundError, Profile};
use proptest::prelude::*;

const API: &str = "The bank refused 12.50: over the limit";

/// The error of an enum with the variant `CardRefused`.
macro_rules! refused {
    ($error:ident, $reason:expr) => {
        $error::CardRefused {
            reason: $reason.to_owned().into(),
            amount: Decimal::new("12.50").expect("a decimal"),
            wait: Duration::from_secs(90),
            bank: "ACME".into(),
            contact: String::from("Bob").into(),
            holder: String::from("Ann").into(),
        }
    };
}

fn refused() -> Report<Error> {
    Report::new(refused!(Error, "over the limit"))
}

fn answer(report: &Report<Error>, profile: Profile) -> Answer {
    Answer::new(report, &Offer::new(profile), Asked::default())
}

fn received(answer: &Answer) -> Received<Code> {
    let (status, content_type) = (answer.status, answer.content_type);
    let reply = Reply { status, content_type, retry_after: None, body: answer.body.as_bytes() };
    read(&reply).expect("an error of the catalog")
}

#[test]
fn the_first_profile_has_the_message_of_logs_and_lists() {
    assert_eq!(Code::CardRefused.message(), Some("The bank refused {amount}: {reason}"));
    assert_eq!(refused!(Error, "over the limit").to_string(), API);
    assert_eq!(refused!(OrdersRefundError, "over the limit").to_string(), API);
    assert_eq!(refused!(InTables, "over the limit").to_string(), API);
    assert_eq!((refused().to_string(), refused().log_line().to_string().contains(API)), (API.to_owned(), true));
}

#[test]
fn each_response_has_the_message_of_its_profile() {
    let message = |profile| received(&answer(&refused(), profile)).message;
    assert_eq!(message(Profile::Api), API);
    assert_eq!(message(Profile::Problem), "Refused, ask *** of ACME, or retry in 1m30s");
    assert_eq!(message(Profile::Full), "The card of Ann was refused");
    let mut body = String::new();
    refused!(OrdersRefundError, "x").write_body(Profile::Full, &errbook::Occurrence::default(), &mut body);
    assert!(body.contains("The card of Ann was refused"), "{body}");
}

/// The profile decides, not the shape of the body.
#[test]
fn problem_details_of_a_profile_have_its_message() {
    let offer = Offer::new(Profile::Full).or_problem_details();
    let answer = Answer::new(&refused(), &offer, Asked::default().accept("application/problem+json"));
    assert_eq!(answer.content_type, Some("application/problem+json"));
    assert_eq!(received(&answer).message, "The card of Ann was refused");
}

#[test]
fn templates_are_known_by_profile() {
    assert_eq!(Code::CardRefused.message_in(Profile::Full), Some("The card of {holder} was refused"));
    assert_eq!(Code::CardRefused.message_in(Profile::Gateway), None);
    assert_eq!(Code::OrderNotFound.message_in(Profile::Problem), Code::OrderNotFound.message());
}

#[test]
fn redaction_hides_the_params_of_all_messages() {
    let report = Report::new(Error::VaultLocked { owner: "alice".into(), key: String::from("0000").into() });
    assert_eq!(received(&answer(&report, Profile::Api)).message, "The vault of [redacted] is locked");
    let problem = received(&answer(&report, Profile::Problem));
    assert_eq!(problem.message, "[redacted] has locked it with [redacted]");
    assert!(problem.params.is_empty());
}

#[test]
fn params_are_read_from_the_message_of_any_profile() {
    let params = |profile| received(&answer(&refused(), profile)).params;
    let names = |profile| params(profile).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(Profile::Api), ["reason", "amount"]);
    assert_eq!(names(Profile::Problem), ["wait", "bank"]);
    let full = received(&answer(&refused(), Profile::Full));
    assert_eq!(full.params.len(), 5, "{full:?}");
    assert_eq!(full.param("holder"), Some(Value::String("Ann")));
}

/// A response whose message is a text that another service wrote.
fn with_message(message: &str) -> Received<Code> {
    let code = "err:shop:card:refused";
    let body = serde_json::json!({"code": code, "message": message, "params": {}}).to_string();
    let content_type = Some("application/vnd.shop+json");
    read(&Reply { status: 402, content_type, retry_after: None, body: body.as_bytes() })
        .expect("an error of the catalog")
}

#[test]
fn params_are_read_from_wordings() {
    let shown = |message: &str| {
        let params = with_message(message).params;
        params.iter().map(|(name, value)| format!("{name}={};", value.borrow())).collect::<String>()
    };
    assert_eq!(shown("Refused by issuer ACME after 3 seconds: lost"), "reason=lost;issuer=ACME;seconds=3;");
    assert_eq!(shown("Ask Bob of ACME"), "issuer=ACME;agent=Bob;");
    assert_eq!(shown("Ask *** of ACME"), "issuer=ACME;");
    // Computed texts, those that were never sent, and unknown ones have no params.
    for other in ["lost!", "Your card said no", "Ask", ""] {
        assert_eq!(shown(other), "", "{other}");
    }
    // Both a message and a wording fit.
    assert_eq!(shown("The bank refused 1: "), "reason=;amount=1;");
    assert_eq!(shown("Refused by issuer A after 1 seconds: x after 2 seconds: y"), "");
    assert_eq!(Code::CardRefused.wordings().len(), 2);
    assert!(Code::OrderNotFound.wordings().is_empty());
}

proptest! {
    /// A value can look like another message, but no wrong value is read.
    #[test]
    fn values_that_look_like_other_messages_are_never_read_wrong(
        reason in prop_oneof![any::<String>(), Just("x: The card of y was refused".to_owned()), Just("Refused, ask".to_owned())],
    ) {
        let report = Report::new(refused!(Error, reason));
        for profile in [Profile::Api, Profile::Problem, Profile::Full] {
            let received = received(&answer(&report, profile));
            let read = received.param("reason");
            prop_assert!(read.is_none() || read == Some(Value::String(&reason)), "{:?}", read);
        }
    }
}
