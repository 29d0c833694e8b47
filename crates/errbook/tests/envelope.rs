//! Checks the writer of response bodies with serde_json: for any shape and any strings, the body is
//! valid JSON with exactly the members of the shape.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use errbook::envelope::{FieldError, Piece, Values, Variable, write};
use errbook::{ActionKind, Value};
use proptest::prelude::*;
use serde_json::{Map, json};

/// An envelope, as in a manifest.
#[derive(Debug, Clone)]
enum Shape {
    Literal(String),
    Variable(Variable),
    Object(Vec<Member>),
    Array(Vec<Shape>),
}

#[derive(Debug, Clone)]
enum Member {
    Required(String, Shape),
    Optional(String, Shape),
    Spread(Variable),
}

/// The values of one response, owned.
#[derive(Debug, Clone)]
struct Case {
    detail: String,
    request_id: Option<String>,
    retry_after: Option<u64>,
    action: Option<ActionKind>,
    fix: Option<String>,
    errors: Vec<(String, String, Option<String>)>,
    params: Vec<(String, Param)>,
    extensions: Vec<String>,
    fields: Vec<(String, Param)>,
}

#[derive(Debug, Clone)]
enum Param {
    Text(String),
    Integer(i64),
    Boolean(bool),
    Duration(u64),
    List(Vec<Cow<'static, str>>),
}

fn compile(shape: &Shape, pieces: &mut Vec<Piece>) {
    match shape {
        Shape::Literal(text) => pieces.push(json_piece(serde_json::to_string(text).unwrap())),
        Shape::Variable(variable) => pieces.push(Piece::Value(variable.clone())),
        Shape::Array(items) => {
            pieces.push(json_piece("["));
            for item in items {
                pieces.push(Piece::Comma);
                compile(item, pieces);
            }
            pieces.push(json_piece("]"));
        }
        Shape::Object(members) => {
            pieces.push(json_piece("{"));
            for member in members {
                compile_member(member, pieces);
            }
            pieces.push(json_piece("}"));
        }
    }
}

fn compile_member(member: &Member, pieces: &mut Vec<Piece>) {
    let (key, shape) = match member {
        Member::Spread(variable) => return pieces.push(Piece::Members(variable.clone())),
        Member::Required(key, shape) | Member::Optional(key, shape) => (key, shape),
    };
    let mut own = vec![Piece::Comma, json_piece(format!("{}:", serde_json::to_string(key).unwrap()))];
    compile(shape, &mut own);
    if let Member::Optional(..) = member {
        let when: Vec<_> = variables(shape);
        pieces.push(Piece::Optional { when: when.into(), pieces: own.len().try_into().unwrap() });
    }
    pieces.extend(own);
}

fn json_piece(text: impl Into<Cow<'static, str>>) -> Piece {
    Piece::Json(text.into())
}

fn variables(shape: &Shape) -> Vec<Variable> {
    match shape {
        Shape::Literal(_) => Vec::new(),
        Shape::Variable(variable) => vec![variable.clone()],
        Shape::Array(items) => items.iter().flat_map(variables).collect(),
        Shape::Object(members) => members
            .iter()
            .flat_map(|member| match member {
                Member::Required(_, shape) | Member::Optional(_, shape) => variables(shape),
                Member::Spread(variable) => vec![variable.clone()],
            })
            .collect(),
    }
}

impl Case {
    fn is_present(&self, variable: &Variable) -> bool {
        match variable {
            Variable::RequestId => self.request_id.is_some(),
            Variable::RetryAfter => self.retry_after.is_some(),
            Variable::Action => self.action.is_some(),
            Variable::Fix => self.fix.is_some(),
            Variable::Instance => false,
            Variable::Errors => !self.errors.is_empty(),
            Variable::Params => !self.params.is_empty(),
            Variable::Extensions => self.params.iter().any(|(name, _)| self.extensions.contains(name)),
            Variable::Param(name) => self.params.iter().any(|(key, _)| key == name),
            Variable::Field(name) => self.fields.iter().any(|(key, _)| key == name),
            _ => true,
        }
    }

