//! Reports URLs in source code that are below the folder of the error pages but have no page or
//! redirect.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

fn check(_: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (url, location) in &scan.dead_urls {
        let help = "take the URL from the generated code, or add it to `redirects` if it used to be a page";
        findings.push(Finding::new(format!("{url} is not a page of this catalog"), Place::source(location), help));
    }
}
