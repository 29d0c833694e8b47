//! A retired code in prose or in a fence, as if services still sent it.

use errbook_catalog::{Entry, RuleLevel};

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use crate::mention;
use crate::names::{self, Named};
use crate::text::{Texts, key};

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    if texts.entry.is_some_and(|entry| entry.retired.is_some()) {
        return;
    }
    for (text, mention) in mention::of_texts(context, texts) {
        let Named::Code(position) = mention.named else { continue };
        let Some(mentioned) = names::entry(context.snapshot, position) else { continue };
        let Some(retired) = &mentioned.retired else { continue };
        let replacement = retired.replaced_by.and_then(|position| names::entry(context.snapshot, position));
        let is_about_it = replacement.is_some_and(|new| {
            texts.entry.is_some_and(|entry| entry.code == new.code) || text.value.contains(&new.code)
        });
        if is_about_it || says_so(&text.value.replace(mention.code, "")) {
            continue;
        }
        let file = context.snapshot.codes()[position].file;
        let mut finding = Finding::new(format!("`{}` is retired", mention.code), text.at(mention.range));
        if retired.since.is_some() {
            let since = Place::key(file, "retired").then(key("since"));
            finding = finding.and(since, "no service sends it since then");
        }
        findings.push(finding.help(next_step(replacement)));
    }
}

fn next_step(replacement: Option<&Entry>) -> String {
    match replacement {
        Some(new) => format!("services send `{}` instead: write that, or say that the code is retired", new.code),
        None => "say that the code is retired, or leave it out".to_owned(),
    }
}

/// Whether a text speaks of the past.
fn says_so(text: &str) -> bool {
    let text = text.to_lowercase();
    ["retired", "no longer", "former", "used to", "any more", "anymore", "old log"]
        .iter()
        .any(|words| text.contains(words))
}
