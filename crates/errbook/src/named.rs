//! Gives the variants of an enum their words.

/// Defines `NAMED`, all variants with their words, and `as_str`.
macro_rules! named {
    ($type:ident, [$($word:literal => $variant:ident),+ $(,)?]) => {
        impl $type {
            /// All values, and their words in catalogs.
            pub const NAMED: &'static [(&'static str, $type)] = &[$(($word, $type::$variant)),+];

            /// Its word in catalogs.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($type::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use named;
