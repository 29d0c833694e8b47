//! The cases that the bench and the example `respond` measure: an RFC 9457 body of one error,
//! written by errbook and by other crates, and responses with axum.

use std::hint::black_box;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use errbook::axum08::ErrorLayer;
use errbook::{Offer, Report};
use errbook_service_tests::{Code, Error, Profile};
use http_api_problem::HttpApiProblem;
use problem_details::ProblemDetails;
use serde_json::json;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

const TYPE: &str = "https://shop.example/docs/errors/shop/order/already_paid";
const DETAIL: &str = "The order `ord_1` was already paid in full, so that nothing was charged; it has not changed since, and its receipt is in your inbox";
const CODE: &str = "err:shop:order:already_paid";

fn error() -> Error {
    Error::OrderAlreadyPaid { order: black_box("ord_1").into() }
}

/// A case: its name, and a function that writes a body to the buffer.
pub type Case = (&'static str, fn(&mut String));

/// One error, written from its params to its body. All bodies have the same members.
pub const BODIES: &[Case] = &[
    ("errbook", |body| {
        let report = Report::new(error());
        let status = report.write_body(Profile::Problem, Some("req_1"), body);
        assert_eq!(status, Some(409));
    }),
    ("errbook, request ID and context in the report", |body| {
        let report = Report::new(error()).request_id("req_1").context("paying");
        let status = report.write_body(Profile::Problem, None, body);
        assert_eq!(status, Some(409));
    }),
    ("problem_details", |body| {
        #[derive(serde::Serialize)]
        struct Extensions {
            code: &'static str,
            order: &'static str,
        }
        let problem = ProblemDetails::from_status_code(axum::http::StatusCode::CONFLICT)
            .with_type(TYPE.parse::<axum::http::Uri>().expect("a URI"))
            .with_detail(format!("The order `{}`{}", black_box("ord_1"), &DETAIL[17..]))
            .with_extensions(Extensions { code: CODE, order: "ord_1" });
        body.push_str(&serde_json::to_string(&problem).expect("JSON"));
    }),
    ("http-api-problem", |body| {
        let problem = HttpApiProblem::new(http_api_problem::StatusCode::CONFLICT)
            .type_url(TYPE)
            .title("Conflict")
            .detail(format!("The order `{}`{}", black_box("ord_1"), &DETAIL[17..]))
            .value("code", &CODE)
            .value("order", &"ord_1");
        body.push_str(&problem.json_string());
    }),
    ("json!", |body| {
        let problem = json!({
            "type": TYPE, "title": "Conflict", "status": 409, "code": CODE, "order": "ord_1",
            "detail": format!("The order `{}`{}", black_box("ord_1"), &DETAIL[17..]),
        });
        body.push_str(&problem.to_string());
    }),
];

/// Writes the `Display` output of a report to a buffer.
pub fn display(report: &Report<Error>, text: &mut String) {
    use std::fmt::Write as _;
    let _ = write!(text, "{report}");
}

/// A report to display.
pub fn report() -> Report<Error> {
    let report = Report::new(error());
    assert_eq!(report.code(), Code::OrderAlreadyPaid);
    assert_eq!(report.error().to_string(), DETAIL);
    assert_eq!(report.error().params().len(), 1);
    report
}

/// An axum service, and a runtime to run it on.
pub struct Service {
    runtime: Runtime,
    router: Router,
}

/// Services that answer every request with a body of about 300 bytes: a constant, an error, and an
/// error behind the layer.
pub fn services() -> [(&'static str, Service); 4] {
    let body = || {
        let mut body = String::new();
        BODIES[0].1(&mut body);
        body
    };
    let constant: &'static str = body().leak();
    let fail = || async { Err::<(), Report<Error>>(error().into()) };
    let conflict = axum::http::StatusCode::CONFLICT;
    let layer = || ErrorLayer::new(&Offer::new(Profile::Problem).or(Profile::Api));
    let routers = [
        ("a constant body", Router::new().route("/", get(move || async move { (conflict, constant) }))),
        (
            "a constant body behind the layer",
            Router::new().route("/", get(move || async move { (conflict, constant) })).layer(layer()),
        ),
        ("a report", Router::new().route("/", get(fail))),
        ("a report behind the layer", Router::new().route("/", get(fail)).layer(layer())),
    ];
    routers.map(|(name, router)| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        (name, Service { runtime, router })
    })
}

impl Service {
    /// Answers one request, and returns the size of the body.
    pub fn answer(&self) -> usize {
        self.runtime.block_on(async {
            let request = Request::get("/").header("X-Request-Id", "req_1").body(Body::empty()).expect("a request");
            let response = self.router.clone().oneshot(request).await.expect("a response");
            axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body").len()
        })
    }
}
