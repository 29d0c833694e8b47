//! Reports messages in source code that are not a text of their code.

use errbook_scan::{Different, Drift};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (Drift { code, different, .. }, location) in &scan.drifts {
        let Different::Message(_) = different else { continue };
        let Some(entry) = context.entry(*code) else { continue };
        let message = format!("`{}` is raised with a message that is not in its entry", entry.code.code);
        let help = "use a text of the entry, or add this one to `wordings`";
        let (own, inherited) = entry.said(context, "message");
        let other = inherited.unwrap_or(own);
        findings.push(
            Finding::new(message, Place::source(location), help).and(other, "a value can differ, but not the words"),
        );
    }
}
