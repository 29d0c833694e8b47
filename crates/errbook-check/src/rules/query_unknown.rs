//! A request with a query parameter that its operation does not have.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| !request.expect_invalid) {
        let Some(operation) = document.called(context.manifest, request).filter(|operation| !operation.any_query)
        else {
            continue;
        };
        for (name, _) in request.query.iter().filter(|(name, _)| !operation.query.contains(name)) {
            let help = match suggest::nearest(name, operation.query.iter().map(String::as_str)) {
                Some(near) => did_you_mean(near),
                None if operation.query.is_empty() => "it takes none: remove `query`".to_owned(),
                None => format!("it takes `{}`", operation.query.join("`, `")),
            };
            let place = place.clone().then(key("query")).then(key(name.clone()));
            let message = format!("`{}` has no query parameter `{name}`", operation.name());
            findings.push(document.finding(context.snapshot, operation, message, place, help));
        }
    }
}
