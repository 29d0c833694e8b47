//! Reports query files that cannot be used to read source code.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

fn check(_: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (broken, location) in &scan.broken {
        findings.push(Finding::new(broken.message.clone(), Place::source(location), broken.help.clone()));
    }
}
