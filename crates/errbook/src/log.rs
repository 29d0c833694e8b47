//! Reports as `tracing` events (feature `tracing`), with fields that logs can be searched by.
//! `callsite` has the names of the fields, which depend on the code.

mod callsite;

use ::tracing::field::{Value, display};
use ::tracing::{Level, Span};

use crate::code::ErrorCode;
use crate::envelope;
use crate::error::TypedError;
use crate::param::Value as Param;
use crate::report::{OwnedFieldError, Report};
use crate::tables::{LogLevel, Tables};
use callsite::{Callsite, OWN};

impl<E: TypedError> Report<E> {
    /// Emits an event with the target `errbook`, the report's log line, and the fields
    /// `error.code`, `error.group`, `error.type` (the same as `error.code`, under OpenTelemetry's
    /// name), `error.origin`, `error.shown_as` of a masked report, and `request_id`. Each param is a
    /// field of its type, such as `error.params.limit`, and a sensitive one is `***`.
    /// `error.field_errors` has the problems with parts of the request as JSON. Also sets the current
    /// span's field `error.type`, if it has one.
    ///
    /// The level is the catalog's. By default, it is error for statuses from 500 and for codes that
    /// no client sees, and info otherwise. `off` emits nothing. This crate's layers log the reports
    /// that they send, so call this only for reports that you don't return.
    ///
    /// ```
    /// use errbook::Report;
    /// # use std::sync::{Arc, Mutex};
    /// # use tracing_core::{Event, Level, Metadata, Subscriber, dispatcher, span};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # #[derive(Clone, Default)]
    /// # struct Events(Arc<Mutex<Vec<(Level, &'static str)>>>);
    /// # impl Subscriber for Events {
    /// #     fn enabled(&self, _: &Metadata<'_>) -> bool {
    /// #         true
    /// #     }
    /// #     fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
    /// #         span::Id::from_u64(1)
    /// #     }
    /// #     fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    /// #     fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    /// #     fn event(&self, event: &Event<'_>) {
    /// #         self.0.lock().unwrap().push((*event.metadata().level(), event.metadata().target()));
    /// #     }
    /// #     fn enter(&self, _: &span::Id) {}
    /// #     fn exit(&self, _: &span::Id) {}
    /// # }
    /// # fn main() {
    /// # let events = Events::default();
    /// # dispatcher::with_default(&dispatcher::Dispatch::new(events.clone()), || {
    /// // A job that goes on without the number: no response has this report.
    /// Report::new(Error::NotANumber).context("reading the nightly total").log();
    /// # });
    /// # assert_eq!(*events.0.lock().unwrap(), [(Level::INFO, "errbook")]);
    /// # }
    /// ```
    pub fn log(&self) {
        event(self, None);
    }
}

pub(crate) fn event<E: TypedError>(report: &Report<E>, request_id: Option<&str>) {
    let (tables, index) = report.code().row();
    Span::current().record("error.type", tables.code[index]);
    let Some(level) = level(tables, index) else { return };
    let callsite = Callsite::of(tables, index, level);
    if !callsite.is_enabled() {
        return;
    }
    let (line, group) = (report.log_line(), tables.path.get(index).join(tables.scheme.separator));
    let shown = report.shown().code();
    let shown_as = (shown != report.code()).then(|| shown.as_str());
    let errors = field_errors(report.all_field_errors());
    let code = tables.code[index];
    report.with_occurrence(request_id, |occurrence| {
        let message = format_args!("{line}");
        let origin = display(report.origin());
        let own: [Option<&dyn Value>; OWN.len()] = [
            Some(&message),
            Some(&code),
            Some(&group),
            Some(&code),
            Some(&origin),
            shown_as.as_ref().map(|code| code as &dyn Value),
            occurrence.request_id.as_ref().map(|id| id as &dyn Value),
            errors.as_ref().map(|errors| errors as &dyn Value),
        ];
        let params: Vec<Box<dyn Value + '_>> =
            report.error().fields().as_slice().iter().map(|field| recorded(field.value())).collect();
        callsite.emit(own.into_iter().chain(params.iter().map(|value| Some(&**value as &dyn Value))));
    });
}

/// The value of a param, with its type where `tracing` has it. Durations are in whole seconds, as in
/// bodies.
fn recorded<'a>(value: Param<'a>) -> Box<dyn Value + 'a> {
    match value {
        Param::String(text) | Param::Decimal(text) | Param::Url(text) => Box::new(text),
        Param::Integer(number) => Box::new(number),
        Param::Boolean(value) => Box::new(value),
        Param::Duration(span) => Box::new(span.as_secs()),
        Param::Timestamp(_) | Param::List(_) | Param::Masked => Box::new(value.to_string()),
    }
}

/// Field errors as JSON, like `$errors` of a body.
fn field_errors<'a>(errors: impl Iterator<Item = &'a OwnedFieldError>) -> Option<String> {
    let errors: Vec<_> = errors.map(OwnedFieldError::borrow).collect();
    let mut json = String::new();
    envelope::field_errors(&errors, &mut json);
    (!errors.is_empty()).then_some(json)
}

/// The catalog's level. `None` if it is `off`.
fn level(tables: &Tables, index: usize) -> Option<Level> {
    let by_default = || match tables.default_response(index) {
        Some(response) if response.status < 500 => LogLevel::Info,
        _ => LogLevel::Error,
    };
    Some(match tables.log_level.get(index).unwrap_or_else(by_default) {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
        LogLevel::Off => return None,
    })
}
