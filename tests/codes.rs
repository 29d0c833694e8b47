//! The generated codes as a service uses them. The messages and statuses of the shipped catalog are
//! Unkey's.

use errbook::envelope::FieldError;
use errbook::{AnyCode, Occurrence, TypedError};
use serde_json::{Value, json};
use unkey_errors::{Code, Error, Profile, frontline, unkey, user};

fn body(error: &Error, profile: Profile, occurrence: &Occurrence<'_>) -> (Option<u16>, Value) {
    let mut body = String::new();
    let status = error.write_body(profile, occurrence, &mut body);
    (status, serde_json::from_str(&body).expect("JSON"))
}

fn request() -> Occurrence<'static> {
    Occurrence::default().request_id("req_2c9a0jf23l4k567")
}

#[test]
fn every_code_round_trips_and_has_a_name_url_and_message() {
    assert!(Code::ALL.is_sorted());
    for code in Code::ALL {
        assert_eq!(code.as_str().parse(), Ok(*code));
        assert!(!code.name().is_empty(), "{code}");
        assert!(code.type_url().is_some_and(|url| url.starts_with("https://unkey.com/docs/errors/")), "{code}");
        assert!(code.retired().is_some() || code.message().is_some(), "{code}");
    }
}

#[test]
fn only_codes_that_no_client_receives_have_no_response() {
    let silent = |code: &&Code| code.retired().is_none() && code.default_response().is_none();
    let silent: Vec<&str> = Code::ALL.iter().filter(silent).map(|code| code.as_str()).collect();
    assert_eq!(
        silent,
        [
            "err:frontline:platform:deployment_selection_failed",
            "err:frontline:routing:deployment_not_found",
            "err:frontline:upstream:proxy_forward_failed",
            "err:unkey:data:audit_log_not_found",
            "err:user:bad_request:missing_required_header",
        ]
    );
}

#[test]
fn constants_work_in_patterns() {
    let status = |code: Code| match code {
        unkey::data::KEY_NOT_FOUND | unkey::data::KEY_AUTH_NOT_FOUND => 404,
        frontline::upstream::BAD_GATEWAY => 502,
        _ => 0,
    };
    assert_eq!(status(Code::DataKeyAuthNotFound), 404);
    assert_eq!(status("err:frontline:upstream:bad_gateway".parse().unwrap()), 502);
    assert_ne!(unkey::data::KEY_NOT_FOUND, unkey::authentication::KEY_NOT_FOUND);
}

#[test]
fn an_alias_parses_to_the_current_code() {
    assert_eq!("err:unkey:bad_gateway:bad_gateway".parse(), Ok(Code::UpstreamBadGateway));
    assert_eq!(Code::UpstreamBadGateway.aliases(), ["err:unkey:bad_gateway:bad_gateway"]);
}

#[test]
fn a_retired_code_still_parses_and_has_a_date() {
    let code: Code = "err:unkey:internal_server_error:vm_selection_failed".parse().unwrap();
    assert!(code.retired().and_then(|ending| ending.since).is_some());
    let live = Code::ALL.iter().filter(|code| code.retired().is_none());
    assert!(live.count() >= 11);
}

#[test]
fn an_unknown_code_survives_a_round_trip() {
    let response =
        r#"["err:unkey:data:moon_not_found","err:unkey:data:key_not_found","err:unkey:bad_gateway:bad_gateway"]"#;
    let codes: Vec<AnyCode<Code>> = serde_json::from_str(response).unwrap();
    assert_eq!(codes[0].as_str(), "err:unkey:data:moon_not_found");
    assert_eq!(codes[0].known(), None);
    assert_eq!(codes[1], AnyCode::Known(unkey::data::KEY_NOT_FOUND));
    let again = serde_json::to_value(&codes).unwrap();
    assert_eq!(
        again,
        json!(["err:unkey:data:moon_not_found", "err:unkey:data:key_not_found", "err:frontline:upstream:bad_gateway"])
    );
    let error = "err:unkey:data:moon_not_found".parse::<Code>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`err:unkey:data:moon_not_found` is not a code in this version of the catalog `unkey`"
    );
}

#[test]
fn a_message_contains_its_params() {
    let error = Error::DataRoleAlreadyExists { role: "billing-admin".into() };
    assert_eq!(error.to_string(), "A role with name 'billing-admin' already exists in this workspace");
    assert_eq!(error.code(), unkey::data::ROLE_ALREADY_EXISTS);
    assert_eq!(TypedError::params(&error), [("role", errbook::Value::String("billing-admin"))]);
    let _: Box<dyn std::error::Error + Send + Sync> = error.into();
}

#[test]
fn api_responses_match_unkeys() {
    let (status, body) = body(&Error::DataKeyAuthNotFound, Profile::Api, &request());
    assert_eq!(status, Some(404));
    assert_eq!(
        body,
        json!({
            "meta": {"requestId": "req_2c9a0jf23l4k567"},
            "error": {
                "detail": "The specified keyspace was not found.",
                "status": 404,
                "title": "Not Found",
                "type": "https://unkey.com/docs/errors/unkey/data/key_auth_not_found",
            },
        })
    );
}

#[test]
fn a_published_text_leads_to_its_code() {
    // The documents that the catalog started from have this text, but the service never sent it.
    let text = "The requested key authentication could not be found";
    assert!(!unkey::data::KEY_AUTH_NOT_FOUND.wordings().contains(&text));
    assert_ne!(unkey::data::KEY_AUTH_NOT_FOUND.message(), Some(text));
    let catalog = errbook_catalog::load("catalog".as_ref()).expect("a catalog");
    let entry = catalog.entry("err:unkey:data:key_auth_not_found").expect("the entry");
    assert!(entry.texts().iter().any(|known| known.template == text));
}

#[test]
fn a_bad_request_contains_its_field_errors() {
    let errors = [FieldError { location: "body.apiId", message: "is required", fix: None }];
    let error = Error::ApplicationInvalidInput { method: "POST".into(), path: "/v2/apis.getApi".into() };
    let (status, body) = body(&error, Profile::Api, &request().errors(&errors));
    assert_eq!(status, Some(400));
    assert_eq!(body["error"]["errors"], json!([{"location": "body.apiId", "message": "is required"}]));
}

#[test]
fn services_send_a_code_with_different_statuses() {
    let timeout = user::bad_request::REQUEST_TIMEOUT;
    assert_eq!((timeout.status(Profile::Api), timeout.status(Profile::Gateway)), (Some(408), Some(504)));
    assert_eq!(timeout.message_in(Profile::Api), Some("Request timeout"));
    assert_eq!(unkey::authentication::MISSING.status(Profile::Gateway), None);
    let (status, body) = body(&Error::RoutingConfigNotFound, Profile::Gateway, &request());
    assert_eq!(status, Some(404));
    assert_eq!(
        body,
        json!({
            "meta": {"requestId": "req_2c9a0jf23l4k567"},
            "error": {
                "code": "err:frontline:routing:config_not_found",
                "message": "No deployment found for this hostname. Please check your domain configuration or contact support at support@unkey.com.",
            },
        })
    );
}

#[test]
fn the_api_does_not_send_codes_of_the_gateway() {
    let mut body = String::new();
    assert_eq!(Error::RoutingConfigNotFound.write_body(Profile::Api, &request(), &mut body), None);
    assert_eq!(body, "");
}

#[cfg(feature = "pages")]
#[test]
fn every_code_has_a_page() {
    for code in Code::ALL {
        let page = code.page();
        assert!(page.starts_with("# "), "{code}");
        assert!(page.contains(&format!("`{code}`")), "{code}");
    }
}