    fn expected(&self, shape: &Shape) -> serde_json::Value {
        match shape {
            Shape::Literal(text) => json!(text),
            Shape::Variable(variable) => self.variable(variable),
            Shape::Array(items) => items.iter().map(|item| self.expected(item)).collect(),
            Shape::Object(members) => {
                let mut object = Map::new();
                for member in members {
                    match member {
                        Member::Optional(_, shape) if !variables(shape).iter().any(|v| self.is_present(v)) => {}
                        Member::Required(key, shape) | Member::Optional(key, shape) => {
                            object.insert(key.clone(), self.expected(shape));
                        }
                        Member::Spread(variable) => object.extend(self.members(variable)),
                    }
                }
                object.into()
            }
        }
    }

    fn members(&self, variable: &Variable) -> Map<String, serde_json::Value> {
        let sent = |name: &String| *variable == Variable::Params || self.extensions.contains(name);
        self.params
            .iter()
            .filter(|(name, _)| sent(name))
            .map(|(name, param)| (name.clone(), param.expected()))
            .collect()
    }

    fn variable(&self, variable: &Variable) -> serde_json::Value {
        match variable {
            Variable::Code => json!("a:\"b\""),
            Variable::Status => json!(404),
            Variable::StatusString => json!("404"),
            Variable::Title => json!("Not {Found},"),
            Variable::Type => json!("about:blank"),
            Variable::Detail => json!(self.detail),
            Variable::RequestId => json!(self.request_id),
            Variable::Instance => json!(null),
            Variable::RetryAfter => json!(self.retry_after),
            Variable::Action => json!(self.action.map(ActionKind::as_str)),
            Variable::Fix => json!(self.fix),
            Variable::Errors => self.errors.iter().map(field_error).collect(),
            Variable::Params | Variable::Extensions => self.members(variable).into(),
            Variable::Param(name) => {
                let param = self.params.iter().find(|(key, _)| key == name);
                param.map_or(json!(null), |(_, param)| param.expected())
            }
            Variable::Field(name) => {
                let field = self.fields.iter().find(|(key, _)| key == name);
                field.map_or(json!(null), |(_, field)| field.expected())
            }
        }
    }

    fn body(&self, shape: &Shape) -> String {
        let mut pieces = Vec::new();
        compile(shape, &mut pieces);
        let errors: Vec<_> = self
            .errors
            .iter()
            .map(|(location, message, fix)| FieldError { location, message, fix: fix.as_deref() })
            .collect();
        let params: Vec<_> = self.params.iter().map(|(name, param)| (name.as_str(), param.value())).collect();
        let fields: Vec<_> = self.fields.iter().map(|(name, field)| (name.as_str(), field.value())).collect();
        let extensions: Vec<_> = self.extensions.iter().map(String::as_str).collect();
        let values = Values {
            code: "a:\"b\"",
            status: 404,
            title: "Not {Found},",
            type_url: None,
            detail: &self.detail,
            request_id: self.request_id.as_deref(),
            instance: None,
            retry_after: self.retry_after,
            action: self.action,
            fix: self.fix.as_deref(),
            errors: &errors,
            params: &params,
            extensions: &extensions,
            fields: &fields,
        };
        let mut body = String::new();
        write(&pieces, &values, &mut body);
        body
    }
}

fn field_error((location, message, fix): &(String, String, Option<String>)) -> serde_json::Value {
    let mut error = json!({"location": location, "message": message});
    if let Some(fix) = fix {
        error["fix"] = json!(fix);
    }
    error
}

impl Param {
    fn value(&self) -> Value<'_> {
        match self {
            Param::Text(text) => Value::String(text),
            Param::Integer(number) => Value::Integer(*number),
            Param::Boolean(value) => Value::Boolean(*value),
            Param::Duration(seconds) => Value::Duration(Duration::from_secs(*seconds)),
            Param::List(items) => Value::List(items),
        }
    }

    fn expected(&self) -> serde_json::Value {
        match self {
            Param::Text(text) => json!(text),
            Param::Integer(number) => json!(number),
            Param::Boolean(value) => json!(value),
            Param::Duration(seconds) => json!(seconds),
            Param::List(items) => json!(items),
        }
    }
}

