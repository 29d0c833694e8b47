//! The client: parses responses of every profile into typed errors, and never panics, whatever it
//! receives.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use errbook::client::{ReadError, ReadErrorKind, Reply, read};
use errbook::{
    Action, ActionBy, ActionKind, Answer, AnyCode, Asked, Decimal, Format, Offer, Received, Report, Retry, Url, Value,
};
use errbook_service_tests::{Code, Error, Profile};
use proptest::prelude::*;

fn received(answer: &Answer) -> Result<Received<Code>, ReadError> {
    let retry_after = answer.headers.iter().find(|(name, _)| name == "Retry-After").map(|(_, value)| &**value);
    let body = answer.body.as_bytes();
    read(&Reply { status: answer.status, content_type: answer.content_type, retry_after, body })
}

fn reply(body: &str) -> Result<Received<Code>, ReadError> {
    read(&Reply { status: 404, content_type: Some("application/json"), retry_after: None, body: body.as_bytes() })
}

fn offers() -> [Offer<Code>; 4] {
    let problem = Offer::new(Profile::Api).or_problem_details();
    [Offer::new(Profile::Api), Offer::new(Profile::Gateway), Offer::new(Profile::Problem), problem]
}

fn every_type() -> Error {
    Error::OrderEveryType {
        text: "\"x\"\n".into(),
        number: -1,
        price: Decimal::new("12.50").expect("a decimal"),
        link: Url::new("https://shop.example").expect("a URL"),
        flag: true,
        at: SystemTime::UNIX_EPOCH + Duration::from_millis(1500),
        wait: Duration::from_secs(30),
        names: vec!["a".into(), "b".into()],
    }
}

#[test]
fn reads_the_code_from_every_profile_that_sends_it() {
    let errors = || {
        let declined = Error::CardDeclined { last4: "4242".into() };
        [declined, Error::OrderInvalid, Error::ServiceOverloaded, Error::UpstreamUnreachable, every_type()]
    };
    for offer in offers() {
        for error in errors() {
            let (code, message) = (error.code(), error.to_string());
            let asked = Asked::default().accept("application/problem+json");
            let answer = Answer::new(&Report::new(error), &offer, asked);
            if answer.content_type.is_some() {
                let received = received(&answer).expect("an error of the catalog");
                assert_eq!((received.code, received.message), (AnyCode::Known(code), message), "{answer}");
                assert_eq!(received.status, Some(answer.status));
            }
        }
    }
}

