//! The rules: one module each. `build.rs` lists them in [`RULES`]; a module has `LEVEL`, `SCOPE` and a function that does the work.

use errbook_catalog::RuleLevel;

use crate::against::{Changes, Comparison};
use crate::context::{Context, EntryContext, Texts};
use crate::finding::Findings;
use crate::scan::Scan;

mod allow_expired;
mod allow_unneeded;
mod code_never_raised;
mod code_removed;
mod code_renamed;
mod code_reused;
mod code_revived;
mod code_unlinked;
mod code_untested;
mod dead_url_in_source;
mod fix_without_action;
mod group_status;
mod message_changed;
mod message_repeated;
mod over_budget;
mod param_removed;
mod param_retyped;
mod param_unexplained;
mod placeholder_prose;
mod prose_repeated;
mod redacted_params;
mod related_one_way;
mod related_retired;
mod replaced_by_cycle;
mod replacement_retired;
mod retired_code_raised;
mod retry_after_missing;
mod retryable_changed;
mod retryable_without_reason;
mod section_missing;
mod since_changed;
mod site_moved;
mod status_changed;
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
