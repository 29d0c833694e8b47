//! Reports sent by a real axum server on loopback, and read by a real client.

mod support;

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use errbook::axum08::ErrorLayer;
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
    for (name, value) in [("retry-after", "30"), ("x-shop-state", "busy"), ("x-stamp", "1"), ("vary", "Origin, Accept")]
    {
        assert_eq!(response.header(name).as_deref(), Some(value), "{name}");
    }
}

#[test]
fn a_masked_error_looks_like_the_shown_error() {
    let url = serve(layered());
    let (hidden, other) =
        (support::get(&format!("{url}/orders/sealed"), &[]), support::get(&format!("{url}/orders/gone"), &[]));
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
