//! Reports literals in source code that look like a code of the catalog but are not one.

use std::collections::HashMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

/// Maximum number of distinct unknown codes that get a suggestion, because each lookup searches the
/// whole catalog.
const SUGGESTED: usize = 100;

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let mut next: HashMap<&str, String> = HashMap::new();
    for (code, location) in &scan.unknown {
        let looks = next.len() < SUGGESTED;
        let next = next.entry(code).or_insert_with(|| {
            let codes = context.snapshot.codes().iter().map(|code| code.code.as_str());
            match looks.then(|| suggest::nearest(code, codes)).flatten() {
                Some(near) => did_you_mean(near),
                None => format!("add it with `errbook new {code}`, or find the right code with `errbook list`"),
            }
        });
        findings.push(Finding::new(format!("unknown code `{code}`"), Place::source(location), next.clone()));
    }
}
