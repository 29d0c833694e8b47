//! Three operations of the shipped catalog, on axum. Each handler returns the errors of its
//! operation. `request` has the parts that they share: the root key and the body.

mod request;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::State;
use axum::middleware::from_fn;
use axum::routing::post;
use axum::{Json, Router};
use errbook::axum08::ErrorLayer;
use errbook::{Offer, OrCode, Report, ReportResult};
use serde::Deserialize;
use serde_json::{Value, json};
use unkey_errors::{ApisDeleteApiError, Error, KeysCreateKeyError, PermissionsCreateRoleError, Profile};

use request::Body;

/// The data of the service.
#[derive(Default)]
struct Store {
    apis: BTreeSet<String>,
    roles: BTreeSet<String>,
}

type Shared = Arc<Mutex<Store>>;

/// The service. It sends errors in the API's profile, or as `application/problem+json` to clients
/// that prefer it.
pub fn router() -> Router {
    let apis = ["api_payments", "api_protected"].map(str::to_owned).into();
    let store: Shared = Arc::new(Mutex::new(Store { apis, roles: BTreeSet::new() }));
    Router::new()
        .route("/v2/permissions.createRole", post(create_role))
        .route("/v2/apis.deleteApi", post(delete_api))
        .route("/v2/keys.createKey", post(create_key))
        .with_state(store)
        .layer(from_fn(request::authenticate))
        .layer(ErrorLayer::new(&Offer::new(Profile::Api).or_problem_details()))
}

#[derive(Deserialize)]
struct CreateRole {
    name: String,
}

/// `permissions.createRole`. Raising a code that the catalog doesn't list for it doesn't compile.
async fn create_role(
    State(store): State<Shared>,
    Body(role): Body<CreateRole>,
) -> Result<Json<Value>, Report<PermissionsCreateRoleError>> {
    let mut store = store.lock().ok().code(PermissionsCreateRoleError::ApplicationServiceUnavailable)?;
    if !store.roles.insert(role.name.clone()) {
        Err(PermissionsCreateRoleError::DataRoleAlreadyExists { role: role.name.into() })?;
    }
    Ok(Json(json!({"data": {"roleId": format!("role_{}", store.roles.len())}})))
}

#[derive(Deserialize)]
struct DeleteApi {
    #[serde(rename = "apiId")]
    api_id: String,
}

/// `apis.deleteApi`.
async fn delete_api(
    State(store): State<Shared>,
    Body(api): Body<DeleteApi>,
) -> Result<Json<Value>, Report<ApisDeleteApiError>> {
    if api.api_id == "api_protected" {
        Err(ApisDeleteApiError::ApplicationProtectedResource)?;
    }
    let mut store = store.lock().ok().code(ApisDeleteApiError::ApplicationServiceUnavailable)?;
    if !store.apis.remove(&api.api_id) {
        return Err(Report::new(ApisDeleteApiError::DataApiNotFound).context(format!("api {}", api.api_id)));
    }
    Ok(Json(json!({"data": {}})))
}

#[derive(Deserialize)]
struct CreateKey {
    #[serde(rename = "apiId")]
    api_id: String,
    #[serde(default)]
    roles: Vec<String>,
}

/// `keys.createKey`, in two steps that have different error types. `widen` converts them to one.
async fn create_key(State(store): State<Shared>, Body(key): Body<CreateKey>) -> Result<Json<Value>, Report<Error>> {
    validate(&key).widen()?;
    let store = store.lock().ok().code(Error::ApplicationServiceUnavailable)?;
    find(&store, &key).context("creating a key").widen()?;
    Ok(Json(json!({"data": {"keyId": "key_1"}})))
}

/// The field errors of a request, with their locations.
fn validate(key: &CreateKey) -> Result<(), Report<KeysCreateKeyError>> {
    if key.api_id.starts_with("api_") {
        return Ok(());
    }
    let error =
        KeysCreateKeyError::ApplicationInvalidInput { method: "POST".into(), path: "/v2/keys.createKey".into() };
    Err(Report::new(error).field_error("body.apiId", "must start with `api_`"))
}

fn find(store: &MutexGuard<'_, Store>, key: &CreateKey) -> Result<(), Report<KeysCreateKeyError>> {
    if !store.apis.contains(&key.api_id) {
        Err(KeysCreateKeyError::DataApiNotFound)?;
    }
    match key.roles.iter().find(|role| !store.roles.contains(*role)) {
        Some(role) => Err(KeysCreateKeyError::DataRoleNotFound { role: role.clone().into() })?,
        None => Ok(()),
    }
}
