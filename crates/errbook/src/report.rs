//! [`Report`]: a typed error, from where it happens to a response and a log line. `details` stores
//! data that few reports have, `show` formats reports, and `result` has the extension traits for
//! `Result` and `Option`.

mod details;
mod field_errors;
mod result;
mod show;

use std::borrow::Cow;
use std::error::Error;
use std::panic::Location;
use std::time::Duration;

pub use details::OwnedFieldError;
pub use field_errors::FieldErrors;
pub use result::{OrCode, ReportResult};
pub use show::LogLine;

use crate::action::Retry;
use crate::code::ErrorCode;
#[cfg(feature = "observe")]
use crate::code::ResponseProfile as _;
use crate::error::{self, TypedError};
use crate::header;
#[cfg(feature = "observe")]
use crate::observe::Counted;
use crate::occurrence::Occurrence;
use crate::public::Public;
use details::{Context, Details, Mask, Told};

/// A typed error, with details that the client must not see: where it happened, its context, and
/// its causes.
///
/// It is one pointer wide. `?` converts a typed error to a report. Any other error needs a code
/// from [`OrCode::code`], so no error becomes a 500 by accident:
///
/// ```compile_fail,E0277
/// fn read<E: errbook::TypedError>() -> Result<String, errbook::Report<E>> {
///     Ok(std::fs::read_to_string("order.json")?)
/// }
/// ```
///
/// A service adds what the log needs, and returns the report:
///
/// ```
/// use errbook::{OrCode, Report, ReportResult};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// fn amount(text: &str) -> Result<u32, Report<Error>> {
///     let amount: u32 = text.parse().code(Error::NotANumber).context("reading the amount")?;
///     if amount > 1000 { Err(Error::TooLarge)? }
///     Ok(amount)
/// }
///
/// let report = amount("five").unwrap_err();
/// assert_eq!(report.code(), Code::NotANumber);
/// assert_eq!(report.to_string(), "That is not a number");
/// assert_eq!(
///     format!("{report:#}"),
///     "shop:not_a_number: That is not a number: reading the amount: invalid digit found in string"
/// );
/// assert_eq!(amount("5000").unwrap_err().code(), Code::TooLarge);
/// # }
/// ```
///
/// `{}` is the public message (of [`masked_as`](Report::masked_as), if set). `{:#}` and `{:?}` are
/// a log line with code, context, and causes, and `{:?}` also has the origin. `{:#?}` is the same
/// on several lines. Backtraces are never captured.
pub struct Report<E> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    error: E,
    origin: &'static Location<'static>,
    details: Option<Box<Details<E>>>,
    #[cfg(feature = "observe")]
    counted: Counted,
}

impl<E: TypedError> Report<E> {
    /// A report of `error`. Its origin is the location of the caller.
    #[track_caller]
    pub fn new(error: E) -> Report<E> {
        let inner = Inner {
            #[cfg(feature = "observe")]
            counted: Counted::raised(error.code().row()),
            error,
            origin: Location::caller(),
            details: None,
        };
        Report { inner: Box::new(inner) }
    }

    /// The error itself, even if it is masked.
    pub fn error(&self) -> &E {
        &self.inner.error
    }

    /// The error, without the report.
    pub fn into_error(self) -> E {
        self.inner.error
    }

    /// The code of the error itself, even if it is masked.
    pub fn code(&self) -> E::Code {
        self.inner.error.code()
    }

    /// The error that clients see: that of [`masked_as`](Self::masked_as), if set, and otherwise
    /// the error itself.
    pub fn shown(&self) -> &E {
        self.mask().map_or(&self.inner.error, |mask| &mask.error)
    }

    /// The problems with parts of the request that clients see.
    pub fn field_errors(&self) -> &[OwnedFieldError] {
        self.told().map(|told| told.errors.as_slice()).unwrap_or_default()
    }