/// Strings with characters that are special in JSON, or in the writer's handling of commas.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof!["[\"\\\\{}\\[\\],:\u{0}-\u{1f}\u{7f}\u{2028}é😀\u{202e} a]{0,8}", "\\PC{0,6}"]
}

fn variable() -> impl Strategy<Value = Variable> {
    prop::sample::select(vec![
        Variable::Code,
        Variable::Status,
        Variable::StatusString,
        Variable::Title,
        Variable::Type,
        Variable::Detail,
        Variable::RequestId,
        Variable::Instance,
        Variable::RetryAfter,
        Variable::Action,
        Variable::Fix,
        Variable::Errors,
        Variable::Params,
        Variable::Extensions,
        Variable::Param("p0".into()),
        Variable::Param("p2".into()),
        Variable::Field("p0".into()),
        Variable::Field("p1".into()),
    ])
}

fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![hostile().prop_map(Shape::Literal), variable().prop_map(Shape::Variable)];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Shape::Array),
            prop::collection::vec((0..3_u8, hostile(), inner), 0..5).prop_map(object),
        ]
    })
}

/// Makes keys unique, as the loader requires, and spreads params at most once, instead of one
/// member.
fn object(members: Vec<(u8, String, Shape)>) -> Shape {
    let spread = members.iter().position(|(kind, ..)| *kind == 2);
    let member = |(at, (kind, key, shape)): (usize, (u8, String, Shape))| match kind {
        2 if spread == Some(at) && at % 2 == 0 => Member::Spread(Variable::Params),
        2 if spread == Some(at) => Member::Spread(Variable::Extensions),
        0 => Member::Optional(format!("{at}{key}"), shape),
        _ => Member::Required(format!("{at}{key}"), shape),
    };
    Shape::Object(members.into_iter().enumerate().map(member).collect())
}

fn case() -> impl Strategy<Value = Case> {
    let param = prop_oneof![
        hostile().prop_map(Param::Text),
        any::<i64>().prop_map(Param::Integer),
        any::<bool>().prop_map(Param::Boolean),
        any::<u64>().prop_map(Param::Duration),
        prop::collection::vec(hostile().prop_map(Cow::Owned), 0..3).prop_map(Param::List),
    ];
    (
        hostile(),
        prop::option::of(hostile()),
        prop::option::of(any::<u64>()),
        prop::option::of(prop::sample::select(ActionKind::NAMED).prop_map(|(_, kind)| kind)),
        prop::option::of(hostile()),
        prop::collection::vec((hostile(), hostile(), prop::option::of(hostile())), 0..3),
        prop::collection::vec(param.clone(), 0..3),
        prop::collection::vec(param, 0..2),
        prop::bool::ANY,
    )
        .prop_map(|(detail, request_id, retry_after, action, fix, errors, params, fields, extends)| Case {
            detail,
            request_id,
            retry_after,
            action,
            fix,
            errors,
            params: params.into_iter().enumerate().map(|(at, param)| (format!("p{at}"), param)).collect(),
            // The names of params, so a test notices if one were taken for the other.
            fields: fields.into_iter().enumerate().map(|(at, field)| (format!("p{at}"), field)).collect(),
            extensions: if extends { vec!["p1".into(), "p2".into()] } else { Vec::new() },
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn the_body_has_the_members_of_the_shape(shape in shape(), case in case()) {
        let body = case.body(&shape);
        let parsed: serde_json::Value = serde_json::from_str(&body).map_err(|error| TestCaseError::fail(format!("{error}: {body}")))?;
        prop_assert_eq!(parsed, case.expected(&shape));
    }
}

#[test]
fn timestamps_and_urls_are_strings() {
    let params = [("at", Value::Timestamp(SystemTime::UNIX_EPOCH)), ("url", Value::Url("https://example.com"))];
    let values = Values {
        code: "",
        status: 400,
        title: "",
        type_url: None,
        detail: &"",
        request_id: None,
        instance: None,
        retry_after: None,
        action: None,
        fix: None,
        errors: &[],
        params: &params,
        extensions: &[],
        fields: &[],
    };
    let mut body = String::from("{");
    write(&[Piece::Members(Variable::Params)], &values, &mut body);
    assert_eq!(body, r#"{"at":"1970-01-01T00:00:00Z","url":"https://example.com""#);
}
