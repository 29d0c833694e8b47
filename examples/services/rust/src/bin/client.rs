//! Calls the shop, and prints what it reads from each error.

use std::error::Error;

use errbook::client::{Reply, read};
use errbook::{Received, Value};
use serde_json::{Value as Json, json};
use shop::Code;

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: client URL")?;
    for (method, path, body) in [
        ("GET", "/orders/o-1", ""),
        ("POST", "/orders", r#"{"amount": 0}"#),
        ("POST", "/payments", ""),
        ("GET", "/search", ""),
        ("GET", "/stock", ""),
    ] {
        println!("{}", line(&call(method, &format!("{url}{path}"), body)?));
    }
    Ok(())
}

fn call(method: &str, url: &str, body: &str) -> Result<Received<Code>, Box<dyn Error>> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = match method {
        "GET" => agent.get(url).header("X-Request-Id", "req_1").call()?,
        _ => agent.post(url).header("X-Request-Id", "req_1").content_type("application/json").send(body)?,
    };
    let (status, body) = (response.status().as_u16(), response.body_mut().read_to_vec()?);
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    Ok(read(&Reply { status, content_type: header("Content-Type"), retry_after: header("Retry-After"), body: &body })?)
}

fn line(error: &Received<Code>) -> Json {
    let errors = error.errors.iter().map(|error| match &error.fix {
        Some(fix) => json!({"fix": fix, "location": error.location, "message": error.message}),
        None => json!({"location": error.location, "message": error.message}),
    });
    let params = error.params.iter().map(|(name, value)| ((*name).to_owned(), param(value.borrow())));
    json!({
        "action": error.action.map(|action| action.as_str()),
        "code": error.code.as_str(),
        "errors": errors.collect::<Vec<_>>(),
        "params": params.collect::<serde_json::Map<_, _>>(),
        "request_id": error.request_id,
        "retry_after": error.retry_after,
        "retryable": error.retry().can_succeed(),
        "status": error.status,
    })
}

fn param(value: Value<'_>) -> Json {
    match value {
        Value::Duration(span) => json!(span.as_secs()),
        other => json!(other.to_string()),
    }
}
