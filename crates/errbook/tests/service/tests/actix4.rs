//! Reports sent by a real actix-web server on loopback, and read by a real client.

mod support;

use std::sync::mpsc;
use std::thread;

use actix_web::{App, HttpServer, web};
use errbook::actix4::Errors;
use errbook::{Offer, Report};
use errbook_service_tests::{Code, Error, OrdersGetError, Profile};

async fn order(order: web::Path<String>) -> Result<String, Report<OrdersGetError>> {
    match order.as_str() {
        "ord_1" => Ok("an order".to_owned()),
        "sealed" => {
            Err(Report::new(OrdersGetError::VaultSealed { owner: "alice".into(), until: std::time::UNIX_EPOCH })
                .masked_as(OrdersGetError::OrderNotFound { order: order.into_inner().into() }))
        }
        _ => Err(OrdersGetError::OrderNotFound { order: order.into_inner().into() })?,
    }
}

async fn pay() -> Result<String, Report<Error>> {
    Err(Report::new(Error::ServiceOverloaded).header("X-Note", "a\r\nSet-Cookie: a=b"))
}

async fn create(_: web::Json<Vec<u8>>) -> &'static str {
    "created"
}

async fn panics() -> &'static str {
    panic!("the password is {}", "hunter2")
}

/// A service that answers everything in the format of its catalog.
fn complete(config: &mut web::ServiceConfig) {
    let invalid = |error: actix_web::error::JsonPayloadError, _: &actix_web::HttpRequest| {
        Report::new(Error::OrderInvalid).caused_by(error.to_string()).into()
    };
    let unknown = |request: actix_web::HttpRequest| async move {
        Report::new(Error::OrderNotFound { order: request.path().to_owned().into() })
    };
    let seen = |request: actix_web::HttpRequest| async move {
        request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned()
    };
    config
        .app_data(web::JsonConfig::default().error_handler(invalid))
        .service(web::resource("/create").route(web::post().to(create)))
        .service(web::resource("/panics").route(web::get().to(panics)))
        .service(web::resource("/seen").route(web::get().to(seen)))
        .default_service(web::to(unknown));
}

/// Starts a service with all that the middleware can do.
fn serve_complete() -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let errors = || {
                Errors::new(&Offer::new(Profile::Api).or(Profile::Problem))
                    .method_not_allowed(|| Error::OrderAlreadyPaid { order: "x".into() })
                    .catch_panic(|| Error::ServiceUnexpected)
            };
            let server = HttpServer::new(move || App::new().configure(complete).wrap(errors()));
            let server = server.workers(1).bind("127.0.0.1:0").expect("a port");
            sender.send(format!("http://{}", server.addrs()[0])).expect("the test waits");
            server.run().await.expect("a server");
        });
    });
    receiver.recv().expect("the server starts")
}

#[test]
fn everything_is_answered_in_the_format_of_the_catalog() {
    let url = serve_complete();
    let asked = [("Accept", "application/problem+json"), ("X-Request-Id", "req_1")];
    for (path, status, code) in [
        ("nowhere", 404, Code::OrderNotFound),
        ("create", 409, Code::OrderAlreadyPaid),
        ("panics", 500, Code::ServiceUnexpected),
        ("panics", 500, Code::ServiceUnexpected),
    ] {
        let response = support::get(&format!("{url}/{path}"), &asked);
        assert_eq!((response.status, response.code()), (status, Some(code)), "{path}: {}", response.body);
        assert_eq!(response.header("content-type").as_deref(), Some("application/problem+json"), "{path}");
        assert_eq!(response.header("x-request-id").as_deref(), Some("req_1"), "{path}");
        assert!(!response.body.contains("hunter2"), "{}", response.body);
    }
    for body in ["{\"a\": ", "[256]"] {
        let response = support::post(&format!("{url}/create"), Some("application/json"), body);
        assert_eq!((response.status, response.code()), (400, Some(Code::OrderInvalid)), "{}", response.body);
        assert!(!response.body.contains("256"), "{}", response.body);
    }
    assert_eq!(support::post(&format!("{url}/create"), Some("application/json"), "[1]").body, "created");
}

#[test]
fn request_ids_are_echoed_or_generated() {
    let url = serve_complete();
    let id = |headers: &[(&str, &str)]| {
        let response = support::get(&format!("{url}/seen"), headers);
        (response.header("x-request-id").expect("an ID"), response.body)
    };
    assert_eq!(id(&[("X-Request-Id", "req_1")]), ("req_1".to_owned(), "req_1".to_owned()));
    for headers in [&[][..], &[("X-Request-Id", "has spaces")]] {
        let (header, body) = id(headers);
        assert!(header.starts_with("req_") && header == body, "{header} {body}");
    }
}

/// Starts a server with the middleware and one without.
fn serve() -> [String; 2] {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let routes = |config: &mut web::ServiceConfig| {
                config.route("/orders/{order}", web::get().to(order)).route("/pay", web::get().to(pay));
            };
            let layer = || Errors::new(&Offer::new(Profile::Api).or(Profile::Problem));
            let plain =
                HttpServer::new(move || App::new().configure(routes)).workers(1).bind("127.0.0.1:0").expect("a port");
            let layered = HttpServer::new(move || App::new().configure(routes).wrap(layer()));
            let layered = layered.workers(1).bind("127.0.0.1:0").expect("a port");
            let urls = [&plain.addrs()[0], &layered.addrs()[0]].map(|address| format!("http://{address}"));
            sender.send(urls).expect("the test waits");
            let plain = actix_web::rt::spawn(plain.run());
            layered.run().await.expect("a server");
            plain.abort();
        });
    });
    receiver.recv().expect("the server starts")
}

#[test]
fn sends_reports_with_and_without_the_middleware() {
    let [plain, layered] = serve();
    let asked = [("Accept", "application/problem+json"), ("X-Request-Id", "req_1")];
    let response = support::get(&format!("{plain}/orders/ord_9"), &asked);
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(response.header("content-type").as_deref(), Some("application/json"));

    let response = support::get(&format!("{layered}/orders/ord_9"), &asked);
    assert_eq!((response.status, response.code()), (404, Some(Code::OrderNotFound)));
    assert_eq!(response.header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!(response.header("vary").as_deref(), Some("Accept"));
    let response = support::get(&format!("{layered}/orders/ord_9"), &asked[1..]);
    assert!(response.body.starts_with(r#"{"meta":{"requestId":"req_1"}"#), "{}", response.body);
    assert_eq!(support::get(&format!("{layered}/orders/ord_1"), &[]).body, "an order");

    for url in [plain, layered] {
        let response = support::get(&format!("{url}/pay"), &[]);
        assert_eq!((response.status, response.header("retry-after").as_deref()), (503, Some("30")));
        assert_eq!(
            (response.header("set-cookie"), response.header("x-note").as_deref()),
            (None, Some("a  Set-Cookie: a=b"))
        );
        let hidden = support::get(&format!("{url}/orders/sealed"), &[]);
        assert_eq!((hidden.status, hidden.code(), hidden.header("x-vault")), (404, Some(Code::OrderNotFound), None));
    }
}
