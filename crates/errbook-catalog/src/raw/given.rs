//! The keys that entries inherit from groups.

use super::{RawEntry, RawGroup, RawReasonedRetry};
use crate::catalog::LogLevel;
use crate::decode::{Named, PerProfile, Spanned, Text};
use crate::values::Short;

macro_rules! given {
    ($($key:ident: $type:ty,)*) => {
        /// The inheritable keys of an entry or group.
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct Given<'a, 's> {
            $(pub(crate) $key: Option<&'a $type>,)*
        }

        impl<'s> RawEntry<'s> {
            pub(crate) fn given(&self) -> Given<'_, 's> {
                Given { $($key: self.$key.as_ref(),)* }
            }
        }

        impl<'s> RawGroup<'s> {
            pub(crate) fn given(&self) -> Given<'_, 's> {
                Given { $($key: self.$key.as_ref(),)* }
            }

            /// The names of the inheritable keys.
            pub(crate) const GIVEN: &'static [&'static str] = &[$(stringify!($key),)*];
        }
    };
}

given! {
    status: PerProfile<'s, Spanned<i64>>,
    profiles: Vec<Text<'s>>,
    retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>,
    retry_after: Spanned<i64>,
    log_level: LogLevel,
    redact: Spanned<bool>,
    headers: Named<'s, Text<'s>>,
}

impl<'s> Short<Spanned<bool>, RawReasonedRetry<'s>> {
    pub(crate) fn value(&self) -> bool {
        match self {
            Short::Short(value) | Short::Long(RawReasonedRetry { value, .. }) => value.value,
        }
    }

    pub(crate) fn reason(&self) -> Option<&Text<'s>> {
        match self {
            Short::Short(_) => None,
            Short::Long(long) => long.reason.as_ref(),
        }
    }
}
