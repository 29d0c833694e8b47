//! Reports retired codes in prose and code blocks, without a hint that they are retired.

use super::*;
use crate::mention;
use crate::names::{self, Named};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

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
        let help = match replacement {
            Some(new) => format!("use `{}`, which replaced it, or say that the code is retired", new.code),
            None => "say that the code is retired, or remove it".to_owned(),
        };
        let file = context.snapshot.codes()[position].file;
        let since = retired.since.as_ref().map(|_| Place::key(file, "retired").then(key("since")));
        let finding = Finding::new(
            format!("`{}` is retired, but the text does not say so", mention.code),
            text.at(mention.range),
            help,
        );
        findings.push(finding.and(since, "retired since then"));
    }
}

/// Whether a text mentions that something is retired.
fn says_so(text: &str) -> bool {
    let text = text.to_lowercase();
    ["retired", "no longer", "former", "used to", "any more", "anymore", "old log"]
        .iter()
        .any(|words| text.contains(words))
}
