//! Reads the example response on a page. Status, title, detail, and URL become fields of the entry.
//! The remaining shape, which many pages share, becomes an envelope.

use errbook_catalog::reason_phrase;
use serde_json::Value as Json;

use crate::model::FieldError;
use crate::yaml::Value;

/// The members of a response body, with variables in place of the values that belong to a code.
pub(crate) type Shape = Vec<(String, Value)>;

/// A parsed response.
#[derive(Debug, Clone, Default)]
pub(crate) struct Example {
    /// The headers above the body.
    pub(crate) headers: Vec<(String, String)>,
    /// The shape, with variables in place of the code's own values.
    pub(crate) shape: Shape,
    pub(crate) status: Option<u16>,
    pub(crate) title: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
}

impl Example {
    /// The title, unless it is the status's standard phrase.
    pub(crate) fn own_title(&self) -> Option<&str> {
        let phrase = self.status.and_then(reason_phrase);
        self.title.as_deref().filter(|title| Some(*title) != phrase)
    }
}

/// Parses a JSON string as an error response, or returns `None` if it isn't one. `is_code` decides
/// whether a string is a code.
pub(crate) fn read(text: &str, is_code: &dyn Fn(&str) -> bool) -> Option<Example> {
    let mut example = Example::default();
    let body = match text.trim_start().strip_prefix("HTTP/") {
        Some(message) => head(message, &mut example)?,
        None => text,
    };
    let Json::Object(members) = serde_json::from_str(body).ok()? else { return None };
    let (status, phrase) = (example.status.take(), example.title.take());
    example.shape = shape(&members, is_code, &mut example);
    // Pages have one title and one status, so a response with two of them stays a code block.
    let is_title = phrase.is_none() || example.title.is_none() || example.title == phrase;
    let is_status = status.is_none() || example.status.is_none() || example.status == status;
    example.status = example.status.or(status);
    example.title = example.title.or(phrase);
    (is_title && is_status && example.detail.is_some()).then_some(example)
}

/// Reads the status, its phrase if that is not the usual one, and the headers of an HTTP message.
/// Returns its body.
fn head<'t>(message: &'t str, example: &mut Example) -> Option<&'t str> {
    let (status, mut rest) = message.split_once('\n')?;
    let mut words = status.split_whitespace().skip(1);
    let status = words.next()?.parse().ok()?;
    let phrase = words.collect::<Vec<_>>().join(" ");
    example.status = Some(status);
    example.title = Some(phrase).filter(|phrase| !phrase.is_empty() && reason_phrase(status) != Some(phrase));
    loop {
        let (line, after) = rest.split_once('\n')?;
        rest = after;
        if line.trim().is_empty() {
            return Some(rest);
        }
        let (name, value) = line.split_once(':')?;
        example.headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
}

fn shape(members: &serde_json::Map<String, Json>, is_code: &dyn Fn(&str) -> bool, example: &mut Example) -> Shape {
    // If a body has both, `detail` is the message for clients.
    let has_detail = members.contains_key("detail");
    members
        .iter()
        .map(|(name, value)| match variable(name, value, has_detail, is_code, example) {
            Some("$errors") => (format!("{name}?"), Value::word("$errors")),
            Some(variable) => (name.clone(), Value::word(variable)),
            None => (name.clone(), literal(value, is_code, example)),
        })
        .collect()
}

/// The variable that a member stands for, if any. Its value is stored in the example.
fn variable(
    name: &str,
    value: &Json,
    has_detail: bool,
    is_code: &dyn Fn(&str) -> bool,
    example: &mut Example,
) -> Option<&'static str> {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let text = value.as_str();
    match name.as_str() {
        "status" | "statuscode" | "httpstatus" | "httpstatuscode" => {
            let status =
                value.as_u64().and_then(|status| u16::try_from(status).ok()).filter(|of| (100..600).contains(of))?;
            fill(&mut example.status, status, "$status")
        }
        "title" => fill(&mut example.title, text?.to_owned(), "$title"),
        "detail" => fill(&mut example.detail, one_line(text?)?, "$detail"),
        "message" | "msg" if !has_detail => fill(&mut example.detail, one_line(text?)?, "$detail"),
        "type" | "docs" | "docurl" | "docsurl" | "documentationurl" | "help" | "helpurl" | "moreinfo" => {
            let url = text.filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
            fill(&mut example.url, url.to_owned(), "$type")
        }
        "requestid" | "traceid" | "correlationid" => fill(&mut example.request_id, text?.to_owned(), "$request_id"),
        "errors" => {
            let errors: Option<Vec<FieldError>> = value.as_array()?.iter().map(field_error).collect();
            let errors = errors.filter(|errors| !errors.is_empty() && example.field_errors.is_empty())?;
            example.field_errors = errors;
            Some("$errors")
        }
        _ => fill(&mut example.code, text.filter(|text| is_code(text))?.to_owned(), "$code"),
    }
}

