//! An entry as it was written. Keys are asked for in the order in which an entry has them.

use super::RawRequest;
use crate::catalog::{LogLevel, NoteKind, ParamType, Section};
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
use crate::diagnostic::Span;
use crate::yaml::{Kind, Node};

/// An entry as it was written.
#[derive(Debug)]
pub(crate) struct RawEntry<'s> {
    /// The first key: where the entry as a whole is reported.
    pub(crate) head: Span,
    pub(crate) name: Option<Text<'s>>,
    pub(crate) title: Option<PerProfile<'s, Text<'s>>>,
    pub(crate) summary: Option<Text<'s>>,
    /// Whether there is a `message`, also when it was wrong.
    pub(crate) has_message: bool,
    pub(crate) message: Option<Text<'s>>,
    pub(crate) params: Vec<RawParam<'s>>,
    pub(crate) field_errors: Vec<RawFieldError<'s>>,
    pub(crate) what_happened: Option<RawWhatHappened<'s>>,
    pub(crate) how_to_fix: Option<RawHowToFix<'s>>,
    pub(crate) common_mistakes: Vec<(Text<'s>, Text<'s>)>,
    pub(crate) notes: Vec<(NoteKind, Text<'s>)>,
    pub(crate) sections: Vec<RawFreeSection<'s>>,
    pub(crate) related: Vec<RawRelated<'s>>,
    pub(crate) raised_by: Option<RawRaisedBy<'s>>,
    /// Status, profiles and what else a group may say for all of its codes.
    pub(crate) own: RawDefaults<'s>,
    pub(crate) extensions: Vec<Text<'s>>,
    pub(crate) since: Option<Text<'s>>,
    pub(crate) deprecated: Option<RawEnding<'s>>,
    /// Whether there is a `retired`, also when it was wrong.
    pub(crate) has_retired: bool,
    pub(crate) retired: Option<RawEnding<'s>>,
    pub(crate) reserved: Option<Text<'s>>,
    pub(crate) aliases: Vec<Text<'s>>,
    pub(crate) redirects: Vec<Text<'s>>,
    pub(crate) allow: Vec<RawAllow<'s>>,
    pub(crate) draft: Option<Spanned<bool>>,
}

/// What a group may say for all of its codes.
#[derive(Debug, Default)]
pub(crate) struct RawDefaults<'s> {
    /// Whether there is a `status`, also when it was wrong.
    pub(crate) has_status: bool,
    pub(crate) status: Option<PerProfile<'s, Spanned<i64>>>,
    pub(crate) profiles: Option<Vec<Text<'s>>>,
    pub(crate) retryable: Option<RawRetryable<'s>>,
    pub(crate) retry_after: Option<Spanned<i64>>,
    pub(crate) log_level: Option<LogLevel>,
    pub(crate) redact: Option<bool>,
    pub(crate) headers: Option<Named<'s, Option<Text<'s>>>>,
}

#[derive(Debug)]
pub(crate) struct RawRetryable<'s> {
    pub(crate) value: bool,
    pub(crate) reason: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawParam<'s> {
    pub(crate) name: Text<'s>,
    pub(crate) ty: Option<ParamType>,
    pub(crate) example: Option<Node<'s>>,
    pub(crate) about: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawFieldError<'s> {
    pub(crate) location: Text<'s>,
    pub(crate) message: Text<'s>,
    pub(crate) fix: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawWhatHappened<'s> {
    pub(crate) text: Option<Text<'s>>,
    pub(crate) causes: Vec<Text<'s>>,
    pub(crate) requests: Vec<RawRequest<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawHowToFix<'s> {
    pub(crate) text: Option<Text<'s>>,
    pub(crate) steps: Vec<RawStep<'s>>,
    pub(crate) requests: Vec<RawRequest<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawStep<'s> {
    pub(crate) title: Option<Text<'s>>,
    pub(crate) text: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawFreeSection<'s> {
    pub(crate) heading: Text<'s>,
    pub(crate) text: Text<'s>,
    pub(crate) after: Option<Section>,
}

#[derive(Debug)]
pub(crate) struct RawRelated<'s> {
    pub(crate) code: Text<'s>,
    pub(crate) when: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) enum RawRaisedBy<'s> {
    All,
    Operations(Vec<Text<'s>>),
}

