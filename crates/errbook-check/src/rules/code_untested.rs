//! A code that services raise and no test mentions: nobody would notice if it were raised no more, or for something else.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use crate::scan::Scan;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Source(check);

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    let (tested, raised) = scan.coverage();
    for (position, code) in codes.iter().enumerate() {
        // A code that nothing raises has another trouble.
        if scan.sites(position).is_empty()
            || scan.is_tested(position)
            || code.entry.as_ref().is_none_or(|entry| !entry.raisable())
        {
            continue;
        }
        let finding = Finding::new(format!("no test mentions `{}`", code.code), Place::file(code.file))
            .help("add a test that makes a service raise it")
            .help(format!("tests mention {tested} of the {raised} codes that are raised"));
        findings.push(finding);
    }
}
