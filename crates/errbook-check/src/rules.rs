//! The rules: one module each. `build.rs` lists them in [`RULES`]; a module has `LEVEL`, `SCOPE` and a function that does the work.

use errbook_catalog::RuleLevel;

use crate::context::{Context, EntryContext, Texts};
use crate::finding::Findings;

mod allow_expired;
mod allow_unneeded;
mod code_unlinked;
mod fix_without_action;
mod group_status;
mod message_repeated;
mod over_budget;
mod param_unexplained;
mod placeholder_prose;
mod prose_repeated;
mod redacted_params;
mod related_one_way;
mod related_retired;
mod replaced_by_cycle;
mod replacement_retired;
mod retry_after_missing;
mod retryable_without_reason;
mod section_missing;
mod stub;
mod style_case;
mod style_exclamation;
mod style_please;
mod style_simply;
mod summary_repeats;
mod unknown_rule;

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
    /// Nothing: it is found while others run.
    Run,
}

impl Rule {
    /// The rule with an id.
    pub fn by_id(id: &str) -> Option<&'static Rule> {
        RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|index| &RULES[index])
    }
}
