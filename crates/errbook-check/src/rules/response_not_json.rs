//! A hand-written response that is not JSON.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::response;
use crate::text::EntryContext;
use errbook_syntax::json;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for block in response::blocks(context, entry) {
        let Err(error) = &block.value else { continue };
        let finding =
            Finding::new(format!("this response is not JSON: {}", json::reason(error)), block.error_place(error));
        findings.push(finding.help("correct it, or leave it away: the page shows a response that is always right"));
    }
}
