//! Compares an error that a service sent with what the catalog says that it sends.

use std::borrow::Cow;

use errbook::envelope::Variable;
use errbook_catalog::{Audience, Entry, FieldValue, Header, Param, Profile, Response, Wording, essence};
use errbook_check::shape::{Difference, Visitor};
use errbook_syntax::json::At;
use serde_json::Value;

use crate::deviation::{Deviation, Where, rules};
use crate::exchange::Exchange;
use crate::known::Known;
use crate::text::{self, Fit, Params};
use values::{has_type, has_value, header_fits, kind_of, path, short};

mod values;

/// An error that a service sent, next to what is known of its response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'e> {
    pub(crate) body: &'e Value,
    pub(crate) exchange: &'e Exchange,
    pub(crate) operation: Option<&'e str>,
    /// Whether the status and the headers of the exchange are those of this error.
    pub(crate) is_response: bool,
    /// Whether the service used a former name of the code.
    pub(crate) is_former: bool,
}

/// The profile whose response is most like what was sent, and the differences from it.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// Index into [`Manifest::profiles`](errbook_catalog::Manifest::profiles).
    pub(crate) profile: Option<usize>,
    pub(crate) deviations: Vec<Deviation>,
}

/// Compares with the response that is most like what was sent.
pub(crate) fn compare(known: &Known<'_>, position: usize, sent: &Sent<'_>) -> Compared {
    let Some(entry) = known.entry(position) else { return Compared::default() };
    let mut best: Option<Compared> = None;
    for response in &entry.responses {
        let Some(profile) = known.manifest.profiles.get(response.profile) else { continue };
        // Profiles that negotiate can send the body of another one.
        let mut bodies: Vec<usize> = profile.bodies(response.profile).map(|(_, body)| body).collect();
        bodies.dedup();
        for body in bodies {
            let deviations = Comparison::of(known, position, entry, response, profile, body, sent).deviations();
            if best.as_ref().is_none_or(|best| deviations.len() < best.deviations.len()) {
                best = Some(Compared { profile: Some(response.profile), deviations });
            }
        }
    }
    best.unwrap_or_default()
}

/// A comparison with one response of an entry.
struct Comparison<'e> {
    known: &'e Known<'e>,
    position: usize,
    entry: &'e Entry,
    response: &'e Response,
    profile: &'e Profile,
    /// Index of the profile whose body it is.
    body: usize,
    params: Params<'e>,
    sent: &'e Sent<'e>,
    /// Names of the params that the body has as members.
    seen: Vec<String>,
    found: Vec<Deviation>,
}

