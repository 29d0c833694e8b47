//! Reports codes that were seen in an operation that their `raised_by` does not include.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Observed(check));

fn check(context: &Context<'_>, observed: &Observed, findings: &mut Findings) {
    for (position, seen) in observed.by_position(context.snapshot) {
        let operations = seen.operations.keys();
        let found = operations.filter_map(|operation| observed::elsewhere(context.snapshot, position, operation));
        found.for_each(|finding| findings.push(finding));
    }
}
