//! A gateway raises the errors of all catalogs that it depends on, in its own format.

use std::time::Duration;

use errbook::client::{Reply, read};
use errbook::{Answer, ErrorCode, Report, ReportResult, TypedError};
use gateway_errors::{Code, Error, Profile};

/// A middleware of the platform.
fn authenticate(token: &str) -> Result<(), Report<platform_errors::Error>> {
    if token.is_empty() {
        Err(platform_errors::Error::AuthTokenMissing)?
    }
    Ok(())
}

/// A function of the payments service, which uses the middleware.
fn pay(token: &str, card: &str) -> Result<(), Report<payments_errors::Error>> {
    authenticate(token).widen()?;
    if card == "4242" {
        Err(payments_errors::Error::CardDeclined { card: "4242".into() })?
    }
    Ok(())
}

fn ship(city: &str) -> Result<(), Report<shipping_errors::Error>> {
    if city == "Atlantis" {
        Err(shipping_errors::Error::AddressUnknown { city: "Atlantis".into() })?
    }
    Ok(())
}

fn handle(token: &str, card: &str, city: &str) -> Result<(), Report<Error>> {
    authenticate(token).widen()?;
    pay(token, card).widen()?;
    ship(city).widen()?;
    Err(Error::UpstreamDown { service: "shipping".into() })?
}

fn answer(report: &Report<Error>) -> (u16, serde_json::Value) {
    let answer = Answer::by_default(report);
    (answer.status, serde_json::from_str(&answer.body).expect("JSON"))
}

#[test]
fn errors_of_all_catalogs_are_sent_in_the_format_of_the_gateway() {
    let sent = |token, card, city| {
        let (status, body) = answer(&handle(token, card, city).unwrap_err());
        format!("{status} {} {} {}", body["error"]["code"], body["error"]["message"], body["error"]["docs"])
    };
    let root = "https://docs.example.com";
    assert_eq!(
        [sent("", "1", ""), sent("t", "4242", ""), sent("t", "1", "Atlantis"), sent("t", "1", "Oslo")],
        [
            format!(
                "401 \"err:platform:auth:token_missing\" \"The request has no access token\" \
                 \"{root}/platform/platform/auth/token_missing\""
            ),
            format!(
                "402 \"err:payments:card_declined\" \"The card 4242 was declined\" \"{root}/payments/payments/card_declined\""
            ),
            format!("422 \"SHIP-101\" \"No carrier delivers to Atlantis\" \"{root}/shipping/101\""),
            format!(
                "503 \"err:gateway:upstream_down\" \"shipping does not answer\" \"{root}/gateway/gateway/upstream_down\""
            ),
        ]
    );
}

#[test]
fn an_error_is_the_same_by_every_way() {
    let direct: Error = platform_errors::Error::AuthTokenMissing.into();
    let through: Error = payments_errors::Error::from(platform_errors::Error::AuthTokenMissing).into();
    assert_eq!(direct, through);
    assert_eq!(direct.code(), Code::Platform(platform_errors::Code::AuthTokenMissing));
    assert!(matches!(through, Error::Platform(platform_errors::Error::AuthTokenMissing)));
}

#[test]
fn codes_have_the_data_of_their_catalog() {
    let code = Code::find("err:platform:limits:too_many_requests").expect("a code of the platform");
    assert_eq!(code, Code::Platform(platform_errors::Code::LimitsTooManyRequests));
    assert_eq!((code.as_str(), code.status(Profile::Api)), ("err:platform:limits:too_many_requests", Some(429)));
    assert_eq!(code.related().count(), 0);
    let codes: Vec<Code> = Code::UpstreamDown.related().collect();
    assert_eq!(codes, [Code::Shipping(shipping_errors::Code::AddressUnknown)]);
    let token = Code::from(platform_errors::Code::AuthTokenExpired);
    assert_eq!(token.related().collect::<Vec<_>>(), [Code::Platform(platform_errors::Code::AuthTokenMissing)]);
    assert_eq!("SHIP-101".parse(), Ok(Code::Shipping(shipping_errors::Code::AddressUnknown)));
    // A field of another catalog is that catalog's business.
    assert_eq!(payments_errors::Code::from(platform_errors::Code::AuthTokenExpired).owner(), None);
    assert_eq!(payments_errors::Code::CardDeclined.owner(), Some(payments_errors::Owner::Money));
    assert_eq!(Code::all(), [Code::UpstreamDown]);
}

#[test]
fn headers_and_params_come_from_the_dependency() {
    let wait = Duration::from_secs(7);
    let error: Error = platform_errors::Error::LimitsTooManyRequests { wait }.into();
    assert_eq!(error.params(), [("wait", errbook::Value::Duration(wait))]);
    assert_eq!(error.to_string(), "Wait 7s before the next request");
    let answer = Answer::by_default(&Report::new(error));
    assert!(answer.all_headers().any(|header| header == ("Retry-After", "7")), "{answer}");
}

#[test]
fn a_client_of_the_gateway_reads_them() {
    let report = handle("t", "4242", "").unwrap_err();
    let answer = Answer::by_default(&report);
    let reply = Reply {
        status: answer.status,
        content_type: answer.content_type,
        retry_after: None,
        body: answer.body.as_bytes(),
    };
    let received = read::<Code>(&reply).expect("an error of the catalogs");
    assert_eq!(received.code.known(), Some(Code::Payments(payments_errors::Code::CardDeclined)));
    assert_eq!(received.param("card"), Some(errbook::Value::String("4242")));
    // A code that only a newer version of the dependency has.
    let newer = answer.body.replace("card_declined", "card_stolen");
    let received = read::<Code>(&Reply { body: newer.as_bytes(), ..reply }).expect("a newer code");
    assert_eq!((received.code.known(), received.raw_code.as_str()), (None, "err:payments:card_stolen"));
}

#[test]
fn an_operation_raises_only_the_codes_that_the_catalog_lists() {
    use payments_errors::PaymentsCreateError as Create;

    let codes: Vec<&str> = Create::CODES.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes, ["err:payments:card_declined", "err:platform:limits:too_many_requests"]);
    let limit = platform_errors::Error::LimitsTooManyRequests { wait: Duration::from_secs(1) };
    let create = Create::try_from(payments_errors::Error::from(limit)).expect("it is listed");
    assert_eq!(create.code(), payments_errors::Code::Platform(platform_errors::Code::LimitsTooManyRequests));
    let missing = payments_errors::Error::from(platform_errors::Error::AuthTokenMissing);
    assert!(Create::try_from(missing).is_err());
}
