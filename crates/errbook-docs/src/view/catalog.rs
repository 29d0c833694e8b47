//! What templates of programs see of the catalog as a whole: `catalog` ([`CatalogView`]) in files that are no pages. Text is a string literal by
//! itself; a [`Markup`] is a name or JSON, and stands there as it is.

#![allow(missing_docs, reason = "fields whose names say it are left without a sentence")]

use serde::Serialize;

pub use crate::templates::Markup;

/// The whole catalog: `catalog`.
#[derive(Debug, Serialize)]
pub struct CatalogView {
    pub name: String,
    pub names: NamesView,
    pub title: String,
    pub description: String,
    /// URL of the page that lists all codes.
    pub url: Option<String>,
    /// First part of each code.
    pub prefix: Option<String>,
    /// What joins the parts of codes.
    pub separator: String,
    /// How services send errors; the first is the default.
    pub profiles: Vec<ProfileView>,
    /// Operations that are said to raise codes, sorted.
    pub operations: Vec<OperationView>,
    /// Codes, sorted.
    pub codes: Vec<CodeView>,
}

/// A name in the styles of languages. Within a catalog no two codes share one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NamesView {
    /// `DataKeyNotFound`.
    pub pascal: Markup,
    /// `dataKeyNotFound`.
    pub camel: Markup,
    /// `data_key_not_found`.
    pub snake: Markup,
    /// `DATA_KEY_NOT_FOUND`.
    pub screaming: Markup,
}

/// One of `catalog.codes`.
#[derive(Debug, Serialize)]
pub struct CodeView {
    pub code: String,
    pub names: NamesView,
    /// Human heading.
    pub name: String,
    /// One plain sentence or two; may be empty.
    pub description: String,
    /// The public text with `{param}` placeholders; `{{` and `}}` are braces.
    pub message: Option<String>,
    pub params: Vec<ParamView>,
    /// What each profile that sends it answers.
    pub responses: Vec<ResponseView>,
    /// URL of its page, which is also its `type`.
    pub url: Option<String>,
    /// None where nobody knows, or no service sends it.
    pub retryable: Option<bool>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
    pub since: Option<String>,
    /// `draft`, `reserved`, `active`, `deprecated` or `retired`.
    pub lifecycle: &'static str,
    /// When and why it was retired or deprecated.
    pub ending: Option<EndingView>,
    /// Former codes.
    pub aliases: Vec<String>,
}

/// A typed value in a message.
#[derive(Debug, Serialize)]
pub struct ParamView {
    pub name: String,
    /// What it is in JSON: `string`, `integer`, `boolean` or `list` (of strings).
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Of a string: `date-time` or `uri`.
    pub format: Option<&'static str>,
    /// Plain text.
    pub about: Option<String>,
    /// It is also a member of bodies.
    pub extension: bool,
}

/// What one profile answers.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    /// Name of the profile.
    pub profile: String,
    /// The same in the styles of languages.
    pub profile_names: NamesView,
    /// Shape of the body.
    pub body: ShapeView,
    pub status: u16,
    pub title: String,
    pub content_type: String,
    /// The body with example values, JSON; none without a message.
    pub example: Option<Markup>,
}

/// Retirement or deprecation.
#[derive(Debug, Serialize)]
pub struct EndingView {
    pub since: Option<String>,
    /// Plain text.
    pub reason: Option<String>,
    pub replaced_by: Option<String>,
}

/// An operation and what it raises.
#[derive(Debug, Serialize)]
pub struct OperationView {
    pub name: String,
    pub codes: Vec<String>,
}

/// How a service sends errors: one of `catalog.profiles`.
#[derive(Debug, Serialize)]
pub struct ProfileView {
    /// Such as `api`.
    pub name: String,
    pub names: NamesView,
    pub title: String,
    pub content_type: String,
    /// Its bodies: the one of most statuses first.
    pub shapes: Vec<BodyView>,
    /// Where values stand in its bodies.
    pub places: Vec<PlaceView>,
}

/// The shape of bodies with some status.
#[derive(Debug, Serialize)]
pub struct BodyView {
    /// None for all statuses that have no shape of their own.
    pub status: Option<u16>,
    pub shape: ShapeView,
}

/// Where a value stands in a body.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// Name of the value, as in [`ShapeView::variable`].
    pub variable: &'static str,
    /// Names of members from the outside in.
    pub path: Vec<String>,
}

/// A part of a body.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct ShapeView {
    /// `object`, `array`, `constant` or `value`.
    pub kind: &'static str,
    /// Of an object.
    pub members: Vec<MemberView>,
    /// Names of the members that are never left out.
    pub required: Vec<String>,
    /// Of an object that params are spliced into: `params` or `extensions`.
    pub rest: Option<&'static str>,
    /// Of an array.
    pub items: Vec<ShapeView>,
    /// Of a constant: JSON.
    pub json: Option<Markup>,
    /// Of a value: `code`, `status`, `title`, `type`, `detail`, `request_id`, `instance`, `retry_after`, `errors`, `params`, `extensions` or
    /// `param`.
    pub variable: Option<&'static str>,
    /// Of a value: it is `null` where there is none.
    pub nullable: bool,
    /// Of a `param`: what it can be, as in [`ParamView::ty`].
    pub types: Vec<&'static str>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberView {
    pub name: String,
    /// It can be left out.
    pub optional: bool,
    pub shape: ShapeView,
}
