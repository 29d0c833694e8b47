//! Reports curl commands that send JSON without a `Content-Type` header.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, fence) in fences(texts.texts) {
        for call in fence.commands().iter().filter(|call| call.content_type().is_none()) {
            let Some(body) = call.json_body() else { continue };
            let place = text.at(fence.at(body.range.clone()));
            let help = "add `-H \"Content-Type: application/json\"`, or write the call as a structured `request`";
            let finding = Finding::new("curl command sends JSON without a `Content-Type` header", place, help);
            findings.push(finding.label("curl sends this as `application/x-www-form-urlencoded`"));
        }
    }
}
