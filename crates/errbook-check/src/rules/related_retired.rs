//! A live code related to a retired one, without a word about it: the reader is sent to an error that cannot happen any more.

use errbook_catalog::{PathStep, RuleLevel};

use super::Scope;
use crate::context::{Context, key};
use crate::finding::{Finding, Findings, Place};
use crate::prose;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

/// Words with which `when` tells the reader.
const SAY_SO: &[&str] =
    &["earlier", "former", "formerly", "longer", "obsolete", "old", "older", "replaced", "retired", "until", "used"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (_, file, entry) in context.entries().filter(|(_, _, entry)| entry.retired.is_none()) {
        for (item, related) in entry.related.iter().enumerate() {
            let other = &context.snapshot.codes()[related.entry];
            let Some(target) = other.entry.as_ref().filter(|target| target.retired.is_some()) else { continue };
            let says_so = related.when.as_deref().is_some_and(|when| {
                prose::words(when).any(|(word, _)| SAY_SO.iter().any(|known| word.eq_ignore_ascii_case(known)))
            });
            if says_so {
                continue;
            }
            let place = Place::key(file, "related").then(PathStep::Item(item)).then(key("code"));
            let finding = Finding::new(format!("`{}` is retired, and `when` does not say so", target.code), place);
            let finding = finding.and(Place::key(other.file, "retired"), "retired here");
            findings.push(finding.help(match context.graph.replacement(related.entry) {
                Some(live) => format!("name `{}` instead, which replaces it", context.snapshot.codes()[live].code),
                None => "remove it, or say in `when` that the code is no longer sent".to_owned(),
            }));
        }
    }
}
