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