impl<'e> Comparison<'e> {
    fn of(
        known: &'e Known<'e>,
        position: usize,
        entry: &'e Entry,
        response: &'e Response,
        profile: &'e Profile,
        body: usize,
        sent: &'e Sent<'e>,
    ) -> Comparison<'e> {
        let params = Params { all: entry.params.iter().chain(entry.wording_params()).collect(), redact: entry.redact };
        Comparison {
            known,
            position,
            entry,
            response,
            profile,
            body,
            params,
            sent,
            seen: Vec::new(),
            found: Vec::new(),
        }
    }

    fn deviations(mut self) -> Vec<Deviation> {
        if self.sent.is_response {
            self.status();
            self.content_type();
            self.headers();
        }
        if let Some(shape) = self.known.shape(self.body, self.response.status) {
            shape.compare(self.sent.body, &mut self);
            self.missing_params();
        }
        self.internal_fields();
        self.found
    }

    fn code(&self) -> &str {
        &self.entry.code
    }

    fn add(&mut self, rule: &'static str, place: Where, message: String, help: impl Into<Cow<'static, str>>) {
        self.found.push(Deviation::new(rule, Some(self.position), place, message, help));
    }

    fn status(&mut self) {
        let Some(status) = self.sent.exchange.status.filter(|status| *status != self.response.status) else { return };
        self.wrong_status("", u64::from(status));
    }

    fn wrong_status(&mut self, place: &str, status: u64) {
        let message = format!("`{}` was sent with status {status}{place}, not {}", self.code(), self.response.status);
        let help = "make the service send the status of the entry, or correct `status`";
        self.add(rules::STATUS, Where::Key("status"), message, help);
    }

    fn content_type(&mut self) {
        let exchange = self.sent.exchange;
        let found = match (exchange.media_type(), &exchange.headers) {
            (Some(found), _) => found,
            (None, Some(_)) => "",
            (None, None) => return,
        };
        let bodies = self.profile.bodies(self.response.profile).filter(|(_, body)| *body == self.body);
        let expected: Vec<&str> = bodies.map(|(content_type, _)| content_type).collect();
        if expected.iter().any(|expected| essence(expected).eq_ignore_ascii_case(essence(found))) {
            return;
        }
        let (expected, name) = (expected.join("` or `"), &self.profile.name);
        let found =
            if found.is_empty() { "without a content type".to_owned() } else { format!("as `{}`", essence(found)) };
        let message = format!("`{}` was sent {found}, but profile `{name}` sends `{expected}`", self.code());
        let help = "correct the content type that the service sends, or the profile's `content_type`";
        self.add(rules::CONTENT_TYPE, Where::Profile(self.response.profile, "content_type"), message, help);
    }

    fn headers(&mut self) {
        let exchange = self.sent.exchange;
        if exchange.headers.is_none() {
            return;
        }
        let expected: Vec<&Header> = self.profile.headers_of(self.entry).collect();
        for header in &expected {
            let is_own = self.entry.headers.iter().any(|own| own.name == header.name);
            let place = if is_own { Where::Key("headers") } else { Where::Profile(self.response.profile, "headers") };
            let mut values = exchange.headers_named(&header.name).peekable();
            if values.peek().is_none() && header.when.is_none() {
                self.missing_header(&header.name, place);
            }
            if let Some(found) = values.find(|found| !header_fits(header, &self.params.all, found)) {
                let found = if self.is_secret(found) { "another value".to_owned() } else { format!("`{found}`") };
                let (code, name, value) = (self.code(), &header.name, &header.value);
                let message = format!("`{code}` was sent with {found} in `{name}`, not `{value}`");
                let help = format!("correct `{name}` in the service, or under `headers`");
                self.add(rules::HEADER, place, message, help);
            }
        }
        let is_listed = expected.iter().any(|header| header.name.eq_ignore_ascii_case(RETRY_AFTER));
        if self.entry.retry_after.is_some() && !is_listed && exchange.header(RETRY_AFTER).is_none() {
            self.missing_header(RETRY_AFTER, Where::Key("retry_after"));
        }
    }

    fn missing_header(&mut self, name: &str, place: Where) {
        let message = format!("`{}` was sent without the header `{name}`", self.code());
        let help = if matches!(place, Where::Key("retry_after")) {
            "make the service send it, or remove `retry_after`"
        } else {
            "make the service send it, or set `when` if only some responses have it"
        };
        self.add(rules::HEADER, place, message, help);
    }

    /// The values of internal fields, with the names of the fields.
    fn internal(&self) -> impl Iterator<Item = (&'e str, &'e str)> {
        let entry = self.entry;
        let fields = self.known.manifest.fields.seen_by(Audience::Internal);
        fields.filter(|field| field.audience == Audience::Internal).filter_map(|field| {
            let FieldValue::Text(value) = entry.fields.get(field)? else { return None };
            Some((field.name.as_str(), value.as_str()))
        })
    }

    /// Whether reports must not show a text that a service sent.
    fn is_secret(&self, text: &str) -> bool {
        const SHORTEST: usize = 3;
        let has = |(_, value): (&str, &str)| value.len() >= SHORTEST && text.contains(value);
        self.params.has_secrets() || self.internal().any(has)
    }

    /// Values of internal fields must not leave the service.
    fn internal_fields(&mut self) {
        let headers = self.sent.exchange.headers.iter().flatten().filter(|_| self.sent.is_response);
        let headers: Vec<Value> = headers.map(|(_, value)| value.as_str().into()).collect();
        let internal: Vec<(&str, &str)> = self.internal().collect();
        for (name, value) in internal {
            if has_value(self.sent.body, name, value) || headers.iter().any(|header| has_value(header, name, value)) {
                let message = format!("`{}` was sent with the value of the internal field `{name}`", self.code());
                let help = "remove it from the response, or make the field public";
                self.add(rules::SECRET, Where::Key("fields"), message, help);
            }
        }
    }

    fn detail(&mut self, at: &[At], value: &Value) {
        let Value::String(text) = value else { return self.kind(at, "a string") };
        let Some(messages) = &self.entry.messages else { return };
        let message = messages.of(self.response.profile);
        let wordings: Vec<&Wording> = self.entry.wordings.iter().filter(|of| self.sends(of)).collect();
        let texts = std::iter::once(message).chain(wordings.iter().map(|of| &of.text));
        let mut fits: Vec<Fit> = texts.map(|message| text::fit(message, &self.params, text)).collect();
        let is_unmasked = |fit: &Fit| matches!(fit, Fit::Unmasked(_));
        // Its general shape is all that the catalog knows of a computed wording.
        let is_computed = wordings.iter().any(|of| of.computed) && !fits.iter().any(is_unmasked);
        if fits.contains(&Fit::Fits) || is_computed {
            return;
        }
        fits.retain(|fit| *fit != Fit::Other);
        fits.sort_by_key(|fit| !is_unmasked(fit));
        match fits.first() {
            Some(Fit::Unmasked(index)) => self.unmasked(self.params.all.get(*index).copied()),
            Some(Fit::Mistyped(index)) => self.mistyped(self.params.all.get(*index).copied(), "its message"),
            _ => self.other_text(text),
        }
    }

    /// Whether a wording can be what was sent.
    fn sends(&self, wording: &Wording) -> bool {
        let is_in = |operation: &str| wording.operations.iter().any(|of| of == operation);
        wording.sent
            && (wording.profiles.is_empty() || wording.profiles.contains(&self.response.profile))
            && (wording.operations.is_empty() || self.sent.operation.is_none_or(is_in))
    }

    fn other_text(&mut self, sent: &str) {
        let unlisted = self
            .entry
            .wordings
            .iter()
            .enumerate()
            .find(|(_, wording)| !self.sends(wording) && text::fit(&wording.text, &self.params, sent) == Fit::Fits);
        let code = self.entry.code.as_str();
        if let Some((index, wording)) = unlisted {
            let (message, help) = match self.sent.operation {
                _ if !wording.sent => (
                    format!("`{code}` was sent with a wording that is marked `sent: false`"),
                    "remove `sent: false` from the wording",
                ),
                Some(operation) if !wording.operations.is_empty() => (
                    format!("`{code}` was sent by `{operation}` with a wording that is listed for other operations"),
                    "add the operation to the wording's `operations`",
                ),
                _ => (
                    format!("`{code}` was sent with a wording that is listed for other profiles"),
                    "add the profile to the wording's `profiles`",
                ),
            };
            let key = Where::Key("wordings");
            let mut deviation = Deviation::new(rules::MESSAGE, Some(self.position), key, message, help);
            deviation.wording = wording.sent.then_some(index);
            self.found.push(deviation);
            return;
        }
        let Some(own) = self.entry.messages.as_ref().map(|messages| messages.of(self.response.profile)) else { return };
        let wordings = self.entry.wordings.iter().filter(|wording| self.sends(wording)).map(|of| &of.text);
        let ratio = |message: &&errbook_catalog::Message| text::ratio(message, &self.params, sent);
        let closest = std::iter::once(own)
            .chain(wordings)
            .reduce(|one, other| if ratio(&other) > ratio(&one) { other } else { one });
        let message = format!("`{code}` was sent with a message that matches no wording");
        let help = "correct the message, or add this one to `wordings`";
        let mut deviation = Deviation::new(rules::MESSAGE, Some(self.position), Where::Key("message"), message, help);
        let diff = closest.map(|closest| text::diff(closest, &self.params, sent));
        let is_secret = self.is_secret(sent);
        deviation.detail = if is_secret && !self.params.has_secrets() { Some(String::new()) } else { diff };
        deviation.text = (!is_secret).then(|| sent.to_owned());
        self.found.push(deviation);
    }

    fn unmasked(&mut self, param: Option<&Param>) {
        let Some(param) = param else { return };
        let code = self.code();
        let (message, help) = if self.entry.redact {
            let message =
                format!("`{code}` was sent with the value of `{}`, although its params are redacted", param.name);
            (message, "replace the value in the service, or remove `redact`")
        } else {
            let message = format!("`{code}` was sent with the value of the sensitive param `{}`", param.name);
            (message, "mask the value in the service, or add the param to `reveal`")
        };
        self.add(rules::SECRET, Where::Key("params"), message, help);
    }

    fn mistyped(&mut self, param: Option<&Param>, place: &str) {
        let Some(param) = param else { return };
        let message =
            format!("`{}` was sent with `{}` in {place}, which is not {}", self.code(), param.name, kind_of(param.ty));
        let help = "correct the value in the service, or the param's `type`";
        self.add(rules::PARAM, Where::Key("params"), message, help);
    }

    /// A member with the value of a param.
    fn param(&mut self, name: &str, value: &Value, of: &Variable) {
        let param = self.entry.params.iter().find(|param| param.name == name);
        let is_shown = *of != Variable::Extensions || self.entry.extensions.iter().any(|own| own == name);
        self.seen.push(name.to_owned());
        match param {
            Some(param) if self.entry.redact || !param.is_sent() => {
                if value.as_str() != Some(errbook::MASKED) {
                    self.unmasked(Some(param));
                }
            }
            Some(param) if is_shown && !has_type(param.ty, value) => self.mistyped(Some(param), "the body"),
            Some(_) if is_shown => {}
            _ => {
                let message = format!("`{}` was sent with the undeclared param `{name}`", self.code());
                let help = "remove it from the response, or declare it under `params` or `extensions`";
                self.add(rules::PARAM, Where::Key("params"), message, help);
            }
        }
    }

    /// Params that bodies must have. A wording can lack those of the message.
    fn missing_params(&mut self) {
        let profile = self.known.manifest.profiles.get(self.body);
        let uses = |variable| profile.is_some_and(|profile| profile.uses(self.response.status, &variable));
        let (has_all, has_extensions) = (uses(Variable::Params), uses(Variable::Extensions));
        if self.entry.redact || self.entry.wordings.iter().any(|wording| wording.sent) {
            return;
        }
        let is_extension = |param: &&Param| self.entry.extensions.contains(&param.name);
        let is_expected = |param: &&Param| has_all || (has_extensions && is_extension(param));
        let expected = self.entry.params.iter().filter(|param| param.is_sent()).filter(is_expected);
        let missing: Vec<&String> =
            expected.map(|param| &param.name).filter(|name| !self.seen.contains(name)).collect();
        for name in missing {
            let message = format!("`{}` was sent without the param `{name}`", self.code());
            let help = "add it to the body, or add a wording without it";
            self.add(rules::PARAM, Where::Key("params"), message, help);
        }
    }

    fn params(&mut self, at: &[At], value: &Value, of: &Variable) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| self.param(name, value, of)),
            _ => self.kind(at, "an object"),
        }
    }

    fn kind(&mut self, at: &[At], kind: &'static str) {
        self.differs(at, Difference::Kind(kind));
    }

    /// A value that the catalog fixes.
    fn fixed(&mut self, rule: &'static str, key: &'static str, name: &str, found: &Value, expected: &Value) {
        if found == expected {
            return;
        }
        let text = found.as_str().unwrap_or_default();
        let text = if rule == rules::TYPE { text.split(['?', '#']).next().unwrap_or_default() } else { text };
        let found = if found.is_string() { short(&text.into()) } else { short(found) };
        let message = match expected {
            _ if self.is_secret(&found) => format!("`{}` was sent with a {name} other than {expected}", self.code()),
            Value::Null => format!("`{}` was sent with the {name} {found}, but the catalog sets none", self.code()),
            _ => format!("`{}` was sent with the {name} {found}, not {expected}", self.code()),
        };
        let help = format!("correct it in the service, or change the {name} in the catalog");
        self.add(rule, Where::Key(key), message, help);
    }

    fn errors(&mut self, at: &[At], value: &Value) {
        let is_text = |item: &Value, name| item.get(name).is_some_and(Value::is_string);
        let Value::Array(items) = value else { return self.kind(at, "an array") };
        if !items.iter().all(|item| is_text(item, "location") && is_text(item, "message")) {
            self.kind(at, "an array of objects with `location` and `message`");
        }
    }

    fn field(&mut self, name: &str, value: &Value) {
        let fields = &self.known.manifest.fields;
        let Some(field) = fields.seen_by(Audience::Public).find(|field| field.name == name) else { return };
        let expected = match self.entry.fields.get(field) {
            None => Value::Null,
            Some(FieldValue::Text(text)) => text.as_str().into(),
            Some(FieldValue::Integer(number)) => (*number).into(),
            Some(FieldValue::Boolean(value)) => (*value).into(),
            Some(FieldValue::List(items)) => items.iter().map(|item| Value::from(item.as_ref())).collect(),
        };
        self.fixed(rules::BODY, "fields", &format!("field `{name}`"), value, &expected);
    }
}

