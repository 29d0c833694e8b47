//! Reports `$ref`s of the OpenAPI document that cannot be followed.

use super::*;
use crate::openapi::{BadReference, Why};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Openapi(check));

/// Maximum number of references to report one by one. The last finding counts the rest.
const SHOWN: usize = 10;

fn check(context: &Context<'_>, document: &Document, findings: &mut Findings) {
    let (outside, broken): (Vec<_>, Vec<_>) = document.bad_references.iter().partition(|bad| bad.why == Why::Outside);
    for (index, bad) in broken.iter().take(SHOWN).enumerate() {
        let rest = if index + 1 == SHOWN { broken.len() - SHOWN } else { 0 };
        let (what, help) = match bad.why {
            Why::Chain => ("goes through too many other references", "point it directly at the definition"),
            Why::Circle => ("points to itself", "point it at a definition instead of another reference"),
            _ => ("points to nothing", "correct the pointer, or add the missing definition"),
        };
        findings.push(finding(context, document, bad, what, rest, help));
    }
    if let Some(first) = outside.first() {
        let help = "bundle the document into one file: errbook does not read other files or fetch URLs";
        findings.push(finding(context, document, first, "points outside the document", outside.len() - 1, help));
    }
}

fn finding(
    context: &Context<'_>,
    document: &Document,
    bad: &BadReference,
    what: &str,
    rest: usize,
    help: &'static str,
) -> Finding {
    let others = match rest {
        0 => String::new(),
        1 => ", and so does 1 more".to_owned(),
        more => format!(", and so do {more} more"),
    };
    let message = format!("reference `{}` {what}{others}", bad.target);
    Finding::new(message, document.place(context.snapshot, &bad.path), help)
}
