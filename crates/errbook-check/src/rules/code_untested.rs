//! Reports codes that services raise but no test mentions. Off by default: the summary of a scan
//! counts them, which is enough while most codes have no test yet.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    for (position, code) in codes.iter().enumerate() {
        // `code-never-raised` reports codes that nothing raises.
        if scan.sites(position).is_empty()
            || scan.is_tested(position)
            || code.entry.as_ref().is_none_or(|entry| !entry.raisable())
        {
            continue;
        }
        let help = "add a test that makes a service raise it";
        let finding = Finding::new(format!("no test mentions `{}`", code.code), Place::file(code.file), help);
        findings.push(finding);
    }
}
