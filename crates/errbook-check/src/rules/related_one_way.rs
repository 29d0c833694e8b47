//! A related code that does not name this one back. Off unless the manifest asks for it: pages show both directions of a link that
//! one entry has, so that it is complete for readers. Who reads the YAML, or exports it, may want both written down.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (index, file, entry) in context.entries().filter(|(_, _, entry)| entry.raisable()) {
        for related in &entry.related {
            let other = &context.snapshot.codes()[related.entry];
            let Some(target) = other.entry.as_ref().filter(|target| target.raisable()) else { continue };
            if target.related.iter().any(|back| back.entry == index) {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(related.item)).then(key("code"));
            let help = format!("add `- code: {}` to `related` of `{}`", entry.code, target.file);
            let finding = Finding::new(format!("`{}` does not name this code back", target.code), place, help);
            findings.push(finding.and(Place::key(other.file, "related"), "not among these"));
        }
    }
}
