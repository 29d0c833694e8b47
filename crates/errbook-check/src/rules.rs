//! Defines what a rule is. `build.rs` declares the files in `rules/` and lists them in [`RULES`].
//!
//! Each file has `RULE`, with its level and scope, and a check function. This module has their
//! common imports.

use errbook_catalog::{CodeRef, PathStep, RuleLevel, suggest};
use errbook_scan::Scan;

use crate::against::{Audience, Bump, Changes, Comparison, Pair};
use crate::call::{Body, Call, Calls};
use crate::context::Context;
use crate::finding::{Finding, Findings, Place, did_you_mean};
use crate::observed::{self, Observed};
use crate::openapi::Document;
use crate::text::{EntryContext, Text, Texts, fences, key, links};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Stable ID, as in the manifest and in reports.
    pub id: &'static str,
    /// Default level, which the manifest can override.
    pub level: RuleLevel,
    /// What it checks.
    pub scope: Scope,
}

/// What a rule checks.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One entry at a time.
    Entry(fn(&Context<'_>, &EntryContext<'_>, &mut Findings)),
    /// The texts of one entry at a time, and those of the manifest.
    Texts(fn(&Context<'_>, &Texts<'_>, &mut Findings)),
    /// The whole catalog.
    Catalog(fn(&Context<'_>, &mut Findings)),
    /// One entry at a time against the OpenAPI document, if the catalog has one.
    OpenapiEntry(fn(&Context<'_>, &EntryContext<'_>, &Document, &mut Findings)),
    /// The requests of one entry at a time, and those of the manifest, against the OpenAPI document,
    /// if the catalog has one.
    Calls(fn(&Context<'_>, &Calls<'_>, &Document, &mut Findings)),
    /// The OpenAPI document, if the catalog has one.
    Openapi(fn(&Context<'_>, &Document, &mut Findings)),
    /// The catalog against its base, if one is given.
    Base(fn(&Comparison<'_>, &mut Changes)),
    /// The catalog against source code, if any was scanned.
    Source(fn(&Context<'_>, &Scan, &mut Findings)),
    /// The catalog against what services were seen to send, if that is given.
    Observed(fn(&Context<'_>, &Observed, &mut Findings)),
    /// What services sent. The crate `errbook-observe` reports its findings.
    Traffic,
    /// Nothing itself. Other modules report its findings.
    Run,
}

impl Rule {
    /// The rule with an ID.
    ///
    /// ```
    /// use errbook_check::Rule;
    ///
    /// assert!(Rule::by_id("message-changed").is_some());
    /// assert!(Rule::by_id("no-such-rule").is_none());
    /// ```
    pub fn by_id(id: &str) -> Option<&'static Rule> {
        RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|index| &RULES[index])
    }
}
