//! Reports live codes that list a retired code as related without mentioning that it is retired.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

/// Phrases in `when` that count as mentioning it. "Old" or "no longer" alone is not enough: a key
/// can be old.
const RETIRED_PHRASES: &[&str] = &[
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
            if RETIRED_PHRASES.iter().any(|phrase| when.contains(phrase)) {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(related.item)).then(key("code"));
            let help = match context.graph.replacement(related.entry) {
                Some(live) => format!("list `{}` instead, which replaces it", context.snapshot.codes()[live].code),
                None => "remove it, or mention in `when` that the code is no longer sent".to_owned(),
            };
            let message = format!("related code `{}` is retired, but `when` does not say so", target.code);
            findings.push(Finding::new(message, place, help).and(Place::key(other.file, "retired"), "retired here"));
        }
    }
}