#[derive(Debug)]
pub(crate) struct RawEnding<'s> {
    pub(crate) since: Option<Text<'s>>,
    pub(crate) reason: Option<Text<'s>>,
    pub(crate) replaced_by: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawAllow<'s> {
    pub(crate) rule: Text<'s>,
    pub(crate) reason: Option<Text<'s>>,
    pub(crate) until: Option<Text<'s>>,
}

/// Sections of a page by the keys of an entry.
pub(crate) const SECTIONS: &[(&str, Section)] = &[
    ("what_happened", Section::WhatHappened),
    ("how_to_fix", Section::HowToFix),
    ("common_mistakes", Section::CommonMistakes),
    ("notes", Section::Notes),
    ("related", Section::Related),
];

const NOTE_KINDS: &[(&str, NoteKind)] =
    &[("note", NoteKind::Note), ("tip", NoteKind::Tip), ("warning", NoteKind::Warning), ("danger", NoteKind::Danger)];

const PARAM_TYPES: &[(&str, ParamType)] = &[
    ("string", ParamType::String),
    ("integer", ParamType::Integer),
    ("decimal", ParamType::Decimal),
    ("url", ParamType::Url),
    ("boolean", ParamType::Boolean),
    ("timestamp", ParamType::Timestamp),
    ("duration", ParamType::Duration),
    ("list", ParamType::List),
];

const LOG_LEVELS: &[(&str, LogLevel)] = &[
    ("error", LogLevel::Error),
    ("warn", LogLevel::Warn),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
    ("trace", LogLevel::Trace),
    ("off", LogLevel::Off),
];

