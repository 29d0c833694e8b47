//! Reports sections that are too short to help a reader.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

/// Minimum number of words in a section, unless the manifest sets `budgets: {stub: N}`.
const FLOOR: usize = 8;

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if entry.entry.draft || entry.entry.retired.is_some() {
        return;
    }
    let floor = context.budget("stub").unwrap_or(FLOOR);
    for section in ["what_happened", "how_to_fix", "common_mistakes"] {
        let words: usize = entry.below(section).map(Text::words).sum();
        if entry.below(section).next().is_some() && words < floor {
            let plural = if words == 1 { "" } else { "s" };
            let message = format!("`{section}` has {words} word{plural} but needs at least {floor}");
            let help = "write what a reader with this error needs, or remove the section";
            findings.push(Finding::new(message, entry.key(section), help));
        }
    }
}
