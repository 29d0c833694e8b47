//! The keys of an entry.

use super::RawRequest;
use crate::catalog::{ActionBy, ActionKind, Format, HeaderUnit, LogLevel, NoteKind, ParamType, Section};
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
#[cfg(feature = "schema")]
use crate::json_schema::{Schemas, any_of};
use crate::keys::{Key, Texts, Value, keys};
use crate::values::{AnyText, Kept, OneOrMore, Short, words};
use crate::yaml::{Kind, Node};

keys! {
    /// An error code. The file's path is the code.
    RawEntry, "Entry", "an entry" {
        /// Heading for people, without the code. Default: the last part of the code, in words.
        may name: Text<'s>, Plain, Reader, "a name";
        /// Name in generated code, in words: `card declined` becomes `CardDeclined` and
        /// `CARD_DECLINED`. Default: the parts of the code.
        may symbol: Text<'s>, Data, Service, "a name in words";
        /// HTTP status. Default: the group's. Where services differ, one per profile: `{api: 400,
        /// gateway: 401}`.
        may status: PerProfile<'s, Spanned<i64>>, Data, Client, "a status such as 404, or a mapping from profiles to statuses";
        /// Title in the response. Default: the reason phrase of the status.
        may title: PerProfile<'s, Text<'s>>, Label, Client, "a title";
        /// URI that identifies the problem, as `$type` (RFC 9457) in responses. Default: the URL of the
        /// page.
        may r#type: Text<'s>, Data, Client, "a URI" => "Type";
        /// One or two plain sentences, for lists, search engines and llms.txt.
        may summary: Text<'s>, Plain, Reader, "a summary";
        /// The public message, on one line. `{name}` is a param; `{{` and `}}` are literal braces.
        /// Where services send different texts, one per profile: `{api: ..., gateway: ...}`.
        may message: PerProfile<'s, Text<'s>>, Plain, Client, "a message";
        /// Values in the messages, in the order of the constructor's arguments.
        some params: Named<'s, Kept<RawParam<'s>>>, Data, Client, "a mapping from names to `{type, example, about}`";
        /// Other texts of the code, which services send or sent instead of the message. Generated Rust
        /// code doesn't raise them, but pages and search show them, and clients read them.
        some wordings: Vec<RawWording<'s>>, Data, Client, "a list of `{text, params, when}`";
        /// Puts its message, followed by `join`, and its params in front of those of the codes
        /// below it.
        may family: RawFamily<'s>, Data, Client;
        /// Examples for `$errors`.
        some field_errors: Vec<RawFieldError<'s>>, Data, Reader, "a list of field errors";
        /// Why the service returned this error.
        may what_happened: RawWhatHappened<'s>, Data, Reader;
        /// What the reader can do about it.
        may how_to_fix: RawHowToFix<'s>, Data, Reader;
        /// Mistakes that lead to this error, and what to do instead.
        some common_mistakes: Vec<RawMistake<'s>>, Data, Reader, "a list of `{lead, text}`";
        /// Callouts.
        some notes: Vec<RawNote<'s>>, Data, Reader, "a list of `{kind, text}`";
        /// More sections.
        some sections: Vec<RawFreeSection<'s>>, Data, Reader, "a list of `{heading, text}`";
        /// Codes that are easily confused with this one, or that follow it.
        some related: Vec<RawRelated<'s>>, Data, Reader, "a list of `{code, when}`";
        /// Operations that raise it, or `all`. An item is an operation, `{operation, when}`, or
        /// `{stage, when}`.
        may raised_by: RawRaisedBy<'s>, Data, Service, "a list of operations, or `all`" / "an operation, or `{stage, when}`";
        /// Profiles that send it. Default: the group's, or else all. `[]` means that clients never
        /// see it.
        may profiles: Vec<Text<'s>>, Data, Client, "a list of profiles";
        /// What to do about it: a kind such as `wait`, or `{kind, by, reason}`.
        may action: Short<ActionKind, RawAction<'s>>, Data, Client;
        /// Old form of `action`, which `errbook check --fix` replaces. `true` means `retry`, or `wait`
        /// if there is a delay. `false` means `stop`.
        may retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>, Data, Client;
        /// Seconds to wait before retrying.
        may retry_after: Spanned<i64>, Data, Client, "a number of seconds";
        /// Log level that services use for it.
        may log_level: LogLevel, Data, Service;
        /// If `true`, params never reach the client.
        may redact: Spanned<bool>, Data, Client;
        /// Sensitive params that responses show, because callers may see their own data.
        some reveal: Vec<Text<'s>>, Data, Client, "a list of params";
        /// Response headers: `{param}` in a value is a param, or `{param, unit, when}`. Default: the
        /// group's.
        may headers: RawHeaders<'s>, Data, Client,
            "a mapping from header names to values" / "a value, or `{param, unit, when}`";
        /// Params that are also members of the response body.
        some extensions: Vec<Text<'s>>, Data, Client, "a list of params";
        /// Values of the fields that the manifest declares.
        some fields: Named<'s, Node<'s>>, Data, Client, "a mapping from fields to values";
        /// Date or version when a service first sent it.
        may since: Text<'s>, Data, Reader, "a date or version" => "Since";
        /// Date or version of the last change to what services send for it.
        may changed: Text<'s>, Data, Reader, "a date or version" => "Changed";
        /// Services still send it, but clients should prepare for its removal.
        may deprecated: RawEnding<'s>, Data, Service;
        /// Services no longer send it. Its entry, page, and URL stay permanently.
        may retired: RawEnding<'s>, Data, Service;
        /// How to adapt to what changed about this code, for upgrade guides, as Markdown.
        may migration: Text<'s>, Block, Reader, "text";
        /// Why no service raises it yet, as Markdown.
        may reserved: Text<'s>, Line, Reader, "text that gives the reason";
        /// Previous names of this code.
        some aliases: Vec<Text<'s>>, Data, Client, "a list of old codes";
        /// Previous URLs of the page, absolute or from the root of the docs.
        some redirects: Vec<Text<'s>>, Data, Link, "a list of old URLs";
        /// Rules of `errbook check` to suppress for this entry, each with a reason and an optional
        /// end date.
        some allow: Vec<RawAllow<'s>>, Data, Editor, "a list of `{rule, reason, until}`";
        /// Not finished yet: `message` and `status` may be missing. A draft has a `Code`, but
        /// services can't raise it.
        may draft: Spanned<bool>, Data, Service;
    }
}

