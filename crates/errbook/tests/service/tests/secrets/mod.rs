//! Errors with sensitive params of every type, whose values occur nowhere else.

use std::time::{Duration, SystemTime};

use errbook::{Decimal, Url};
use proptest::prelude::*;

/// Values of the params of `CardSecret` and `CardRevealed`.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    pub(crate) text: String,
    pub(crate) number: i64,
    pub(crate) price: String,
    pub(crate) link: String,
    pub(crate) flag: bool,
    pub(crate) at: u64,
    pub(crate) wait: u64,
    pub(crate) names: Vec<String>,
}

/// Random values. Words use letters that no other text of the catalog has.
pub(crate) fn secrets() -> impl Strategy<Value = Secrets> {
    let word = || "[\u{3b1}-\u{3c1}]{6,20}";
    let digits = || 100_000_000_000_i64..999_999_999_999;
    let numbers = (digits(), digits(), 3_000_000_000_u64..4_000_000_000, 5_000_000_000_u64..6_000_000_000);
    (word(), numbers, "[a-z]{20}", any::<bool>(), prop::collection::vec(word(), 1..4)).prop_map(
        |(text, (number, price, at, wait), host, flag, names)| Secrets {
            text,
            number,
            price: format!("{price}.25"),
            link: format!("https://{host}.example"),
            flag,
            at,
            wait,
            names,
        },
    )
}

impl Secrets {
    fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.at)
    }

    /// What a leak of any value would contain. The year of the time is always after 2060.
    pub(crate) fn marks(&self) -> Vec<String> {
        let at = errbook::timestamp::Timestamp(self.time()).to_string();
        let fixed = [self.text.clone(), self.number.to_string(), self.price.clone(), self.link[8..28].to_owned()];
        let times = [at[..10].to_owned(), self.at.to_string(), self.wait.to_string()];
        // In debug output of durations and lists, and as JSON.
        let flag = [self.flag.to_string()];
        fixed.into_iter().chain(times).chain(flag).chain(self.names.iter().cloned()).collect()
    }

    /// The first mark that `text` contains.
    pub(crate) fn leak(&self, text: &str) -> Option<String> {
        self.marks().into_iter().find(|mark| text.contains(mark.as_str()))
    }
}

/// The values as the fields of a variant.
macro_rules! fields {
    ($error:ty, $variant:ident, $secrets:expr $(, $more:ident)*) => {{
        use $error as E;
        let secrets: $crate::secrets::Secrets = $secrets;
        E::$variant {
            $($more: "open".into(),)*
            text: secrets.text.clone().into(),
            number: secrets.number.into(),
            price: $crate::secrets::price(&secrets).into(),
            link: $crate::secrets::link(&secrets).into(),
            flag: secrets.flag.into(),
            at: (std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(secrets.at)).into(),
            wait: std::time::Duration::from_secs(secrets.wait).into(),
            names: secrets.names.iter().map(|name| name.clone().into()).collect::<Vec<_>>().into(),
        }
    }};
}
pub(crate) use fields;

pub(crate) fn price(secrets: &Secrets) -> Decimal {
    Decimal::new(secrets.price.clone()).expect("a decimal")
}

pub(crate) fn link(secrets: &Secrets) -> Url {
    Url::new(secrets.link.clone()).expect("a URL")
}
