//! The client's side of a connection: which requests wait for a response.

use std::collections::VecDeque;
use std::mem;

use super::Malformed;
use super::framing::Framing;
use super::head::{self, HeadBuffer, MAX_HEAD};
use crate::exchange::Unchecked;

/// Connections with more requests that wait for a response are malformed.
const MAX_WAITING: usize = 256;

/// Limits the methods and targets of the requests that wait, in bytes.
const MAX_WAITING_BYTES: usize = 4 * MAX_HEAD;

/// The head that starts an HTTP/2 connection without an upgrade (RFC 9113, section 3.4).
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\n";

#[derive(Debug, Default)]
pub(super) struct Requests {
    state: State,
    head: HeadBuffer,
    /// What follows a request that may change the protocol, until its response tells.
    held: Vec<u8>,
    waiting: VecDeque<Request>,
    count: u64,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Head,
    Body(Framing),
    /// The last request may change the protocol.
    Undecided,
    /// Nothing more is read, for this reason. Responses of requests before it are.
    Stopped(Option<Unchecked>),
}

/// A request that waits for its response.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    /// Its response may change the protocol.
    upgrade: bool,
}

impl Requests {
    /// Reads the next bytes. What stops it is in [`Requests::stop_reason`].
    pub(super) fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if let Err(Malformed) = self.advance(&mut bytes) {
                self.stop(Some(Unchecked::Malformed));
            }
        }
    }

    /// Takes the request of a final response.
    pub(super) fn next(&mut self) -> Option<Request> {
        let request = self.waiting.pop_front()?;
        if request.upgrade && matches!(self.state, State::Undecided) {
            self.state = State::Head;
            let held = mem::take(&mut self.held);
            self.read(&held);
        }
        Some(request)
    }

    /// Why the next response has no request.
    pub(super) fn stop_reason(&self) -> Option<Unchecked> {
        match self.state {
            State::Stopped(reason) => reason,
            _ => None,
        }
    }

    /// The request of the next final response.
    pub(super) fn first(&self) -> Option<&Request> {
        self.waiting.front()
    }

    /// Whether no more requests are read.
    pub(super) fn is_stopped(&self) -> bool {
        matches!(self.state, State::Stopped(_))
    }

    /// Stops reading.
    pub(super) fn stop(&mut self, reason: Option<Unchecked>) {
        self.state = State::Stopped(reason);
        self.head = HeadBuffer::default();
        self.held = Vec::new();
    }

    /// Stops, and forgets everything but the count.
    pub(super) fn clear(&mut self) {
        self.stop(None);
        self.waiting = VecDeque::new();
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    fn advance(&mut self, bytes: &mut &[u8]) -> Result<(), Malformed> {
        match &mut self.state {
            State::Head => match self.head.take(bytes)? {
                Some(head) if head.as_ref() == HTTP2 => self.stop(Some(Unchecked::Upgraded)),
                Some(head) => self.begin(&head)?,
                None => {}
            },
            State::Body(framing) => {
                framing.read(bytes, &mut |_| ())?;
                if framing.is_complete() {
                    self.finish();
                }
            }
            State::Undecided => {
                if self.held.len() + bytes.len() > MAX_HEAD {
                    return Err(Malformed);
                }
                self.held.extend_from_slice(mem::take(bytes));
            }
            State::Stopped(_) => *bytes = &[],
        }
        Ok(())
    }

    fn begin(&mut self, head: &[u8]) -> Result<(), Malformed> {
        let (request, framing) = head::request(head, |parsed| {
            let method = parsed.method.unwrap_or_default().to_owned();
            let is_tunnel = method == "CONNECT";
            let upgrade = is_tunnel || parsed.headers.iter().any(|header| header.name.eq_ignore_ascii_case("upgrade"));
            let framing = Framing::of_request(parsed.headers, parsed.version.unwrap_or_default())?;
            let target = parsed.path.unwrap_or_default().to_owned();
            Ok((Request { method, target, upgrade }, if is_tunnel { Framing::EMPTY } else { framing }))
        })?;
        let bytes: usize = self.waiting.iter().map(Request::size).sum();
        if self.waiting.len() >= MAX_WAITING || bytes + request.size() > MAX_WAITING_BYTES {
            return Err(Malformed);
        }
        self.waiting.push_back(request);
        self.count += 1;
        self.state = State::Body(framing);
        if framing.is_complete() {
            self.finish();
        }
        Ok(())
    }

    fn finish(&mut self) {
        let undecided = self.waiting.back().is_some_and(|request| request.upgrade);
        self.state = if undecided { State::Undecided } else { State::Head };
    }
}

impl Request {
    fn size(&self) -> usize {
        self.method.len() + self.target.len()
    }
}
