//! Formats a report: as its public message, as one line for a log, or as several lines for people.

use std::error::Error;
use std::fmt::{self, Write as _};

use super::{Inner, Report, Told};
use crate::code::ErrorCode;
use crate::error::TypedError;
use crate::line::OneLine;

impl<E: TypedError> fmt::Display for Report<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Reports display their causes with `{:+}`, so a report among them shows its real error.
        // Other errors ignore the flag.
        if f.sign_plus() {
            return self.inner.head(f);
        }
        if f.alternate() {
            return fmt::Display::fmt(&self.log_line(), f);
        }
        let shown = self.shown();
        let (tables, index) = shown.code().row();
        let is_redacted = tables.redact.get(index);
        if is_redacted { fmt::Display::fmt(&self.public(), f) } else { fmt::Display::fmt(shown, f) }
    }
}

impl<E: TypedError> fmt::Debug for Report<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return self.paragraph(f);
        }
        write!(f, "{} at {}", self.log_line(), self.origin())
    }
}

/// Crates such as anyhow write a report's public message and its sources to a log. So the first
/// source of a masked report is the real error.
impl<E: TypedError> Error for Report<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        if self.mask().is_some() { Some(&*self.inner) } else { self.inner.source() }
    }
}

/// The real error of a masked report, as its source: code, message, and context.
impl<E: TypedError> Error for Inner<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.details.as_deref()?.source.as_deref()?;
        Some(source)
    }
}

impl<E: TypedError> fmt::Display for Inner<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The report before it has this text in the log line of another report.
        if f.sign_plus() { Ok(()) } else { self.head(f) }
    }
}

impl<E: TypedError> fmt::Debug for Inner<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)
    }
}

impl<E: TypedError> Report<E> {
    /// One line for the log: code, message, context (outermost first), and all causes. It is never
    /// masked or redacted. Characters that could end the line or hide a part of it are escaped.
    pub fn log_line(&self) -> LogLine<'_, E> {
        LogLine(self)
    }

    fn paragraph(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code().as_str())?;
        write!(OneLine(f), "{}", self.error())?;
        write!(f, "\n    at {}", self.origin())?;
        if let Some(mask) = self.mask() {
            write!(f, "\n    shown as {}", mask.error.code().as_str())?;
        }
        let Some(details) = self.inner.details.as_deref() else {
            return Ok(());
        };
        for context in details.context.iter().rev() {
            item("\n    while ", &context.text, f)?;
            write!(f, " at {}", context.at)?;
        }
        self.causes(|cause| item("\n    caused by ", &format_args!("{cause:+}"), f))?;
        for told in [Some(&details.told), details.mask.as_ref().map(|mask| &mask.told)].into_iter().flatten() {
            told_to(told, f)?;
        }
        match &details.request_id {
            Some(id) => item("\n    request ", id, f),
            None => Ok(()),
        }
    }

    /// Calls `each` with all causes, from the nearest to the root cause.
    fn causes(&self, mut each: impl FnMut(&dyn Error) -> fmt::Result) -> fmt::Result {
        let mut next = self.inner.source();
        while let Some(cause) = next {
            each(cause)?;
            next = cause.source();
        }
        Ok(())
    }
}

impl<E: TypedError> Inner<E> {
    /// Code, message, and context: the log line without the causes.
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.error.code().as_str())?;
        write!(OneLine(f), "{}", self.error)?;
        for context in self.details.iter().flat_map(|details| details.context.iter().rev()) {
            write!(OneLine(f), ": {}", context.text)?;
        }
        Ok(())
    }
}

fn told_to(told: &Told, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for error in &told.errors {
        item("\n    field ", &format_args!("{}: {}", error.location, error.message), f)?;
    }
    match told.retry_after {
        Some(seconds) => write!(f, "\n    retry after {seconds} s"),
        None => Ok(()),
    }
}

/// One line for the log, made by [`Report::log_line`].
pub struct LogLine<'a, E>(&'a Report<E>);

impl<E: TypedError> fmt::Display for LogLine<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.inner.head(f)?;
        self.0.causes(|cause| item(": ", &format_args!("{cause:+}"), f))?;
        match self.0.mask() {
            Some(mask) => write!(f, " (shown as {})", mask.error.code().as_str()),
            None => Ok(()),
        }
    }
}

/// Writes `label` and a value on one line. Nothing if the value is empty, as that of the source of a
/// masked report.
fn item(label: &str, value: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(Labeled { label, out: OneLine(f) }, "{value}")
}

struct Labeled<'a, 'f> {
    label: &'a str,
    out: OneLine<'a, 'f>,
}

impl fmt::Write for Labeled<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if !text.is_empty() {
            let label = std::mem::take(&mut self.label);
            self.out.0.write_str(label)?;
        }
        self.out.write_str(text)
    }
}
