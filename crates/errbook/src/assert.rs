//! Assertions for tests of services and clients: what has a code, and which one.

use std::fmt;

use crate::code::ErrorCode;
use crate::error::TypedError;
use crate::received::Received;
use crate::report::Report;

impl<E: TypedError> Report<E> {
    /// Asserts that the error itself has this code, even if it is masked. For tests.
    ///
    /// ```should_panic
    /// use errbook::Report;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # fn main() {
    /// // expected code `shop:not_a_number`, found `shop:too_large`: shop:too_large: The number is ...
    /// Report::new(Error::TooLarge).assert_code(Code::NotANumber);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If it has another code. The message has the report's log line.
    #[track_caller]
    pub fn assert_code(&self, expected: E::Code) {
        assert_same(expected, self.code().as_str(), &format_args!("{self:?}"));
    }
}

impl<C: ErrorCode> Received<C> {
    /// Asserts that the error has this code. For tests.
    ///
    /// # Panics
    /// If it has another code. The message has the received one.
    #[track_caller]
    pub fn assert_code(&self, expected: C) {
        assert_same(expected, self.code.as_str(), &format_args!("{self}"));
    }
}

#[cfg(feature = "client")]
impl crate::Answer {
    /// Asserts that a client reads this code from the response. For tests.
    ///
    /// ```
    /// use errbook::{Answer, Asked, Offer, Report};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # fn main() {
    /// let answer = Answer::new(&Report::new(Error::TooLarge), &Offer::new(Profile::Api), Asked::default());
    /// answer.assert_code(Code::TooLarge);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If a client reads another code, or none. The message has the response.
    #[track_caller]
    pub fn assert_code<C: ErrorCode>(&self, expected: C) {
        let retry_after = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("Retry-After"));
        let reply = crate::client::Reply {
            status: self.status,
            content_type: self.content_type,
            retry_after: retry_after.map(|(_, value)| &**value),
            body: self.body.as_bytes(),
        };
        reply.assert_code(expected);
    }
}

#[cfg(feature = "client")]
impl crate::client::Reply<'_> {
    /// Asserts that a client reads this code from the response, and returns what it reads. For
    /// tests.
    ///
    /// ```
    /// use errbook::client::Reply;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # fn main() {
    /// let body = br#"{"title": "Bad Request", "status": 400, "code": "shop:not_a_number",
    ///     "detail": "That is not a number", "type": "about:blank"}"#;
    /// let reply = Reply { status: 400, content_type: None, retry_after: None, body };
    /// let received = reply.assert_code(Code::NotANumber);
    /// received.assert_code(Code::NotANumber);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If a client reads another code, or none. The message has the response.
    #[track_caller]
    pub fn assert_code<C: ErrorCode>(&self, expected: C) -> Received<C> {
        let response = || format!("{} {}", self.status, String::from_utf8_lossy(self.body));
        match crate::client::read::<C>(self) {
            Ok(received) => {
                assert_same(expected, received.code.as_str(), &response());
                received
            }
            Err(error) => panic!("expected code `{}`, but {error}: {}", expected.as_str(), response()),
        }
    }
}

#[track_caller]
fn assert_same(expected: impl ErrorCode, found: &str, of: &dyn fmt::Display) {
    let expected = expected.as_str();
    assert!(expected == found, "expected code `{expected}`, found `{found}`: {of}");
}
