//! A link to a heading that its page does not have.

use std::collections::BTreeSet;

use super::*;
use crate::anchor;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let own = context.snapshot.position(&entry.code.code);
    let mut anchors = None;
    for (text, link) in links(&entry.texts).filter(|(_, link)| !link.image) {
        let Some((page, fragment)) = link.destination.split_once('#').filter(|(_, fragment)| !fragment.is_empty())
        else {
            continue;
        };
        let Some(position) = anchor::leads_to(context, entry, page) else { continue };
        let code = &context.snapshot.codes()[position];
        let known = if Some(position) == own {
            anchors.get_or_insert_with(|| anchor::of_entry(context, entry)).clone()
        } else {
            let Some(known) = anchor::of_page(context, position) else { continue };
            known
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

fn help(fragment: &str, known: &BTreeSet<String>) -> String {
    let known: Vec<String> = known.iter().map(|id| format!("#{id}")).collect();
    suggest::help(&format!("#{fragment}"), known.iter().map(String::as_str))
}
