//! Reports codes that services can raise but were never seen to send.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Observed(check));

fn check(context: &Context<'_>, observed: &Observed, findings: &mut Findings) {
    let seen = observed.by_position(context.snapshot);
    if seen.is_empty() {
        return no_code_seen(context, findings);
    }
    for position in observed::expected(context.snapshot).filter(|position| !seen.contains_key(position)) {
        let code = &context.snapshot.codes()[position];
        let help = "add a test that makes a service send it, and observe that";
        let finding =
            Finding::new(format!("no service was seen to send `{}`", code.code), Place::file(code.file), help);
        findings.push(finding.help("if no service sends it yet, add `reserved: \"...\"`"));
    }
}

/// If no code was seen at all, the file is probably the wrong one or still empty, so this is one
/// finding instead of one per code.
fn no_code_seen(context: &Context<'_>, findings: &mut Findings) {
    let expects = observed::expected(context.snapshot).next().is_some();
    if let Some(manifest) = context.manifest_file().filter(|_| expects) {
        let help = "record what services send with `errbook observe`, then pass that file";
        findings.push(Finding::new("no service was seen to send any code", Place::key(manifest, "name"), help));
    }
}
