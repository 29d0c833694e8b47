//! The chunked transfer coding (RFC 9112, section 7.1), read strictly: a bare line feed, which
//! proxies and services disagree about, is malformed.

use super::Malformed;
use super::head::MAX_HEAD;

/// What comes next in a chunked body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chunked {
    /// The first digit of a size.
    Size,
    /// More digits, an extension, or the end of the line.
    Digits(u64),
    /// White space after a size, which only an extension or the end of the line may follow.
    Space(u64),
    /// The rest of the extensions, which are ignored.
    Extension(u64),
    /// The line feed after a size.
    SizeEnd(u64),
    /// So many bytes of data.
    Data(u64),
    /// The carriage return after data.
    DataReturn,
    /// The line feed after data.
    DataEnd,
    /// A trailer line, or the empty line that ends the body. Holds the size of the trailers.
    Trailer(usize),
    /// The rest of a trailer line.
    TrailerText(usize),
    /// The line feed of a trailer line.
    TrailerEnd(usize),
    /// The line feed of the empty line.
    End,
    Done,
}

impl Chunked {
    /// Takes bytes until the body ends, and passes data on.
    pub(super) fn read(&mut self, bytes: &mut &[u8], data: &mut dyn FnMut(&[u8])) -> Result<(), Malformed> {
        while *self != Chunked::Done {
            if let Chunked::Data(left) = *self {
                let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                let (piece, rest) = bytes.split_at_checked(length).unwrap_or((bytes, &[]));
                data(piece);
                *bytes = rest;
                *self = match left - length as u64 {
                    0 => Chunked::DataReturn,
                    left => Chunked::Data(left),
                };
            }
            let Some((byte, rest)) = bytes.split_first() else { return Ok(()) };
            *self = self.after(*byte)?;
            *bytes = rest;
        }
        Ok(())
    }

    fn after(self, byte: u8) -> Result<Chunked, Malformed> {
        Ok(match (self, byte) {
            (Chunked::Size, _) => Chunked::Digits(u64::from(digit(byte).ok_or(Malformed)?)),
            (Chunked::Digits(size) | Chunked::Space(size) | Chunked::Extension(size), b'\r') => Chunked::SizeEnd(size),
            (Chunked::Digits(size) | Chunked::Space(size), b';') => Chunked::Extension(size),
            (Chunked::Digits(size) | Chunked::Space(size), b' ' | b'\t') => Chunked::Space(size),
            (Chunked::Digits(size), _) => {
                let digit = digit(byte).ok_or(Malformed)?;
                Chunked::Digits(size.checked_mul(16).ok_or(Malformed)? | u64::from(digit))
            }
            (Chunked::Extension(size), b'\t' | b' '..=b'~' | 0x80..) => Chunked::Extension(size),
            (Chunked::SizeEnd(0), b'\n') => Chunked::Trailer(0),
            (Chunked::SizeEnd(size), b'\n') => Chunked::Data(size),
            (Chunked::DataReturn, b'\r') => Chunked::DataEnd,
            (Chunked::DataEnd, b'\n') => Chunked::Size,
            (Chunked::Trailer(_), b'\r') => Chunked::End,
            (Chunked::TrailerText(size), b'\r') => Chunked::TrailerEnd(size),
            (Chunked::Trailer(size), b'!'..=b'~') | (Chunked::TrailerText(size), b'\t' | b' '..=b'~' | 0x80..) => {
                if size >= MAX_HEAD {
                    return Err(Malformed);
                }
                Chunked::TrailerText(size + 1)
            }
            (Chunked::TrailerEnd(size), b'\n') => Chunked::Trailer(size),
            (Chunked::End, b'\n') => Chunked::Done,
            _ => return Err(Malformed),
        })
    }
}

fn digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The data, and what follows the body.
    fn read(mut bytes: &[u8]) -> Result<(String, &[u8]), Malformed> {
        let (mut chunked, mut body) = (Chunked::Size, Vec::new());
        chunked.read(&mut bytes, &mut |data| body.extend_from_slice(data))?;
        assert_eq!(chunked, Chunked::Done, "the body is complete");
        Ok((String::from_utf8_lossy(&body).into_owned(), bytes))
    }

    #[test]
    fn reads_chunks_extensions_and_trailers() {
        let body = b"5\r\nhello\r\n00a ; a=\"b\" ;c\r\n 123456789\r\n0;x\r\nA: b\r\nC:\r\n\r\nrest";
        assert_eq!(read(body), Ok(("hello 123456789".to_owned(), &b"rest"[..])));
        assert_eq!(read(b"0\r\n\r\n"), Ok((String::new(), &b""[..])));
    }

    #[test]
    fn refuses_what_could_be_read_in_two_ways() {
        for body in [
            "\r\n",
            "x\r\n",
            "-1\r\n",
            "0x5\r\nhello\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\rhello\r\n0\r\n\r\n",
            "5 5\r\nhello\r\n",
            "5;a\nb\r\nhello\r\n",
            "5\r\nhello!\r\n",
            "5\r\nhello\n",
            "10000000000000000\r\n",
            "fffffffffffffffff\r\n",
            "0\r\n folded\r\n\r\n",
            "0\r\nA: b\n\r\n",
            "0\r\n\n",
        ] {
            assert_eq!(read(body.as_bytes()), Err(Malformed), "{body:?}");
        }
        let trailers = format!("0\r\n{}\r\n\r\n", "a".repeat(MAX_HEAD + 1));
        assert_eq!(read(trailers.as_bytes()), Err(Malformed));
    }

    #[test]
    fn a_huge_size_only_waits_for_data() {
        let (mut chunked, mut bytes) = (Chunked::Size, &b"ffffffffffffffff\r\nabc"[..]);
        assert_eq!(chunked.read(&mut bytes, &mut |_| ()), Ok(()));
        assert_eq!(chunked, Chunked::Data(u64::MAX - 3));
    }
}
