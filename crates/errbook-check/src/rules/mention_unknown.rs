//! A code in prose, in a fence or as a link that does not exist.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::{Context, EntryContext};
use crate::finding::{Finding, Findings};
use crate::mention;
use crate::names::{self, Named};

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_entry(context, entry) {
        if mention.named != Named::Unknown {
            continue;
        }
        let near = names::nearest(context.snapshot, &context.manifest.scheme, mention.code);
        let help = near.map_or_else(|| "name a code that exists: `errbook list` shows all".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.push(Finding::new(format!("there is no code `{}`", mention.code), text.at(mention.range)).help(help));
    }
}