#[test]
fn reads_declared_params_with_their_types() {
    let error = every_type();
    let answer = Answer::new(&Report::new(every_type()), &Offer::new(Profile::Problem), Asked::default());
    let received = received(&answer).expect("an error of the catalog");
    let params: Vec<(&str, Value<'_>)> = received.params.iter().map(|(name, value)| (*name, value.borrow())).collect();
    assert_eq!(params, error.params());
    assert_eq!(received.param("price"), Some(Value::Decimal("12.50")));
}

#[test]
fn reads_request_id_field_errors_and_instance() {
    let report = Report::new(Error::OrderInvalid).field_error("body.amount", "must be positive").instance("/1");
    let asked = Asked::default().request_id("req_1");
    let api = received(&Answer::new(&report, &Offer::new(Profile::Api), asked)).expect("an error of the catalog");
    assert_eq!((api.request_id.as_deref(), api.errors[0].location.as_ref()), (Some("req_1"), "body.amount"));
    let problem =
        received(&Answer::new(&report, &Offer::new(Profile::Problem), asked)).expect("an error of the catalog");
    assert_eq!((problem.instance.as_deref(), problem.errors), (Some("/1"), api.errors));
}

#[test]
fn keeps_codes_of_a_newer_service() {
    let gateway =
        reply(r#"{"error":{"code":"err:edge:upstream:on_fire","message":"hot","more":[1]}}"#).expect("a shape");
    assert_eq!((gateway.code.as_str(), gateway.code.known()), ("err:edge:upstream:on_fire", None));
    assert_eq!(gateway.to_string(), "err:edge:upstream:on_fire: hot");
    let api = r#"{"meta":{},"error":{"detail":"d","status":404,"title":"t","type":"https://shop.example/docs/errors/shop/order/lost"}}"#;
    assert!(reply(api).is_err(), "the request ID is not optional in the manifest");
    let api = api.replace("{}", r#"{"requestId":null}"#);
    assert_eq!(reply(&api).expect("a shape").code.as_str(), "err:shop:order:lost");
    assert_eq!(gateway.raw_code, "err:edge:upstream:on_fire");
}

#[test]
fn an_alias_becomes_the_current_code_and_its_text_is_kept() {
    let former = reply(r#"{"error":{"code":"err:shop:orders:missing","message":""}}"#).expect("a shape");
    assert_eq!((former.code.known(), former.raw_code.as_str()), (Some(Code::OrderNotFound), "err:shop:orders:missing"));
    let page = r#"{"meta":{"requestId":null},"error":{"detail":"d","status":404,"title":"t","type":"https://shop.example/docs/errors/shop/orders/missing"}}"#;
    let former = reply(page).expect("a shape");
    assert_eq!((former.code.known(), former.raw_code.as_str()), (Some(Code::OrderNotFound), "err:shop:orders:missing"));
    let current = reply(&page.replace("orders/missing", "order/not_found")).expect("a shape");
    assert_eq!(current.raw_code, "err:shop:order:not_found");
}

#[test]
fn a_response_without_a_code_still_has_status_and_advice() {
    let of = |status, retry_after, body: &[u8]| {
        let error = read::<Code>(&Reply { status, content_type: None, retry_after, body }).expect_err("no code");
        (error.status(), error.retry(), error.to_string())
    };
    let empty = |status| format!("response body is empty (status {status})");
    assert_eq!(of(404, None, b""), (404, Retry::Unknown, empty(404)));
    assert_eq!(of(404, None, b" \r\n"), (404, Retry::Unknown, empty(404)));
    assert_eq!(of(503, Some(" 7 "), b""), (503, Retry::After(Duration::from_secs(7)), empty(503)));
    let (status, retry, text) = of(502, None, b"<html>Bad gateway</html>");
    assert_eq!((status, retry), (502, Retry::WithBackoff));
    assert!(text.starts_with("response body is not valid JSON (status 502): "), "{text}");
    assert_eq!(of(429, None, b"{}").1, Retry::WithBackoff);
}

#[test]
fn rejects_bodies_that_are_not_errors_of_the_catalog() {
    for body in [
        "{}",
        "[]",
        "null",
        "\"err:shop:order:not_found\"",
        r#"{"error":{"code":1,"message":""}}"#,
        r#"{"error":{"code":"rate_limited","message":"of somebody else"}}"#,
    ] {
        let error = reply(body).expect_err(body);
        assert!(matches!(error.kind(), ReadErrorKind::Shape) && error.status() == 404, "{body}");
    }
    let other = r#"{"meta":{"requestId":null},"error":{"detail":"d","status":404,"title":"t","type":"https://other.example/x"}}"#;
    let error = reply(other).expect_err("a page of another site");
    assert_eq!(error.to_string(), "response body does not match any profile of the catalog (status 404)");
    let deep = "[".repeat(1_000_000);
    for body in ["<html>", "{\"error\":{\"code\":\"err:", r#"{"error":{"code":"\ud800","message":""}}"#, &deep] {
        assert!(matches!(reply(body).expect_err(body).kind(), ReadErrorKind::Json(_)), "{body}");
    }
}

#[test]
fn reads_what_to_do() {
    let answer = Answer::new(&Report::new(Error::UpstreamUnreachable), &Offer::new(Profile::Gateway), Asked::default());
    assert_eq!(
        answer.body,
        r#"{"error":{"code":"err:edge:upstream:unreachable","message":"The service cannot be reached","action":"wait","fix":"Look at the status page, or ask support","team":"platform","areas":["dns","load \"balancer\""]}}"#
    );
    let sent = received(&answer).expect("an error of the catalog");
    assert_eq!(sent.action, Some(ActionKind::Wait));
    assert_eq!(sent.fix.as_deref(), Some("Look at the status page, or ask support"));
    let advice = |rest: &str| {
        let body = format!(r#"{{"error":{{"message":"",{rest}}}}}"#);
        reply(&body).map(|received| (received.action, received.retry())).map_err(|error| error.to_string())
    };
    let of_response = advice(r#""code":"err:edge:upstream:unreachable","action":"contact""#);
    assert_eq!(of_response, Ok((Some(ActionKind::Contact), Retry::Never)), "the response takes precedence");
    let of_catalog = advice(r#""code":"err:shop:card:declined""#);
    assert_eq!(of_catalog, Ok((Some(ActionKind::FixRequest), Retry::Never)), "the catalog knows it");
    assert_eq!(advice(r#""code":"err:new","action":"retry""#), Ok((Some(ActionKind::Retry), Retry::WithBackoff)));
    assert_eq!(advice(r#""code":"err:new","action":"dance","fix":null"#), Ok((None, Retry::Unknown)), "a newer kind");
    assert_eq!(advice(r#""code":"err:shop:card:declined","action":"dance""#), of_catalog);
    assert!(advice(r#""code":"err:new","action":5"#).is_err() && advice(r#""code":"err:new","fix":[]"#).is_err());
}

#[test]
fn codes_know_what_to_do() {
    let reason = Some("Somebody is *on it*");
    let action = Action { kind: ActionKind::Wait, by: ActionBy::Operator, reason };
    assert_eq!(Code::UpstreamUnreachable.action(), Some(action));
    assert!(Code::UpstreamUnreachable.retryable().is_some_and(|of| of.value && of.reason == reason));
    // An entry with the old key.
    let stop = Action { kind: ActionKind::Stop, by: ActionBy::Caller, reason: None };
    assert_eq!(Code::OrderNotFound.action(), Some(stop));
    assert!(Code::OrderNotFound.retryable().is_some_and(|of| !of.value));
    assert_eq!((Code::OrderInvalid.action(), Code::OrderInvalid.retryable()), (None, None));
    for (word, kind) in ActionKind::NAMED {
        assert_eq!((kind.as_str(), ActionKind::find(word), kind.to_string().as_str()), (*word, Some(*kind), *word));
    }
}

#[test]
fn advises_on_retries() {
    let advice = |code: &str, status, retry_after| {
        let body = format!(r#"{{"error":{{"code":"{code}","message":""}}}}"#);
        let reply = Reply { status, content_type: None, retry_after, body: body.as_bytes() };
        read::<Code>(&reply).expect("a shape").retry()
    };
    let seconds = |seconds| Retry::After(Duration::from_secs(seconds));
    assert_eq!(advice("err:shop:order:not_found", 404, Some("3")), Retry::Never);
    assert_eq!(advice("err:shop:service:overloaded", 503, None), seconds(30));
    assert_eq!(advice("err:shop:service:overloaded", 503, Some("7")), seconds(7));
    assert_eq!(advice("err:shop:service:unexpected", 500, None), Retry::Unknown);
    assert_eq!(advice("err:new", 503, None), Retry::WithBackoff);
    assert_eq!(advice("err:new", 429, Some("5")), seconds(5));
    assert_eq!(advice("err:new", 429, Some("Wed, 21 Oct 2026 07:28:00 GMT")), Retry::WithBackoff);
    assert_eq!(advice("err:new", 500, None), Retry::Unknown);
}

fn too_large(name: &str, size: i64, limit: i64, plans: &[String], wait: Duration, at: SystemTime) -> Error {
    Error::OrderTooLarge {
        file_name: name.to_owned().into(),
        file_size: size,
        max_size: limit,
        plan_names: plans.iter().map(|plan| plan.clone().into()).collect(),
        retry_in: wait,
        reset_at: at,
    }
}

#[test]
fn messages_have_params_in_their_formats() {
    let plans = ["basic".to_owned(), "pro".to_owned()];
    let error = too_large("cat.jpg", 1_572_864, 512, &plans, Duration::from_secs(90), SystemTime::UNIX_EPOCH);
    let message =
        "`cat.jpg` has 1.5 MiB, and the limit of 512 B for basic, pro resets in 1m30s, at 1970-01-01T00:00:00Z";
    assert_eq!(error.to_string(), message);
    let answer = Answer::new(&Report::new(error), &Offer::new(Profile::Full), Asked::default());
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let params = serde_json::json!({
        "fileName": "cat.jpg", "fileSize": 1_572_864, "maxSize": 512, "planNames": ["basic", "pro"], "retryIn": 90,
        "resetAt": "1970-01-01T00:00:00Z",
    });
    assert_eq!((&body["message"], &body["params"]), (&message.into(), &params));
}

proptest! {
    /// What the writer of responses writes, in members or only in the message, the client reads.
    #[test]
    fn reads_params_back_in_their_formats(
        name in "[^`]{0,20}", size in any::<i64>(), limit in 0..1024_i64, plans in prop::collection::vec("[a-z ]{1,9}", 0..4),
        (seconds, nanos) in (0..10_000_000_000_u64, prop_oneof![Just(0_u32), 0..1_000_000_000_u32]), at in 0..4_000_000_000_u64,
    ) {
        let (wait, at) = (Duration::new(seconds, nanos), SystemTime::UNIX_EPOCH + Duration::from_secs(at));
        for profile in [Profile::Api, Profile::Problem, Profile::Full] {
            let report = Report::new(too_large(&name, size, limit, &plans, wait, at));
            let answer = Answer::new(&report, &Offer::new(profile), Asked::default());
            let received = received(&answer).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let plans: Vec<Cow<'static, str>> = plans.iter().map(|plan| plan.clone().into()).collect();
            prop_assert_eq!(received.param("fileName"), Some(Value::String(&name)));
            prop_assert_eq!(received.param("maxSize"), Some(Value::Integer(limit)));
            prop_assert_eq!(received.param("planNames"), Some(Value::List(&plans)));
            prop_assert_eq!(received.param("resetAt"), Some(Value::Timestamp(at)));
            // Members have whole seconds and all digits. Messages have fractions, and rounded sizes.
            let (read, waits) = (received.param("fileSize"), received.param("retryIn"));
            if profile == Profile::Full {
                prop_assert_eq!((read, waits), (Some(Value::Integer(size)), Some(Value::Duration(Duration::from_secs(seconds)))));
            } else {
                let text = |value: Value<'_>| value.formatted(Format::Bytes).to_string();
                prop_assert_eq!(read.map(text), Some(text(Value::Integer(size))));
                prop_assert_eq!(waits, Some(Value::Duration(wait)));
            }
        }
    }

    #[test]
    fn reads_params_with_any_text(order in any::<String>()) {
        for offer in offers() {
            let report = Report::new(Error::OrderNotFound { order: Cow::Owned(order.clone()) });
            let answer = Answer::new(&report, &offer, Asked::default());
            if answer.content_type.is_some() {
                let received = received(&answer).map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert_eq!(received.message, format!("The order `{order}` was not found"));
            }
        }
    }

    #[test]
    fn survives_damaged_responses(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), length in any::<prop::sample::Index>(), shape in 0..4_usize,
    ) {
        let report = Report::new(every_type()).field_error("a", "b");
        let answer = Answer::new(&report, &offers()[shape], Asked::default());
        let mut body = answer.body.into_bytes();
        for (at, byte) in edits {
            if !body.is_empty() {
                let at = at.index(body.len());
                body[at] = byte;
            }
        }
        body.truncate(length.index(body.len() + 1));
        let reply = Reply { status: answer.status, content_type: answer.content_type, retry_after: None, body: &body };
        if let Ok(received) = read::<Code>(&reply) {
            prop_assert!(!received.to_string().contains('\n'));
        }
    }

    #[test]
    fn survives_any_bytes(body in any::<Vec<u8>>(), status in any::<u16>(), header in any::<String>()) {
        let _ = read::<Code>(&Reply { status, content_type: Some(&header), retry_after: Some(&header), body: &body });
    }

    #[test]
    fn survives_any_json(body in "(\\{\"(error|meta|type|code|status)\":|\\[|1|\"err:x\"|null|,|\\}|\\]){0,12}") {
        let _ = reply(&body);
    }
}
