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
        if let Named::Outside(to) = mention.named
            && context.manifest.outside(to).is_some_and(|(_, code)| code.retired)
            && !says_so(&text.value.replace(mention.code, ""))
        {
            findings.push(finding(mention.code, text.at(mention.range), HELP.to_owned()));
            continue;
        }
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
            None => HELP.to_owned(),
        };
        let file = context.snapshot.codes()[position].file;
        let since = retired.since.as_ref().map(|_| Place::key(file, "retired").then(key("since")));
        let finding = finding(mention.code, text.at(mention.range), help);
        findings.push(finding.and(since, "retired since then"));
    }
}

/// What to do about a code that nothing replaces.
const HELP: &str = "say that the code is retired, or remove it";

fn finding(code: &str, place: Place, help: String) -> Finding {
    Finding::new(format!("`{code}` is retired, but the text does not say so"), place, help)
}

/// Whether a text mentions that something is retired.
fn says_so(text: &str) -> bool {
    let text = text.to_lowercase();
    ["retired", "no longer", "former", "used to", "any more", "anymore", "old log"]
        .iter()
        .any(|words| text.contains(words))
}
