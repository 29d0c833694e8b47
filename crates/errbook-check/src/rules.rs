//! The rules: one module each. `build.rs` lists them in [`RULES`]; a module has `LEVEL`, `SCOPE` and a function that does the work.

use errbook_catalog::RuleLevel;

use crate::context::{Context, EntryContext};
use crate::finding::Findings;

mod allow_expired;
mod allow_unneeded;
mod anchor_unknown;
mod body_invalid;
mod body_missing;
mod body_not_invalid;
mod docs_url_dead;
mod fence_language_missing;
mod fix_without_action;
mod footnote_unresolved;
mod heading_level;
mod image_unresolved;
mod link_unresolved;
mod mention_renamed;
mod mention_retired;
mod mention_unknown;
mod openapi_code_unknown;
mod openapi_reference_broken;
mod openapi_schema_unusable;
mod openapi_unreadable;
mod operation_elsewhere;
mod operation_unknown;
mod query_unknown;
mod reference_undefined;
mod response_not_json;
mod response_untrue;
mod server_other;
mod shell_body_not_json;
mod shell_content_type;
mod shell_quote_open;
mod status_undeclared;
mod stub;

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
    /// The catalog as a whole.
    Catalog(fn(&Context<'_>, &mut Findings)),
    /// Nothing: it is found while others run.
    Run,
}

impl Rule {
    /// The rule with an id.
    pub fn by_id(id: &str) -> Option<&'static Rule> {
        RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|index| &RULES[index])
    }
}
