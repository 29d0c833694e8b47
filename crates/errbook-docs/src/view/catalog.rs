//! `catalog` ([`CatalogView`]), for templates of source files. Strings become string literals
//! automatically. A [`Markup`] is an identifier or JSON, and is inserted unchanged.

#![allow(missing_docs, reason = "fields with self-explanatory names need no docs")]

use serde::Serialize;

pub use crate::templates::Markup;

/// `catalog`, the whole catalog.
#[derive(Debug, Serialize)]
pub struct CatalogView {
    pub name: String,
    pub names: NamesView,
    pub title: String,
    pub description: String,
    /// URL of the page that lists all codes.
    pub url: Option<String>,
    /// Prefix of all codes.
    pub prefix: Option<String>,
    /// Separator between the parts of a code.
    pub separator: String,
    /// What codes start with, also those of dependencies that are part of the export. Empty if some start
    /// with nothing in common.
    pub starts: Vec<String>,
    /// Profiles, the default first.
    pub profiles: Vec<ProfileView>,
    /// Fields that codes can have.
    pub fields: Vec<FieldView>,
    /// Whether it has fields that are not public.
    pub internal: bool,
    /// The kinds of actions.
    pub action_kinds: Vec<WordView>,
    /// The values of `action.by`.
    pub action_bys: Vec<&'static str>,
    /// The dependencies with a module that the target imports.
    pub depends: Vec<DependencyView>,
    /// Operations that raise codes, sorted.
    pub operations: Vec<OperationView>,
    /// Whether the messages of a code differ between profiles.
    pub has_messages: bool,
    /// Whether a code has other texts.
    pub has_wordings: bool,
    /// The kinds of params that responses have.
    pub kinds: Vec<KindView>,
    /// All codes, sorted.
    pub codes: Vec<CodeView>,
    /// The catalog as tables, for databases.
    pub tables: Vec<TableView>,
}

/// A catalog that this one depends on.
#[derive(Debug, Serialize)]
pub struct DependencyView {
    /// The module with its export, as the key `imports` of the target says.
    pub module: String,
    /// Its name in this catalog.
    pub names: NamesView,
    /// Its own name, as in the names of its exports.
    pub own_names: NamesView,
    /// Whether services send its codes.
    pub sends: bool,
    /// The codes to which this catalog adds a text with a sensitive param, which its module doesn't know.
    pub masked: Vec<String>,
}

/// A value in a response body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeafView {
    /// Member names, and positions in arrays, outermost first.
    pub path: Vec<String>,
    /// The param that is there.
    pub param: Option<String>,
    /// Whether it is an object whose members are params, except for those that are other values.
    pub has_params: bool,
}

/// A table of a database.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// For example, `codes`.
    pub name: Markup,
    pub columns: Vec<ColumnView>,
    /// Each with a value per column, or none.
    pub rows: Vec<Vec<Option<ValueView>>>,
}

/// A column of a table.
#[derive(Debug, Serialize)]
pub struct ColumnView {
    pub name: Markup,
    /// `string`, `integer`, or `boolean`.
    #[serde(rename = "type")]
    pub ty: &'static str,
}

/// A name in the naming conventions of languages. Unique among the codes of a catalog.
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
    /// `datakeynotfound`, for names without separators such as Go packages.
    pub flat: Markup,
    /// `DataAPIID`: in Pascal case, with initialisms in capitals.
    pub go: Markup,
    /// `dataAPIID`: in camel case, with initialisms in capitals.
    pub go_camel: Markup,
}

/// A word that is the same in all catalogs.
#[derive(Debug, Serialize)]
pub struct WordView {
    pub word: &'static str,
    pub names: NamesView,
}

