//! The service's side of a connection: which response belongs to which request, and its body.

use httparse::{Header, Response};

use super::framing::Framing;
use super::head::{self, HeadBuffer};
use super::requests::{Request, Requests};
use super::{Close, Malformed};
use crate::encoding::{self, Coding};
use crate::exchange::{Body, Exchange, MAX_BODY, Unchecked};

/// What to allocate before a body arrives, at most. A length may be a lie.
const FIRST_ALLOCATION: u64 = 16 << 10;

#[derive(Debug, Default)]
pub(super) struct Responses {
    head: HeadBuffer,
    /// The response whose body is being read.
    open: Option<Open>,
}

/// A response whose head is complete.
#[derive(Debug)]
struct Open {
    /// Everything but the body.
    exchange: Exchange,
    framed: Framed,
}

/// A body that is being read.
#[derive(Debug)]
struct Framed {
    framing: Framing,
    codings: Vec<Coding>,
    /// The body so far, or why it isn't kept.
    copy: Result<Vec<u8>, Unchecked>,
}

/// What a head starts.
enum Start {
    /// An interim response, such as `100 Continue`.
    Interim,
    /// An exchange that is complete.
    Complete(Exchange),
    /// A response with a body.
    Open(Open),
}

impl Responses {
    /// Takes bytes up to the end of a response. Returns the exchange if it is complete, or if the
    /// rest of the connection can't be checked.
    pub(super) fn read(&mut self, bytes: &mut &[u8], requests: &mut Requests) -> Result<Option<Exchange>, Malformed> {
        if self.open.is_none() && requests.first().is_none() && requests.stop_reason().is_some() {
            return Ok(requests.stop_reason().map(unchecked));
        }
        if self.open.is_none()
            && let Some(head) = self.head.take(bytes)?
        {
            match head::response(&head, |head| start(head, requests))? {
                Start::Interim => {}
                Start::Complete(exchange) => return Ok(Some(exchange)),
                Start::Open(open) => self.open = Some(open),
            }
        }
        let Some(open) = &mut self.open else { return Ok(None) };
        let Framed { framing, copy, .. } = &mut open.framed;
        framing.read(bytes, &mut |data| keep(copy, data))?;
        if !framing.is_complete() {
            return Ok(None);
        }
        Ok(self.open.take().map(Open::finish))
    }

    /// The exchange of a response that is malformed, as far as it is known.
    pub(super) fn fail(&mut self, requests: &mut Requests) -> Exchange {
        let known = match self.open.take() {
            Some(open) => open.exchange,
            None => requests.next().map(exchange_of).unwrap_or_default(),
        };
        Exchange { body: Body::Unchecked(Unchecked::Malformed), ..known }
    }

    /// The last exchanges.
    pub(super) fn end(&mut self, close: Close, requests: &mut Requests) -> Vec<Exchange> {
        let mut last = Vec::new();
        match self.open.take_if(|open| close == Close::Clean && open.framed.framing == Framing::UntilClose) {
            Some(open) => last.push(open.finish()),
            None if self.open.is_some() => return vec![self.fail(requests)],
            None => {}
        }
        match requests.stop_reason() {
            Some(reason) => last.push(unchecked(reason)),
            None if !self.head.is_empty() => last.push(self.fail(requests)),
            None => {}
        }
        last
    }
}

impl Open {
    fn finish(self) -> Exchange {
        Exchange { body: self.framed.finish(), ..self.exchange }
    }
}

impl Framed {
    fn by(head: &Response) -> Result<Framed, Malformed> {
        let (framing, transfer_codings) = Framing::of_response(head.headers, head.version.unwrap_or_default())?;
        let encodings = head.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("content-encoding"));
        // A name that isn't even UTF-8 is as unknown as `?`.
        let names = encodings.map(|header| str::from_utf8(header.value).unwrap_or("?"));
        let (codings, copy) = match encoding::codings(names.chain(transfer_codings)) {
            Ok(codings) => (codings, Ok(Vec::with_capacity(expected(framing)))),
            Err(reason) => (Vec::new(), Err(reason)),
        };
        Ok(Framed { framing, codings, copy })
    }

    fn finish(self) -> Body {
        let decoded = self.copy.and_then(|body| encoding::decode(body, &self.codings));
        decoded.map_or_else(Body::Unchecked, Body::Bytes)
    }
}

/// Adds data to the copy of a body, up to its limit.
fn keep(copy: &mut Result<Vec<u8>, Unchecked>, data: &[u8]) {
    let Ok(body) = copy else { return };
    if body.len() + data.len() > MAX_BODY {
        *copy = Err(Unchecked::TooLarge);
    } else {
        body.extend_from_slice(data);
    }
}

fn start(head: &Response, requests: &mut Requests) -> Result<Start, Malformed> {
    let status = head.code.ok_or(Malformed)?;
    if (100..200).contains(&status) && status != 101 {
        return Ok(Start::Interim);
    }
    let method = requests.first().map(|request| request.method.as_str());
    let is_tunnel = method == Some("CONNECT") && (200..300).contains(&status);
    let body = if status == 101 || is_tunnel {
        Err(Body::Unchecked(Unchecked::Upgraded))
    } else if method == Some("HEAD") || matches!(status, 204 | 304) {
        Err(Body::Absent)
    } else {
        Ok(Framed::by(head)?)
    };
    let exchange = match requests.next() {
        Some(request) => exchange_of(request),
        // Such as 408 on an idle connection. What follows can't be matched with requests.
        None if requests.is_stopped() => return Err(Malformed),
        None => {
            requests.stop(None);
            Exchange::default()
        }
    };
    let exchange = Exchange { status: Some(status), headers: Some(headers(head.headers)), ..exchange };
    Ok(match body {
        Ok(framed) => Start::Open(Open { exchange, framed }),
        Err(body) => Start::Complete(Exchange { body, ..exchange }),
    })
}

/// The capacity for the start of a body.
fn expected(framing: Framing) -> usize {
    match framing {
        Framing::Length(length) => usize::try_from(length.min(FIRST_ALLOCATION)).unwrap_or_default(),
        _ => 0,
    }
}

fn headers(headers: &[Header]) -> Vec<(String, String)> {
    let text = |header: &Header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned());
    headers.iter().map(text).collect()
}

fn exchange_of(request: Request) -> Exchange {
    let mut method = request.method;
    method.make_ascii_uppercase();
    Exchange { method: Some(method), target: Some(request.target), ..Exchange::default() }
}

/// The exchange that says why the rest of a connection can't be checked.
fn unchecked(reason: Unchecked) -> Exchange {
    Exchange { body: Body::Unchecked(reason), ..Exchange::default() }
}
