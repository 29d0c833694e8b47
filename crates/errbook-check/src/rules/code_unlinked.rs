//! Reports codes without links from other pages: they have no `related`, and no other entry lists
//! them in `related` or `replaced_by` or mentions them in prose. Reports nothing in a catalog that
//! doesn't use `related`.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.entries().all(|(_, _, entry)| entry.related.is_empty()) {
        return;
    }
    let linked = linked(context);
    for (_, file, entry) in context.entries().filter(|(index, _, entry)| entry.live() && !linked[*index]) {
        let help = "add the codes that readers confuse with it to `related`, so their pages link here";
        findings.push(Finding::new(format!("no other entry links to `{}`", entry.code), Place::file(file), help));
    }
}

/// For each code, whether another page links to it. A page shows both directions of `related`, so
/// one is enough.
fn linked(context: &Context<'_>) -> Vec<bool> {
    let mut linked = vec![false; context.snapshot.codes().len()];
    for (index, _, entry) in context.entries() {
        // Pages of parents and children link to each other too.
        linked[index] |= !entry.related.is_empty() || entry.parent.is_some();
        for other in entry.related.iter().filter_map(|related| related.to.own()).chain(entry.parent) {
            linked[other] = true;
        }
        let named = context.facts[index].names.iter().copied().chain(context.graph.replaced_by[index]);
        for other in named.filter(|&other| other != index) {
            linked[other] = true;
        }
    }
    linked
}
