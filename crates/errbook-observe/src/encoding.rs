//! Decodes content codings (RFC 9110, section 8.4.1) of a copy of a body, within a limit.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::exchange::{MAX_BODY, Unchecked};

/// More codings than any service applies. Each one costs the time of decoding [`MAX_BODY`].
const MAX_CODINGS: usize = 4;

/// The buffer of the Brotli decoder, in bytes.
const BROTLI_BUFFER: usize = 4096;

/// A coding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
    Brotli,
}

/// The codings that a list of header values names, in the order in which they were applied.
pub(crate) fn codings<'v>(names: impl IntoIterator<Item = &'v str>) -> Result<Vec<Coding>, Unchecked> {
    let names = names.into_iter().flat_map(|value| value.split(',')).map(str::trim);
    let mut codings = Vec::new();
    for name in names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("identity")) {
        codings.push(coding(name).ok_or(Unchecked::Encoding)?);
    }
    if codings.len() > MAX_CODINGS { Err(Unchecked::Encoding) } else { Ok(codings) }
}

fn coding(name: &str) -> Option<Coding> {
    let known =
        [("gzip", Coding::Gzip), ("x-gzip", Coding::Gzip), ("deflate", Coding::Deflate), ("br", Coding::Brotli)];
    known.into_iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, coding)| coding)
}

/// The body without its codings. No step writes more than [`MAX_BODY`] bytes.
pub(crate) fn decode(body: Vec<u8>, codings: &[Coding]) -> Result<Vec<u8>, Unchecked> {
    // Services leave the header on responses without a body.
    if body.is_empty() {
        return Ok(body);
    }
    codings.iter().rev().try_fold(body, |body, coding| decode_one(&body, *coding))
}

fn decode_one(body: &[u8], coding: Coding) -> Result<Vec<u8>, Unchecked> {
    match coding {
        Coding::Gzip => read(MultiGzDecoder::new(body)),
        Coding::Deflate if has_zlib_header(body) => read(ZlibDecoder::new(body)),
        Coding::Deflate => read(DeflateDecoder::new(body)),
        Coding::Brotli => read(Decompressor::new(body, BROTLI_BUFFER)),
    }
}

/// `deflate` means the zlib format (RFC 1950), but some services send the compressed data alone.
fn has_zlib_header(body: &[u8]) -> bool {
    let &[method, flags, ..] = body else { return false };
    method & 0x0f == 8 && u16::from_be_bytes([method, flags]) % 31 == 0
}

fn read(decoder: impl Read) -> Result<Vec<u8>, Unchecked> {
    let mut decoded = Vec::new();
    let limit = MAX_BODY as u64 + 1;
    let read: io::Result<usize> = decoder.take(limit).read_to_end(&mut decoded);
    match read {
        Ok(_) if decoded.len() > MAX_BODY => Err(Unchecked::TooLarge),
        Ok(_) => Ok(decoded),
        Err(_) => Err(Unchecked::Encoding),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).expect("written");
        encoder.finish().expect("finished")
    }

    fn zlib(body: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).expect("written");
        encoder.finish().expect("finished")
    }

    fn deflate(body: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).expect("written");
        encoder.finish().expect("finished")
    }

    fn decoded(header: &str, body: Vec<u8>) -> Result<Vec<u8>, Unchecked> {
        decode(body, &codings([header])?)
    }

    /// `{"status":404}` as Node.js compresses it.
    const BROTLI: &[u8] = b"\x8b\x06\x80{\"status\":404}\x03";

    const BODY: &[u8] = br#"{"status":404}"#;

    #[test]
    fn decodes_known_codings() {
        for (header, body) in [
            ("gzip", gzip(BODY)),
            ("X-GZIP", gzip(BODY)),
            ("deflate", zlib(BODY)),
            ("deflate", deflate(BODY)),
            ("br", BROTLI.to_vec()),
            ("", BODY.to_vec()),
            ("identity", BODY.to_vec()),
            ("gzip, identity", gzip(BODY)),
            ("br, gzip", gzip(BROTLI)),
            ("deflate,gzip,gzip", gzip(&gzip(&zlib(BODY)))),
        ] {
            assert_eq!(decoded(header, body), Ok(BODY.to_vec()), "{header}");
        }
    }

    #[test]
    fn joins_gzip_members() {
        let (one, two) = BODY.split_at(3);
        assert_eq!(decoded("gzip", [gzip(one), gzip(two)].concat()), Ok(BODY.to_vec()));
    }

    #[test]
    fn an_empty_body_needs_no_decoding() {
        assert_eq!(decoded("gzip", Vec::new()), Ok(Vec::new()));
    }

    #[test]
    fn reports_unknown_and_broken_codings() {
        let short = |body: Vec<u8>| body[..body.len() - 4].to_vec();
        for (header, body) in [
            ("zstd", BODY.to_vec()),
            ("gzip, compress", gzip(BODY)),
            ("gzip", BODY.to_vec()),
            ("gzip", short(gzip(BODY))),
            ("deflate", short(zlib(BODY))),
            ("br", short(BROTLI.to_vec())),
            ("gzip,gzip,gzip,gzip,gzip", BODY.to_vec()),
        ] {
            assert_eq!(decoded(header, body), Err(Unchecked::Encoding), "{header}");
        }
    }

    #[test]
    fn limits_what_a_body_decodes_to() {
        assert_eq!(decoded("gzip", gzip(&vec![b' '; MAX_BODY])).map(|body| body.len()), Ok(MAX_BODY));
        assert_eq!(decoded("gzip", gzip(&vec![b' '; MAX_BODY + 1])), Err(Unchecked::TooLarge));
        assert_eq!(decoded("gzip, gzip", gzip(&gzip(&vec![0; 1 << 24]))), Err(Unchecked::TooLarge));
    }
}