keys! {
    /// A value in the message.
    RawParam, "Param", "a param" {
        /// Type of the Rust field and of the example.
        should r#type: ParamType, Data, Client;
        /// How messages write it, if not as its type does by default: `go_duration` (`1m30s`) for a
        /// duration, `bytes` (`1.5 MiB`) for an integer, `joined` for a list, or `rfc3339` for a
        /// timestamp.
        may format: Spanned<Format>, Data, Client;
        /// Example value, shown on the page.
        should example: Node<'s>, Data, Reader;
        /// If `true`, logs and responses show `***` instead of it.
        may sensitive: Spanned<bool>, Data, Client;
        /// What the value is, as Markdown.
        may about: Text<'s>, Line, Reader, "text about the param";
    }
}

/// Response headers by name.
pub(crate) type RawHeaders<'s> = Named<'s, Short<Text<'s>, RawHeader<'s>>>;

keys! {
    /// A response header whose value is a param.
    RawHeader, "Header", "a header" {
        /// The param.
        must param: Text<'s>, Data, Client, "a param";
        /// How the value is written. Default: `seconds` for durations, and `http_date` for
        /// timestamps.
        may unit: Spanned<HeaderUnit>, Data, Client;
        /// Completes "When ...", such as `the issuer asks for a pause`.
        may when: Text<'s>, Line, Reader, "the text after \"When\"";
    }
}

