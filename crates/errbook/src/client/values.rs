//! The values of an envelope's variables, from a response body.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value as Json;

use crate::action::ActionKind;
use crate::checked::{Decimal, Url};
use crate::param::OwnedValue;
use crate::report::OwnedFieldError;
use crate::tables::{Param, ParamType};
use crate::timestamp;

#[derive(Default)]
pub(super) struct Values {
    pub(super) code: Option<String>,
    pub(super) type_url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) instance: Option<String>,
    pub(super) retry_after: Option<u64>,
    pub(super) action: Option<ActionKind>,
    pub(super) fix: Option<String>,
    pub(super) errors: Vec<OwnedFieldError>,
    /// By name, as received.
    pub(super) params: Vec<(String, Json)>,
}

impl Values {
    /// Stores the value of the variable `name`. Returns whether it has a type that the variable can
    /// have.
    pub(super) fn take(&mut self, name: &str, value: &Json) -> bool {
        match (name, value) {
            ("code", Json::String(text)) => self.code = Some(text.clone()),
            ("type", Json::String(text)) => self.type_url = Some(text.clone()),
            ("detail", Json::String(text)) => self.detail = Some(text.clone()),
            ("request_id", Json::String(text)) => self.request_id = Some(text.clone()),
            ("instance", Json::String(text)) => self.instance = Some(text.clone()),
            ("title", Json::String(text)) => self.title = Some(text.clone()),
            ("request_id" | "instance" | "retry_after" | "action" | "fix", Json::Null) => {}
            // A newer service can send a kind that this build doesn't know.
            ("action", Json::String(word)) => self.action = ActionKind::find(word),
            ("fix", Json::String(text)) => self.fix = Some(text.clone()),
            ("status", value) => return value.is_u64(),
            ("status_string", value) => return value.is_string(),
            ("retry_after", value) => {
                self.retry_after = value.as_u64();
                return self.retry_after.is_some();
            }
            ("errors", Json::Array(errors)) => self.errors = errors.iter().filter_map(field_error).collect(),
            ("params" | "extensions", Json::Object(members)) => {
                self.params.extend(members.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            // The code has its fields in its tables.
            (name, _) if name.starts_with("field.") => {}
            (name, value) => {
                let Some(param) = name.strip_prefix("param.") else {
                    return false;
                };
                self.params.push((param.to_owned(), value.clone()));
            }
        }
        true
    }

    /// The value of a param, if the response has it as a member of its type.
    pub(super) fn param(&self, param: &Param) -> Option<OwnedValue> {
        let (_, value) = self.params.iter().find(|(name, _)| name == param.name)?;
        typed(param.ty, value)
    }
}

fn field_error(value: &Json) -> Option<OwnedFieldError> {
    let text = |key| value.get(key).and_then(Json::as_str).map(|text| Cow::Owned(text.to_owned()));
    Some(OwnedFieldError { location: text("location")?, message: text("message")?, fix: text("fix") })
}

fn typed(ty: ParamType, value: &Json) -> Option<OwnedValue> {
    let text = || value.as_str().map(str::to_owned);
    Some(match ty {
        ParamType::String => OwnedValue::String(text()?),
        ParamType::Integer => OwnedValue::Integer(value.as_i64()?),
        ParamType::Decimal => OwnedValue::Decimal(Decimal::new(text()?).ok()?),
        ParamType::Url => OwnedValue::Url(Url::new(text()?).ok()?),
        ParamType::Boolean => OwnedValue::Boolean(value.as_bool()?),
        ParamType::Timestamp => OwnedValue::Timestamp(timestamp::parse(value.as_str()?)?),
        ParamType::Duration => OwnedValue::Duration(Duration::from_secs(value.as_u64()?)),
        ParamType::List => OwnedValue::List(value.as_array()?.iter().map(item).collect::<Option<_>>()?),
    })
}

fn item(value: &Json) -> Option<Cow<'static, str>> {
    value.as_str().map(|text| Cow::Owned(text.to_owned()))
}
