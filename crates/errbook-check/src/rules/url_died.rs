//! Reports published URLs that no longer lead to a page or redirect.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    let urls = comparison.urls();
    if comparison.is_manifest_broken() || urls.moved {
        return;
    }
    for dead in &urls.dead {
        let path = dead.url.strip_prefix(comparison.past.root.as_deref().unwrap_or_default()).unwrap_or(&dead.url);
        let help = format!("add `{path}` to `redirects` of the entry or group that it should lead to");
        let finding = Finding::new(format!("{} no longer leads to a page", dead.url), dead.place.clone(), help);
        changes.find(
            dead.code.as_deref(),
            (Bump::Major, Audience::Links),
            finding.and(dead.was.clone(), "worked here"),
        );
    }
}
