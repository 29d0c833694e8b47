//! A curl command that sends JSON and does not say so.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for fence in &text.markdown.fences {
            for call in fence.curl_commands().iter().filter(|call| call.content_type().is_none()) {
                let Some(body) = call.json_body() else { continue };
                let finding = Finding::new(
                    "this command sends JSON without a `Content-Type`",
                    text.at(fence.at(body.range.clone())),
                );
                let finding = finding.label("curl says `application/x-www-form-urlencoded`");
                findings.push(
                    finding.help(
                        "add `-H \"Content-Type: application/json\"`, or write the call as a structured `request`",
                    ),
                );
            }
        }
    }
}
