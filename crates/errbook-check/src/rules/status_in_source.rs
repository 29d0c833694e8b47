//! Reports statuses in source code that no response of their code has.

use errbook_scan::{Different, Drift};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (Drift { code, different, .. }, location) in &scan.drifts {
        let Different::Status(status) = different else { continue };
        let Some(entry) = context.entry(*code) else { continue };
        let mut expected: Vec<String> =
            entry.entry.responses.iter().map(|response| response.status.to_string()).collect();
        expected.dedup();
        let expected = expected.join(" or ");
        let message = format!("`{}` is raised with status {status}, not {expected}", entry.code.code);
        let help = format!("use {expected}, or correct `status` in the entry");
        let (own, inherited) = entry.said(context, "status");
        let other = inherited.unwrap_or(own);
        findings.push(Finding::new(message, Place::source(location), help).and(other, "the catalog has this"));
    }
}
