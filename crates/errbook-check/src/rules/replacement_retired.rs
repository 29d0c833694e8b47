//! Reports codes whose replacement is retired.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    let codes = context.snapshot.codes();
    for (index, file, entry) in context.entries() {
        let Some(next) = context.graph.replaced_by[index] else { continue };
        let Some(target) = codes[next].entry.as_ref().filter(|target| target.retired.is_some()) else { continue };
        if context.graph.runs_in_circles(index) {
            continue;
        }
        let ending = if entry.retired.is_some() { "retired" } else { "deprecated" };
        let place = Place::key(file, ending).then(key("replaced_by"));
        let help = match context.graph.replacement(next) {
            Some(live) => format!("use `{}`, the last code in the chain", codes[live].code),
            None => "use a code that services still send, or remove `replaced_by`".to_owned(),
        };
        let message = format!("replacement `{}` is retired", target.code);
        let retired = Place::key(codes[next].file, "retired");
        findings.push(Finding::new(message, place, help).and(retired, "retired here"));
    }
}
