//! Codes and errors of a catalog that is known only at run time, as types of the run time. The
//! tables of such types are fixed at compile time, so [`World::enter`] sets those of this thread.

use std::borrow::Cow;
use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use errbook::tables::Tables;
use errbook::{
    Decimal, ErrorCode, Field, Fields, HttpProfile, ParseCodeError, ResponseProfile, Sensitive, SensitiveField,
    TypedError, Url,
};

/// The tables of a catalog, and its codes.
#[derive(Clone, Copy)]
pub(super) struct World {
    pub(super) tables: &'static Tables,
    pub(super) codes: &'static [DynamicCode],
}

thread_local! {
    static CURRENT: Cell<Option<World>> = const { Cell::new(None) };
}

impl World {
    /// Calls `then` with codes that are those of this catalog.
    pub(super) fn enter<T>(self, then: impl FnOnce() -> T) -> T {
        let before = CURRENT.replace(Some(self));
        let result = then();
        CURRENT.set(before);
        result
    }

    #[expect(clippy::expect_used, reason = "codes are only used inside of `enter`")]
    fn current() -> World {
        CURRENT.get().expect("a catalog was entered")
    }
}

/// The position of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DynamicCode(pub(super) usize);

impl fmt::Display for DynamicCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DynamicCode {
    type Err = ParseCodeError;
    fn from_str(text: &str) -> Result<DynamicCode, ParseCodeError> {
        ParseCodeError::find(text)
    }
}

impl ErrorCode for DynamicCode {
    type Profile = DynamicProfile;
    fn all() -> &'static [DynamicCode] {
        World::current().codes
    }
    fn tables() -> &'static Tables {
        World::current().tables
    }
    fn index(self) -> usize {
        self.0
    }
}

/// The position of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DynamicProfile(pub(super) usize);

impl ResponseProfile for DynamicProfile {
    fn index(self) -> usize {
        self.0
    }
}

impl HttpProfile for DynamicProfile {
    type Code = DynamicCode;
}

macro_rules! held {
    ($($name:ident($ty:ty)),* $(,)?) => {
        /// The value of a param.
        #[derive(Debug, Clone)]
        pub(super) enum Plain {
            $($name($ty),)*
        }

        /// The value of a sensitive param.
        #[derive(Debug, Clone)]
        pub(super) enum Secret {
            $($name(Sensitive<$ty>),)*
        }

        impl Plain {
            fn field(&self) -> Field<'_> {
                match self {
                    $(Plain::$name(value) => Field::$name(value),)*
                }
            }

            pub(super) fn secret(self) -> Secret {
                match self {
                    $(Plain::$name(value) => Secret::$name(value.into()),)*
                }
            }
        }

        impl Secret {
            fn field(&self) -> SensitiveField<'_> {
                match self {
                    $(Secret::$name(value) => SensitiveField::$name(value),)*
                }
            }
        }
    };
}

held! {
    String(Cow<'static, str>),
    Integer(i64),
    Decimal(Decimal),
    Url(Url),
    Boolean(bool),
    Timestamp(SystemTime),
    Duration(Duration),
    List(Vec<Cow<'static, str>>),
}

/// The value of a param of an error.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Plain(Plain),
    Secret(Secret),
}

impl Held {
    fn field(&self) -> Field<'_> {
        match self {
            Held::Plain(value) => value.field(),
            Held::Secret(value) => Field::Sensitive(value.field()),
        }
    }
}

/// An error of a catalog.
#[derive(Debug, Clone)]
pub(super) struct DynamicError {
    pub(super) code: DynamicCode,
    pub(super) params: Vec<Held>,
}

impl TypedError for DynamicError {
    type Code = DynamicCode;

    fn code(&self) -> DynamicCode {
        self.code
    }

    fn fields(&self) -> Fields<'_> {
        Fields::Many(self.params.iter().map(Held::field).collect())
    }
}

impl fmt::Display for DynamicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::display(self, f)
    }
}

impl Error for DynamicError {}
