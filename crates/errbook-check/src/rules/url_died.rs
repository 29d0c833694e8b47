//! A URL that led to a page and leads nowhere: it stands in logs, tickets and search engines.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    let urls = comparison.urls();
    if comparison.is_manifest_broken() || urls.moved {
        return;
    }
    for dead in &urls.dead {
        let path = dead.url.strip_prefix(comparison.past.root.as_deref().unwrap_or_default()).unwrap_or(&dead.url);
        let help = format!("add `{path}` to the `redirects` of what it should lead to");
        let finding = Finding::new(format!("{} no longer leads anywhere", dead.url), dead.place.clone(), help);
        changes.find(dead.code.as_deref(), Bump::Major, finding);
    }
}
