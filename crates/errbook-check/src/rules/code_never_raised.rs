//! A code that no service raises: its page describes what nobody can meet, or the scan does not see where it is raised.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    if (0..codes.len()).all(|position| scan.sites(position).is_empty()) {
        return nothing_at_all(context, scan, findings);
    }
    for (position, code) in codes.iter().enumerate() {
        let Some(entry) = code.entry.as_ref().filter(|entry| entry.raisable() && entry.reserved.is_none()) else {
            continue;
        };
        if scan.sites(position).is_empty() {
            let help = "if a service is to raise it some day, say so: `reserved: \"...\"`";
            let finding = Finding::new(format!("nothing raises `{}`", entry.code), Place::file(code.file), help);
            findings.push(finding.help("if none does any more, retire it: `retired: {since: ..., reason: ...}`"));
        }
    }
}

/// That no code at all is raised says more about the scan than about the codes.
fn nothing_at_all(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let raisable = context.snapshot.entries().any(|entry| entry.raisable() && entry.reserved.is_none());
    if let Some(manifest) = context.snapshot.file("catalog.yaml").filter(|_| raisable) {
        let message = format!("nothing in the {} scanned files raises any code of this catalog", scan.files());
        let help = "name the folders of the services that raise them: `--scan DIR`";
        findings.push(Finding::new(message, Place::key(manifest, "name"), help));
    }
}
