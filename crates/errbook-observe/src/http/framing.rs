//! Where the body of a message ends (RFC 9112, section 6.3).

use httparse::Header;

use super::Malformed;
use super::chunked::Chunked;

/// What is left of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// So many bytes.
    Length(u64),
    /// Chunks.
    Chunked(Chunked),
    /// Everything until the service closes the connection.
    UntilClose,
}

/// What headers specify about the end of a body.
struct Specified<'h> {
    length: Option<u64>,
    transfer_codings: Vec<&'h str>,
}

impl Framing {
    /// No body.
    pub(super) const EMPTY: Framing = Framing::Length(0);

    /// The body of a request with these headers.
    pub(super) fn of_request(headers: &[Header], version: u8) -> Result<Framing, Malformed> {
        let framing = Framing::specified(headers, version)?;
        Ok(framing.map_or(Framing::EMPTY, |(framing, _)| framing))
    }

    /// The body of a response with these headers, if its status and its request allow one. Also
    /// returns the transfer codings to decode.
    pub(super) fn of_response<'h>(headers: &'h [Header], version: u8) -> Result<(Framing, Vec<&'h str>), Malformed> {
        Ok(Framing::specified(headers, version)?.unwrap_or((Framing::UntilClose, Vec::new())))
    }

    fn specified<'h>(headers: &'h [Header], version: u8) -> Result<Option<(Framing, Vec<&'h str>)>, Malformed> {
        let Specified { length, mut transfer_codings } = Specified::by(headers)?;
        match (length, transfer_codings.pop()) {
            (None, None) => Ok(None),
            (Some(length), None) => Ok(Some((Framing::Length(length), Vec::new()))),
            // With a length, and in HTTP/1.0, proxies and services disagree about what it means.
            (None, Some(last))
                if version > 0 && is_chunked(last) && !transfer_codings.iter().any(|c| is_chunked(c)) =>
            {
                Ok(Some((Framing::Chunked(Chunked::Size), transfer_codings)))
            }
            _ => Err(Malformed),
        }
    }

    /// Takes bytes of the body and passes its data on.
    pub(super) fn read(&mut self, bytes: &mut &[u8], data: &mut dyn FnMut(&[u8])) -> Result<(), Malformed> {
        match self {
            Framing::Length(left) => {
                let length = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                let (piece, rest) = bytes.split_at_checked(length).unwrap_or((bytes, &[]));
                data(piece);
                *bytes = rest;
                *left -= length as u64;
            }
            Framing::Chunked(chunked) => chunked.read(bytes, data)?,
            Framing::UntilClose => {
                data(bytes);
                *bytes = &[];
            }
        }
        Ok(())
    }

    /// Whether the body is complete.
    pub(super) fn is_complete(&self) -> bool {
        matches!(self, Framing::Length(0) | Framing::Chunked(Chunked::Done))
    }
}

impl<'h> Specified<'h> {
    fn by(headers: &'h [Header]) -> Result<Specified<'h>, Malformed> {
        let mut specified = Specified { length: None, transfer_codings: Vec::new() };
        for header in headers {
            if header.name.eq_ignore_ascii_case("content-length") {
                let repeated = specified.length.replace(length(header.value)?).is_some();
                if repeated {
                    return Err(Malformed);
                }
            } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
                let value = str::from_utf8(header.value).map_err(|_| Malformed)?;
                specified.transfer_codings.extend(value.split(',').map(str::trim));
            }
        }
        Ok(specified)
    }
}

fn is_chunked(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("chunked")
}

/// Only digits. Rust's parser also reads `+5`.
fn length(value: &[u8]) -> Result<u64, Malformed> {
    let text = str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    text.and_then(|text| text.parse().ok()).ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framing(headers: &[(&str, &str)]) -> Result<(Framing, Vec<String>), Malformed> {
        let headers: Vec<_> = headers.iter().map(|(name, value)| Header { name, value: value.as_bytes() }).collect();
        let (framing, codings) = Framing::of_response(&headers, 1)?;
        Ok((framing, codings.into_iter().map(str::to_owned).collect()))
    }

    #[test]
    fn headers_specify_the_end() {
        let chunked = Framing::Chunked(Chunked::Size);
        assert_eq!(framing(&[]), Ok((Framing::UntilClose, vec![])));
        assert_eq!(framing(&[("content-length", "007")]), Ok((Framing::Length(7), vec![])));
        assert_eq!(framing(&[("Transfer-Encoding", "Chunked")]), Ok((chunked, vec![])));
        assert_eq!(framing(&[("Transfer-Encoding", "gzip , chunked")]), Ok((chunked, vec!["gzip".to_owned()])));
        assert_eq!(Framing::of_request(&[], 1), Ok(Framing::EMPTY));
    }

    #[test]
    fn refuses_headers_that_could_be_read_in_two_ways() {
        let (length, coding) = ("Content-Length", "Transfer-Encoding");
        for headers in [
            &[(length, "")][..],
            &[(length, "+5")],
            &[(length, "-5")],
            &[(length, "5, 5")],
            &[(length, "5"), (length, "5")],
            &[(length, "5"), (length, "6")],
            &[(length, "0x5")],
            &[(length, "18446744073709551616")],
            &[(length, "5"), (coding, "chunked")],
            &[(coding, "")],
            &[(coding, "identity")],
            &[(coding, "xchunked")],
            &[(coding, "chunked;a=b")],
            &[(coding, "chunked, gzip")],
            &[(coding, "chunked"), (coding, "chunked")],
        ] {
            assert_eq!(framing(headers), Err(Malformed), "{headers:?}");
        }
        let chunked = [Header { name: coding, value: b"chunked" }];
        assert_eq!(Framing::of_response(&chunked, 0), Err(Malformed));
    }
}
