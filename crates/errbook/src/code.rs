//! Codes as types: the trait of generated enums, and codes that come from outside and may be unknown here.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use crate::tables::Tables;

/// A generated enum of error codes.
pub trait ErrorCode:
    Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + FromStr<Err = ParseCodeError> + Send + Sync + 'static
{
    /// The ways in which services put these codes on the wire.
    type Profile: Profile;

    /// All codes, sorted.
    fn all() -> &'static [Self];

    /// Everything that the catalog says about the codes.
    fn tables() -> &'static Tables;

    /// Position among all codes, which are sorted.
    fn index(self) -> usize;

    /// The code as it stands in a response.
    fn as_str(self) -> &'static str {
        Self::tables().code[self.index()]
    }

    /// The code that `text` is, or is a former name of.
    fn find(text: &str) -> Option<Self> {
        Self::tables().find(text).map(|index| Self::all()[index])
    }
}

/// A way of putting errors on the wire.
pub trait Profile: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// Position in the catalog's manifest.
    fn index(self) -> usize;
}

/// A profile of a catalog whose errors travel over HTTP.
pub trait HttpProfile: Profile {
    /// The codes of that catalog.
    type Code: ErrorCode<Profile = Self>;
}

/// The profiles of a catalog that has none, because its errors do not travel over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProfile {}

impl Profile for NoProfile {
    fn index(self) -> usize {
        match self {}
    }
}

/// Text that is no code of the catalog that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseCodeError {
    text: Box<str>,
    catalog: &'static str,
}

impl ParseCodeError {
    pub(crate) fn new<C: ErrorCode>(text: &str) -> ParseCodeError {
        ParseCodeError { text: text.into(), catalog: C::tables().catalog }
    }

    /// Looks `text` up.
    #[doc(hidden)]
    pub fn find<C: ErrorCode>(text: &str) -> Result<C, ParseCodeError> {
        C::find(text).ok_or_else(|| ParseCodeError::new::<C>(text))
    }

    /// The text as a code that a newer version of the catalog may know.
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

/// A code that this build does not know, kept as it came. Only parsing makes one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownCode(Box<str>);

impl UnknownCode {
    /// The code as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code that comes from outside: of this build's catalog, or of a newer one. It goes through serde unchanged either way, except that a
/// former code becomes the code of today.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyCode<C> {
    /// A code of this build.
    Known(C),
    /// Any other text.
    Unknown(UnknownCode),
}

impl<C: ErrorCode> AnyCode<C> {
    /// Looks `text` up.
    pub fn new(text: &str) -> AnyCode<C> {
        match C::find(text) {
            Some(code) => AnyCode::Known(code),
            None => AnyCode::Unknown(UnknownCode(text.into())),
        }
    }

    /// The code, when this build knows it.
    pub fn known(&self) -> Option<C> {
        match self {
            AnyCode::Known(code) => Some(*code),
            AnyCode::Unknown(_) => None,
        }
    }

    /// The code as text.
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
