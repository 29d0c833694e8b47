//! For any text in params and in additions of a service: bodies are valid JSON, headers are valid,
//! log lines are single lines, and nothing of a masked error reaches the client.

use std::borrow::Cow;

use errbook::{Answer, Asked, Offer, Report};
use errbook_service_tests::{Code, Error, Profile};
use proptest::prelude::*;

fn offer() -> Offer<Code> {
    Offer::new(Profile::Api).or(Profile::Problem)
}

/// Text with characters that are special in JSON, HTTP, or logs.
fn hostile() -> impl Strategy<Value = String> {
    let parts = [
        "\"", "\\", "\n", "\r\n", "\0", "\u{7f}", "\u{85}", "\u{2028}", "\u{202e}", "é", "😀", "a", ": ", "{order}",
        "\t",
    ];
    prop_oneof![
        prop::collection::vec(prop::sample::select(parts.to_vec()), 0..12).prop_map(|parts| parts.concat()),
        any::<String>()
    ]
}

fn is_one_line(text: &str) -> bool {
    !text.contains(|char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202e}'))
}

fn assert_well_formed(answer: &Answer) -> Result<(), TestCaseError> {
    let body: Result<serde_json::Value, _> = serde_json::from_str(&answer.body);
    prop_assert!(body.is_ok(), "{}", answer.body);
    for (name, value) in answer.all_headers() {
        prop_assert!(name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'), "{name:?}");
        prop_assert!(!name.is_empty() && !value.contains(char::is_control), "{name:?}: {value:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn answers_are_well_formed(text in hostile(), other in hostile(), accept in hostile()) {
        let report = Report::new(Error::OrderNotFound { order: Cow::Owned(text.clone()) })
            .context(other.clone())
            .caused_by(text.clone())
            .header(other.clone(), text.clone())
            .header("X-Any", other.clone())
            .instance(text.clone())
            .field_error(other.clone(), text.clone())
            .request_id(other.clone());
        let asked = Asked::default().accept(&accept).request_id(&text);
        let answer = Answer::new(&report, &offer(), asked);
        assert_well_formed(&answer)?;
        let body: serde_json::Value = serde_json::from_str(&answer.body).expect("checked");
        let detail = body.pointer("/error/detail").or(body.pointer("/detail"));
        let expected = format!("The order `{text}` was not found");
        prop_assert_eq!(detail.and_then(|detail| detail.as_str()), Some(expected.as_str()));
        for line in [format!("{report:#}"), format!("{report:?}")] {
            prop_assert!(is_one_line(&line), "{:?}", line);
        }
        let paragraph = format!("{report:#?}");
        prop_assert!(paragraph.lines().all(is_one_line));
    }

    /// Hidden text only uses letters that the shown error doesn't contain, so a single leaked byte
    /// would be found.
    #[test]
    fn nothing_of_a_masked_error_reaches_the_client(
        secret in "[\u{3b1}-\u{3c9}]{1,20}", number in 900_000_000_u64..999_999_999, accept in hostile(), is_widened in any::<bool>(),
    ) {
        let hidden = Report::new(Error::CardDeclined { last4: secret.clone().into() })
            .context(secret.clone())
            .caused_by(secret.clone())
            .field_error(secret.clone(), secret.clone())
            .retry_after(std::time::Duration::from_secs(number))
            .instance(secret.clone())
            .header(format!("X-{number}"), secret.clone())
            .masked_as(Error::OrderNotFound { order: "ord_1".into() });
        let hidden = if is_widened { hidden.widen() } else { hidden };
        let shown = Report::new(Error::OrderNotFound { order: "ord_1".into() });
        for accept in ["application/json", "application/problem+json", accept.as_str()] {
            let asked = Asked::default().accept(accept).request_id("req_1");
            let (hidden, shown) = (Answer::new(&hidden, &offer(), asked), Answer::new(&shown, &offer(), asked));
            prop_assert_eq!(&hidden, &shown);
            let all = hidden.to_string();
            let leaks = all.contains(|char| secret.contains(char)) || all.contains(&number.to_string());
            prop_assert!(!leaks && !all.contains("declined") && !all.contains("402"), "{}", all);
        }
        prop_assert_eq!(hidden.to_string(), shown.to_string());
        let line = format!("{:#}", hidden);
        prop_assert!(line.contains(&secret));
    }
}

#[test]
fn a_megabyte_is_sent_and_logged() {
    let order = "\"\n".repeat(500_000);
    let report = Report::new(Error::OrderNotFound { order: order.clone().into() }).header("X-Order", order.clone());
    let answer = Answer::new(&report, &offer(), Asked::default());
    assert_well_formed(&answer).expect("well-formed");
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(body["error"]["detail"], format!("The order `{order}` was not found"));
    assert!(is_one_line(&format!("{report:#}")));
}