keys! {
    /// Another text of a code.
    RawWording, "Wording", "a wording" {
        /// The text, on one line, with `{param}` placeholders.
        must text: Text<'s>, Label, Client, "a text";
        /// Values in wordings that aren't params of the entry. Other wordings can use them too.
        some params: Named<'s, Kept<RawParam<'s>>>, Data, Client, "a mapping from names to `{type, example, about}`";
        /// Profiles that send it. Default: all that send the code.
        may profiles: Vec<Text<'s>>, Data, Client, "a list of profiles";
        /// Operations that answer with it. Default: any.
        some operations: Vec<Text<'s>>, Data, Reader, "a list of operations";
        /// Completes "When ...", such as `the issuer answered`.
        may when: Text<'s>, Line, Reader, "the text after \"When\"";
        /// If `true`, the service builds the text at run time, and `text` is only its general shape.
        /// Clients don't read params from it.
        may computed: Spanned<bool>, Data, Client;
        /// If `false`, the text was published, for example in old docs, but never sent. Only search
        /// and `errbook explain` know it.
        may sent: Spanned<bool>, Data, Client;
    }
}

keys! {
    /// How the messages of the codes below a code start with its message.
    RawFamily, "Family", "`family`" {
        /// What separates the two messages, such as `" "`.
        must join: AnyText<'s>, Data, Client, "text between two messages";
    }
}

keys! {
    /// An error in one field of a request.
    RawFieldError, "FieldError", "a field error" {
        /// Location of the field, such as `body.name`.
        must location: Text<'s>, Data, Reader, "a location";
        /// What is wrong with the field.
        must message: Text<'s>, Plain, Reader, "a message";
        /// How to fix the field.
        may fix: Text<'s>, Plain, Reader, "a fix";
    }
}

keys! {
    /// Why the service returned this error.
    RawWhatHappened, "WhatHappened", "`what_happened`" {
        /// Markdown.
        may text: Text<'s>, Block, Reader, "text";
        /// Common causes, one line of Markdown each.
        some causes: Vec<Text<'s>>, Line, Reader, "a list of texts" / "a cause";
        /// A request that triggers the error.
        some request: OneOrMore<RawRequest<'s>>, Data, Reader;
    }
}

keys! {
    /// What the reader can do about it.
    RawHowToFix, "HowToFix", "`how_to_fix`" {
        /// Markdown.
        may text: Text<'s>, Block, Reader, "text";
        /// Steps in order: a line of Markdown, or `{title, text}`.
        some steps: Vec<Short<Text<'s>, RawTitledStep<'s>>>, Block, Reader,
            "a list of steps" / "a step, or `{title, text}`";
        /// A request that helps to fix the error.
        some request: OneOrMore<RawRequest<'s>>, Data, Reader;
    }
}

