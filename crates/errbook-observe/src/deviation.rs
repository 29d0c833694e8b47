//! A difference between what a service sent and the catalog.

use std::borrow::Cow;

use errbook_catalog::{PathStep, Snapshot};
use errbook_check::{Finding, Place};

use crate::text::visible;

/// The IDs of the rules. Their pages are in `errbook-check`.
pub(crate) mod rules {
    pub(crate) const ALIAS: &str = "observed-alias";
    pub(crate) const BODY: &str = "observed-body";
    pub(crate) const CONTENT_TYPE: &str = "observed-content-type";
    pub(crate) const ELSEWHERE: &str = "observed-elsewhere";
    pub(crate) const HEADER: &str = "observed-header";
    pub(crate) const MESSAGE: &str = "observed-message";
    pub(crate) const PARAM: &str = "observed-param";
    pub(crate) const RESERVED: &str = "observed-reserved";
    pub(crate) const RETIRED: &str = "observed-retired";
    pub(crate) const SECRET: &str = "observed-secret";
    pub(crate) const STATUS: &str = "observed-status";
    pub(crate) const TITLE: &str = "observed-title";
    pub(crate) const TYPE: &str = "observed-type";
    pub(crate) const UNKNOWN: &str = "observed-unknown";
    pub(crate) const WITHOUT_CODE: &str = "observed-without-code";
}

/// A difference between what a service sent and the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deviation {
    pub(crate) rule: &'static str,
    /// Position of the code in [`Snapshot::codes`].
    pub(crate) position: Option<usize>,
    pub(crate) place: Where,
    pub(crate) message: String,
    pub(crate) help: Cow<'static, str>,
    /// What differs, apart from the message because it can be different each time.
    pub(crate) detail: Option<String>,
    /// The whole text that was sent, if reports may have it.
    pub(crate) text: Option<String>,
    /// The unknown code or type URL that was sent.
    pub(crate) sent: Option<String>,
    /// The status of the response, if the code is unknown.
    pub(crate) status: Option<u16>,
    /// Index of the wording that was sent by an operation that it doesn't list.
    pub(crate) wording: Option<usize>,
}

/// The part of the catalog that a deviation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// A key of the entry, or of the group that sets it.
    Key(&'static str),
    /// A key of a profile, by the profile's index.
    Profile(usize, &'static str),
    /// The manifest.
    Manifest,
}

impl Deviation {
    pub(crate) fn new(
        rule: &'static str,
        position: Option<usize>,
        place: Where,
        message: String,
        help: impl Into<Cow<'static, str>>,
    ) -> Deviation {
        let (help, detail, text, sent) = (help.into(), None, None, None);
        let message = visible(&message);
        Deviation { rule, position, place, message, help, detail, text, sent, status: None, wording: None }
    }

    /// The deviation as a finding about the catalog. `None` if the catalog has no manifest.
    pub(crate) fn finding(&self, snapshot: &Snapshot) -> Option<Finding> {
        let manifest = snapshot.file("catalog.yaml");
        let entry = self.position.and_then(|position| snapshot.codes().get(position));
        let (place, other) = match (self.place, entry) {
            (Where::Key(key), Some(code)) => {
                let inherited = code.entry.as_ref().and_then(|entry| entry.inherits(key));
                let from = inherited.and_then(|inherited| Place::inherited(snapshot, inherited));
                (Place::key(code.file, key), from.map(|place| (place, "inherited from here")))
            }
            (Where::Profile(profile, key), Some(code)) => {
                let name = snapshot.manifest()?.profiles.get(profile)?.name.clone();
                let path = Place::key(manifest?, "profiles").then(PathStep::key(name)).then(PathStep::key(key));
                (Place::file(code.file), Some((path, "the profile sets it here")))
            }
            (_, Some(code)) => (Place::file(code.file), None),
            (_, None) => (Place::file(manifest?), None),
        };
        let mut finding = Finding::new(self.message.clone(), place, self.help.clone());
        if let Some((place, label)) = other {
            finding = finding.and(place, label);
        }
        Some(finding)
    }
}
