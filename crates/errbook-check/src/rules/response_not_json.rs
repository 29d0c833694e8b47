//! A hand-written response that is not JSON.

use errbook_syntax::json;

use super::*;
use crate::response;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for block in response::blocks(context, entry) {
        if let Err(error) = &block.value {
            let message = format!("this response is not JSON: {}", json::reason(error));
            let help = "correct it, or leave it away: the page shows a response that is always right";
            findings.push(Finding::new(message, block.error_place(error), help));
        }
    }
}
