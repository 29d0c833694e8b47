//! Reports source code that raises a retired code.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    for (position, code) in codes.iter().enumerate() {
        let Some(retired) = code.entry.as_ref().and_then(|entry| entry.retired.as_ref()) else { continue };
        let next = match retired.replaced_by.and_then(|position| codes.get(position)) {
            Some(next) => format!("raise `{}` instead", next.code),
            None => "raise a code that is not retired, or remove `retired` if services still send this one".to_owned(),
        };
        for location in scan.locations(position) {
            let message = format!("retired code `{}` is raised here", code.code);
            let finding = Finding::new(message, Place::source(location), next.clone());
            findings.push(finding.and(Place::key(code.file, "retired"), "retired here"));
        }
    }
}
