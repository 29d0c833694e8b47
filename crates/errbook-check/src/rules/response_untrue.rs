//! A hand-written response that no service sends: another status, title, URL, message or envelope.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::response;
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for block in response::blocks(context, entry) {
        for untrue in block.untrue(context, entry.entry) {
            findings.push(Finding::new(untrue.message, untrue.place).help(untrue.help));
        }
    }
}