    /// Those that clients see, and those that a mask hides.
    #[cfg(feature = "tracing")]
    pub(crate) fn all_field_errors(&self) -> impl Iterator<Item = &OwnedFieldError> {
        let details = self.inner.details.iter();
        let masked = details.clone().filter_map(|details| details.mask.as_ref()).flat_map(|mask| &mask.told.errors);
        details.flat_map(|details| &details.told.errors).chain(masked)
    }

    /// What the service was doing, the outermost [`context`](Report::context) first.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        let details = self.inner.details.iter();
        details.flat_map(|details| details.context.iter().rev()).map(|context| &*context.text)
    }

    /// What clients are told about retries, in the first profile that sends the code.
    ///
    /// ```
    /// use errbook::{Report, Retry};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # fn main() {
    /// let wait = std::time::Duration::from_secs(30);
    /// let report = Report::new(Error::TooLarge).retry_after(wait).context("reading");
    /// assert_eq!(report.retry(), Retry::After(wait));
    /// assert_eq!(report.contexts().next(), Some("reading"));
    /// # }
    /// ```
    pub fn retry(&self) -> Retry {
        let public = self.public();
        let (tables, index) = (public.tables, public.index);
        let profile = (0..public.own.profiles.len()).find(|profile| public.response(*profile).is_some());
        let seconds =
            self.with_occurrence(None, |occurrence| public.retry_after(profile.unwrap_or_default(), occurrence));
        let action = tables.action.get(index).map(|action| action.kind);
        Retry::new(action, seconds, tables.default_response(index).map(|response| response.status))
    }

    /// Where the report was created.
    pub fn origin(&self) -> &'static Location<'static> {
        self.inner.origin
    }

    /// Adds context for the log: what the service was doing. Clients never see it.
    #[must_use]
    #[track_caller]
    pub fn context(mut self, text: impl Into<Cow<'static, str>>) -> Report<E> {
        let context = Context { text: text.into(), at: Location::caller() };
        self.details_mut().context.push(context);
        self
    }

    /// Sets the cause of the error, for the log. Clients never see it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Report<E> {
        self.details_mut().source = Some(source.into());
        self
    }

    /// Adds a problem with one part of the request, such as `body.name`. Clients see it if the
    /// profile has `$errors`. [`FieldErrors`] collects several.
    #[must_use]
    pub fn field_error(
        self,
        location: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Report<E> {
        self.with_field_error(OwnedFieldError::new(location, message))
    }

    /// Adds a problem with one part of the request, optionally with what to send instead.
    #[must_use]
    pub fn with_field_error(mut self, error: OwnedFieldError) -> Report<E> {
        self.told_mut().errors.push(error);
        self
    }

    /// Sets the time to wait before a retry, for `Retry-After` and `$retry_after` of the response.
    /// Fractions of a second are rounded up.
    #[must_use]
    pub fn retry_after(mut self, time: Duration) -> Report<E> {
        let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
        self.told_mut().retry_after = Some(seconds);
        self
    }

    /// Sets the URI of this occurrence (RFC 9457, section 3.1.5).
    #[must_use]
    pub fn instance(mut self, uri: impl Into<Cow<'static, str>>) -> Report<E> {
        self.told_mut().instance = Some(uri.into());
        self
    }

    /// Adds a header of the response. Control characters in `value` become spaces (RFC 9110,
    /// section 5.5), so a value cannot inject another header. A `name` that is not a token, or that
    /// belongs to the body (`Content-Type`, `Content-Length`, ...), is ignored.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Report<E> {
        let name = name.into();
        if header::may_be_set(&name) {
            self.told_mut().headers.push((name, header::value(value.into())));
        }
        self
    }

    /// Sets the ID of the request. It takes precedence over the ID that a framework's layer knows.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<Cow<'static, str>>) -> Report<E> {
        self.details_mut().request_id = Some(id.into());
        self
    }

    /// Shows clients `other` instead, for example a "not found" error for something that they may
    /// not see. The response has nothing of this error: field errors, headers, instance, and retry
    /// time that were set before stay in the log. Values that you set later apply to `other`.
    #[must_use]
    pub fn masked_as(mut self, other: impl Into<E>) -> Report<E> {
        self.details_mut().mask = Some(Mask { error: other.into(), told: Told::default() });
        self
    }

    /// Converts a report of one operation's errors to a report of all errors.
    ///
    /// `?` cannot do this, because `From<Report<A>> for Report<B>` would overlap with an
    /// implementation in the standard library. Use `.map_err(Report::widen)?` or
    /// [`ReportResult::widen`].
    pub fn widen<F: TypedError + From<E>>(self) -> Report<F> {
        let Inner {
            error,
            origin,
            details,
            #[cfg(feature = "observe")]
            counted,
        } = *self.inner;
        let details = details.map(|details| Box::new(details.map(F::from)));
        let inner = Inner {
            error: error.into(),
            origin,
            details,
            #[cfg(feature = "observe")]
            counted,
        };
        Report { inner: Box::new(inner) }
    }

    /// Appends the response body for `profile` to `out`, and returns the status.
    ///
    /// Returns `None` and writes nothing if the profile does not send the code.
    /// [`Answer`](crate::Answer) is the complete response. `request_id` is for reports without
    /// their own.
    pub fn write_body(
        &self,
        profile: <E::Code as ErrorCode>::Profile,
        request_id: Option<&str>,
        out: &mut String,
    ) -> Option<u16> {
        let public = self.public();
        let status =
            self.with_occurrence(request_id, |occurrence| error::write_body(&public, profile, occurrence, out));
        #[cfg(feature = "observe")]
        if let Some(status) = status {
            self.was_sent(profile.index(), status);
        }
        status
    }

    /// The parts of the error that clients may see.
    pub(crate) fn public(&self) -> Public<'_> {
        error::public(self.shown())
    }

    /// Counts a response that was made for the report.
    #[cfg(feature = "observe")]
    pub(crate) fn was_sent(&self, profile: usize, status: u16) {
        self.inner.counted.sent(&self.public(), profile, status);
    }

    /// Calls `then` with the data of this occurrence.
    pub(crate) fn with_occurrence<T>(&self, request_id: Option<&str>, then: impl FnOnce(&Occurrence<'_>) -> T) -> T {
        let Some(details) = self.inner.details.as_deref() else {
            return then(&Occurrence { request_id, ..Occurrence::default() });
        };
        let told = self.told().unwrap_or(&details.told);
        let errors: Vec<_> = told.errors.iter().map(OwnedFieldError::borrow).collect();
        then(&Occurrence {
            request_id: details.request_id.as_deref().or(request_id),
            instance: told.instance.as_deref(),
            errors: &errors,
            retry_after: told.retry_after,
        })
    }

    /// Response headers that were added to the report.
    pub(crate) fn headers(&self) -> &[(Cow<'static, str>, Cow<'static, str>)] {
        self.told().map(|told| told.headers.as_slice()).unwrap_or_default()
    }

    /// The ID of the request that was set on the report.
    #[cfg(any(feature = "actix4", feature = "axum08"))]
    pub(crate) fn own_request_id(&self) -> Option<&str> {
        self.inner.details.as_deref()?.request_id.as_deref()
    }

    fn mask(&self) -> Option<&Mask<E>> {
        self.inner.details.as_deref()?.mask.as_ref()
    }

    /// The data that clients get in addition to the error.
    fn told(&self) -> Option<&Told> {
        let details = self.inner.details.as_deref()?;
        Some(details.mask.as_ref().map_or(&details.told, |mask| &mask.told))
    }

    fn told_mut(&mut self) -> &mut Told {
        let Details { mask, told, .. } = self.details_mut();
        mask.as_mut().map_or(told, |mask| &mut mask.told)
    }

    fn details_mut(&mut self) -> &mut Details<E> {
        self.inner.details.get_or_insert_default()
    }
}

impl<E: TypedError> From<E> for Report<E> {
    #[track_caller]
    fn from(error: E) -> Report<E> {
        Report::new(error)
    }
}
