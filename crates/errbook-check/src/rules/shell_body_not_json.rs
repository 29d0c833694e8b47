//! The body of a curl command that is not JSON.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;
use errbook_syntax::json;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for fence in &text.markdown.fences {
            for call in fence.curl_commands() {
                let Some(body) = call.json_body() else { continue };
                let Err(error) = json::tolerant(&body.value) else { continue };
                let at = json::error_at(&body.value, &error);
                let range = match body.verbatim {
                    Some(start) => start + at..start + at + body.value[at..].chars().next().map_or(0, char::len_utf8),
                    None => body.range.clone(),
                };
                let finding =
                    Finding::new(format!("this body is not JSON: {}", json::reason(&error)), text.at(fence.at(range)));
                findings.push(finding.help("correct it, or write the call as a structured `request`"));
            }
        }
    }
}
