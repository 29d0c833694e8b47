//! Sensitive params never reach logs, and only revealed ones reach response bodies.

mod secrets;

use errbook::client::{Reply, read};
use errbook::{Answer, Asked, ErrorCode, Occurrence, Offer, Report, TypedError, Value};
use errbook_service_tests::{Code, Error, OrdersPayError, Profile, tables};
use proptest::prelude::*;
use secrets::{Secrets, fields, secrets};

/// Everything that a service can write to a log about an error.
fn logged<E: TypedError>(error: impl Fn() -> E) -> String {
    let report = Report::new(error()).context("paying").caused_by(Report::new(error()));
    let error = error();
    format!(
        "{error} {error:?} {error:#?} {:?} {:?} {report} {report:+} {report:#} {report:?} {report:#?} {}",
        error.fields(),
        error.params(),
        report.log_line(),
    )
}

/// The response bodies of all profiles that send the error.
fn bodies<E: TypedError>(error: &E, profiles: &[<E::Code as ErrorCode>::Profile]) -> Vec<String> {
    let body = |profile: &_| {
        let mut body = String::new();
        error.write_body(*profile, &Occurrence::default(), &mut body).map(|_| body)
    };
    profiles.iter().filter_map(body).collect()
}

fn answers(report: &Report<Error>) -> Vec<Answer> {
    let profiles = [Profile::Api, Profile::Problem, Profile::Full].into_iter();
    profiles.map(|profile| Answer::new(report, &Offer::new(profile), Asked::default())).collect()
}

/// Checks an error whose code is `CardSecret` or `CardRevealed`.
fn check<E: TypedError>(
    secrets: &Secrets,
    is_revealed: bool,
    profiles: &[<E::Code as ErrorCode>::Profile],
    error: impl Fn() -> E,
) -> Result<(), TestCaseError> {
    let logged = logged(&error);
    prop_assert_eq!(secrets.leak(&logged), None, "{}", logged);
    prop_assert!(logged.contains("***"));
    let bodies = bodies(&error(), profiles);
    prop_assert_eq!(bodies.len(), 3);
    for body in bodies {
        if is_revealed {
            prop_assert!(body.contains(&secrets.text) && body.contains(&secrets.price), "{}", body);
            prop_assert!(!body.contains("***"), "{}", body);
        } else {
            prop_assert_eq!(secrets.leak(&body), None, "{}", body);
            prop_assert!(body.contains("Secret of open: *** *** *** *** *** *** *** ***"), "{}", body);
            prop_assert!(!body.contains("number"), "{}", body);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn only_revealed_values_are_sent_and_none_are_logged(secrets in secrets()) {
        let of = || secrets.clone();
        check(&secrets, false, Profile::ALL, || fields!(Error, CardSecret, of(), shop))?;
        check(&secrets, true, Profile::ALL, || fields!(Error, CardRevealed, of()))?;
        check(&secrets, false, Profile::ALL, || fields!(OrdersPayError, CardSecret, of(), shop))?;
        check(&secrets, true, Profile::ALL, || fields!(OrdersPayError, CardRevealed, of()))?;
        check(&secrets, false, tables::Profile::ALL, || fields!(tables::Error, CardSecret, of(), shop))?;
        check(&secrets, true, tables::Profile::ALL, || fields!(tables::Error, CardRevealed, of()))?;
    }

    #[test]
    fn a_masked_report_sends_nothing_of_the_real_error(secrets in secrets()) {
        let hidden = Report::new(fields!(OrdersPayError, CardRevealed, secrets.clone())).widen::<Error>();
        let hidden = hidden.masked_as(Error::OrderNotFound { order: "open".into() });
        let revealing = Report::new(Error::OrderNotFound { order: "open".into() });
        let revealing = revealing.masked_as(fields!(Error, CardRevealed, secrets.clone()));
        for report in [&hidden, &revealing] {
            let logged = format!("{report} {report:#} {report:?} {report:#?}");
            prop_assert_eq!(secrets.leak(&logged), None, "{}", logged);
        }
        for answer in answers(&hidden) {
            prop_assert_eq!(secrets.leak(&answer.to_string()), None, "{}", answer);
        }
        for answer in answers(&revealing) {
            prop_assert!(answer.body.contains(&secrets.text), "{}", answer);
        }
    }

    /// Servers and proxies log headers, so `reveal` makes no difference.
    #[test]
    fn headers_never_have_secrets(secrets in secrets()) {
        let hidden = Report::new(fields!(Error, CardSecret, secrets.clone(), shop));
        let revealing = Report::new(fields!(Error, CardRevealed, secrets.clone()));
        for answer in answers(&hidden).into_iter().chain(answers(&revealing)) {
            let headers: Vec<String> = answer.all_headers().map(|(name, value)| format!("{name}: {value}")).collect();
            let headers = headers.join("\n");
            prop_assert_eq!(secrets.leak(&headers), None, "{}", headers);
        }
        // The profile sends a param of the same code that isn't sensitive.
        let sent = answers(&hidden).iter().any(|answer| answer.all_headers().any(|header| header == ("X-Shop", "open")));
        prop_assert!(sent);
    }

    /// A client gets the values of revealed params, and no others.
    #[test]
    fn clients_read_masked_params_as_absent(secrets in secrets()) {
        for (error, is_revealed) in
            [(fields!(Error, CardSecret, secrets.clone(), shop), false), (fields!(Error, CardRevealed, secrets.clone()), true)]
        {
            for answer in answers(&Report::new(error)) {
                let (status, content_type) = (answer.status, answer.content_type);
                let reply = Reply { status, content_type, retry_after: None, body: answer.body.as_bytes() };
                let received = read::<Code>(&reply).expect("an error of the catalog");
                let text = received.param("text");
                if is_revealed {
                    prop_assert_eq!(text, Some(Value::String(&secrets.text)));
                    prop_assert_eq!(received.params.len(), 8, "{}", answer);
                } else {
                    prop_assert_eq!(text, None);
                    prop_assert_eq!(received.param("shop"), Some(Value::String("open")));
                    prop_assert_eq!(received.params.len(), 1, "{}", answer);
                }
            }
        }
    }
}

#[test]
fn redaction_hides_revealed_params_too() {
    let error = || Error::VaultCodeWrong { owner: "\u{3b1}".into(), code_entered: "\u{3b2}".into() };
    assert_eq!(error().to_string(), "The vault of \u{3b1} does not accept the code ***");
    assert_eq!(format!("{:?}", error()), "VaultCodeWrong { owner: \"\u{3b1}\", code_entered: *** }");
    let report = Report::new(error());
    assert_eq!(report.to_string(), "The vault of [redacted] does not accept the code [redacted]");
    assert!(bodies(&error(), Profile::ALL).iter().all(|body| !body.contains(['\u{3b1}', '\u{3b2}'])));
}

#[test]
fn errors_are_equal_if_their_secrets_are() {
    let error = |code: &'static str| Error::VaultCodeWrong { owner: "a".into(), code_entered: code.into() };
    assert_eq!(error("1"), error("1"));
    assert_ne!(error("1"), error("2"));
}
