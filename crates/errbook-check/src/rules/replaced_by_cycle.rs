//! Reports codes whose `replaced_by` forms a cycle.

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
        let message = format!("replacements form a cycle: `{}` -> `{}`", names.join("` -> `"), names[0]);
        let help = "remove `replaced_by` from the code that services send today";
        let finding = Finding::new(message, place(cycle[0]), help);
        findings.push(cycle[1..].iter().fold(finding, |finding, &index| finding.and(place(index), "")));
    }
}