keys! {
    /// A step with a title and more text.
    RawTitledStep, "TitledStep", "a step" {
        /// One line of Markdown.
        must title: Text<'s>, Line, Reader, "a title";
        /// Markdown, with code.
        may text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A common mistake.
    RawMistake, "Mistake", "a common mistake" {
        /// A few words, without a period.
        must lead: Text<'s>, Line, Reader, "a lead";
        /// One or two sentences of Markdown.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A callout.
    RawNote, "Note", "a note" {
        /// How it's displayed.
        must kind: NoteKind, Data, Reader;
        /// Markdown.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A custom section.
    RawFreeSection, "FreeSection", "a free section" {
        /// Heading of the section.
        must heading: Text<'s>, Line, Reader, "a heading";
        /// Markdown. Headings in it start at `###`.
        must text: Text<'s>, Block, Reader, "text";
        /// The section before it. Default: `common_mistakes`.
        may after: Section, Data, Reader;
    }
}

keys! {
    /// A related code.
    RawRelated, "Related", "a related error" {
        /// The full code.
        must code: Text<'s>, Data, Reader, "a code";
        /// Completes "When ...", such as `the requested key does not exist`.
        may when: Text<'s>, Line, Reader, "the text after \"When\"";
    }
}

keys! {
    /// What to do about an error, who can do it, and why.
    RawAction, "Action", "`action`" {
        /// `retry`: send the same request again. `wait`: the same, after a while. `fix_request`: change
        /// the request. `reauthenticate`: get or send other credentials. `upgrade`: get a larger plan or
        /// quota. `configure`: change a setting, such as a permission. `contact`: ask support. `stop`:
        /// give up.
        must kind: ActionKind, Data, Client;
        /// Who can resolve it: the `caller`, or the `operator` of the service. Default: `caller`.
        may by: ActionBy, Data, Reader;
        /// The reason, as Markdown.
        may reason: Text<'s>, Line, Reader, "a reason";
    }
}

keys! {
    /// Whether sending the same request again can succeed, and why.
    RawReasonedRetry, "ReasonedRetry", "`retryable`" {
        /// `true` if it can.
        must value: Spanned<bool>, Data, Client;
        /// The reason, as Markdown.
        may reason: Text<'s>, Line, Reader, "a reason";
    }
}

keys! {
    /// When and why a code was deprecated or retired.
    RawEnding, "Ending", "`deprecated` or `retired`" {
        /// Date or version.
        may since: Text<'s>, Data, Reader, "a date or version";
        /// The reason, as Markdown.
        may reason: Text<'s>, Line, Service, "a reason";
        /// The code that replaces it.
        may replaced_by: Text<'s>, Data, Service, "a code";
    }
}

keys! {
    /// A suppression of a rule of `errbook check`.
    RawAllow, "Allow", "a suppression" {
        /// Rule ID, as printed in brackets by `errbook check`.
        must rule: Text<'s>, Data, Editor, "a rule's id";
        /// Why the rule doesn't apply.
        may reason: Text<'s>, Label, Editor, "a reason";
        /// Last day of the suppression, `YYYY-MM-DD`.
        may until: Text<'s>, Data, Editor, "a date";
    }
}

keys! {
    /// An operation or a stage that raises a code, and when.
    RawOrigin, "Origin", "an item of `raised_by`" {
        /// An operation, such as `orders.get`.
        may operation: Text<'s>, Data, Service, "an operation";
        /// A stage that the manifest defines: a part of many operations, such as authentication.
        may stage: Text<'s>, Data, Service, "a stage";
        /// Completes "When ...", such as `the hold expired`.
        may when: Text<'s>, Line, Reader, "the text after \"When\"";
    }
}

/// The operations that raise a code.
pub(crate) type RawRaisedBy<'s> = AllOr<Vec<Short<Text<'s>, RawOrigin<'s>>>>;

/// The word `all`, or a list.
#[derive(Debug)]
pub(crate) enum AllOr<T> {
    All,
    List(T),
}

impl<'s, T: Value<'s>> Value<'s> for AllOr<T> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar.value == "all" => Some(AllOr::All),
            _ => T::read(decoder, node, key).map(AllOr::List),
        }
    }

    fn texts(&self, key: &Key, into: &mut Texts<'s>) {
        if let AllOr::List(list) = self {
            list.texts(key, into);
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        any_of([serde_json::json!({"type": "string", "enum": ["all"]}), T::schema(schemas)])
    }
}

words!(Section, "a section", [
    "what_happened" => Section::WhatHappened,
    "how_to_fix" => Section::HowToFix,
    "common_mistakes" => Section::CommonMistakes,
    "notes" => Section::Notes,
    "related" => Section::Related,
]);

words!(NoteKind, "a kind of note", [
    "note" => NoteKind::Note,
    "tip" => NoteKind::Tip,
    "warning" => NoteKind::Warning,
    "danger" => NoteKind::Danger,
]);

words!(ParamType, "a param type", ParamType::NAMED);

words!(Format, "a param format", Format::NAMED);
words!(ActionKind, "a kind of action", ActionKind::NAMED);
words!(ActionBy, "a value of `by`", ActionBy::NAMED);
words!(HeaderUnit, "a unit", HeaderUnit::NAMED);
words!(LogLevel, "a log level", LogLevel::NAMED);
