//! Codes that replace each other in a circle: none of them says what to use.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use crate::text::key;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    let place = |index: usize| {
        let retired = codes[index].entry.as_ref().is_some_and(|entry| entry.retired.is_some());
        Place::key(codes[index].file, if retired { "retired" } else { "deprecated" }).then(key("replaced_by"))
    };
    for cycle in context.graph.cycles() {
        let names: Vec<&str> = cycle.iter().map(|&index| codes[index].code.as_str()).collect();
        let message = format!("these codes replace each other: `{}`, and again `{}`", names.join("`, `"), names[0]);
        let mut finding = Finding::new(message, place(cycle[0]));
        for &index in &cycle[1..] {
            finding = finding.and(place(index), "");
        }
        findings.push(finding.help("take `replaced_by` out of the code that services send today"));
    }
}
