//! An operation's errors in the OpenAPI document that utoipa generates.

use errbook::Report;
use errbook_service_tests::{OrdersGetError, OrdersPayError};
use serde_json::{Value, json};
use utoipa::OpenApi;

#[utoipa::path(get, path = "/orders/{order}", responses((status = 200, description = "The order"), Report<OrdersGetError>))]
#[allow(dead_code, reason = "only its document is looked at")]
async fn order() -> Result<(), Report<OrdersGetError>> {
    Ok(())
}

#[utoipa::path(post, path = "/pay", responses(Report<OrdersPayError>))]
#[allow(dead_code, reason = "only its document is looked at")]
async fn pay() -> Result<(), Report<OrdersPayError>> {
    Ok(())
}

#[derive(OpenApi)]
#[openapi(paths(order, pay))]
struct Api;

fn document() -> Value {
    serde_json::to_value(Api::openapi()).expect("JSON")
}

#[test]
fn each_status_has_its_codes_and_shapes() {
    let document = document();
    let responses = document["paths"]["/orders/{order}"]["get"]["responses"].as_object().expect("responses");
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["200", "403", "404", "500", "502"]);
    let not_found = &responses["404"];
    assert_eq!(not_found["description"], "- Order not found (`err:shop:order:not_found`)");
    assert_eq!(not_found["x-error-codes"], json!(["err:shop:order:not_found"]));
    let content = not_found["content"].as_object().expect("content");
    assert_eq!(content.keys().collect::<Vec<_>>(), ["application/json", "application/problem+json"]);
    assert_eq!(
        content["application/json"]["schema"],
        json!({
            "type": "object",
            "required": ["meta", "error"],
            "properties": {
                "meta": {"type": "object", "required": ["requestId"], "properties": {"requestId": {"type": ["string", "null"]}}},
                "error": {
                    "type": "object",
                    "required": ["detail", "status", "title", "type"],
                    "properties": {
                        "detail": {"type": "string"},
                        "status": {"type": "integer", "enum": [404]},
                        "title": {"type": "string"},
                        "type": {
                            "type": "string", "format": "uri-reference",
                            "enum": ["https://shop.example/docs/errors/shop/order/not_found"],
                        },
                    },
                },
            },
        })
    );
    let problem = &content["application/problem+json"]["schema"];
    assert_eq!(problem["required"], json!(["type", "title", "status", "detail", "code"]));
    assert_eq!(problem["properties"]["code"]["enum"], json!(["err:shop:order:not_found"]));
}

#[test]
fn actions_and_fields_have_the_values_of_the_catalog() {
    let document = document();
    let content = &document["paths"]["/pay"]["post"]["responses"]["502"]["content"];
    let error = &content["application/json"]["schema"]["properties"]["error"];
    assert_eq!(error["properties"]["action"], json!({"type": ["string", "null"], "enum": ["wait"]}));
    assert_eq!(error["properties"]["fix"]["type"], json!(["string", "null"]));
    assert_eq!(error["properties"]["team"], json!({"type": ["string"], "enum": ["platform"]}));
    assert_eq!(error["properties"]["areas"]["items"], json!({"type": "string"}));
    assert_eq!(error["required"], json!(["code", "message"]));
}

#[test]
fn a_status_with_its_own_shape_uses_it() {
    let document = document();
    let content = &document["paths"]["/pay"]["post"]["responses"]["400"]["content"];
    let error = &content["application/json"]["schema"]["properties"]["error"];
    assert_eq!(error["properties"]["errors"]["type"], "array");
    assert_eq!(document["openapi"], "3.1.0");
}
