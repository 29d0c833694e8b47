//! Reports sent by a real axum server on loopback, and read by a real client.

mod support;

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use errbook::axum08::{ErrorLayer, Rejected, WithRejection};
use errbook::{Offer, OrCode, Report};
use errbook_service_tests::{Code, Error, LimitsStageError, OrdersGetError, OrdersPayError, Profile};

async fn order(Path(order): Path<String>) -> Result<String, Report<OrdersGetError>> {
    match order.as_str() {
        "ord_1" => Ok("an order".to_owned()),
        "sealed" => {
            Err(Report::new(OrdersGetError::VaultSealed { owner: "alice".into(), until: std::time::UNIX_EPOCH })
                .masked_as(OrdersGetError::OrderNotFound { order: order.into() }))
        }
        _ => Err(OrdersGetError::OrderNotFound { order: order.into() })?,
    }
}

async fn pay() -> Result<(), Report<OrdersPayError>> {
    Err::<(), _>(io::Error::other("no bank")).code(OrdersPayError::from(LimitsStageError::ServiceOverloaded))
}

async fn hostile() -> Result<(), Report<Error>> {
    Err(Report::new(Error::OrderNotFound { order: "\"\r\nSet-Cookie: a=b\0".into() })
        .header("X-Note", "a\r\nSet-Cookie: a=b"))
}

async fn job() -> Result<(), Report<Error>> {
    Err(Error::ServiceInternal { job: "nightly".into() })?
}

async fn busy() -> Result<(), Report<Error>> {
    Err(Error::CardBusy { wait: Duration::from_secs(30), until: std::time::UNIX_EPOCH, realm: "cards".into() })?
}

fn routes() -> Router {
    Router::new()
        .route("/orders/{order}", get(order))
        .route("/pay", get(pay))
        .route("/hostile", get(hostile))
        .route("/job", get(job))
        .route("/busy", get(busy))
}

/// Starts a server on a free port, which runs until the end of the test, and returns its address.
fn serve(router: Router) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("non-blocking");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, router).await
        })
    });
    format!("http://{address}")
}

fn layered() -> Router {
    routes().layer(ErrorLayer::new(&Offer::new(Profile::Api).or(Profile::Problem)))
}

#[test]
fn sends_the_first_profile_without_the_layer() {
    let url = serve(routes());
    let response = support::get(
        &format!("{url}/orders/ord_9"),
        &[("Accept", "application/problem+json"), ("X-Request-Id", "req_1")],
    );
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(response.header("content-type").as_deref(), Some("application/json"));
    assert_eq!(
        response.body,
        r#"{"meta":{"requestId":null},"error":{"detail":"The order `ord_9` was not found","status":404,"title":"Not Found","type":"https://shop.example/docs/errors/shop/order/not_found"}}"#
    );
}

