//! The wire format of errors: a profile's envelope as a flat list of [`Piece`]s, and the writer
//! that fills it.
//! `errbook-catalog` compiles the manifest's envelopes to pieces, and `errbook-build` writes them
//! as statics. Services and the examples in the docs both call [`write()`], so they always match.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::action::ActionKind;
use crate::json;
use crate::param::Value;

/// One step of writing a response body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// JSON, copied unchanged.
    Json(Cow<'static, str>),
    /// A comma, unless it would be the first thing in the surrounding object or array. It comes
    /// before each member and item. If the member is optional, it is inside its
    /// [`Optional`](Piece::Optional). It never comes before [`Members`](Piece::Members), which
    /// write their own commas.
    Comma,
    /// The value of a variable, or `null` if it is absent.
    Value(Variable),
    /// The members of `$params` or `$extensions`, without braces.
    Members(Variable),
    /// Skips the next `pieces` if all variables in `when` are absent.
    Optional {
        /// The variables. The member is written if any of them is present.
        when: Cow<'static, [Variable]>,
        /// The number of pieces that follow and belong to the optional member.
        pieces: u16,
    },
}

/// A variable of an envelope: `$code`, `$status`, ...
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `$code`: the code as a string.
    Code,
    /// `$status`: the HTTP status as a number.
    Status,
    /// `$status_string`: the HTTP status as a string.
    StatusString,
    /// `$title`: the status's reason phrase, or the title that the entry sets.
    Title,
    /// `$type`: URL of the code's page. `about:blank` (RFC 9457, section 4.2.1) if the catalog has
    /// no site.
    Type,
    /// `$detail`: the entry's message with its params filled in.
    Detail,
    /// `$request_id`: ID of this request.
    RequestId,
    /// `$instance`: URI of this occurrence (RFC 9457, section 3.1.5).
    Instance,
    /// `$retry_after`: seconds to wait before a retry.
    RetryAfter,
    /// `$action`: the word for what to do, such as `wait`.
    Action,
    /// `$fix`: the first step of the fix, as plain text.
    Fix,
    /// `$errors`: the field errors, an array.
    Errors,
    /// `$params`: all params, an object.
    Params,
    /// `$extensions`: the params that the entry declares as extensions, an object.
    Extensions,
    /// `$param.name`: one param.
    Param(Cow<'static, str>),
    /// `$field.name`: a field of the code.
    Field(Cow<'static, str>),
}

impl Variable {
    /// All variables with a fixed name, and that name as in a manifest, without the dollar sign.
    /// Excludes [`Variable::Param`] and [`Variable::Field`].
    pub const NAMED: &[(&str, Variable)] = &[
        ("code", Variable::Code),
        ("status", Variable::Status),
        ("status_string", Variable::StatusString),
        ("title", Variable::Title),
        ("type", Variable::Type),
        ("detail", Variable::Detail),
        ("request_id", Variable::RequestId),
        ("instance", Variable::Instance),
        ("retry_after", Variable::RetryAfter),
        ("action", Variable::Action),
        ("fix", Variable::Fix),
        ("errors", Variable::Errors),
        ("params", Variable::Params),
        ("extensions", Variable::Extensions),
    ];

    /// Its name in a manifest, without the dollar sign: `detail`, `param.limit`.
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Variable::Param(name) => format!("param.{name}").into(),
            Variable::Field(name) => format!("field.{name}").into(),
            other => Self::NAMED.iter().find(|(_, named)| named == other).map_or("", |(name, _)| name).into(),
        }
    }
}

/// The envelope of RFC 9457, section 3, which a manifest refers to as `rfc9457`. The code, field
/// errors, and extensions are extension members.
pub const RFC9457: &[Piece] = &[
    Piece::Json(Cow::Borrowed("{\"type\":")),
    Piece::Value(Variable::Type),
    Piece::Json(Cow::Borrowed(",\"title\":")),
    Piece::Value(Variable::Title),
    Piece::Json(Cow::Borrowed(",\"status\":")),
    Piece::Value(Variable::Status),
    Piece::Json(Cow::Borrowed(",\"detail\":")),
    Piece::Value(Variable::Detail),
    Piece::Optional { when: Cow::Borrowed(&[Variable::Instance]), pieces: 2 },
    Piece::Json(Cow::Borrowed(",\"instance\":")),
    Piece::Value(Variable::Instance),
    Piece::Json(Cow::Borrowed(",\"code\":")),
    Piece::Value(Variable::Code),
    Piece::Optional { when: Cow::Borrowed(&[Variable::Errors]), pieces: 2 },
    Piece::Json(Cow::Borrowed(",\"errors\":")),
    Piece::Value(Variable::Errors),
    Piece::Members(Variable::Extensions),
    Piece::Json(Cow::Borrowed("}")),
];

/// A problem with one part of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError<'a> {
    /// The part of the request, such as `body.name`.
    pub location: &'a str,
    /// The problem.
    pub message: &'a str,
    /// What to send instead.
    pub fix: Option<&'a str>,
}

/// The values of all variables in one response.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The code as a string.
    pub code: &'a str,
    /// HTTP status.
    pub status: u16,
    /// Title of the status.
    pub title: &'a str,
    /// URL of the code's page.
    pub type_url: Option<&'a str>,
    /// The public message, with params filled in.
    pub detail: &'a dyn fmt::Display,
    /// ID of this request.
    pub request_id: Option<&'a str>,
    /// URI of this occurrence.
    pub instance: Option<&'a str>,
    /// Seconds to wait before a retry.
    pub retry_after: Option<u64>,
    /// What to do.
    pub action: Option<ActionKind>,
    /// The first step of the fix, as plain text.
    pub fix: Option<&'a str>,
    /// Field errors.
    pub errors: &'a [FieldError<'a>],
    /// All params, in the order of the entry.
    pub params: &'a [(&'a str, Value<'a>)],
    /// Names of the params that are also members of the body.
    pub extensions: &'a [&'a str],
    /// The fields of the code that envelopes refer to.
    pub fields: &'a [(&'a str, Value<'a>)],
}