/// One of `catalog.codes`.
#[derive(Debug, Serialize)]
pub struct CodeView {
    pub code: String,
    pub names: NamesView,
    /// The name of its type: `DataKeyNotFound`, or `TimeoutError2` if the target reserves that name, or
    /// an export derives it from another code or a profile.
    pub type_name: Markup,
    /// Human-readable name.
    pub name: String,
    /// One or two plain-text sentences. May be empty.
    pub description: String,
    /// The public message with `{param}` placeholders: that of the first profile. `{{` and `}}` are
    /// literal braces.
    pub message: Option<String>,
    /// The message of each profile that sends the code, if they differ.
    pub messages: Vec<MessageView>,
    /// Other texts that services send.
    pub wordings: Vec<WordingView>,
    /// The message as logs show it: with `***` in place of sensitive params.
    pub logged: Vec<PartView>,
    /// The texts besides `message` from which clients read params.
    pub other_texts: Vec<String>,
    pub params: Vec<ParamView>,
    /// Whether responses have the value of any param.
    pub sends_params: bool,
    /// Whether messages have `[redacted]` instead of all params.
    pub redact: bool,
    /// Whether services can raise it: it is neither a draft, nor retired, nor a reference.
    pub raisable: bool,
    /// The level at which services log it: `error`, `warn`, `info`, `debug`, `trace`, or `off`.
    pub log_level: Option<&'static str>,
    /// The first step of the fix, as plain text.
    pub fix: Option<String>,
    /// Response of each profile that sends the code.
    pub responses: Vec<ResponseView>,
    /// URL of the code's page.
    pub url: Option<String>,
    /// The `type` of responses: the URL of the page, or another URI. None if it is `about:blank`.
    pub type_url: Option<String>,
    /// What to do about the error. None if unknown, or if no response has the code.
    pub action: Option<ActionView>,
    /// Whether the action is to retry. None if unknown, or if no response has the code.
    pub retryable: Option<bool>,
    /// Seconds to wait before a retry.
    pub retry_after: Option<u64>,
    pub since: Option<String>,
    /// Date or version of the last change to what services send.
    pub changed: Option<String>,
    /// Fields of the code.
    pub fields: Vec<FieldValueView>,
    /// `draft`, `reserved`, `active`, `deprecated`, or `retired`.
    pub lifecycle: &'static str,
    /// When and why it was retired or deprecated.
    pub ending: Option<EndingView>,
    /// The nearest code above it.
    pub parent: Option<ParentView>,
    /// Aliases.
    pub aliases: Vec<String>,
}

/// The nearest code above a code.
#[derive(Debug, Serialize)]
pub struct ParentView {
    pub code: String,
    pub names: NamesView,
}

/// The message of a profile.
#[derive(Debug, Serialize)]
pub struct MessageView {
    pub profile: String,
    pub text: String,
}

/// Another text of a code.
#[derive(Debug, Serialize)]
pub struct WordingView {
    pub text: String,
    /// Names of the profiles that send it. Empty if all do.
    pub profiles: Vec<String>,
    /// Operations that answer with it. Empty if any can.
    pub operations: Vec<String>,
    /// Continues a sentence that starts with "When ", plain text.
    pub when: Option<String>,
    /// Whether the text is only its general shape.
    pub computed: bool,
}

/// One of `catalog.fields`.
#[derive(Debug, Serialize)]
pub struct FieldView {
    pub name: String,
    pub names: NamesView,
    /// `string`, `integer`, `boolean`, `enum`, `url`, `date`, or `list` (of strings).
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Values of an enum.
    pub values: Vec<String>,
    /// Whether all codes have it.
    pub complete: bool,
    /// Plain text: what it is for, or else its title.
    pub about: String,
}

/// A field of a code.
#[derive(Debug, Serialize)]
pub struct FieldValueView {
    pub name: String,
    pub names: NamesView,
    /// Type, as in [`FieldView::ty`].
    #[serde(rename = "type")]
    pub ty: &'static str,
    pub complete: bool,
    pub value: ValueView,
}

/// A value of a field.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ValueView {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<String>),
}

/// A kind of param: how a message writes its values.
#[derive(Debug, Serialize)]
pub struct KindView {
    /// As in [`ParamView::kind`].
    pub name: &'static str,
    /// Characters that a value starts with, or empty if it can be any text.
    pub first: &'static str,
    /// Characters that can follow.
    pub others: &'static str,
}

