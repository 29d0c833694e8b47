//! Reports codes that nothing in the scanned source raises.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    if scan.is_partial() {
        return;
    }
    let codes = context.snapshot.codes();
    if (0..codes.len()).all(|position| scan.sites(position).is_empty()) {
        return no_code_raised(context, scan, findings);
    }
    for (position, code) in codes.iter().enumerate() {
        let Some(entry) = code.entry.as_ref().filter(|entry| entry.sent()) else {
            continue;
        };
        if scan.sites(position).is_empty() {
            let help = "if a service will raise it later, add `reserved: \"...\"`";
            let finding = Finding::new(
                format!("nothing in the scanned source raises `{}`", entry.code),
                Place::file(code.file),
                help,
            );
            findings.push(finding.help("if no service raises it anymore, add `retired: {since: ..., reason: ...}`"));
        }
    }
}

/// If the source raises no code at all, the wrong folders were probably scanned, so this is one
/// finding instead of one per code.
fn no_code_raised(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let raisable = context.snapshot.entries().any(|entry| entry.sent());
    if let Some(manifest) = context.snapshot.file("catalog.yaml").filter(|_| raisable) {
        let files = scan.files();
        let message =
            format!("no code of this catalog is raised in {files} scanned file{}", if files == 1 { "" } else { "s" });
        let help = "pass the folders of the services that raise the codes: `--scan DIR`";
        findings.push(Finding::new(message, Place::key(manifest, "name"), help));
    }
}
