//! A literal in the source that looks like a code and is none: a slip, or a code that nobody wrote down.

use std::collections::HashMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Source(check));

/// Different unknown codes for which a near one is looked up: each look-up reads the whole catalog.
const SUGGESTED: usize = 100;

fn check(context: &Context<'_>, scan: &Scan, findings: &mut Findings) {
    let mut next: HashMap<&str, String> = HashMap::new();
    for (code, place) in &scan.unknown {
        let looks = next.len() < SUGGESTED;
        let next = next.entry(code).or_insert_with(|| {
            let codes = context.snapshot.codes().iter().map(|code| code.code.as_str());
            match looks.then(|| suggest::nearest(code, codes)).flatten() {
                Some(near) => did_you_mean(near),
                None => format!("add its entry: `errbook new {code}`; `errbook list` shows the codes that there are"),
            }
        });
        findings.push(Finding::new(format!("this names `{code}`, which is no code"), place.clone(), next.clone()));
    }
}
