//! Reports sent by a real tonic server on loopback, and read from the `Status` of a tonic client.

mod secrets;

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::{Duration, UNIX_EPOCH};

use errbook::{AnyCode, Decimal, Received, Report, Retry, TypedError, Url, Value};
use errbook_service_tests::{Code, Error};
use proptest::prelude::*;
use secrets::{fields, secrets};
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;
use tonic_types::{ErrorDetails, StatusExt};

/// A service with one method. The number it receives selects the error that it fails with.
#[derive(Clone)]
struct Shop;

impl NamedService for Shop {
    const NAME: &'static str = "shop.Shop";
}

struct Fail;

impl UnaryService<u32> for Fail {
    type Response = ();
    type Future = BoxFuture<Response<()>, Status>;

    fn call(&mut self, request: Request<u32>) -> Self::Future {
        Box::pin(async move { fail(request.into_inner()) })
    }
}

impl Service<http::Request<Body>> for Shop {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move { Ok(Grpc::new(ProstCodec::<(), u32>::default()).unary(Fail, request).await) })
    }
}

fn every_type() -> Error {
    Error::OrderEveryType {
        text: "\"x\"\n".into(),
        number: -1,
        price: Decimal::new("12.50").expect("a decimal"),
        link: Url::new("https://shop.example").expect("a URL"),
        flag: true,
        at: UNIX_EPOCH + Duration::from_millis(1500),
        wait: Duration::from_secs(30),
        names: vec!["a, b".into(), "c".into()],
    }
}

fn many_names() -> Error {
    let Error::OrderEveryType { text, number, price, link, flag, at, wait, .. } = every_type() else {
        unreachable!("it has this variant");
    };
    let names = (0..100).map(|index| format!("{index:0>200}").into()).collect();
    Error::OrderEveryType { text, number, price, link, flag, at, wait, names }
}

fn with_field_errors(report: Report<Error>, count: usize) -> Report<Error> {
    (0..count).fold(report, |report, index| report.field_error(format!("body.items[{index}]"), "must be positive"))
}

fn fail(number: u32) -> Result<Response<()>, Status> {
    let report = match number {
        0 => Report::new(Error::ServiceOverloaded).field_error("body.amount", "is odd").request_id("req_1"),
        1 => Report::new(every_type()),
        2 => Report::new(Error::VaultSealed { owner: "alice".into(), until: UNIX_EPOCH }).context("alice"),
        3 => {
            Report::new(Error::VaultSealed { owner: "alice".into(), until: UNIX_EPOCH }).masked_as(Error::OrderInvalid)
        }
        4 => Report::new(Error::ServiceInternal { job: "nightly".into() }),
        6 => Report::new(Error::CardDeclined { last4: "é\n".repeat(300_000).into() }),
        8 => Report::new(many_names()),
        9 => with_field_errors(Report::new(Error::ServiceOverloaded), 400),
        10 => with_field_errors(Report::new(Error::ServiceOverloaded), 1000).request_id("req_1"),
        11 => Report::new(every_type()).request_id("r".repeat(12 << 10)),
        12 => Report::new(Error::CardDeclined { last4: "<\"%>".repeat(2000).into() }).request_id("req_1"),
        // A service with a newer version of the catalog.
        5 => {
            let metadata = [("code".to_owned(), "err:shop:order:lost".to_owned())];
            let details = ErrorDetails::with_error_info("LOST", "shop", metadata);
            return Err(Status::with_error_details(tonic::Code::NotFound, "lost", details));
        }
        _ => return Err(Status::not_found("of somebody else")),
    };
    Err(report.into())
}

/// Starts the server, calls it once per number, and returns the statuses that the client received.
/// The client accepts headers of 8 KiB.
async fn statuses(count: u32) -> Vec<Status> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
    tokio::spawn(Server::builder().add_service(Shop).serve_with_incoming(incoming));
    let endpoint = Channel::from_shared(format!("http://{address}")).expect("a URL").http2_max_header_list_size(8192);
    let channel = endpoint.connect().await.expect("a server");
    let mut client = tonic::client::Grpc::new(channel);
    let mut statuses = Vec::new();
    for number in 0..count {
        client.ready().await.expect("ready");
        let path = http::uri::PathAndQuery::from_static("/shop.Shop/Fail");
        let answer = client.unary(Request::new(number), path, ProstCodec::<u32, ()>::default()).await;
        statuses.push(answer.expect_err("it fails"));
    }
    statuses
}