impl Visitor for Comparison<'_> {
    fn differs(&mut self, at: &[At], difference: Difference) {
        let (code, profile) = (&self.entry.code, &self.profile.name);
        let message = match &difference {
            Difference::Missing(name) => format!("`{code}` was sent without `{}`", path(at, Some(name))),
            Difference::Unknown(_) => format!("`{code}` was sent with the unexpected member `{}`", path(at, None)),
            Difference::Literal(json) => format!("`{code}` was sent with `{}`, which is not {json}", path(at, None)),
            Difference::Kind(kind) if at.is_empty() => format!("`{code}` was sent in a body that is not {kind}"),
            Difference::Kind(kind) => format!("`{code}` was sent with `{}`, which is not {kind}", path(at, None)),
        };
        let help = format!("correct the body in the service, or the envelope of profile `{profile}`");
        let is_by_status = self
            .known
            .manifest
            .profiles
            .get(self.body)
            .is_some_and(|profile| profile.by_status.iter().any(|(status, _)| *status == self.response.status));
        let key = if is_by_status { "by_status" } else { "envelope" };
        self.add(rules::BODY, Where::Profile(self.body, key), message, help);
    }

    fn value(&mut self, at: &[At], variable: &Variable, value: &Value) {
        let may_be_null = matches!(
            variable,
            Variable::RequestId | Variable::Instance | Variable::RetryAfter | Variable::Param(_) | Variable::Errors
        );
        if may_be_null && value.is_null() {
            return;
        }
        let entry = self.entry;
        match variable {
            Variable::Status if !value.is_u64() => self.kind(at, "a number"),
            Variable::Status => {
                let status = value.as_u64().unwrap_or_default();
                // The status line says the same.
                let is_known = self.found.iter().any(|found| found.rule == rules::STATUS);
                if status != u64::from(self.response.status) && !is_known {
                    self.wrong_status(" in its body", status);
                }
            }
            Variable::StatusString => {
                self.fixed(rules::BODY, "status", "status", value, &self.response.status.to_string().into());
            }
            Variable::Title => self.fixed(rules::TITLE, "title", "title", value, &self.response.title.as_str().into()),
            Variable::Code if !self.sent.is_former => {
                self.fixed(rules::BODY, "code", "code", value, &entry.code.as_str().into());
            }
            Variable::Type if !self.sent.is_former => {
                let url = self.known.manifest.type_url(entry).unwrap_or_else(|| "about:blank".to_owned());
                self.fixed(rules::TYPE, "code", "type URL", value, &url.into());
            }
            Variable::Code | Variable::Type => {}
            Variable::Detail => self.detail(at, value),
            Variable::RequestId | Variable::Instance if !value.is_string() => self.kind(at, "a string"),
            Variable::RequestId | Variable::Instance => {}
            Variable::RetryAfter if !value.is_u64() => self.kind(at, "a number of seconds"),
            Variable::RetryAfter => {}
            Variable::Action => {
                let expected = entry.action.as_ref().map(|action| action.kind.as_str());
                self.fixed(rules::BODY, "action", "action", value, &expected.into());
            }
            Variable::Fix => self.fixed(rules::BODY, "how_to_fix", "fix", value, &entry.fix().into()),
            Variable::Errors => self.errors(at, value),
            Variable::Params | Variable::Extensions => self.params(at, value, variable),
            Variable::Param(name) => self.param(name, value, &Variable::Params),
            Variable::Field(name) => self.field(name, value),
        }
    }

    fn spread(&mut self, _at: &[At], variable: &Variable, name: &str, value: &Value) {
        self.param(name, value, variable);
    }
}

const RETRY_AFTER: &str = "Retry-After";
