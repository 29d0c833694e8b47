//! Reads the entries of an HTTP Archive (HAR 1.2), one at a time.
//!
//! Doesn't build the document in memory, so the size of a file doesn't matter. Memory holds what an
//! [`Exchange`] needs of one entry, and the longest string among it, even if that is too long to
//! keep.

mod entry;
mod lenient;

use std::fmt;
use std::io::{self, BufReader, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::entry::Entry;
use self::lenient::Lenient;
use crate::exchange::Exchange;

/// Calls `each` with every entry of `log.entries` that has a response, and with its number. The
/// first entry has the number 1.
///
/// Entries without a response are counted, but not passed to `each`. Their status is 0 or -1, and
/// the request was blocked or failed. An entry with missing or mistyped members has a body that is
/// [`Unchecked::Malformed`](crate::Unchecked::Malformed). Text in a HAR has no content encoding
/// anymore, whatever its `Content-Encoding` is.
///
/// ```
/// let har = r#"{"log": {"entries": [{
///     "request": {"method": "GET", "url": "https://shop.example/orders/7"},
///     "response": {"status": 404, "headers": [], "content": {"mimeType": "application/json", "text": "{}"}}
/// }]}}"#;
/// let mut exchanges = Vec::new();
/// errbook_observe::har::read(har.as_bytes(), &mut |number, exchange| exchanges.push((number, exchange)))?;
/// assert_eq!(exchanges[0].0, 1);
/// assert_eq!(exchanges[0].1.status, Some(404));
/// # Ok::<(), errbook_observe::har::ReadError>(())
/// ```
///
/// # Errors
///
/// Fails if reading fails, or if the input isn't JSON or doesn't have `log.entries`. `each` already
/// got the entries before the error.
pub fn read(input: impl Read, each: &mut dyn FnMut(usize, Exchange)) -> Result<(), ReadError> {
    let reader = BufReader::with_capacity(1 << 16, without_bom(input).map_err(ReadError::Io)?);
    let mut json = serde_json::Deserializer::from_reader(reader);
    let document = Document(Log { each, number: 0 });
    document.deserialize(&mut json).and_then(|()| json.end()).map_err(ReadError::from_json)
}

/// `input` without a byte order mark, which tools on Windows write.
fn without_bom(mut input: impl Read) -> io::Result<impl Read> {
    let mut start = Vec::new();
    input.by_ref().take(3).read_to_end(&mut start)?;
    if start == [0xef, 0xbb, 0xbf] {
        start.clear();
    }
    Ok(io::Cursor::new(start).chain(input))
}

/// Why a HAR file can't be read, or can't be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// Reading the input failed.
    Io(io::Error),
    /// It isn't JSON, or doesn't have the form of a HAR file.
    Form {
        /// What is wrong.
        message: String,
        /// Line, starting at 1.
        line: usize,
        /// Column in bytes, starting at 1.
        column: usize,
    },
}

impl ReadError {
    fn from_json(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let cause = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
        // serde_json counts the bytes it has read of the line, which can be none.
        let column = column.max(1);
        let message = match error.classify() {
            Category::Io => return ReadError::Io(error.into()),
            Category::Eof => format!("incomplete JSON: {cause}"),
            Category::Syntax => format!("invalid JSON: {cause}"),
            Category::Data => cause.to_owned(),
        };
        ReadError::Form { message, line, column }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(error) => write!(f, "cannot read the HAR file: {error}"),
            ReadError::Form { message, line, column } => write!(f, "line {line}, column {column}: {message}"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Io(error) => Some(error),
            ReadError::Form { .. } => None,
        }
    }
}

/// The file: an object with `log`.
struct Document<'a>(Log<'a>);

/// The object `log`.
struct Log<'a> {
    each: &'a mut dyn FnMut(usize, Exchange),
    /// Number of the latest entry.
    number: usize,
}

/// The array `log.entries`.
struct Entries<'l, 'a>(&'l mut Log<'a>);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `log.entries`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut has_log = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == "log" {
                map.next_value_seed(&mut self.0)?;
                has_log = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if has_log { Ok(()) } else { Err(A::Error::custom("missing `log`")) }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Log<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Log<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `entries` as `log`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_entries = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == "entries" {
                map.next_value_seed(Entries(self))?;
                has_entries = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if has_entries { Ok(()) } else { Err(A::Error::custom("missing `log.entries`")) }
    }
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array as `log.entries`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let mut entry = Entry::default();
            if seq.next_element_seed(Lenient(&mut entry))?.is_none() {
                return Ok(());
            }
            self.0.number += 1;
            if let Some(exchange) = entry.exchange() {
                (self.0.each)(self.0.number, exchange);
            }
        }
    }
}

#[cfg(test)]
mod tests;
