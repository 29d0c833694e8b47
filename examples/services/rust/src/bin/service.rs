//! A shop that fails in five ways.

use std::error::Error as StdError;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Request};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use errbook::axum08::ErrorLayer;
use errbook::{Offer, OrCode, OwnedFieldError, Report};
use serde_json::{Value, json};
use shop::{Error, Profile};

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let router = Router::new()
        .route("/orders/{order}", get(get_order))
        .route("/orders", post(create_order))
        .route("/payments", post(pay))
        .route("/search", get(search))
        .route("/stock", get(stock))
        .layer(ErrorLayer::new(&Offer::new(Profile::Api)))
        .layer(from_fn(request_id));
    let port: u16 = std::env::var("PORT")?.parse()?;
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

async fn get_order(Path(order): Path<String>) -> Result<(), Report<Error>> {
    Err(Error::OrderNotFound { order: order.into() })?
}

async fn create_order(order: Result<Json<Value>, JsonRejection>) -> Result<(StatusCode, Json<Value>), Report<Error>> {
    let Json(order) = order
        .map_err(|error| Report::new(Error::OrderInvalid).field_error("body", "is not valid JSON").caused_by(error))?;
    let (mut report, mut is_valid) = (Report::new(Error::OrderInvalid), true);
    if order["item"].is_null() {
        is_valid = false;
        report = report.with_field_error(OwnedFieldError {
            location: "body.item".into(),
            message: "is missing".into(),
            fix: Some("send an item".into()),
        });
    }
    if order["amount"].as_f64().is_none_or(|amount| amount <= 0.0) {
        is_valid = false;
        report = report.field_error("body.amount", "must be positive");
    }
    if is_valid { Ok((StatusCode::CREATED, Json(json!({})))) } else { Err(report) }
}

async fn pay() -> Result<(), Report<Error>> {
    Err(Error::CardDeclined { card: "4242".into(), reason: "insufficient funds".into() })?
}

async fn search() -> Result<(), Report<Error>> {
    Err(Error::LimitExceeded { limit: 9_007_199_254_740_993, wait: Duration::from_secs(30) })?
}

async fn stock() -> Result<(), Report<Error>> {
    Err("connection to db-7 refused").code(Error::StockUnavailable)
}

/// Gives a request without an ID one, and sends the ID back.
async fn request_id(mut request: Request, next: Next) -> Response {
    let id = request.headers_mut().entry("x-request-id").or_insert_with(|| HeaderValue::from(fresh())).clone();
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-request-id", id);
    response
}

/// A real service would make a UUID.
fn fresh() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(())
}
