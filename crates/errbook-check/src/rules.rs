//! The rules: one file each in `rules/`, which `build.rs` declares and lists in [`RULES`]. A file has `RULE`, its level and what it looks at, and
//! a function that does the work. What most rules need is imported here.

use errbook_catalog::{PathStep, RuleLevel, suggest};

use crate::against::{Bump, Changes, Comparison, Pair};
use crate::context::Context;
use crate::finding::{Finding, Findings, Place, did_you_mean};
use crate::openapi::Document;
use crate::scan::Scan;
use crate::text::{EntryContext, Text, Texts, fences, key, links};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, as in the manifest and in reports.
    pub id: &'static str,
    /// Level unless the manifest says otherwise.
    pub level: RuleLevel,
    /// What it looks at.
    pub scope: Scope,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One entry at a time.
    Entry(fn(&Context<'_>, &EntryContext<'_>, &mut Findings)),
    /// The texts of one file at a time, an entry's or the manifest's.
    Texts(fn(&Context<'_>, &Texts<'_>, &mut Findings)),
    /// The catalog as a whole.
    Catalog(fn(&Context<'_>, &mut Findings)),
    /// One entry at a time against the OpenAPI document, where there is one.
    OpenapiEntry(fn(&Context<'_>, &EntryContext<'_>, &Document, &mut Findings)),
    /// The OpenAPI document, where there is one.
    Openapi(fn(&Context<'_>, &Document, &mut Findings)),
    /// The catalog and its past, where a past is given.
    Past(fn(&Comparison<'_>, &mut Changes)),
    /// The catalog and the source code, where it was scanned.
    Source(fn(&Context<'_>, &Scan, &mut Findings)),
    /// Nothing: it is found while others run.
    Run,
}

impl Rule {
    /// The rule with an id.
    pub fn by_id(id: &str) -> Option<&'static Rule> {
        RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|index| &RULES[index])
    }
}
