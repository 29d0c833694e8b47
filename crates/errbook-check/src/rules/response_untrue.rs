//! Reports handwritten responses that differ from what services send.

use super::*;
use crate::response;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for block in response::blocks(context, entry) {
        block.differences(context, entry.entry).into_iter().for_each(|finding| findings.push(finding));
    }
}
