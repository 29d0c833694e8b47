//! A live code related to a retired one, without a word about it: the reader is sent to an error that cannot happen any more.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

/// With which `when` tells the reader. "Old" or "no longer" alone may speak of something else: a key can be old.
const SAY_SO: &[&str] = &[
    "discontinued",
    "former",
    "no longer raised",
    "no longer sent",
    "no longer used",
    "obsolete",
    "old code",
    "old log",
    "retired",
    "superseded",
    "withdrawn",
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (_, file, entry) in context.entries().filter(|(_, _, entry)| entry.retired.is_none()) {
        for related in &entry.related {
            let other = &context.snapshot.codes()[related.entry];
            let Some(target) = other.entry.as_ref().filter(|target| target.retired.is_some()) else { continue };
            let when = related.when.as_deref().unwrap_or_default().to_lowercase();
            if SAY_SO.iter().any(|phrase| when.contains(phrase)) {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(related.item)).then(key("code"));
            let help = match context.graph.replacement(related.entry) {
                Some(live) => format!("name `{}` instead, which replaces it", context.snapshot.codes()[live].code),
                None => "remove it, or say in `when` that the code is no longer sent".to_owned(),
            };
            let message = format!("`{}` is retired, and `when` does not say so", target.code);
            findings.push(Finding::new(message, place, help).and(Place::key(other.file, "retired"), "retired here"));
        }
    }
}
