//! A code that nothing leads to: it is in no `related`, no prose names it, and it replaces nothing. Its page is found only by who
//! knows the code already. A catalog without any `related` is a plain list, in which nothing is missing.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.entries().all(|(_, _, entry)| entry.related.is_empty()) {
        return;
    }
    let reached = reached(context);
    for (_, file, entry) in context.entries().filter(|(index, _, entry)| entry.raisable() && !reached[*index]) {
        let help = "name in `related` the codes that readers mix it up with: their pages will lead here";
        findings.push(Finding::new(format!("no other code leads to `{}`", entry.code), Place::file(file), help));
    }
}

/// Which codes have a way in. A page shows both directions of `related`, so that one of them is enough.
fn reached(context: &Context<'_>) -> Vec<bool> {
    let mut reached = vec![false; context.snapshot.codes().len()];
    for (index, _, entry) in context.entries() {
        for related in &entry.related {
            reached[related.entry] = true;
            reached[index] = true;
        }
        let named = context.facts[index].names.iter().copied().chain(context.graph.replaced_by[index]);
        for other in named.filter(|&other| other != index) {
            reached[other] = true;
        }
    }
    reached
}