/// What to do about an error.
#[derive(Debug, Serialize)]
pub struct ActionView {
    /// One of the words in `catalog.action_kinds`.
    pub kind: &'static str,
    /// Who can resolve it: one of `catalog.action_bys`.
    pub by: &'static str,
    /// Plain text.
    pub reason: Option<String>,
}

/// A parameter of a message.
#[derive(Debug, Serialize)]
pub struct ParamView {
    /// As responses have it.
    pub name: String,
    /// The name in the naming conventions of languages. Unique among the params of a code.
    pub names: NamesView,
    /// Its type, or its format in messages if that differs: `string`, `integer`, `decimal`, `url`,
    /// `boolean`, `timestamp`, `duration`, `list`, `go_duration`, `bytes`, or `joined`.
    pub kind: &'static str,
    /// Whether logs must not show it.
    pub sensitive: bool,
    /// Whether responses have its value. Otherwise, messages have `***`, or `[redacted]` if the
    /// code redacts all params.
    pub sent: bool,
    /// Whether only wordings have it.
    pub of_wording: bool,
    /// Whether headers can have it.
    pub shown: bool,
    /// How headers write it, as in [`PartView::unit`].
    pub unit: Option<&'static str>,
    /// Type in JSON: `string`, `integer`, `boolean`, or `list` (of strings).
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// For strings: `date-time` or `uri`.
    pub format: Option<&'static str>,
    /// Plain text.
    pub about: Option<String>,
    /// Whether it is also a member of the response body.
    pub extension: bool,
}

/// Response of one profile.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    /// Name of the profile.
    pub profile: String,
    /// The name in the naming conventions of languages.
    pub profile_names: NamesView,
    /// Name of the response's type, unique among these and the profiles' bodies: `DataKeyNotFound`,
    /// or `DataKeyNotFoundGateway` if several profiles send the code.
    pub type_name: Markup,
    /// Shape of the response body.
    pub body: ShapeView,
    pub status: u16,
    pub title: String,
    pub content_type: String,
    /// What happened, as plain text: without a summary and a text, the message of the profile.
    pub description: String,
    /// The message as services write it. Empty if the code has none.
    pub message: Vec<PartView>,
    /// Headers that services add.
    pub headers: Vec<HeaderView>,
    /// The response body with example values, as JSON. None if the code has no message.
    pub example: Option<Markup>,
    /// The same response in other media types that `Accept` can select.
    pub negotiate: Vec<NegotiatedView>,
}

/// A response header.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    pub name: String,
    /// Whether its value is a number.
    pub is_integer: bool,
    /// The value as services write it.
    pub value: Vec<PartView>,
    /// The value with the examples of params.
    pub example: String,
    /// Completes "When ...", as Markdown.
    pub when: Option<String>,
    /// Whether the profile sets it, and not the code. Services send the headers of their own profile with
    /// codes of dependencies.
    pub of_profile: bool,
}

/// A header that a profile sends with all codes that have its params.
#[derive(Debug, Serialize)]
pub struct ProfileHeaderView {
    pub name: String,
    pub value: Vec<NamedPartView>,
}

/// A part of the value of a header: a text, or the name of a param.
#[derive(Debug, Serialize)]
pub struct NamedPartView {
    pub text: Option<String>,
    pub param: Option<String>,
    /// The variable with the value as it is written here: `header`, `header_part` if there are other
    /// parts, or that of a unit, such as `header_milliseconds`.
    pub variable: Option<&'static str>,
    /// Whether it is in a quoted string, which needs `\` before `"` and `\`.
    pub quoted: bool,
}

/// A part of a message or of a header's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Text, also in place of params that clients don't see. None if it is a param.
    pub text: Option<String>,
    /// The position in [`CodeView::params`] of the param whose value is here.
    pub param: Option<usize>,
    /// In headers: `seconds` and `milliseconds`, rounded up, or `http_date`. None if the value is
    /// written as in a message without a format.
    pub unit: Option<&'static str>,
    /// In headers: whether it is in a quoted string, which needs `\` before `"` and `\`.
    pub quoted: bool,
}

