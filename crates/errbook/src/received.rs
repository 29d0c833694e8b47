//! An error as a client has received it: over HTTP from [`client::read`](crate::client::read) (feature `client`), over gRPC from a `Status`.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::time::Duration;

use crate::code::{AnyCode, ErrorCode};
use crate::line::OneLine;
use crate::param::{OwnedValue, Value};
use crate::report::OwnedFieldError;

/// An error that a service has answered. A code of a newer service is kept as [`AnyCode::Unknown`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Received<C> {
    /// The code.
    pub code: AnyCode<C>,
    /// The HTTP status of the response; `None` where it came another way.
    pub status: Option<u16>,
    /// The public message.
    pub message: String,
    /// ID of the request, where the response has it.
    pub request_id: Option<String>,
    /// URI of this occurrence, where the response has it.
    pub instance: Option<String>,
    /// Seconds after which to try again, from `Retry-After` or the body.
    pub retry_after: Option<u64>,
    /// What is wrong at which place of the request.
    pub errors: Vec<OwnedFieldError>,
    /// Params that the catalog declares for the code and the response has, in the catalog's order and types.
    pub params: Vec<(&'static str, OwnedValue)>,
}

/// Whether sending the same request again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It cannot: the request has to change.
    Never,
    /// It can, after this time.
    After(Duration),
    /// It can, after a time that grows with each attempt.
    WithBackoff,
    /// Neither the catalog nor the response says.
    Unknown,
}

impl<C: ErrorCode> Received<C> {
    /// The value of a declared param.
    pub fn param(&self, name: &str) -> Option<Value<'_>> {
        self.params.iter().find(|(other, _)| *other == name).map(|(_, value)| value.borrow())
    }

    /// What the catalog and the response say about another attempt. What the catalog says about a code counts more than a header, and for a code
    /// that is unknown here the status decides (RFC 9110, sections 15.5.9, 15.6.3 to 15.6.5; RFC 6585, section 4).
    pub fn retry(&self) -> Retry {
        let tables = C::tables();
        let index = self.code.known().map(ErrorCode::index);
        let advice = index.and_then(|index| tables.retryable.get(index)).map(|retryable| retryable.value);
        if advice == Some(false) {
            return Retry::Never;
        }
        let seconds = self.retry_after.or(index.and_then(|index| tables.retry_after.get(index)));
        match (seconds, advice, self.status) {
            (Some(seconds), ..) => Retry::After(Duration::from_secs(seconds)),
            (None, Some(_), _) | (None, None, Some(408 | 429 | 502 | 503 | 504)) => Retry::WithBackoff,
            (None, None, _) => Retry::Unknown,
        }
    }
}

/// Code and message on one line, whatever the service has sent.
impl<C: ErrorCode> fmt::Display for Received<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(OneLine(f), "{}: {}", self.code, self.message)
    }
}

impl<C: ErrorCode> Error for Received<C> {}
