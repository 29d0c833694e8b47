//! Reports files of the output that can't all be written, and redirects that would hide a file. The
//! caller plans the output.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    context.options.conflicts.iter().for_each(|finding| findings.push(finding.clone()));
}
