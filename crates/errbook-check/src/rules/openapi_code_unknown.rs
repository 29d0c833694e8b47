//! Reports unknown codes and aliases in the OpenAPI document, such as in examples and descriptions.

use super::*;
use crate::mention;
use crate::names::Named;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Openapi(check));

fn check(context: &Context<'_>, document: &Document, findings: &mut Findings) {
    let text = context.snapshot.report().text(document.file);
    for mention in mention::of_text(context, text, |_| false) {
        let (message, help) = if let Some(code) = context.current(mention.named) {
            (format!("OpenAPI document uses alias `{}`", mention.code), format!("use the current code, `{code}`"))
        } else if mention.named == Named::Unknown {
            (format!("OpenAPI document uses unknown code `{}`", mention.code), context.help_for_code(mention.code))
        } else {
            continue;
        };
        let place = Place::file(document.file).range(mention.range);
        findings.push(Finding::new(message, place, help));
    }
}
