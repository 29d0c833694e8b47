//! The keys that entries inherit from groups.

use super::{RawAction, RawEntry, RawGroup, RawHeaders, RawReasonedRetry};
use crate::catalog::{ActionKind, LogLevel};
use crate::decode::{PerProfile, Spanned, Text};
use crate::values::Short;

macro_rules! given {
    ($($key:ident: $type:ty,)*) => {
        /// The inheritable keys of an entry or group.
        #[derive(Debug, Clone, Copy, Default)]
        pub(crate) struct Given<'a, 's> {
            $(pub(crate) $key: Option<&'a $type>,)*
        }

        impl Given<'_, '_> {
            /// These keys, or else those of `other`.
            pub(crate) fn or(self, other: Self) -> Self {
                Given { $($key: self.$key.or(other.$key),)* }
            }
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
    action: Short<ActionKind, RawAction<'s>>,
    retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>,
    retry_after: Spanned<i64>,
    log_level: LogLevel,
    redact: Spanned<bool>,
    headers: RawHeaders<'s>,
}
