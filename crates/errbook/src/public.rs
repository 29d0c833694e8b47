//! The parts of an error that clients may see, independent of its type. This is the only code that
//! turns an error, the tables, and an occurrence into a response body.
//! [`TypedError::write_body`](crate::TypedError::write_body) and [`Report`](crate::Report) both use
//! it.

use std::borrow::Cow;
use std::fmt;

use crate::envelope::{self, Piece, Values};
use crate::fields::{Field, Fields};
use crate::header::{self, Header, RETRY_AFTER};
use crate::message::{Message, Shows};
use crate::occurrence::Occurrence;
use crate::param::Value;
use crate::tables::{self, Param, Response, Tables};

/// The parts of an error that clients may see.
#[derive(Clone)]
pub(crate) struct Public<'a> {
    /// The catalog of the service, whose profiles it sends.
    pub(crate) own: &'static Tables,
    /// The catalog of the code: that of the service, or a dependency.
    pub(crate) tables: &'static Tables,
    pub(crate) index: usize,
    pub(crate) fields: Fields<'a>,
    pub(crate) error: &'a dyn fmt::Display,
}

impl Public<'_> {
    /// The response in `profile`. `None` if that doesn't send the code.
    pub(crate) fn response(&self, profile: usize) -> Option<Response> {
        self.tables.responses.get(self.profile(profile)?)?.get(self.index)
    }

    /// The position of a profile of the service in the catalog of the code.
    fn profile(&self, of_service: usize) -> Option<usize> {
        self.tables.profile_of(self.own, of_service)
    }

    #[cfg(feature = "tonic014")]
    pub(crate) fn code(&self) -> &'static str {
        self.tables.code[self.index]
    }

    /// Appends the body of a response in `profile`, with the shape `pieces`.
    pub(crate) fn write(
        &self,
        (profile, response): (usize, Response),
        pieces: &[Piece],
        occurrence: &Occurrence<'_>,
        out: &mut String,
    ) {
        let (tables, index) = (self.tables, self.index);
        let params = if self.is_redacted() { Named::default() } else { self.params(Shows::Revealed) };
        let values = Values {
            code: tables.code[index],
            status: response.status,
            title: response.title,
            type_url: tables.type_url.get(index).copied(),
            detail: &Detail { public: self, profile },
            request_id: occurrence.request_id,
            instance: occurrence.instance,
            retry_after: self.retry_after(profile, occurrence),
            action: tables.action.get(index).map(|action| action.kind),
            fix: tables.fix.get(index).copied(),
            errors: occurrence.errors,
            params: params.as_slice(),
            extensions: tables.extensions.get(index),
            fields: tables.fields.get(index),
        };
        envelope::write(pieces, &values, out);
    }

    /// The catalog's headers in `profile`, the nearest first. Without those whose params the code
    /// doesn't have, or doesn't show.
    pub(crate) fn headers(&self, profile: usize) -> impl Iterator<Item = Header> {
        let fixed = self.tables.headers.get(self.index).iter();
        let fixed = fixed.map(|(name, value)| (Cow::Borrowed(*name), Cow::Borrowed(*value)));
        let params = self.shown_params();
        let value = move |header: &'static tables::Header| -> Option<Cow<'static, str>> {
            let is_plain = !header.value.contains(['{', '}']);
            let filled = || header::fill(header.value, header.unit, params.as_slice()).map(Cow::Owned);
            if is_plain { Some(Cow::Borrowed(header.value)) } else { filled() }
        };
        let filled = self.filled_headers(profile);
        fixed.chain(filled.filter_map(move |header| Some((Cow::Borrowed(header.name), value(header)?))))
    }

    /// The headers in `profile` that can have params, the nearest first.
    fn filled_headers(&self, profile: usize) -> impl Iterator<Item = &'static tables::Header> + use<> {
        let of_code = self.tables.filled_headers.get(self.index).copied().unwrap_or_default();
        let of_profile = self.own.profiles.get(profile).map(|profile| profile.headers).unwrap_or_default();
        of_code.iter().chain(of_profile)
    }

    /// Seconds to wait before a retry: those of this occurrence, of the header `Retry-After` in
    /// `profile`, or of the code.
    pub(crate) fn retry_after(&self, profile: usize, occurrence: &Occurrence<'_>) -> Option<u64> {
        let is_retry_after = |name: &str| name.eq_ignore_ascii_case(RETRY_AFTER);
        let of_header = || {
            let mut fixed = self.tables.headers.get(self.index).iter();
            if let Some((_, value)) = fixed.find(|(name, _)| is_retry_after(name)) {
                return value.parse().ok();
            }
            let mut filled = self.filled_headers(profile).filter(|header| is_retry_after(header.name));
            filled
                .find_map(|header| header::fill(header.value, header.unit, self.shown_params().as_slice()))?
                .parse()
                .ok()
        };
        occurrence.retry_after.or_else(of_header).or(self.tables.retry_after.get(self.index))
    }

    /// The params that clients may see outside of response bodies, by name.
    pub(crate) fn shown_params(&self) -> Named<'_> {
        if self.is_redacted() { Named::default() } else { self.params(Shows::Insensitive) }
    }

    fn params(&self, shows: Shows) -> Named<'_> {
        Named::new(self.tables, self.index, &self.fields, shows)
    }

    fn message(&self, template: &'static str, shows: Shows) -> Message<'_> {
        let params = self.tables.params.get(self.index);
        Message { template, params, fields: self.fields.clone(), shows }
    }

    fn is_redacted(&self) -> bool {
        self.tables.redact.get(self.index)
    }
}

