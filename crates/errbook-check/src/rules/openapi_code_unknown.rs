//! A code in the OpenAPI document, in an example or a description, that does not exist.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use crate::mention;
use crate::names::{self, Named};

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(document) = context.openapi.document() else { return };
    let text = context.snapshot.report().text(document.file);
    for mention in mention::of_text(context, text, |_| false) {
        let help = match mention.named {
            Named::Unknown => names::nearest(context.snapshot, &context.manifest.scheme, mention.code)
                .map_or_else(|| "name a code that exists: `errbook list` shows all".to_owned(), |near| format!("did you mean `{near}`?")),
            Named::Alias(position) => format!("it is a former name of `{}`: write that", context.snapshot.codes()[position].code),
            Named::Code(_) | Named::Group => continue,
        };
        let place = Place::file(document.file).range(mention.range);
        findings.push(Finding::new(format!("there is no code `{}`", mention.code), place).help(help));
    }
}
