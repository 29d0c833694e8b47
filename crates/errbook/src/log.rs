//! Reports as `tracing` events (feature `tracing`), with fields that logs can be searched by.

use ::tracing::field::display;
use ::tracing::{Level, Span, event};

use crate::code::ErrorCode;
use crate::error::TypedError;
use crate::report::Report;
use crate::tables::{LogLevel, Tables};

impl<E: TypedError> Report<E> {
    /// Emits an event with the target `errbook`, the report's log line, and the fields
    /// `error.code`, `error.group`, `error.type` (the same as `error.code`, under OpenTelemetry's
    /// name), `error.origin`, `error.shown_as` of a masked report, and `request_id`. Also sets the
    /// current span's field `error.type`, if it has one.
    ///
    /// The level is the catalog's. By default, it is error for statuses from 500 and for codes that
    /// no client sees, and info otherwise. `off` emits nothing. This crate's layers log the reports
    /// that they send, so call this only for reports that you don't return.
    pub fn log(&self) {
        event(self, None);
    }
}

pub(crate) fn event<E: TypedError>(report: &Report<E>, request_id: Option<&str>) {
    let (tables, index) = (E::Code::tables(), report.code().index());
    let (code, line) = (tables.code[index], report.log_line());
    let group = tables.path.get(index).join(tables.scheme.separator);
    let is_masked = report.shown().code() != report.code();
    let shown_as = is_masked.then(|| display(report.shown().code()));
    Span::current().record("error.type", code);
    // The level of an event is part of its static metadata, so each level needs its own callsite.
    macro_rules! at {
        ($level:ident) => {
            report.with_occurrence(request_id, |occurrence| {
                event!(
                    target: "errbook",
                    Level::$level,
                    error.code = code,
                    error.group = %group,
                    "error.type" = code,
                    error.origin = %report.origin(),
                    error.shown_as = shown_as,
                    request_id = occurrence.request_id,
                    "{line}"
                );
            })
        };
    }
    match level(tables, index) {
        LogLevel::Error => at!(ERROR),
        LogLevel::Warn => at!(WARN),
        LogLevel::Info => at!(INFO),
        LogLevel::Debug => at!(DEBUG),
        LogLevel::Trace => at!(TRACE),
        LogLevel::Off => {}
    }
}

fn level(tables: &Tables, index: usize) -> LogLevel {
    tables.log_level.get(index).unwrap_or_else(|| match tables.default_response(index) {
        Some(response) if response.status < 500 => LogLevel::Info,
        _ => LogLevel::Error,
    })
}
