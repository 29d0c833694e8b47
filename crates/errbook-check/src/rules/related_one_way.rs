//! Reports related codes that do not list this code in return. Off by default because pages show a
//! link in both directions even if only one entry has it. Turn it on to have both in the YAML and
//! in exports.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (index, file, entry) in context.entries().filter(|(_, _, entry)| entry.live()) {
        for related in &entry.related {
            let Some(to) = related.to.own() else { continue };
            let other = &context.snapshot.codes()[to];
            let Some(target) = other.entry.as_ref().filter(|target| target.live()) else { continue };
            if target.related.iter().any(|back| back.to.own() == Some(index)) {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(related.item)).then(key("code"));
            let help = format!("add `- code: {}` to `related` of `{}`", entry.code, target.file);
            let finding = Finding::new(format!("related code `{}` does not link back", target.code), place, help);
            findings.push(finding.and(Place::key(other.file, "related"), "this code is not listed here"));
        }
    }
}
