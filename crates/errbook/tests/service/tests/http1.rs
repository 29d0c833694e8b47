//! Answers as responses of the crate `http`, sent by hyper.

mod support;

use std::convert::Infallible;
use std::thread;

use errbook::{Answer, Asked, Offer, Report};
use errbook_service_tests::{Code, Error, Profile};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, HeaderMap};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

async fn answer(request: Request<Incoming>) -> Result<Response<String>, Infallible> {
    let offer = Offer::new(Profile::Api).or(Profile::Problem);
    let text =
        |headers: &HeaderMap, name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (accept, id) = (text(request.headers(), ACCEPT.as_str()), text(request.headers(), "x-request-id"));
    let mut asked = Asked::default();
    asked.accept = accept.as_deref();
    asked.request_id = id.as_deref();
    let report = Report::new(Error::ServiceOverloaded).header("X-Twice", "1").header("X-Twice", "2\n");
    Ok(Answer::new(&report, &offer, asked).into())
}

fn serve() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("non-blocking");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                let server = hyper::server::conn::http1::Builder::new();
                tokio::spawn(server.serve_connection(TokioIo::new(stream), service_fn(answer)));
            }
        });
    });
    format!("http://{address}")
}

#[test]
fn sends_an_answer_as_a_response() {
    let url = serve();
    let response = support::get(&url, &[("X-Request-Id", "req_1")]);
    assert_eq!((response.status, response.code()), (503, Some(Code::ServiceOverloaded)));
    assert!(response.body.starts_with(r#"{"meta":{"requestId":"req_1"}"#));
    for (name, value) in
        [("content-type", "application/json"), ("retry-after", "30"), ("x-shop-state", "busy"), ("x-twice", "1, 2")]
    {
        assert_eq!(response.header(name).as_deref(), Some(value), "{name}");
    }
    let problem = support::get(&url, &[("Accept", "application/problem+json")]);
    assert_eq!(problem.header("content-type").as_deref(), Some("application/problem+json"));
}

#[test]
fn an_invalid_status_becomes_500() {
    let mut answer = Answer::by_default(&Report::new(Error::ServiceOverloaded));
    answer.status = 7;
    assert_eq!(Response::<String>::from(answer).status(), 500);
}
