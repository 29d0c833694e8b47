//! Reports literals in source code that are aliases: former names of codes.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Source(check));

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    for (alias, location, code) in &scan.aliases {
        let Some(code) = context.snapshot.codes().get(*code) else { continue };
        let help = format!("use `{}`, its current name", code.code);
        findings.push(Finding::new(format!("`{alias}` is a former code"), Place::source(location), help));
    }
}