impl<'a> Values<'a> {
    fn param(&self, name: &str) -> Option<Value<'a>> {
        self.params.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn field(&self, name: &str) -> Option<Value<'a>> {
        self.fields.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn has(&self, variable: &Variable) -> bool {
        match variable {
            Variable::Code
            | Variable::Status
            | Variable::StatusString
            | Variable::Title
            | Variable::Type
            | Variable::Detail => true,
            Variable::RequestId => self.request_id.is_some(),
            Variable::Instance => self.instance.is_some(),
            Variable::RetryAfter => self.retry_after.is_some(),
            Variable::Action => self.action.is_some(),
            Variable::Fix => self.fix.is_some(),
            Variable::Errors => !self.errors.is_empty(),
            Variable::Params => !self.params.is_empty(),
            Variable::Extensions => self.params.iter().any(|(key, _)| self.extensions.contains(key)),
            Variable::Param(name) => self.param(name).is_some(),
            Variable::Field(name) => self.field(name).is_some(),
        }
    }
}

/// `text` as a JSON string, including quotes.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    json::string(text, &mut quoted);
    quoted
}

/// Appends the response body for `pieces` and `values` to `out`, as compact JSON.
///
/// ```
/// use errbook::envelope::{RFC9457, Values, write};
///
/// let values = Values {
///     code: "shop:too_large",
///     status: 413,
///     title: "Content Too Large",
///     type_url: None,
///     detail: &"The number is too large",
///     request_id: None,
///     instance: None,
///     retry_after: None,
///     action: None,
///     fix: None,
///     errors: &[],
///     params: &[],
///     extensions: &[],
///     fields: &[],
/// };
/// let mut body = String::new();
/// write(RFC9457, &values, &mut body);
/// assert_eq!(
///     body,
///     r#"{"type":"about:blank","title":"Content Too Large","status":413,"detail":"The number is too large","code":"shop:too_large"}"#
/// );
/// ```
pub fn write(pieces: &[Piece], values: &Values<'_>, out: &mut String) {
    let mut rest = pieces;
    while let Some((piece, after)) = rest.split_first() {
        rest = after;
        match piece {
            Piece::Json(text) => out.push_str(text),
            Piece::Comma => comma(out),
            Piece::Value(variable) => value(variable, values, out),
            Piece::Members(variable) => members(variable, values, out),
            Piece::Optional { when, pieces } => {
                if !when.iter().any(|variable| values.has(variable)) {
                    rest = rest.get(usize::from(*pieces)..).unwrap_or_default();
                }
            }
        }
    }
}

/// Text before a comma ends with `{` or `[` only at the start of an object or array, because
/// strings end with a quote.
pub(crate) fn comma(out: &mut String) {
    if !out.ends_with(['{', '[', ',']) {
        out.push(',');
    }
}

fn value(variable: &Variable, values: &Values<'_>, out: &mut String) {
    match variable {
        Variable::Code => json::string(values.code, out),
        Variable::Status => status(values.status, out),
        Variable::StatusString => {
            out.push('"');
            status(values.status, out);
            out.push('"');
        }
        Variable::Title => json::string(values.title, out),
        Variable::Type => json::string(values.type_url.unwrap_or("about:blank"), out),
        Variable::Detail => json::display(values.detail, out),
        Variable::RequestId => optional(values.request_id, out),
        Variable::Instance => optional(values.instance, out),
        Variable::RetryAfter => match values.retry_after {
            Some(seconds) => number(seconds, out),
            None => out.push_str("null"),
        },
        Variable::Action => optional(values.action.map(ActionKind::as_str), out),
        Variable::Fix => optional(values.fix, out),
        Variable::Errors => field_errors(values.errors, out),
        Variable::Params | Variable::Extensions => {
            out.push('{');
            members(variable, values, out);
            out.push('}');
        }
        Variable::Param(name) => any(values.param(name), out),
        Variable::Field(name) => any(values.field(name), out),
    }
}

fn members(variable: &Variable, values: &Values<'_>, out: &mut String) {
    for (name, value) in values.params {
        if *variable == Variable::Extensions && !values.extensions.contains(name) {
            continue;
        }
        comma(out);
        json::string(name, out);
        out.push(':');
        value.write_json(out);
    }
}

pub(crate) fn field_errors(errors: &[FieldError<'_>], out: &mut String) {
    out.push('[');
    for error in errors {
        comma(out);
        out.push_str("{\"location\":");
        json::string(error.location, out);
        out.push_str(",\"message\":");
        json::string(error.message, out);
        if let Some(fix) = error.fix {
            out.push_str(",\"fix\":");
            json::string(fix, out);
        }
        out.push('}');
    }
    out.push(']');
}

fn any(value: Option<Value<'_>>, out: &mut String) {
    match value {
        Some(value) => value.write_json(out),
        None => out.push_str("null"),
    }
}

fn optional(text: Option<&str>, out: &mut String) {
    match text {
        Some(text) => json::string(text, out),
        None => out.push_str("null"),
    }
}

/// A fast path for three digits, which nearly all statuses have.
fn status(status: u16, out: &mut String) {
    if !(100..1000).contains(&status) {
        return number(u64::from(status), out);
    }
    for digit in [status / 100, status / 10 % 10, status % 10] {
        out.push(char::from(b'0' + digit as u8));
    }
}

fn number(value: u64, out: &mut String) {
    // Writing to a `String` can't fail.
    let _ = write!(out, "{value}");
}