#[tokio::test]
async fn codes_survive_a_hop() {
    let statuses = statuses(8).await;
    let received: Vec<Option<Received<Code>>> = statuses.iter().map(Received::from_status).collect();
    let known = |index: usize| received[index].as_ref().and_then(|received| received.code.known());

    let overloaded = received[0].as_ref().expect("an error of the catalog");
    assert_eq!((statuses[0].code(), known(0)), (tonic::Code::Unavailable, Some(Code::ServiceOverloaded)));
    assert_eq!(
        (overloaded.retry(), overloaded.request_id.as_deref()),
        (Retry::After(Duration::from_secs(30)), Some("req_1"))
    );
    assert_eq!((&*overloaded.errors[0].location, &*overloaded.errors[0].message), ("body.amount", "is odd"));

    let typed = received[1].as_ref().expect("an error of the catalog");
    let params: Vec<(&str, Value<'_>)> = typed.params.iter().map(|(name, value)| (*name, value.borrow())).collect();
    let error = every_type();
    assert_eq!((known(1), params), (Some(Code::OrderEveryType), TypedError::params(&error)));
    assert_eq!(typed.message, error.to_string());

    assert_eq!(
        (known(2), statuses[2].message()),
        (Some(Code::VaultSealed), "The vault of [redacted] is sealed until [redacted]")
    );
    assert_eq!((known(3), statuses[3].code()), (Some(Code::OrderInvalid), tonic::Code::InvalidArgument));
    assert_eq!((known(4), statuses[4].code(), statuses[4].message()), (None, tonic::Code::Internal, ""));
    for status in [&statuses[2], &statuses[3], &statuses[4]] {
        let all = String::from_utf8_lossy(status.details()).into_owned() + status.message();
        assert!(!all.contains("alice") && !all.contains("nightly"), "{all}");
    }

    let newer = received[5].as_ref().expect("an error of the catalog");
    assert_eq!(newer.code.as_str(), "err:shop:order:lost");
    assert!(matches!(newer.code, AnyCode::Unknown(_)));
    assert_eq!(known(6), Some(Code::CardDeclined));
    assert!(statuses[6].message().len() <= 2048 && statuses[6].message().ends_with('…'));
    assert_eq!(received[7], None);
}

/// What the metadata of the status says was left out.
fn truncated(status: &Status) -> String {
    let info = status.get_details_error_info().expect("an ErrorInfo");
    info.metadata.get("errbook-truncated").cloned().unwrap_or_default()
}

#[tokio::test]
async fn oversized_parts_never_lose_the_code() {
    let statuses = statuses(13).await;
    let received = |index: usize| Received::<Code>::from_status(&statuses[index]).expect("an error of the catalog");
    let name = |index: usize| (received(index).code.known().expect("a known code"), truncated(&statuses[index]));

    assert_eq!(name(0), (Code::ServiceOverloaded, String::new()));
    assert_eq!(name(6), (Code::CardDeclined, "message last4".to_owned()));
    assert_eq!(name(8), (Code::OrderEveryType, "message names".to_owned()));
    let params: Vec<&str> = received(8).params.iter().map(|(name, _)| *name).collect();
    assert_eq!(params, ["text", "number", "price", "link", "flag", "at", "wait"]);
    for index in [9, 10] {
        assert_eq!(name(index), (Code::ServiceOverloaded, "errors".to_owned()));
        let errors = received(index).errors;
        assert!((50..400).contains(&errors.len()), "{}", errors.len());
        assert_eq!(&*errors[1].location, "body.items[1]");
    }
    assert_eq!(received(10).request_id.as_deref(), Some("req_1"));
    assert_eq!(name(11), (Code::OrderEveryType, "request_id".to_owned()));
    assert_eq!(received(11).params.len(), 8);
    assert_eq!(name(12), (Code::CardDeclined, "message last4".to_owned()));
    assert_eq!(received(12).request_id.as_deref(), Some("req_1"));
}

/// The mark for a shortened message isn't one for a param of that name.
#[test]
fn a_param_named_like_a_shortened_part_arrives() {
    let report = Report::new(Error::OrderNoted { message: "a".repeat(2000).into() });
    let status = report.into_status(8192);
    assert_eq!(truncated(&status), "message");
    let received = Received::<Code>::from_status(&status).expect("an error of the catalog");
    assert_eq!(received.params.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["message"]);
}

#[test]
fn encodes_errors_deterministically() {
    let bytes = || Status::from(Report::new(every_type())).details().to_vec();
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_reason_is_valid_for_google_rpc() {
    let status = Status::from(Report::new(Error::OrderInvalid));
    let info = status.get_details_error_info().expect("an ErrorInfo");
    assert_eq!((info.reason.as_str(), info.domain.as_str()), ("ERR_SHOP_ORDER_INVALID", "shop"));
    assert_eq!(info.metadata["code"], "err:shop:order:invalid");
}

/// The size of the headers, as HTTP/2 counts them (RFC 9113, section 6.5.2).
fn size(status: &Status) -> usize {
    let mut headers = http::HeaderMap::new();
    status.add_header(&mut headers).expect("valid headers");
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 32).sum()
}

/// `:status`, `content-type`, and `date`, which tonic and hyper add.
const ADDED: usize = 42 + 60 + 65;

proptest! {
    /// A status is often logged as a whole, so it has not even revealed params.
    #[test]
    fn no_sensitive_param_reaches_a_status(secrets in secrets()) {
        let of = || secrets.clone();
        let errors = [fields!(Error, CardSecret, of(), shop), fields!(Error, CardRevealed, of())];
        for (error, params) in errors.into_iter().zip([1, 0]) {
            let status = Report::new(error).into_status(8192);
            let text = format!("{status} {status:?} {}", String::from_utf8_lossy(status.details()));
            prop_assert_eq!(secrets.leak(&text), None, "{}", text);
            prop_assert!(status.message().contains(": *** ***"), "{}", text);
            let received = Received::<Code>::from_status(&status).expect("an error of the catalog");
            prop_assert_eq!(received.params.len(), params, "{:?}", received.params);
        }
    }
}

proptest! {
    #[test]
    fn fits_any_limit_that_has_room_for_the_code(
        limit in 1024..20_000_usize,
        text in ".{0,3000}",
        names in prop::collection::vec(".{0,300}", 0..40),
        errors in prop::collection::vec(("[a-z.]{0,40}", ".{0,200}"), 0..200),
        request_id in prop::option::of("[a-z]{0,3000}"),
    ) {
        let Error::OrderEveryType { number, price, link, flag, at, wait, .. } = every_type() else { unreachable!() };
        let names = names.into_iter().map(Into::into).collect();
        let error = Error::OrderEveryType { text: text.into(), number, price, link, flag, at, wait, names };
        let mut report = errors.into_iter().fold(Report::new(error), |report, (location, message)| {
            report.field_error(location, message)
        });
        if let Some(id) = request_id {
            report = report.request_id(id);
        }
        let status = report.into_status(limit);
        let received = Received::<Code>::from_status(&status).expect("an error of the catalog");
        prop_assert_eq!(received.code.known(), Some(Code::OrderEveryType));
        prop_assert!(size(&status) + ADDED <= limit, "{} in {limit}", size(&status));
    }

    #[test]
    fn survives_any_details(details in any::<Vec<u8>>(), code in 0..17_i32, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let read = |details: Vec<u8>| Received::<Code>::from_status(&Status::with_details(code.into(), "m", details.into()));
        prop_assert_eq!(read(details), None);
        let mut damaged = Status::from(Report::new(every_type())).details().to_vec();
        let at = at.index(damaged.len());
        damaged[at] = byte;
        let _ = read(damaged);
    }
}