/// A response in another media type.
#[derive(Debug, Serialize)]
pub struct NegotiatedView {
    pub content_type: String,
    /// Name of the type of its body, if that is another profile's. Otherwise, it is the same.
    pub type_name: Option<Markup>,
}

/// Retirement or deprecation.
#[derive(Debug, Serialize)]
pub struct EndingView {
    pub since: Option<String>,
    /// Plain text.
    pub reason: Option<String>,
    pub replaced_by: Option<String>,
}

/// An operation, and the codes that it can raise.
#[derive(Debug, Serialize)]
pub struct OperationView {
    pub name: String,
    pub codes: Vec<String>,
}

/// One of `catalog.profiles`: the format in which a service sends errors.
#[derive(Debug, Serialize)]
pub struct ProfileView {
    /// For example, `api`.
    pub name: String,
    pub names: NamesView,
    pub title: String,
    pub content_type: String,
    /// Shapes of its response bodies. The default shape is first.
    pub shapes: Vec<BodyView>,
    /// Locations of values in its response bodies.
    pub places: Vec<PlaceView>,
    /// Headers that it sends with all codes that have their params.
    pub headers: Vec<ProfileHeaderView>,
    /// Other media types that `Accept` can select, preferred first.
    pub negotiate: Vec<OfferView>,
}

/// A media type that a profile can send instead of its own.
#[derive(Debug, Serialize)]
pub struct OfferView {
    pub content_type: String,
    /// The profile whose body it has.
    pub profile: String,
    pub profile_names: NamesView,
}

/// Shape of the response bodies with one status.
#[derive(Debug, Serialize)]
pub struct BodyView {
    /// None for the default shape, of all statuses without their own.
    pub status: Option<u16>,
    /// Name of its type, unique among these and the codes' responses: `GatewayError`, or
    /// `GatewayError404`.
    pub type_name: Markup,
    pub shape: ShapeView,
    /// All values in it. Clients find the params of a code in the bodies that it is sent with.
    pub leaves: Vec<LeafView>,
}

/// Location of a value in a response body.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// Name of the value, as in [`ShapeView::variable`].
    pub variable: &'static str,
    /// Member names, and positions in arrays, outermost first.
    pub path: Vec<String>,
}

/// A part of a response body.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct ShapeView {
    /// `object`, `array`, `constant`, or `value`.
    pub kind: &'static str,
    /// For objects: members.
    pub members: Vec<MemberView>,
    /// Names of the members that are always present.
    pub required: Vec<String>,
    /// For objects that params are spread into: `params` or `extensions`.
    pub rest: Option<&'static str>,
    /// For arrays: items.
    pub items: Vec<ShapeView>,
    /// For constants: the value as JSON.
    pub json: Option<Markup>,
    /// For values: `code`, `status`, `title`, `type`, `detail`, `request_id`, `instance`,
    /// `retry_after`, `action`, `fix`, `errors`, `params`, `extensions`, `param`, or `field`.
    pub variable: Option<&'static str>,
    /// For `field`: its name.
    pub field: Option<String>,
    /// For `param`: its name.
    pub param: Option<String>,
    /// For values: whether a missing value is `null`.
    pub nullable: bool,
    /// For `param` and `field`: possible types, as in [`ParamView::ty`].
    pub types: Vec<&'static str>,
    /// For `action`: the kinds.
    pub words: Vec<&'static str>,
}

impl ShapeView {
    /// The members of an object, or the items of an array, with their keys in a path: a name, or a
    /// position.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (String, &ShapeView)> {
        let members = self.members.iter().map(|member| (member.name.clone(), &member.shape));
        members.chain(self.items.iter().enumerate().map(|(at, item)| (at.to_string(), item)))
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberView {
    pub name: String,
    /// Whether it can be missing.
    pub optional: bool,
    pub shape: ShapeView,
}
