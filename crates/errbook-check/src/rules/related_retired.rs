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
            let Some((code, replacement, retired)) = retired(context, related.to) else { continue };
            let when = related.when.as_deref().unwrap_or_default().to_lowercase();
            if RETIRED_PHRASES.iter().any(|phrase| when.contains(phrase)) {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(related.item)).then(key("code"));
            let help = match replacement {
                Some(live) => format!("list `{live}` instead, which replaces it"),
                None => "remove it, or mention in `when` that the code is no longer sent".to_owned(),
            };
            let message = format!("related code `{code}` is retired, but `when` does not say so");
            findings.push(Finding::new(message, place, help).and(retired, "retired here"));
        }
    }
}

/// A code if it is retired: its name, the live code that replaces it, and where it is retired, if that
/// is in this catalog.
fn retired<'c>(context: &Context<'c>, to: CodeRef) -> Option<(&'c str, Option<&'c str>, Option<Place>)> {
    let Some(index) = to.own() else {
        let (_, code) = context.manifest.outside(to).filter(|(_, code)| code.retired)?;
        return Some((&code.code, None, None));
    };
    let code = &context.snapshot.codes()[index];
    code.entry.as_ref().filter(|entry| entry.retired.is_some())?;
    let replacement = context.graph.replacement(index).map(|live| context.snapshot.codes()[live].code.as_str());
    Some((&code.code, replacement, Some(Place::key(code.file, "retired"))))
}
