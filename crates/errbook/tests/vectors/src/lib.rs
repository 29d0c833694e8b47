//! The generated code and the vectors of several catalogs. [`Params`] reads what an error needs from a
//! vector.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use errbook::{Decimal, Sensitive, Url, timestamp};
use serde_json::Value as Json;

macro_rules! catalogs {
    ($($name:ident: $code:literal, $errors:literal, $vectors:literal;)*) => {
        $(
            #[allow(missing_docs, reason = "not all entries have a text")]
            pub mod $name {
                errbook::include_codes!($code);
                include!(concat!(env!("OUT_DIR"), "/", $errors));

                /// The content of `vectors.json`.
                pub const VECTORS: &str = include_str!(concat!(env!("OUT_DIR"), "/", $vectors));
            }
        )*
    };
}

catalogs! {
    shipped: "unkey.rs", "unkey_errors.rs", "unkey.json";
    docs: "docs.rs", "docs_errors.rs", "docs.json";
    service: "service.rs", "service_errors.rs", "service.json";
    shop: "shop.rs", "shop_errors.rs", "shop.json";
    shapes: "shapes.rs", "shapes_errors.rs", "shapes.json";
}

/// The params of a vector.
#[derive(Debug)]
pub struct Params<'v>(pub &'v Json);

impl Params<'_> {
    /// The value of a param. `None` if it is missing, or isn't of its type.
    pub fn get<T: FromVector>(&self, name: &str) -> Option<T> {
        T::from_vector(self.0.get(name)?.get("value")?)
    }
}

/// A value that a vector can have.
pub trait FromVector: Sized {
    /// Reads it.
    fn from_vector(value: &Json) -> Option<Self>;
}

impl FromVector for Cow<'static, str> {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_str().map(|text| text.to_owned().into())
    }
}

impl FromVector for i64 {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl FromVector for Decimal {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl FromVector for Url {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl FromVector for bool {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_bool()
    }
}

impl FromVector for SystemTime {
    fn from_vector(value: &Json) -> Option<Self> {
        timestamp::parse(value.as_str()?)
    }
}

impl FromVector for Duration {
    fn from_vector(value: &Json) -> Option<Self> {
        let number = value.as_str()?.strip_suffix('s')?;
        let (seconds, fraction) = number.split_once('.').unwrap_or((number, ""));
        Some(Duration::new(seconds.parse().ok()?, format!("{fraction:0<9}").parse().ok()?))
    }
}

impl FromVector for Vec<Cow<'static, str>> {
    fn from_vector(value: &Json) -> Option<Self> {
        value.as_array()?.iter().map(Cow::from_vector).collect()
    }
}

impl<T: FromVector> FromVector for Sensitive<T> {
    fn from_vector(value: &Json) -> Option<Self> {
        T::from_vector(value).map(Sensitive::from)
    }
}
