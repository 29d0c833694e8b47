//! Params that logs must not show: [`Sensitive`].

use std::borrow::Cow;
use std::fmt;

/// What texts show instead of a sensitive value.
pub const MASKED: &str = "***";

/// A value that logs must not show. `Display` and `Debug` write `***`, and only
/// [`expose`](Sensitive::expose) returns the value.
///
/// ```
/// use errbook::Sensitive;
/// let card: Sensitive<std::borrow::Cow<str>> = "4242".into();
/// assert_eq!(format!("{card} {card:?}"), "*** ***");
/// assert_eq!(card.expose(), "4242");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// The value. Don't write it to a log.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value, owned.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Sensitive<T> {
        Sensitive(value)
    }
}

impl From<&'static str> for Sensitive<Cow<'static, str>> {
    fn from(text: &'static str) -> Self {
        Sensitive(Cow::Borrowed(text))
    }
}

impl From<String> for Sensitive<Cow<'static, str>> {
    fn from(text: String) -> Self {
        Sensitive(Cow::Owned(text))
    }
}

impl<T> fmt::Display for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASKED)
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASKED)
    }
}
