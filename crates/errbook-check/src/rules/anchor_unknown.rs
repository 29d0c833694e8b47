//! A link to a heading that its page does not have.

use std::collections::HashSet;

use super::*;
use crate::anchor;
use crate::docs_url;
use crate::names::Lead;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let own = context.snapshot.position(&entry.code.code);
    let mut anchors = None;
    for (text, link) in links(&entry.texts).filter(|(_, link)| !link.image) {
        let Some((page, fragment)) = link.destination.split_once('#').filter(|(_, fragment)| !fragment.is_empty())
        else {
            continue;
        };
        let Some(position) = leads_to(context, entry, page).or(own.filter(|_| page.is_empty())) else { continue };
        let code = &context.snapshot.codes()[position];
        let known = if Some(position) == own {
            anchors.get_or_insert_with(|| anchor::of_entry(context, entry)).clone()
        } else {
            let Some(other) = &code.entry else { continue };
            anchor::of_entry(
                context,
                &EntryContext::new(Some(context.manifest), code, other, &context.snapshot.texts(code.file)),
            )
        };
        if known.contains(fragment) {
            continue;
        }
        let help = help(fragment, &known);
        let whole = link.destination_range(text.value);
        let place = text.at(whole.end.saturating_sub(fragment.len() + 1).max(whole.start)..whole.end);
        let message = format!("page of `{}` has no heading `#{fragment}`", code.code);
        findings.push(Finding::new(message, place, help));
    }
}

fn help(fragment: &str, known: &HashSet<String>) -> String {
    let mut sorted: Vec<String> = known.iter().map(|id| format!("#{id}")).collect();
    sorted.sort_unstable();
    suggest::help(&format!("#{fragment}"), sorted.iter().map(String::as_str))
}

/// The code whose page a relative link or a docs URL leads to.
fn leads_to(context: &Context<'_>, entry: &EntryContext<'_>, link: &str) -> Option<usize> {
    let path = match docs_url::in_text(context.manifest, link).first() {
        Some(url) if url.range.start == 0 => url.path.to_owned(),
        _ if link.is_empty() || link.contains(':') || link.starts_with("//") => return None,
        _ => docs_url::resolve(context.manifest, &entry.entry.segments, link.split('?').next().unwrap_or_default())?,
    };
    match context.lead(&path) {
        Lead::Entry(position) => Some(position),
        _ => None,
    }
}