impl<'d> Decoder<'d> {
    /// Reads an entry; `None` when it is not even a mapping.
    pub(crate) fn entry<'s>(&mut self, node: Node<'s>) -> Option<RawEntry<'s>> {
        let head = self.first_line(node.span);
        let mut own = RawDefaults::default();
        let mut fields = self.fields(node, "an entry")?;
        let name = fields.take("name").and_then(|node| self.prose(node, "the text of a name"));
        self.status(&mut fields, &mut own);
        let title = fields.take("title").and_then(|node| {
            self.per_profile(node, "the text of a title", |decoder, node| decoder.prose(node, "the text of a title"))
        });
        let summary = fields.take("summary").and_then(|node| self.prose(node, "the text of a summary"));
        let has_message = fields.has("message");
        let message = fields.take("message").and_then(|node| self.prose(node, "the text of a message"));
        let params = fields.take("params").and_then(|node| self.params(node)).unwrap_or_default();
        let field_errors = self.items(fields.take("field_errors"), "a list of field errors", Self::field_error);
        let what_happened = fields.take("what_happened").and_then(|node| self.what_happened(node));
        let how_to_fix = fields.take("how_to_fix").and_then(|node| self.how_to_fix(node));
        let common_mistakes = self.items(fields.take("common_mistakes"), "a list of `{lead, text}`", Self::mistake);
        let notes = self.items(fields.take("notes"), "a list of `{kind, text}`", Self::note);
        let sections = self.items(fields.take("sections"), "a list of `{heading, text}`", Self::free_section);
        let related = self.items(fields.take("related"), "a list of `{code, when}`", Self::related);
        let raised_by = fields.take("raised_by").and_then(|node| self.raised_by(node));
        self.defaults(&mut fields, &mut own);
        let extensions = self.texts(fields.take("extensions"), "a list of params");
        let since = fields.take("since").and_then(|node| self.string(node, "the text of a date or version"));
        let deprecated = fields.take("deprecated").and_then(|node| self.ending(node));
        let has_retired = fields.has("retired");
        let retired = fields.take("retired").and_then(|node| self.ending(node));
        let reserved = fields.take("reserved").and_then(|node| self.prose(node, "text that gives the reason"));
        let aliases = self.texts(fields.take("aliases"), "a list of former codes");
        let redirects = self.texts(fields.take("redirects"), "a list of former URLs");
        let allow = self.items(fields.take("allow"), "a list of `{rule, reason, until}`", Self::allow);
        let draft = fields.take("draft").and_then(|node| self.boolean(&node));
        fields.finish(self);
        Some(RawEntry {
            head,
            name,
            title,
            summary,
            has_message,
            message,
            params,
            field_errors,
            what_happened,
            how_to_fix,
            common_mistakes,
            notes,
            sections,
            related,
            raised_by,
            own,
            extensions,
            since,
            deprecated,
            has_retired,
            retired,
            reserved,
            aliases,
            redirects,
            allow,
            draft,
        })
    }

    pub(super) fn status<'s>(&mut self, fields: &mut crate::decode::Fields<'s>, own: &mut RawDefaults<'s>) {
        own.has_status = fields.has("status");
        let what = "a status such as 404, or a mapping from profiles to statuses";
        own.status = fields
            .take("status")
            .and_then(|node| self.per_profile(node, what, |decoder, node| decoder.integer(&node, what)));
    }

    pub(super) fn defaults<'s>(&mut self, fields: &mut crate::decode::Fields<'s>, own: &mut RawDefaults<'s>) {
        own.profiles = fields.take("profiles").and_then(|node| self.strings(node, "a list of profiles"));
        own.retryable = fields.take("retryable").and_then(|node| self.retryable(node));
        own.retry_after = fields.take("retry_after").and_then(|node| self.integer(&node, "a number of seconds"));
        own.log_level = fields
            .take("log_level")
            .and_then(|node| self.word(node, "a log level", LOG_LEVELS))
            .map(|level| level.value);
        own.redact = fields.take("redact").and_then(|node| self.boolean(&node)).map(|redact| redact.value);
        own.headers = fields.take("headers").and_then(|node| self.headers(node, false));
    }

    fn items<'s, T>(
        &mut self,
        node: Option<Node<'s>>,
        what: &str,
        item: impl FnMut(&mut Self, Node<'s>) -> Option<T>,
    ) -> Vec<T> {
        node.and_then(|node| self.list(node, what, item)).unwrap_or_default()
    }

    pub(super) fn texts<'s>(&mut self, node: Option<Node<'s>>, what: &str) -> Vec<Text<'s>> {
        node.and_then(|node| self.strings(node, what)).unwrap_or_default()
    }

    fn retryable<'s>(&mut self, node: Node<'s>) -> Option<RawRetryable<'s>> {
        let Kind::Mapping(_) = node.kind else {
            return self.boolean(&node).map(|value| RawRetryable { value: value.value, reason: None });
        };
        let mut fields = self.fields(node, "`retryable`")?;
        let value = self.required(&mut fields, "value", |decoder, node| decoder.boolean(&node));
        let reason = fields.take("reason").and_then(|node| self.prose(node, "the text of a reason"));
        fields.finish(self);
        Some(RawRetryable { value: value?.value, reason })
    }

    fn params<'s>(&mut self, node: Node<'s>) -> Option<Vec<RawParam<'s>>> {
        let members = self.mapping(node, "a mapping from names to `{type, example, about}`")?;
        Some(members.into_iter().filter_map(|(name, node)| self.param(name, node)).collect())
    }

    fn param<'s>(&mut self, name: Text<'s>, node: Node<'s>) -> Option<RawParam<'s>> {
        let Some(mut fields) = self.fields(node, "a param") else {
            return Some(RawParam { name, ty: None, example: None, about: None });
        };
        let ty =
            self.required(&mut fields, "type", |decoder, node| decoder.word(node, "a type of a param", PARAM_TYPES));
        let example = self.required(&mut fields, "example", |_, node| Some(node));
        let about = fields.take("about").and_then(|node| self.prose(node, "text about the param"));
        fields.finish(self);
        Some(RawParam { name, ty: ty.map(|ty| ty.value), example, about })
    }

    fn field_error<'s>(&mut self, node: Node<'s>) -> Option<RawFieldError<'s>> {
        let mut fields = self.fields(node, "a field error")?;
        let location =
            self.required(&mut fields, "location", |decoder, node| decoder.string(node, "the text of a location"));
        let message =
            self.required(&mut fields, "message", |decoder, node| decoder.prose(node, "the text of a message"));
        let fix = fields.take("fix").and_then(|node| self.prose(node, "the text of a fix"));
        fields.finish(self);
        Some(RawFieldError { location: location?, message: message?, fix })
    }

    fn what_happened<'s>(&mut self, node: Node<'s>) -> Option<RawWhatHappened<'s>> {
        let mut fields = self.fields(node, "`what_happened`")?;
        let text = fields.take("text").and_then(|node| self.prose(node, "text"));
        let causes = self.items(fields.take("causes"), "a list of texts", |decoder, node| {
            decoder.prose(node, "the text of a cause")
        });
        let requests = fields.take("request").map(|node| self.requests(node)).unwrap_or_default();
        fields.finish(self);
        Some(RawWhatHappened { text, causes, requests })
    }

    fn how_to_fix<'s>(&mut self, node: Node<'s>) -> Option<RawHowToFix<'s>> {
        let mut fields = self.fields(node, "`how_to_fix`")?;
        let text = fields.take("text").and_then(|node| self.prose(node, "text"));
        let steps = self.items(fields.take("steps"), "a list of steps", Self::step);
        let requests = fields.take("request").map(|node| self.requests(node)).unwrap_or_default();
        fields.finish(self);
        Some(RawHowToFix { text, steps, requests })
    }

    fn step<'s>(&mut self, node: Node<'s>) -> Option<RawStep<'s>> {
        let Kind::Mapping(_) = node.kind else {
            return self
                .prose(node, "the text of a step, or `{title, text}`")
                .map(|text| RawStep { title: None, text: Some(text) });
        };
        let mut fields = self.fields(node, "a step")?;
        let title = self.required(&mut fields, "title", |decoder, node| decoder.prose(node, "the text of a title"));
        let text = fields.take("text").and_then(|node| self.prose(node, "text"));
        fields.finish(self);
        Some(RawStep { title: Some(title?), text })
    }

    fn mistake<'s>(&mut self, node: Node<'s>) -> Option<(Text<'s>, Text<'s>)> {
        let mut fields = self.fields(node, "a common mistake")?;
        let lead = self.required(&mut fields, "lead", |decoder, node| decoder.prose(node, "the text of a lead"));
        let text = self.required(&mut fields, "text", |decoder, node| decoder.prose(node, "text"));
        fields.finish(self);
        Some((lead?, text?))
    }

    fn note<'s>(&mut self, node: Node<'s>) -> Option<(NoteKind, Text<'s>)> {
        let mut fields = self.fields(node, "a note")?;
        let kind = self.required(&mut fields, "kind", |decoder, node| decoder.word(node, "a kind of note", NOTE_KINDS));
        let text = self.required(&mut fields, "text", |decoder, node| decoder.prose(node, "text"));
        fields.finish(self);
        Some((kind?.value, text?))
    }

    fn free_section<'s>(&mut self, node: Node<'s>) -> Option<RawFreeSection<'s>> {
        let mut fields = self.fields(node, "a free section")?;
        let heading =
            self.required(&mut fields, "heading", |decoder, node| decoder.prose(node, "the text of a heading"));
        let text = self.required(&mut fields, "text", |decoder, node| decoder.prose(node, "text"));
        let after = fields.take("after").and_then(|node| self.word(node, "a section", SECTIONS));
        fields.finish(self);
        Some(RawFreeSection { heading: heading?, text: text?, after: after.map(|after| after.value) })
    }

    fn related<'s>(&mut self, node: Node<'s>) -> Option<RawRelated<'s>> {
        let mut fields = self.fields(node, "a related error")?;
        let code = self.required(&mut fields, "code", |decoder, node| decoder.string(node, "the text of a code"));
        let when = fields.take("when").and_then(|node| self.prose(node, "the text after \"When\""));
        fields.finish(self);
        Some(RawRelated { code: code?, when })
    }

    fn raised_by<'s>(&mut self, node: Node<'s>) -> Option<RawRaisedBy<'s>> {
        if matches!(&node.kind, Kind::Scalar(scalar) if scalar.value == "all") {
            return Some(RawRaisedBy::All);
        }
        self.strings(node, "a list of operations, or `all`").map(RawRaisedBy::Operations)
    }

    fn ending<'s>(&mut self, node: Node<'s>) -> Option<RawEnding<'s>> {
        let mut fields = self.fields(node, "`deprecated` or `retired`")?;
        let since = fields.take("since").and_then(|node| self.string(node, "the text of a date or version"));
        let reason = fields.take("reason").and_then(|node| self.prose(node, "the text of a reason"));
        let replaced_by = fields.take("replaced_by").and_then(|node| self.string(node, "the text of a code"));
        fields.finish(self);
        Some(RawEnding { since, reason, replaced_by })
    }

    fn allow<'s>(&mut self, node: Node<'s>) -> Option<RawAllow<'s>> {
        let mut fields = self.fields(node, "an exemption")?;
        let rule = self.required(&mut fields, "rule", |decoder, node| decoder.string(node, "the text of a rule's id"));
        let reason = fields.take("reason").and_then(|node| self.prose(node, "the text of a reason"));
        let until = fields.take("until").and_then(|node| self.string(node, "the text of a date"));
        fields.finish(self);
        Some(RawAllow { rule: rule?, reason, until })
    }
}
