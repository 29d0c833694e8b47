//! A section that the manifest requires says nothing.

use errbook_catalog::Section;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    if !entry.entry.raisable() {
        return;
    }
    for (index, section) in context.manifest.sections.iter().enumerate() {
        if says_something(context, entry, *section) {
            continue;
        }
        let key = section.key();
        let required = context.manifest_file().map(|file| Place::key(file, "sections").then(PathStep::Item(index)));
        let help = format!("write `{key}`, or take it out of `sections` in the manifest");
        let finding = Finding::new(format!("the required section `{key}` says nothing"), entry.key(key), help);
        findings.push(finding.and(required, "required here"));
    }
}

fn says_something(context: &Context<'_>, entry: &EntryContext<'_>, section: Section) -> bool {
    let of = entry.entry;
    let in_section = |place: &Place| place.path.first() == entry.key(section.key()).path.first();
    match section {
        // A page shows the codes that name this one as well as those that it names.
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