#[test]
fn the_layer_uses_accept_and_request_id() {
    let url = serve(layered());
    let api = support::get(&format!("{url}/orders/ord_9"), &[("X-Request-Id", "req_\"1")]);
    assert!(api.body.starts_with(r#"{"meta":{"requestId":"req_\"1"}"#), "{}", api.body);
    assert_eq!(api.header("vary").as_deref(), Some("Accept"));
    assert_eq!(api.header("content-length"), Some(api.body.len().to_string()));
    let problem = support::get(
        &format!("{url}/orders/ord_9"),
        &[("Accept", "text/html"), ("Accept", "application/problem+json;q=0.1")],
    );
    assert_eq!(problem.header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!((problem.status, problem.code()), (404, Some(Code::OrderNotFound)));
    let fine = support::get(&format!("{url}/orders/ord_1"), &[]);
    assert_eq!((fine.status, fine.body.as_str(), fine.header("vary")), (200, "an order", None));
}

#[test]
fn a_client_selects_what_the_catalog_negotiates() {
    let broken = || async { Err::<&str, _>(Report::new(Error::UpstreamUnreachable)) };
    let url = serve(Router::new().route("/", get(broken)).layer(ErrorLayer::new(&Offer::new(Profile::Gateway))));
    let [own, problem, api] = ["*/*", "application/problem+json", "application/vnd.shop+json;q=0.5"]
        .map(|accept| support::get(&format!("{url}/"), &[("accept", accept)]));
    for (response, content_type) in
        [(&own, "application/json"), (&problem, "application/problem+json"), (&api, "application/vnd.shop+json")]
    {
        assert_eq!(response.header("content-type").as_deref(), Some(content_type));
        assert_eq!((response.status, response.code()), (502, Some(Code::UpstreamUnreachable)));
        assert_eq!(response.header("vary").as_deref(), Some("Accept"));
    }
    assert_eq!(own.body, problem.body);
    assert_ne!(own.body, api.body);
}

#[test]
fn adds_headers_of_the_error_and_keeps_those_of_other_layers() {
    async fn stamp(request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        response.headers_mut().append("vary", HeaderValue::from_static("Origin"));
        response.headers_mut().append("x-stamp", HeaderValue::from_static("1"));
        response
    }
    let layer = ErrorLayer::new(&Offer::new(Profile::Api).or_problem_details());
    let url = serve(routes().layer(from_fn(stamp)).layer(layer));
    let response = support::get(&format!("{url}/pay"), &[]);
    assert_eq!((response.status, response.code()), (503, Some(Code::ServiceOverloaded)));
    for (name, value) in [("retry-after", "30"), ("x-shop-state", "busy"), ("x-stamp", "1"), ("vary", "Accept, Origin")]
    {
        assert_eq!(response.header(name).as_deref(), Some(value), "{name}");
    }
}

#[test]
fn a_masked_error_looks_like_the_shown_error() {
    let url = serve(layered());
    let [hidden, other] =
        ["sealed", "gone"].map(|order| support::get(&format!("{url}/orders/{order}"), &[("X-Request-Id", "req_1")]));
    assert_eq!((hidden.status, hidden.body.replace("sealed", "gone")), (other.status, other.body));
    assert_eq!((hidden.header("x-vault"), hidden.header("retry-after")), (None, None));
}

#[test]
fn hostile_text_adds_no_header_and_an_internal_code_has_no_body() {
    let url = serve(layered());
    let response = support::get(&format!("{url}/hostile"), &[]);
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(
        (response.header("set-cookie"), response.header("x-note").as_deref()),
        (None, Some("a  Set-Cookie: a=b"))
    );
    let response = support::get(&format!("{url}/job"), &[]);
    assert_eq!((response.status, response.body.as_str(), response.header("content-type")), (500, "", None));
}

/// Collects the lines that a subscriber writes.
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

#[test]
fn the_layer_logs_each_report_once_with_its_request_id() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    // The global subscriber also gets the events of the other tests in this file, but only this
    // test checks them.
    tracing::subscriber::set_global_default(subscriber).expect("the first");
    let url = serve(layered());
    support::get(&format!("{url}/orders/sealed"), &[("X-Request-Id", "req_logged")]);
    let text = String::from_utf8(lines.0.lock().expect("not poisoned").clone()).expect("UTF-8");
    let events: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let events: Vec<_> = events.iter().filter(|event| event["fields"]["request_id"] == "req_logged").collect();
    assert_eq!(events.len(), 1, "{text}");
    assert_eq!(
        (&events[0]["level"], &events[0]["fields"]["error.code"]),
        (&"WARN".into(), &"err:shop:vault:sealed".into())
    );
    assert_eq!(events[0]["fields"]["error.shown_as"], "err:shop:order:not_found");
}

#[test]
fn clients_see_params_in_headers() {
    let response = support::get(&format!("{}/busy", serve(layered())), &[]);
    assert_eq!(response.header("retry-after").as_deref(), Some("30"));
    assert_eq!(response.header("www-authenticate").as_deref(), Some("Bearer realm=\"cards\""));
}

/// The code of all rejected extractors.
struct Invalid;

impl<R: std::error::Error + Send + Sync + 'static> Rejected<R> for Invalid {
    type Error = Error;

    fn report(rejection: R) -> Report<Error> {
        Report::new(Error::OrderInvalid).caused_by(rejection)
    }
}

async fn create(WithRejection(Json(_), _): WithRejection<Json<Vec<u8>>, Invalid>) {}

async fn numbered(WithRejection(Path(number), _): WithRejection<Path<u8>, Invalid>) -> String {
    number.to_string()
}

async fn panics() -> &'static str {
    panic!("the password is {}", "hunter2")
}

/// A service that answers everything in the format of its catalog.
fn complete() -> Router {
    let unknown =
        |uri: axum::http::Uri| async move { Report::new(Error::OrderNotFound { order: uri.path().to_owned().into() }) };
    let layer = ErrorLayer::new(&Offer::new(Profile::Api).or(Profile::Problem));
    routes()
        .route("/create", post(create))
        .route("/numbered/{number}", get(numbered))
        .route("/panics", get(panics))
        .fallback(unknown)
        .method_not_allowed_fallback(|| async { Report::new(Error::OrderAlreadyPaid { order: "x".into() }) })
        .layer(layer.catch_panic(|| Error::ServiceUnexpected))
}

#[test]
fn unknown_routes_and_wrong_methods_have_codes() {
    let url = serve(complete());
    let problem = [("Accept", "application/problem+json"), ("X-Request-Id", "req_1")];
    let response = support::get(&format!("{url}/nowhere"), &problem);
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(response.header("content-type").as_deref(), Some("application/problem+json"));
    assert!(response.body.contains("`/nowhere`"), "{}", response.body);
    let response = support::get(&format!("{url}/create"), &problem);
    assert_eq!((response.status, response.code()), (409, Some(Code::OrderAlreadyPaid)));
    assert_eq!(response.header("allow").as_deref(), Some("POST"));
}

