//! A URL that led to a page and leads nowhere: it stands in logs, tickets and search engines.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::against::{Bump, Changes, Comparison};
use crate::finding::Finding;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Past(check);

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    let urls = comparison.urls();
    if comparison.is_manifest_broken() || urls.moved {
        return;
    }
    for dead in &urls.dead {
        let path = dead.url.strip_prefix(comparison.past.root.as_deref().unwrap_or_default()).unwrap_or(&dead.url);
        let finding = Finding::new(format!("{} no longer leads anywhere", dead.url), dead.place.clone());
        let finding = finding.help(format!("add `{path}` to the `redirects` of what it should lead to"));
        changes.find(dead.code.as_deref(), Bump::Major, finding);
    }
}
