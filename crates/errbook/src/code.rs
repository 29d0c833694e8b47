//! The trait of generated code enums, and codes from other services, which may be unknown to this
//! build.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use crate::tables::{Response, Tables};

/// A generated enum of error codes.
///
/// ```
/// use errbook::ErrorCode;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let code: Code = "shop:too_large".parse().expect("a code");
/// assert_eq!(code, Code::TooLarge);
/// assert_eq!(code.as_str(), "shop:too_large");
/// assert_eq!(Code::find("shop:no_such_code"), None);
/// # }
/// ```
pub trait ErrorCode:
    Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + FromStr<Err = ParseCodeError> + Send + Sync + 'static
{
    /// The profiles: formats in which services send these codes.
    type Profile: ResponseProfile;

    /// All codes of the catalog itself, sorted.
    fn all() -> &'static [Self];

    /// The catalog's data about its own codes.
    fn tables() -> &'static Tables;

    /// Position among the codes of the catalog that it is from, which are sorted.
    fn index(self) -> usize;

    /// The data of the catalog that it is from, and its position there. Only a code of a dependency is
    /// not in [`tables`](Self::tables).
    fn row(self) -> (&'static Tables, usize) {
        (Self::tables(), self.index())
    }

    /// The code as a string, as in responses.
    fn as_str(self) -> &'static str {
        let (tables, index) = self.row();
        tables.code[index]
    }

    /// Parses a code or an alias.
    fn find(text: &str) -> Option<Self> {
        Self::tables().find(text).map(|index| Self::all()[index])
    }
}

/// The response of a code in a profile of the service, which may be of another catalog than the code.
/// Also its message.
#[doc(hidden)]
pub fn response_of<C: ErrorCode>(code: C, profile: usize) -> Option<(Response, &'static str)> {
    let (tables, index) = code.row();
    let profile = tables.profile_of(C::tables(), profile)?;
    Some((tables.response(profile, index)?, tables.message_in(profile, index)))
}

/// A profile: a format in which services send errors.
pub trait ResponseProfile: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// Position in the catalog's manifest.
    fn index(self) -> usize;
}

/// A profile of a catalog whose errors are sent over HTTP.
pub trait HttpProfile: ResponseProfile {
    /// The codes of that catalog.
    type Code: ErrorCode<Profile = Self>;
}

/// The profiles of a catalog without profiles, whose errors are not sent over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProfile {}

impl ResponseProfile for NoProfile {
    fn index(self) -> usize {
        match self {}
    }
}

/// A string that is not a code in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseCodeError {
    text: Box<str>,
    catalog: &'static str,
}

impl ParseCodeError {
    pub(crate) fn new<C: ErrorCode>(text: &str) -> ParseCodeError {
        ParseCodeError { text: text.into(), catalog: C::tables().catalog }
    }

    /// Looks up `text`.
    #[doc(hidden)]
    pub fn find<C: ErrorCode>(text: &str) -> Result<C, ParseCodeError> {
        C::find(text).ok_or_else(|| ParseCodeError::new::<C>(text))
    }

    /// Keeps the string as a code that a newer version of the catalog may have.
    pub fn into_unknown(self) -> UnknownCode {
        UnknownCode(self.text)
    }
}

impl fmt::Display for ParseCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a code in this version of the catalog `{}`", self.text.escape_debug(), self.catalog)
    }
}

impl Error for ParseCodeError {}

/// A code that this build does not know, kept unchanged. Only parsing creates one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownCode(Box<str>);

impl UnknownCode {
    /// The unchanged code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code from another service, either known to this build or from a newer version of the catalog.
/// Serde keeps it unchanged, except that an alias becomes the current code.
///
/// ```
/// use errbook::AnyCode;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// assert_eq!(AnyCode::new("shop:too_large"), AnyCode::Known(Code::TooLarge));
///
/// let newer: AnyCode<Code> = AnyCode::new("shop:added_later");
/// assert_eq!(newer.known(), None);
/// assert_eq!(newer.as_str(), "shop:added_later");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyCode<C> {
    /// A code that this build knows.
    Known(C),
    /// Any other string.
    Unknown(UnknownCode),
}

impl<C: ErrorCode> AnyCode<C> {
    /// Looks up `text`.
    pub fn new(text: &str) -> AnyCode<C> {
        match C::find(text) {
            Some(code) => AnyCode::Known(code),
            None => AnyCode::Unknown(UnknownCode(text.into())),
        }
    }

    /// The code, if this build knows it.
    pub fn known(&self) -> Option<C> {
        match self {
            AnyCode::Known(code) => Some(*code),
            AnyCode::Unknown(_) => None,
        }
    }

    /// The code as a string.
    pub fn as_str(&self) -> &str {
        match self {
            AnyCode::Known(code) => code.as_str(),
            AnyCode::Unknown(code) => code.as_str(),
        }
    }
}

impl<C: ErrorCode> From<C> for AnyCode<C> {
    fn from(code: C) -> AnyCode<C> {
        AnyCode::Known(code)
    }
}

impl<C: ErrorCode> FromStr for AnyCode<C> {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<AnyCode<C>, Infallible> {
        Ok(AnyCode::new(text))
    }
}

impl<C: ErrorCode> fmt::Display for AnyCode<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
