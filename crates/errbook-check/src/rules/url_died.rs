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
        let help =
            format!("add `{path}` to `redirects` of the entry or group that it should lead to, or of catalog.yaml");
        let finding = Finding::new(format!("{} no longer leads to a page", dead.url), dead.place.clone(), help);
        changes.find(
            dead.code.as_deref(),
            (Bump::Major, Audience::Links),
            finding.and(dead.was.clone(), "worked here"),
        );
    }
    for lost in comparison.lost_pages() {
        let name = &lost.dependency.name;
        let mut find = |message: String, help: String| {
            changes.find(None, (Bump::Major, Audience::Links), Finding::new(message, lost.place.clone(), help));
        };
        if !lost.dependency.has_pages || lost.all && lost.urls.len() > 1 {
            let include = if lost.dependency.has_pages { "" } else { "set `include: pages`, or " };
            find(
                format!("the pages of dependency `{name}` lost their URLs, such as {}", lost.urls[0]),
                format!("{include}add the URLs to `redirects` in catalog.yaml"),
            );
            continue;
        }
        for url in lost.urls {
            let help = "add it to `redirects` in catalog.yaml, with the page that it should lead to";
            find(format!("{url} no longer leads to a page"), help.to_owned());
        }
    }
}
