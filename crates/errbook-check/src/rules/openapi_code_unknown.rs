//! A code in the OpenAPI document, in an example or a description, that does not exist.

use super::*;
use crate::mention;
use crate::names::Named;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Openapi(check));

fn check(context: &Context<'_>, document: &Document, findings: &mut Findings) {
    let text = context.snapshot.report().text(document.file);
    for mention in mention::of_text(context, text, |_| false) {
        let (message, help) = match mention.named {
            Named::Unknown => (
                format!("the OpenAPI document names `{}`, which is no code", mention.code),
                context.help_for_code(mention.code),
            ),
            Named::Alias(position) => {
                let code = &context.snapshot.codes()[position].code;
                (format!("`{}` is a former name", mention.code), format!("the code is `{code}` now: write that"))
            }
            Named::Code(_) | Named::Group => continue,
        };
        let place = Place::file(document.file).range(mention.range);
        findings.push(Finding::new(message, place, help));
    }
}
