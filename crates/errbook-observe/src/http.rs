//! Reads a copy of a proxied HTTP/1 connection, in pieces of any size, into exchanges (RFC 9112).
//! Nothing here sees the bytes that are relayed, so it can't change them.
//!
//! If the copy is ambiguous or malformed, or the connection changes to another protocol, an
//! exchange with [`Body::Unchecked`] says so, and the rest of the connection isn't read.

use std::collections::VecDeque;

use crate::exchange::{Body, Exchange, Unchecked};

mod chunked;
mod framing;
mod head;
mod requests;
mod responses;

use requests::Requests;
use responses::Responses;

/// The copy is not valid HTTP/1, or can be read in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Malformed;

/// How the service ended its side of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// It sent everything and closed its side.
    Clean,
    /// It was reset, or the relay was stopped, so bytes may be missing.
    Broken,
}

/// The copy of one connection.
///
/// Memory is bounded: heads of 64 KiB, a body of [`MAX_BODY`](crate::MAX_BODY), 256 requests
/// without a response, and the exchanges of the last piece.
///
/// ```
/// use errbook_observe::Body;
/// use errbook_observe::http::Connection;
///
/// let mut connection = Connection::new();
/// connection.request(b"GET /orders/7 HTTP/1.1\r\nHost: localhost\r\n\r\n");
/// connection.response(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{");
/// assert_eq!(connection.exchange(), None);
/// connection.response(b"}");
/// let exchange = connection.exchange().expect("a response");
/// assert_eq!(exchange.target.as_deref(), Some("/orders/7"));
/// assert_eq!(exchange.status, Some(404));
/// assert_eq!(exchange.body, Body::Bytes(b"{}".to_vec()));
/// ```
#[derive(Debug, Default)]
pub struct Connection {
    requests: Requests,
    responses: Responses,
    /// Exchanges to take.
    ready: VecDeque<Exchange>,
    /// The rest isn't read.
    stopped: bool,
}

impl Connection {
    /// A connection without bytes so far.
    pub fn new() -> Connection {
        Connection::default()
    }

    /// Reads the next bytes of the client. They must be read before the bytes of the response that
    /// they cause.
    pub fn request(&mut self, bytes: &[u8]) {
        if !self.stopped {
            self.requests.read(bytes);
        }
    }

    /// Reads the next bytes of the service.
    pub fn response(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.stopped {
            let read = self.responses.read(&mut bytes, &mut self.requests);
            let exchange = match read {
                Ok(exchange) => exchange,
                Err(Malformed) => Some(self.responses.fail(&mut self.requests)),
            };
            self.take(exchange);
        }
    }

    /// Reads the end of what the service sends. Only the first end counts.
    pub fn end(&mut self, close: Close) {
        if !self.stopped {
            let exchanges = self.responses.end(close, &mut self.requests);
            self.ready.extend(exchanges);
            self.stop();
        }
    }

    /// Takes the next exchange whose response is complete, or that can't be checked.
    pub fn exchange(&mut self) -> Option<Exchange> {
        self.ready.pop_front()
    }

    /// How many requests were read.
    pub fn requests(&self) -> u64 {
        self.requests.count()
    }

    fn take(&mut self, exchange: Option<Exchange>) {
        let Some(exchange) = exchange else { return };
        // These concern the connection. The others concern one response.
        if let Body::Unchecked(Unchecked::Malformed | Unchecked::Upgraded) = exchange.body {
            self.stop();
        }
        self.ready.push_back(exchange);
    }

    fn stop(&mut self) {
        self.stopped = true;
        self.requests.clear();
        self.responses = Responses::default();
    }
}
