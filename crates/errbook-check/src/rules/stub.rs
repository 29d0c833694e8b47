//! A section with fewer words than a reader needs: it was written to fill a slot.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Entry(check);

/// Words that a section has at least, unless the manifest's `budgets: {stub: N}` says otherwise.
const FLOOR: u32 = 8;

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if entry.entry.draft || entry.entry.retired.is_some() {
        return;
    }
    let floor = context.manifest.budgets.iter().find(|(name, _)| name == "stub").map_or(FLOOR, |(_, floor)| *floor);
    for section in ["what_happened", "how_to_fix", "common_mistakes"] {
        let inside = entry.texts.iter().filter(|text| text.place.path.first() == Some(&crate::text::key(section)));
        let (mut texts, mut words) = (0, 0);
        for text in inside {
            texts += 1;
            words += text.words();
        }
        if texts > 0 && words < floor as usize {
            let plural = if words == 1 { "" } else { "s" };
            let message = format!("`{section}` has {words} word{plural}, fewer than {floor}");
            let finding = Finding::new(message, entry.key(section));
            findings.push(finding.help("say what a reader who has this error needs, or remove the section"));
        }
    }
}
