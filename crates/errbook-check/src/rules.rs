//! The rules: one module each. `build.rs` lists them in [`RULES`]; a module has `LEVEL`, `SCOPE` and a function that does the work.

use errbook_catalog::RuleLevel;

use crate::against::{Changes, Comparison};
use crate::context::{Context, EntryContext, Texts};
use crate::finding::Findings;
use crate::openapi::Document;
use crate::scan::Scan;

mod allow_expired;
mod allow_unneeded;
mod anchor_unknown;
mod baseline_mended;
mod body_invalid;
mod body_missing;
mod body_not_invalid;
mod code_never_raised;
mod code_removed;
mod code_renamed;
mod code_reused;
mod code_revived;
mod code_unlinked;
mod code_untested;
mod dead_url_in_source;
mod docs_url_dead;
mod fence_language_missing;
mod fix_without_action;
mod footnote_unresolved;
mod group_status;
mod heading_level;
mod image_unresolved;
mod link_unresolved;
mod mention_renamed;
mod mention_retired;
mod mention_unknown;
mod message_changed;
mod message_repeated;
mod openapi_code_unknown;
mod openapi_reference_broken;
mod openapi_schema_unusable;
mod openapi_unreadable;
mod operation_elsewhere;
mod operation_unknown;
mod over_budget;
mod param_removed;
mod param_retyped;
mod param_unexplained;
mod placeholder_prose;
mod prose_repeated;
mod query_unknown;
mod redacted_params;
mod reference_undefined;
mod related_one_way;
mod related_retired;
mod replaced_by_cycle;
mod replacement_retired;
mod response_not_json;
mod response_untrue;
mod retired_code_raised;
mod retry_after_missing;
mod retryable_changed;
mod retryable_without_reason;
mod section_missing;
mod server_other;
mod shell_body_not_json;
mod shell_content_type;
mod shell_quote_open;
mod since_changed;
mod site_moved;
mod status_changed;
mod status_undeclared;
mod stub;
mod style_case;
mod style_exclamation;
mod style_please;
mod style_simply;
mod summary_repeats;
mod title_changed;
mod unknown_code_in_source;
mod unknown_rule;
mod url_died;

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
