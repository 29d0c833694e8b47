//! A `$ref` of the OpenAPI document that cannot be followed.

use super::*;
use crate::openapi::{BadReference, Why};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Openapi(check));

/// References that are shown one by one.
const SHOWN: usize = 10;

fn check(context: &Context<'_>, document: &Document, findings: &mut Findings) {
    let (outside, broken): (Vec<_>, Vec<_>) = document.bad_references.iter().partition(|bad| bad.why == Why::Outside);
    for (index, bad) in broken.iter().take(SHOWN).enumerate() {
        let rest = if index + 1 == SHOWN { broken.len() - SHOWN } else { 0 };
        let (what, help) = match bad.why {
            Why::Chain => ("leads through too many others", "let it name what they lead to"),
            Why::Circle => ("leads to itself", "let it lead to something that is no reference"),
            _ => ("leads nowhere", "correct the pointer, or add what it names"),
        };
        findings.push(finding(context, document, bad, what, rest, help));
    }
    if let Some(first) = outside.first() {
        let help = "nothing is fetched: bundle the document into one file, so that what is behind it can be checked";
        findings.push(finding(context, document, first, "leads out of the document", outside.len() - 1, help));
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
        1 => ", and so does one more".to_owned(),
        more => format!(", and so do {more} more"),
    };
    let message = format!("the reference `{}` {what}{others}", bad.target);
    Finding::new(message, document.place(context.snapshot, &bad.path), help)
}