/// The public message of a response body in a profile: with the sensitive params that the code
/// reveals.
struct Detail<'p, 'a> {
    public: &'p Public<'a>,
    profile: usize,
}

impl fmt::Display for Detail<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { public, profile } = *self;
        let (tables, index) = (public.tables, public.index);
        let template = public.profile(profile).map_or(tables.message[index], |of| tables.message_in(of, index));
        let is_first = std::ptr::eq(template, tables.message[index]);
        let reveals = tables.params.get(index).iter().any(|param| param.revealed);
        // The error displays its first message itself, which is faster.
        if is_first && (!reveals || public.is_redacted()) {
            return public.fmt(f);
        }
        let shows = if public.is_redacted() { Shows::Nothing } else { Shows::Revealed };
        public.message(template, shows).fmt(f)
    }
}

/// The public message of the first profile. Shows placeholders instead of sensitive params, and of
/// all params of codes with `redact`.
impl fmt::Display for Public<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_redacted() {
            return self.error.fmt(f);
        }
        self.message(self.tables.message[self.index], Shows::Nothing).fmt(f)
    }
}

/// Params by name. Up to four need no allocation.
pub(crate) struct Named<'a> {
    few: [(&'static str, Value<'a>); 4],
    count: usize,
    many: Vec<(&'static str, Value<'a>)>,
}

impl Default for Named<'_> {
    fn default() -> Self {
        Named { few: [("", Value::Boolean(false)); 4], count: 0, many: Vec::new() }
    }
}

impl<'a> Named<'a> {
    /// The params that are shown. Leaves out sensitive ones that aren't.
    fn new(tables: &'static Tables, index: usize, fields: &Fields<'a>, shows: Shows) -> Named<'a> {
        let mut named = Named::default();
        let fields: &[Field<'a>] = fields.as_slice();
        let params = tables.params.get(index).iter().zip(fields);
        let is_shown = |param: &Param| !param.sensitive || (param.revealed && shows == Shows::Revealed);
        let params = params.filter(|(param, _)| is_shown(param)).map(|(param, field)| (param.name, field.exposed()));
        if fields.len() > named.few.len() {
            named.many = params.collect();
            return named;
        }
        for (place, param) in named.few.iter_mut().zip(params) {
            *place = param;
            named.count += 1;
        }
        named
    }

    pub(crate) fn as_slice(&self) -> &[(&'static str, Value<'a>)] {
        if self.many.is_empty() { &self.few[..self.count] } else { &self.many }
    }
}