#[test]
fn rejected_extractors_have_codes_and_say_nothing_internal() {
    let url = serve(complete());
    for (path, content_type, body) in [
        ("create", Some("application/json"), "{\"a\": \"\u{2028}"),
        ("create", Some("application/json"), "[256]"),
        ("create", None, "[]"),
        ("create", Some("application/json"), &"[1,".repeat(10_000)),
    ] {
        let response = support::post(&format!("{url}/{path}"), content_type, body);
        assert_eq!((response.status, response.code()), (400, Some(Code::OrderInvalid)), "{}", response.body);
        assert!(!response.body.contains("JSON") && !response.body.contains("256"), "{}", response.body);
    }
    assert_eq!(support::post(&format!("{url}/create"), Some("application/json"), "[1]").status, 200);
    assert_eq!(support::get(&format!("{url}/numbered/7"), &[]).body, "7");
    let response = support::get(&format!("{url}/numbered/300"), &[]);
    assert_eq!((response.status, response.code()), (400, Some(Code::OrderInvalid)));
}

#[test]
fn a_panic_has_a_code_and_its_message_stays_in_the_log() {
    let url = serve(complete());
    for _ in 0..2 {
        let response = support::get(&format!("{url}/panics"), &[("X-Request-Id", "req_1")]);
        assert_eq!((response.status, response.code()), (500, Some(Code::ServiceUnexpected)));
        assert_eq!(response.header("x-request-id").as_deref(), Some("req_1"));
        assert!(response.body.contains("req_1") && !response.body.contains("hunter2"), "{}", response.body);
    }
    assert_eq!(support::get(&format!("{url}/orders/ord_1"), &[]).status, 200, "the next request isn't affected");
}

#[test]
fn request_ids_are_echoed_or_generated() {
    let own = || async { Err::<(), _>(Report::new(Error::OrderInvalid).request_id("req_own")) };
    let seen = |headers: axum::http::HeaderMap| async move {
        headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned()
    };
    let layer = ErrorLayer::new(&Offer::new(Profile::Api));
    let url = serve(routes().route("/own", get(own)).route("/seen", get(seen)).layer(layer));
    let id = |path: &str, headers: &[(&str, &str)]| {
        let response = support::get(&format!("{url}{path}"), headers);
        (response.header("x-request-id").expect("an ID"), response.body)
    };
    assert_eq!(id("/seen", &[("X-Request-Id", "req_1")]), ("req_1".to_owned(), "req_1".to_owned()));
    let (first, body) = id("/orders/ord_9", &[]);
    assert!(first.starts_with("req_") && body.contains(&first), "{first} {body}");
    let long = "a".repeat(5000);
    for headers in [&[][..], &[("X-Request-Id", "has spaces")], &[("X-Request-Id", &long)]] {
        let (id, body) = id("/seen", headers);
        assert!(id.starts_with("req_") && id == body && id != first, "{id} {body}");
    }
    let (header, body) = id("/own", &[("X-Request-Id", "req_1")]);
    assert_eq!(header, "req_own");
    assert!(body.contains("req_own"), "{body}");
}

/// The layer answers for handlers that run in tasks of their own, which don't know the request.
#[test]
fn a_report_from_another_task_is_answered_too() {
    async fn elsewhere(request: Request, next: Next) -> Response {
        tokio::spawn(next.run(request)).await.expect("a response")
    }
    let layer = ErrorLayer::new(&Offer::new(Profile::Api).or(Profile::Problem));
    let url = serve(routes().layer(from_fn(elsewhere)).layer(layer));
    let asked = [("Accept", "application/problem+json"), ("X-Request-Id", "req_1")];
    let response = support::get(&format!("{url}/orders/ord_9"), &asked);
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(response.header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!(response.header("x-request-id").as_deref(), Some("req_1"));
    assert_eq!(response.header("vary").as_deref(), Some("Accept"));
}

/// Requests on the same thread don't get what another one accepts.
#[test]
fn concurrent_requests_are_answered_separately() {
    let slow = |Path(order): Path<String>| async move {
        tokio::time::sleep(Duration::from_millis(order.len() as u64)).await;
        Err::<(), _>(Report::new(Error::OrderNotFound { order: order.into() }))
    };
    let layer = ErrorLayer::new(&Offer::new(Profile::Api).or(Profile::Problem));
    let url = serve(Router::new().route("/{order}", get(slow)).layer(layer));
    let threads = (0..16).map(|number| {
        let url = format!("{url}/{}", "x".repeat(1 + number % 7));
        thread::spawn(move || {
            let accept = if number % 2 == 0 { "application/json" } else { "application/problem+json" };
            let id = format!("req_{number}");
            for _ in 0..10 {
                let response = support::get(&url, &[("Accept", accept), ("X-Request-Id", &id)]);
                assert_eq!(response.header("content-type").as_deref(), Some(accept));
                assert_eq!(response.header("x-request-id").as_deref(), Some(id.as_str()));
                assert_eq!(response.status, 404);
            }
        })
    });
    threads.collect::<Vec<_>>().into_iter().for_each(|thread| thread.join().expect("no panic"));
}
