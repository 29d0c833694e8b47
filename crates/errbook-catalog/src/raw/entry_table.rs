//! The keys of an entry.

use super::RawRequest;
use crate::catalog::{LogLevel, NoteKind, ParamType, Section};
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
#[cfg(feature = "schema")]
use crate::json_schema::{Schemas, any_of};
use crate::keys::{Key, Value, keys};
use crate::values::{Kept, OneOrMore, Short, words};
use crate::yaml::{Kind, Node};

keys! {
    /// One error code. The path of the file is the code.
    RawEntry, "Entry", "an entry" {
        /// Human heading, without the code. Default: the last part of the code in words.
        may name: Text<'s>, Plain, Reader, "a name";
        /// HTTP status, when the group has no default or another one. Per profile where services differ: `{api: 400, gateway: 401}`.
        may status: PerProfile<'s, Spanned<i64>>, Data, Client, "a status such as 404, or a mapping from profiles to statuses";
        /// Title of the response. Default: the reason phrase of the status.
        may title: PerProfile<'s, Text<'s>>, Label, Client, "a title";
        /// One or two plain sentences, for lists, search engines and llms.txt.
        may summary: Text<'s>, Plain, Reader, "a summary";
        /// The one public text, on one line. What varies stands in braces and is a param; `{{` and `}}` are braces.
        may message: Text<'s>, Plain, Client, "a message";
        /// What varies in the message, in the order in which a constructor takes it.
        some params: Named<'s, Kept<RawParam<'s>>>, Data, Client, "a mapping from names to `{type, example, about}`";
        /// Examples of the members of `$errors`.
        some field_errors: Vec<RawFieldError<'s>>, Data, Reader, "a list of field errors";
        /// Why this error was sent.
        may what_happened: RawWhatHappened<'s>, Data, Reader;
        /// What a reader can do about it.
        may how_to_fix: RawHowToFix<'s>, Data, Reader;
        /// What people do who have this error, and what to do instead.
        some common_mistakes: Vec<RawMistake<'s>>, Data, Reader, "a list of `{lead, text}`";
        /// Callouts.
        some notes: Vec<RawNote<'s>>, Data, Reader, "a list of `{kind, text}`";
        /// Free sections.
        some sections: Vec<RawFreeSection<'s>>, Data, Reader, "a list of `{heading, text}`";
        /// Codes that readers mix up with this one, or that follow it.
        some related: Vec<RawRelated<'s>>, Data, Reader, "a list of `{code, when}`";
        /// Operations that raise it, or `all`.
        may raised_by: RawRaisedBy<'s>, Data, Service, "a list of operations, or `all`";
        /// Services that send it. Default: the group's, else all. `[]`: no client ever sees it.
        may profiles: Vec<Text<'s>>, Data, Client, "a list of profiles";
        /// Whether sending the same request again can help.
        may retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>, Data, Client;
        /// Seconds after which to try again.
        may retry_after: Spanned<i64>, Data, Client, "a number of seconds";
        /// Level at which a service logs it.
        may log_level: LogLevel, Data, Service;
        /// `true`: params never reach the client.
        may redact: Spanned<bool>, Data, Client;
        /// Headers of the response.
        may headers: Named<'s, Text<'s>>, Data, Client, "a mapping from header names to values" / "a header";
        /// Params that are also members of the body.
        some extensions: Vec<Text<'s>>, Data, Client, "a list of params";
        /// Date or version in which a service first sent it.
        may since: Text<'s>, Data, Reader, "a date or version" => "Since";
        /// Services still send it, but not for much longer.
        may deprecated: RawEnding<'s>, Data, Service;
        /// No service sends it anymore. The entry, its page, and its URL stay permanently.
        may retired: RawEnding<'s>, Data, Service;
        /// Why no service raises it yet.
        may reserved: Text<'s>, Line, Reader, "text that gives the reason";
        /// Former codes.
        some aliases: Vec<Text<'s>>, Data, Client, "a list of old codes";
        /// Former URLs of the page: absolute, or from the root of the docs.
        some redirects: Vec<Text<'s>>, Data, Link, "a list of old URLs";
        /// Rules of `errbook check` that the entry may break, for a while and with a reason.
        some allow: Vec<RawAllow<'s>>, Data, Editor, "a list of `{rule, reason, until}`";
        /// Not finished: waives message and status. A draft has a `Code` and cannot be raised.
        may draft: Spanned<bool>, Data, Service;
    }
}

keys! {
    /// A value in the message.
    RawParam, "Param", "a param" {
        /// Type: of the field in Rust, and of the example.
        should r#type: ParamType, Data, Client;
        /// A value of that type, for the page.
        should example: Node<'s>, Data, Reader;
        /// What it is, Markdown.
        may about: Text<'s>, Line, Reader, "text about the param";
    }
}

