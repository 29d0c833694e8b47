//! An error that a client received: over HTTP from [`client::read`](crate::client::read) (feature
//! `client`), over gRPC from a `Status`.

use std::error::Error;
use std::fmt::{self, Write as _};

use crate::action::{ActionKind, Retry};
use crate::code::{AnyCode, ErrorCode};
use crate::line::OneLine;
#[cfg(any(feature = "client", feature = "tonic014"))]
use crate::message_reader;
use crate::param::{OwnedValue, Value};
use crate::report::OwnedFieldError;
#[cfg(any(feature = "client", feature = "tonic014"))]
use crate::tables::{Param, Tables};

/// An error that a client received. A code from a newer service is kept as [`AnyCode::Unknown`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Received<C> {
    /// The code. If the response has an alias, it is the current code.
    pub code: AnyCode<C>,
    /// The code as the response has it, which can be an alias.
    pub raw_code: String,
    /// The HTTP status of the response. `None` if the error was not received over HTTP.
    pub status: Option<u16>,
    /// The title of the status or of the code, if the response has it.
    pub title: Option<String>,
    /// The public message.
    pub message: String,
    /// ID of the request, if the response has it.
    pub request_id: Option<String>,
    /// URI of this occurrence, if the response has it.
    pub instance: Option<String>,
    /// Seconds to wait before a retry, from `Retry-After` or the body.
    pub retry_after: Option<u64>,
    /// What to do, from the response, or else from the catalog.
    pub action: Option<ActionKind>,
    /// The first step of the fix, if the response has it.
    pub fix: Option<String>,
    /// Problems with parts of the request.
    pub errors: Vec<OwnedFieldError>,
    /// The params that the catalog declares for the code and the response has, in the catalog's
    /// order and with its types, and then those of its wordings. Params that are not members of the
    /// response are read from its message, if that can be split into values in only one way, by one
    /// of the texts of the code. Masked params are absent.
    pub params: Vec<(&'static str, OwnedValue)>,
}

/// The params of a code: its members, or else the values in its message.
#[cfg(any(feature = "client", feature = "tonic014"))]
pub(crate) fn params(
    (tables, index): (&'static Tables, usize),
    message: &str,
    member: impl Fn(&'static Param) -> Option<OwnedValue>,
) -> Vec<(&'static str, OwnedValue)> {
    let of_wordings = tables.wordings.get(index).map_or(&[][..], |wordings| wordings.params);
    let declared: Vec<&'static Param> = tables.params.get(index).iter().chain(of_wordings).collect();
    let mut members: Vec<Option<OwnedValue>> = declared.iter().copied().map(member).collect();
    if members.contains(&None) && !tables.redact.get(index) {
        let in_message = message_reader::read(&tables.templates(index), &declared, message);
        for (value, param) in members.iter_mut().zip(&declared) {
            let found = || in_message.iter().find(|(other, _)| other.name == param.name);
            *value = value.take().or_else(|| found().map(|(_, value)| value.clone()));
        }
    }
    declared.into_iter().zip(members).filter_map(|(param, value)| Some((param.name, value?))).collect()
}

impl<C: ErrorCode> Received<C> {
    /// The value of a declared param.
    pub fn param(&self, name: &str) -> Option<Value<'_>> {
        self.params.iter().find(|(other, _)| *other == name).map(|(_, value)| value.borrow())
    }

    /// Whether to retry. The action takes precedence over a header. Without an action, the status
    /// decides.
    pub fn retry(&self) -> Retry {
        let of_catalog = || {
            let (tables, index) = self.code.known()?.row();
            tables.retry_after.get(index)
        };
        Retry::new(self.action, self.retry_after.or_else(of_catalog), self.status)
    }
}

/// What the catalog says to do about a code that this build knows.
#[cfg(any(feature = "client", feature = "tonic014"))]
pub(crate) fn catalog_action<C: ErrorCode>(known: Option<C>) -> Option<ActionKind> {
    let (tables, index) = known?.row();
    tables.action.get(index).map(|action| action.kind)
}

/// Code and message on one line. Special characters are escaped.
impl<C: ErrorCode> fmt::Display for Received<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(OneLine(f), "{}: {}", self.code, self.message)
    }
}

impl<C: ErrorCode> Error for Received<C> {}
