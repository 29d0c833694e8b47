//! Reports sections that the manifest requires and that are missing or empty.

use errbook_catalog::Section;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if !entry.entry.raisable() {
        return;
    }
    for (index, section) in context.manifest.sections.iter().enumerate() {
        if has_content(context, entry, *section) {
            continue;
        }
        let key = section.key();
        let required = context.manifest_file().map(|file| Place::key(file, "sections").then(PathStep::Item(index)));
        let help = format!("write `{key}`, or remove it from `sections` in the manifest");
        let finding = Finding::new(format!("required section `{key}` is empty"), entry.key(key), help);
        findings.push(finding.and(required, "required here"));
    }
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