keys! {
    /// What is wrong with one field of a request.
    RawFieldError, "FieldError", "a field error" {
        /// Where: `body.name`.
        must location: Text<'s>, Data, Reader, "a location";
        /// What is wrong with it.
        must message: Text<'s>, Plain, Reader, "a message";
        /// What to send instead.
        may fix: Text<'s>, Plain, Reader, "a fix";
    }
}

keys! {
    /// Why this error was sent.
    RawWhatHappened, "WhatHappened", "`what_happened`" {
        /// Markdown.
        may text: Text<'s>, Block, Reader, "text";
        /// Common scenarios, a line of Markdown each.
        some causes: Vec<Text<'s>>, Line, Reader, "a list of texts" / "a cause";
        /// A request that triggers it.
        some request: OneOrMore<RawRequest<'s>>, Data, Reader;
    }
}

keys! {
    /// What a reader can do about it.
    RawHowToFix, "HowToFix", "`how_to_fix`" {
        /// Markdown.
        may text: Text<'s>, Block, Reader, "text";
        /// What to do, one after the other: a line of Markdown, or `{title, text}`.
        some steps: Vec<Short<Text<'s>, RawTitledStep<'s>>>, Block, Reader,
            "a list of steps" / "a step, or `{title, text}`";
        /// A request that helps.
        some request: OneOrMore<RawRequest<'s>>, Data, Reader;
    }
}

keys! {
    /// A step that needs more than a line.
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
        /// A few words, without a full stop.
        must lead: Text<'s>, Line, Reader, "a lead";
        /// Markdown, a sentence or two.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A callout.
    RawNote, "Note", "a note" {
        /// How loud it is.
        must kind: NoteKind, Data, Reader;
        /// Markdown.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A section of the entry's own.
    RawFreeSection, "FreeSection", "a free section" {
        /// Its heading.
        must heading: Text<'s>, Line, Reader, "a heading";
        /// Markdown; headings in it start at `###`.
        must text: Text<'s>, Block, Reader, "text";
        /// The section that it follows. Default: `common_mistakes`.
        may after: Section, Data, Reader;
    }
}

keys! {
    /// A related code.
    RawRelated, "Related", "a related error" {
        /// The code, in full.
        must code: Text<'s>, Data, Reader, "a code";
        /// Follows "When ": `the requested key does not exist`.
        may when: Text<'s>, Line, Reader, "the text after \"When\"";
    }
}

keys! {
    /// Whether sending the same request again can help, and why.
    RawReasonedRetry, "ReasonedRetry", "`retryable`" {
        /// It can.
        must value: Spanned<bool>, Data, Client;
        /// Why, Markdown.
        may reason: Text<'s>, Line, Reader, "a reason";
    }
}

keys! {
    /// When and why a code ended.
    RawEnding, "Ending", "`deprecated` or `retired`" {
        /// Date or version.
        may since: Text<'s>, Data, Reader, "a date or version";
        /// Why, Markdown.
        may reason: Text<'s>, Line, Service, "a reason";
        /// The code to use now.
        may replaced_by: Text<'s>, Data, Service, "a code";
    }
}

keys! {
    /// An exemption from a rule of `errbook check`.
    RawAllow, "Allow", "a suppression" {
        /// Id of the rule, as a finding shows it in brackets.
        must rule: Text<'s>, Data, Editor, "a rule's id";
        /// Why the entry may break it.
        may reason: Text<'s>, Label, Editor, "a reason";
        /// Last day of the exemption, `YYYY-MM-DD`.
        may until: Text<'s>, Data, Editor, "a date";
    }
}

/// The operations that raise a code.
#[derive(Debug)]
pub(crate) enum RawRaisedBy<'s> {
    All,
    Operations(Vec<Text<'s>>),
}

impl<'s> Value<'s> for RawRaisedBy<'s> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar.value == "all" => Some(RawRaisedBy::All),
            _ => Vec::read(decoder, node, key).map(RawRaisedBy::Operations),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        any_of([serde_json::json!({"type": "string", "enum": ["all"]}), Vec::<Text<'s>>::schema(schemas)])
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

words!(ParamType, "a type of a param", [
    "string" => ParamType::String,
    "integer" => ParamType::Integer,
    "decimal" => ParamType::Decimal,
    "url" => ParamType::Url,
    "boolean" => ParamType::Boolean,
    "timestamp" => ParamType::Timestamp,
    "duration" => ParamType::Duration,
    "list" => ParamType::List,
]);

words!(LogLevel, "a log level", [
    "error" => LogLevel::Error,
    "warn" => LogLevel::Warn,
    "info" => LogLevel::Info,
    "debug" => LogLevel::Debug,
    "trace" => LogLevel::Trace,
    "off" => LogLevel::Off,
]);
