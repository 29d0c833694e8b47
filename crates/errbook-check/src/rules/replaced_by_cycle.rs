//! Codes that replace each other in a circle: none of them says what to use.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    let place = |index: usize| {
        let retired = codes[index].entry.as_ref().is_some_and(|entry| entry.retired.is_some());
        Place::key(codes[index].file, if retired { "retired" } else { "deprecated" }).then(key("replaced_by"))
    };
    for cycle in context.graph.cycles() {
        let names: Vec<&str> = cycle.iter().map(|&index| codes[index].code.as_str()).collect();
        let message = format!("these codes replace each other: `{}`, and again `{}`", names.join("`, `"), names[0]);
        let help = "take `replaced_by` out of the code that services send today";
        let finding = Finding::new(message, place(cycle[0]), help);
        findings.push(cycle[1..].iter().fold(finding, |finding, &index| finding.and(place(index), "")));
    }
}
