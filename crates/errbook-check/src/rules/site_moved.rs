//! All pages are published elsewhere: their URLs are the `type` of each error, and the old host is out of the catalog's reach.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() || !comparison.urls().moved {
        return;
    }
    let old = comparison.past.root.as_deref().unwrap_or_default();
    let (message, place) = match &comparison.now.root {
        Some(new) => {
            let place = comparison.manifest_key("site").then(PathStep::key("root"));
            (format!("all pages moved from {old} to {new}"), place)
        }
        None => (format!("the pages at {old} have no address any more"), comparison.manifest_key("site")),
    };
    let help = format!("let {old} redirect to the new address for ever, path by path; or restore `root`");
    changes.find(None, Bump::Major, Finding::new(message, place, help).label(format!("was {old}")));
}
