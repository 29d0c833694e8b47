//! Reports requests in code blocks whose JSON body does not parse.

use errbook_syntax::json;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, fence) in fences(texts.texts) {
        for call in fence.requests() {
            let Some(body) = call.json_body() else { continue };
            let Err(error) = json::tolerant(&body.value) else { continue };
            let at = json::error_at(&body.value, &error);
            let range = body.at(at..at + body.value[at..].chars().next().map_or(0, char::len_utf8));
            let message = format!("request body is not valid JSON: {}", json::reason(&error));
            let help = "fix the JSON, or write the call as a structured `request`";
            findings.push(Finding::new(message, text.at(fence.at(range)), help));
        }
    }
}
