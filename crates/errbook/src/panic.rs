//! Reports of panics, for layers. What a panic says goes to the log, and never to clients.

use std::any::Any;
use std::borrow::Cow;

use crate::answer::AnyReport;
use crate::error::TypedError;
use crate::report::Report;

/// Makes the report of a panic from its payload.
pub(crate) type OnPanic = dyn Fn(Box<dyn Any + Send>) -> Box<dyn AnyReport> + Send + Sync;

/// Reports each panic as what `error` returns, with the message of the panic as context.
pub(crate) fn reporter<E: TypedError>(error: impl Fn() -> E + Send + Sync + 'static) -> Box<OnPanic> {
    Box::new(move |payload| Box::new(Report::new(error()).context(format!("panicked: {}", message(&*payload)))))
}

/// What `panic!` was called with.
fn message(payload: &(dyn Any + Send)) -> Cow<'static, str> {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        return Cow::Borrowed(text);
    }
    payload.downcast_ref::<String>().cloned().map_or(Cow::Borrowed("unknown payload"), Cow::Owned)
}
