//! A URL of an error page, written into the source, that leads nowhere.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

fn check(_: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (url, place) in &scan.dead_urls {
        let help =
            "take the URL from the generated code, which cannot be wrong; or list it in `redirects` if it once was one";
        findings.push(Finding::new(format!("{url} is no page of this catalog"), place.clone(), help));
    }
}
