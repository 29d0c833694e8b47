//! Collects heads of messages, and parses them with `httparse`.

use std::borrow::Cow;
use std::mem::{self, MaybeUninit};

use httparse::{Header, Request, Response, Status};
use memchr::memchr;

use super::Malformed;

/// Heads above this size, in bytes, are malformed.
pub(super) const MAX_HEAD: usize = 64 << 10;

/// Heads with more header lines are malformed.
const MAX_HEADERS: usize = 256;

/// The part of a head that has arrived.
#[derive(Debug, Default)]
pub(super) struct HeadBuffer {
    bytes: Vec<u8>,
    line: Line,
}

/// What has arrived of the current line.
#[derive(Debug, Default, Clone, Copy)]
enum Line {
    #[default]
    Nothing,
    /// A carriage return.
    Return,
    Text,
}

impl HeadBuffer {
    /// Takes bytes up to the empty line that ends a head. Returns the head if it is complete. A
    /// head that arrived in one piece isn't copied. Empty lines before a head are skipped.
    pub(super) fn take<'b>(&mut self, bytes: &mut &'b [u8]) -> Result<Option<Cow<'b, [u8]>>, Malformed> {
        let end = self.end(bytes);
        let (piece, rest) = bytes.split_at_checked(end.unwrap_or(bytes.len())).unwrap_or((bytes, &[]));
        *bytes = rest;
        if self.bytes.len() + piece.len() > MAX_HEAD {
            return Err(Malformed);
        }
        let head = if end.is_some() && self.bytes.is_empty() {
            Cow::Borrowed(piece)
        } else {
            self.bytes.extend_from_slice(piece);
            if end.is_none() {
                return Ok(None);
            }
            Cow::Owned(mem::take(&mut self.bytes))
        };
        self.line = Line::Nothing;
        Ok(Some(head).filter(|head| !matches!(head.as_ref(), b"\n" | b"\r\n")))
    }

    /// Whether no part of a head has arrived.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The position after the first empty line. Each byte is looked at once, however small the
    /// pieces are.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some((byte, rest)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            at += 1;
            match (self.line, byte) {
                (Line::Nothing | Line::Return, b'\n') => return Some(at),
                (Line::Nothing, b'\r') => self.line = Line::Return,
                (_, b'\n') => self.line = Line::Nothing,
                _ => {
                    self.line = Line::Text;
                    at += memchr(b'\n', rest).unwrap_or(rest.len());
                }
            }
        }
        None
    }
}

/// Parses the head of a request, and passes it on with its headers.
pub(super) fn request<T>(head: &[u8], then: impl FnOnce(&Request) -> Result<T, Malformed>) -> Result<T, Malformed> {
    let mut headers = [const { MaybeUninit::<Header>::uninit() }; MAX_HEADERS];
    let mut request = Request::new(&mut []);
    let parsed = request.parse_with_uninit_headers(head, &mut headers);
    if parsed == Ok(Status::Complete(head.len())) { then(&request) } else { Err(Malformed) }
}

/// Parses the head of a response, and passes it on with its headers.
pub(super) fn response<T>(head: &[u8], then: impl FnOnce(&Response) -> Result<T, Malformed>) -> Result<T, Malformed> {
    let mut headers = [const { MaybeUninit::<Header>::uninit() }; MAX_HEADERS];
    let mut response = Response::new(&mut []);
    let config = httparse::ParserConfig::default();
    let parsed = config.parse_response_with_uninit_headers(&mut response, head, &mut headers);
    if parsed == Ok(Status::Complete(head.len())) { then(&response) } else { Err(Malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(mut bytes: &[u8]) -> Result<Vec<String>, Malformed> {
        let (mut buffer, mut heads) = (HeadBuffer::default(), Vec::new());
        while !bytes.is_empty() {
            heads.extend(buffer.take(&mut bytes)?.map(|head| String::from_utf8_lossy(&head).into_owned()));
        }
        Ok(heads)
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        assert_eq!(heads(b"a\r\nb\r\n\r\nc\n\nd\r\n"), Ok(vec!["a\r\nb\r\n\r\n".to_owned(), "c\n\n".to_owned()]));
        assert_eq!(heads(b"\r\n\n\r\na\n\r\n"), Ok(vec!["a\n\r\n".to_owned()]));
        assert_eq!(heads(b"\ra\r\n\r\n"), Ok(vec!["\ra\r\n\r\n".to_owned()]));
    }

    #[test]
    fn a_head_has_a_limit() {
        let fits = format!("{}\n\n", "a".repeat(MAX_HEAD - 2));
        assert_eq!(heads(fits.as_bytes()).map(|heads| heads.len()), Ok(1));
        assert_eq!(heads(format!("a{fits}").as_bytes()), Err(Malformed));
        assert_eq!(heads(&[b'a'; MAX_HEAD + 1]), Err(Malformed));
    }
}
