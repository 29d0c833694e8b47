//! Reports sections that the manifest requires and that are missing or empty.

use errbook_catalog::Section;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if !entry.entry.live() {
        return;
    }
    for (index, section) in context.manifest.sections.iter().enumerate() {
        if has_content(context, entry, *section) {
            continue;
        }
        let key = section.key();
        if is_misspelled(context, entry, key) {
            continue;
        }
        let state = if entry.has_key(context.snapshot, key) { "empty" } else { "missing" };
        let required = context.manifest_file().map(|file| Place::key(file, "sections").then(PathStep::Item(index)));
        let help = format!("write `{key}`, or remove it from `sections` in the manifest");
        let finding = Finding::new(format!("required section `{key}` is {state}"), entry.key(key), help);
        findings.push(finding.and(required, "required here"));
    }
}

/// Whether the loader already suggests this key for an unknown one.
fn is_misspelled(context: &Context<'_>, entry: &EntryContext<'_>, key: &str) -> bool {
    let suggestion = did_you_mean(key);
    context.snapshot.report().diagnostics().iter().any(|found| {
        let is_here = found.labels.first().is_some_and(|label| label.file == entry.code.file);
        is_here && found.help.iter().any(|help| *help == suggestion)
    })
}

fn has_content(context: &Context<'_>, entry: &EntryContext<'_>, section: Section) -> bool {
    let of = entry.entry;
    let in_section = |place: &Place| place.path.first() == entry.key(section.key()).path.first();
    match section {
        // Pages show a link in both directions, so a link from another entry counts.
        Section::Related => {
            let index = context.snapshot.position(&of.code);
            !of.related.is_empty() || index.is_some_and(|index| !context.graph.related_from[index].is_empty())
        }
        _ => {
            entry.below(section.key()).any(|text| !text.value.trim().is_empty())
                || entry.requests().any(|(place, _)| in_section(&place))
        }
    }
}
