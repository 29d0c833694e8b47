//! Complete responses: format negotiation, and headers.

use errbook::{Answer, Asked, Offer, Report};
use errbook_service_tests::{Code, Error, Profile};

fn report(error: Error) -> Report<Error> {
    Report::new(error)
}

/// The content type of the response, for a request with this `Accept` header.
fn content_type(offer: &Offer<Code>, accept: &str) -> Option<&'static str> {
    Answer::new(&report(Error::ServiceUnexpected), offer, Asked::default().accept(accept)).content_type
}

#[test]
fn accept_chooses_and_defaults_to_the_first_offer() {
    let offer = Offer::new(Profile::Api).or(Profile::Problem);
    for (accept, expected) in [
        ("*/*", "application/json"),
        ("application/problem+json", "application/problem+json"),
        ("application/problem+json, application/json;q=0.9", "application/problem+json"),
        ("application/problem+json;q=0.5, application/json", "application/json"),
        ("text/html", "application/json"),
        ("", "application/json"),
    ] {
        assert_eq!(content_type(&offer, accept), Some(expected), "{accept}");
    }
}

#[test]
fn accept_chooses_what_the_catalog_negotiates() {
    let body = |offer: &Offer<Code>, accept: &str| {
        let report = report(Error::UpstreamUnreachable);
        let answer = Answer::new(&report, offer, Asked::default().accept(accept));
        assert_eq!(answer.status, 502, "the status of the profile");
        (answer.content_type.expect("a body"), answer.body)
    };
    let gateway = Offer::new(Profile::Gateway);
    let own = body(&gateway, "application/json");
    assert_eq!(body(&gateway, "*/*"), own);
    assert_eq!(body(&gateway, "application/problem+json"), ("application/problem+json", own.1.clone()));
    let (content_type, api) = body(&gateway, "Application/vnd.shop+json, application/json;q=0.9");
    assert_eq!(content_type, "application/vnd.shop+json");
    assert!(api.starts_with(r#"{"meta":{"requestId":null},"error":{"detail":"The service"#), "{api}");
    // What the service lists wins over the catalog.
    let (_, problem) = body(&gateway.or_problem_details(), "application/problem+json");
    assert!(problem.starts_with(r#"{"type":"#), "{problem}");
}

#[test]
fn problem_details_work_without_a_profile() {
    let offer = Offer::new(Profile::Gateway).or_problem_details();
    let asked = Asked::default().accept("application/problem+json");
    let answer = Answer::new(&report(Error::UpstreamUnreachable), &offer, asked);
    assert_eq!((answer.status, answer.content_type), (502, Some("application/problem+json")));
    assert_eq!(
        answer.body,
        r#"{"type":"https://shop.example/docs/errors/edge/upstream/unreachable","title":"Bad Gateway","status":502,"detail":"The service cannot be reached","code":"err:edge:upstream:unreachable"}"#
    );
}

#[test]
fn built_in_problem_details_equal_rfc9457_of_the_manifest() {
    let tables = <Code as errbook::ErrorCode>::tables();
    let problem = tables.profiles.iter().find(|profile| profile.name == "problem").expect("the manifest has it");
    assert_eq!(problem.envelope, errbook::envelope::RFC9457);
}

#[test]
fn sets_vary_only_for_an_offer_with_a_choice() {
    let of = |error: Error, offer: &Offer<Code>| {
        let answer = Answer::new(&report(error), offer, Asked::default());
        answer.headers.iter().any(|(name, value)| name == "Vary" && value == "Accept")
    };
    let vary = |offer: &Offer<Code>| of(Error::ServiceUnexpected, offer);
    assert!(!vary(&Offer::new(Profile::Api)));
    assert!(!vary(&Offer::new(Profile::Api).or(Profile::Api)));
    assert!(of(Error::UpstreamUnreachable, &Offer::new(Profile::Gateway)));
    assert!(vary(&Offer::new(Profile::Api).or_problem_details()));
}

#[test]
fn headers_and_retry_time_come_from_the_catalog() {
    let answer = Answer::by_default(&report(Error::ServiceOverloaded));
    let headers: Vec<_> = answer.all_headers().collect();
    assert_eq!(headers, [("Content-Type", "application/json"), ("X-Shop-State", "busy"), ("Retry-After", "30")]);
    let later =
        report(Error::ServiceOverloaded).retry_after(std::time::Duration::from_secs(5)).header("x-shop-state", "idle");
    let headers: Vec<_> = Answer::by_default(&later).headers;
    assert_eq!(headers, [("Retry-After".into(), "5".into()), ("x-shop-state".into(), "idle".into())]);
}

#[test]
fn skips_a_profile_that_does_not_send_the_code() {
    let offer = Offer::new(Profile::Api).or(Profile::Gateway);
    let answer = Answer::new(&report(Error::UpstreamUnreachable), &offer, Asked::default());
    assert_eq!(answer.status, 502);
    assert_eq!(Answer::by_default(&report(Error::UpstreamUnreachable)).status, 502);
}

#[test]
fn an_internal_code_is_a_500_without_a_body() {
    let job = || report(Error::ServiceInternal { job: "nightly".into() });
    for answer in [Answer::by_default(&job()), Answer::new(&job(), &Offer::new(Profile::Api), Asked::default())] {
        assert_eq!((answer.status, answer.content_type, answer.body.as_str()), (500, None, ""));
        assert!(answer.headers.is_empty());
    }
}

/// The headers of the answer in this profile.
fn headers(error: Error, profile: Profile) -> Vec<(String, String)> {
    let answer = Answer::new(&report(error), &Offer::new(profile), Asked::default());
    answer.headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn busy(realm: &'static str) -> Error {
    let wait = std::time::Duration::from_millis(29_001);
    Error::CardBusy { wait, until: std::time::UNIX_EPOCH, realm: realm.into() }
}

#[test]
fn headers_have_the_values_of_params() {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let of_code = [("X-Kind", "issuer"), ("Retry-After", "30"), ("WWW-Authenticate", r#"Bearer realm="\"a  b: c""#)];
    let of_profile = [("X-Format", "{rfc9457}"), ("X-Until", "Thu, 01 Jan 1970 00:00:00 GMT")];
    assert_eq!(headers(busy("\"a\r\nb: c"), Profile::Api), of_code.map(own));
    let all: Vec<_> = of_code.into_iter().chain(of_profile).map(own).collect();
    assert_eq!(headers(busy("\"a\r\nb: c"), Profile::Problem), all);
}

#[test]
fn headers_never_have_redacted_params() {
    let sealed = Error::VaultSealed { owner: "alice".into(), until: std::time::UNIX_EPOCH };
    let names: Vec<_> = headers(sealed, Profile::Problem).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["X-Vault", "x-kind", "X-Format", "Retry-After"]);
}

#[test]
fn the_header_retry_after_wins_over_retry_after() {
    let seconds = |report: Report<Error>| {
        let answer = Answer::by_default(&report);
        answer.headers.into_iter().find(|(name, _)| name == "Retry-After").map(|(_, value)| value)
    };
    assert_eq!(seconds(report(busy("a"))).as_deref(), Some("30"));
    let later = report(busy("a")).retry_after(std::time::Duration::from_secs(5));
    assert_eq!(seconds(later).as_deref(), Some("5"));
}
