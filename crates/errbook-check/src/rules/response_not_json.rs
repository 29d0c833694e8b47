//! Reports handwritten responses that are not valid JSON.

use errbook_syntax::json;

use super::*;
use crate::response;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for block in response::blocks(context, entry) {
        if let Err(error) = &block.value {
            let message = format!("response body is not valid JSON: {}", json::reason(error));
            let help = "remove it, or fix it: the page shows a generated response anyway";
            findings.push(Finding::new(message, block.error_place(error), help));
        }
    }
}