fn one_line(text: &str) -> Option<String> {
    (!text.trim().is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
}

fn fill<T>(place: &mut Option<T>, value: T, variable: &'static str) -> Option<&'static str> {
    if place.is_some() {
        return None;
    }
    *place = Some(value);
    Some(variable)
}

fn field_error(value: &Json) -> Option<FieldError> {
    let members = value.as_object()?;
    let text = |name: &str| members.get(name).and_then(Json::as_str).map(str::to_owned);
    let error = FieldError { location: text("location")?, message: text("message")?, fix: text("fix") };
    (members.len() == 2 + usize::from(error.fix.is_some())).then_some(error)
}

fn literal(value: &Json, is_code: &dyn Fn(&str) -> bool, example: &mut Example) -> Value {
    match value {
        Json::Object(members) => Value::Map(shape(members, is_code, example)),
        Json::Array(items) => Value::list(items.iter().map(|item| literal(item, is_code, example))),
        // A literal dollar sign at the start is doubled.
        Json::String(text) if text.starts_with('$') => Value::text(format!("${text}")),
        Json::String(text) => Value::text(text),
        other => Value::raw(other),
    }
}

/// Merges two shapes that differ at most in field errors into the one that has them.
pub(crate) fn merged(one: &[(String, Value)], other: &[(String, Value)]) -> Option<Shape> {
    let strip = |members: &[(String, Value)]| without_errors(members);
    if strip(one) != strip(other) {
        return None;
    }
    Some(if one == strip(one) { other.to_vec() } else { one.to_vec() })
}

fn without_errors(members: &[(String, Value)]) -> Shape {
    let kept = members.iter().filter(|(_, value)| *value != Value::word("$errors"));
    kept.map(|(name, value)| {
        let value = match value {
            Value::Map(members) => Value::Map(without_errors(members)),
            other => other.clone(),
        };
        (name.clone(), value)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Members;

    #[test]
    fn values_of_a_code_become_variables() {
        let text = r#"{"meta": {"requestId": "req_1"}, "error": {"detail": "No", "status": 404, "title": "Not Found", "type": "https://a.b/c", "ratio": 1.5, "errors": [{"location": "a", "message": "b"}]}}"#;
        let example = read(text, &|_| false).expect("a response");
        assert_eq!((example.status, example.detail.as_deref(), example.own_title()), (Some(404), Some("No"), None));
        assert_eq!(example.field_errors.len(), 1);
        let yaml = Members::default().with_flow("envelope", Value::Map(example.shape)).text();
        assert_eq!(
            yaml,
            "envelope: {meta: {requestId: $request_id}, error: {detail: $detail, status: $status, title: $title, type: $type, ratio: 1.5, errors?: $errors}}\n"
        );
    }

    #[test]
    fn a_head_has_the_status_and_headers() {
        let text = "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nX-A: b: c\r\n\r\n{\"message\": \"No\"}\n";
        let example = read(text, &|_| false).expect("a response");
        let headers = [("Content-Type", "application/json"), ("X-A", "b: c")];
        assert_eq!(example.headers, headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!((example.status, example.detail.as_deref()), (Some(429), Some("No")));
        for text in ["HTTP/1.1\n\n{\"message\": \"No\"}", "HTTP/1.1 404\nX\n\n{\"message\": \"No\"}", "HTTP/1.1 404"] {
            assert!(read(text, &|_| false).is_none(), "{text}");
        }
    }

    #[test]
    fn other_json_is_not_a_response() {
        for text in ["[]", "{", "{\"a\": 1}", "\"message\""] {
            assert!(read(text, &|_| false).is_none(), "{text}");
        }
    }

    #[test]
    fn merges_shapes_that_differ_only_in_field_errors() {
        let shape = |text: &str| read(text, &|_| false).expect("a response").shape;
        let plain = shape(r#"{"error": {"message": "a"}}"#);
        let with = shape(r#"{"error": {"message": "b", "errors": [{"location": "x", "message": "y"}]}}"#);
        assert_eq!(merged(&plain, &with).as_ref(), Some(&with));
        assert_eq!(merged(&plain, &shape(r#"{"message": "a"}"#)), None);
    }
}
