//! A URL of an error page, written into the source, that leads nowhere.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::scan::Scan;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Source(check);

fn check(_: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (url, place) in &scan.dead_urls {
        let finding = Finding::new(format!("{url} is no page of this catalog"), place.clone()).help(
            "take the URL from the generated code, which cannot be wrong; or list it in `redirects` if it once was one",
        );
        findings.push(finding);
    }
}
