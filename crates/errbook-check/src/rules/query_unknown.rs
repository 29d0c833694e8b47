//! Reports query parameters of a request that its operation does not declare.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::OpenapiEntry(check));

/// Maximum number of declared parameters to list in the help. If there are more, it lists none.
const LISTED: usize = 8;

fn check(context: &Context<'_>, entry: &EntryContext<'_>, document: &Document, findings: &mut Findings) {
    for (place, request) in entry.requests().filter(|(_, request)| !request.expect_invalid) {
        let Some(operation) = document.called(context.manifest, request).filter(|operation| !operation.any_query)
        else {
            continue;
        };
        for (name, _) in request.query.iter().filter(|(name, _)| !operation.query.contains(name)) {
            let help = match suggest::nearest(name, operation.query.iter().map(String::as_str)) {
                Some(near) => did_you_mean(near),
                None if operation.query.is_empty() => {
                    "remove `query`: the operation takes no query parameters".to_owned()
                }
                None if operation.query.len() <= LISTED => {
                    format!("use a parameter that it takes: `{}`", operation.query.join("`, `"))
                }
                None => "use a query parameter that the OpenAPI document declares for the operation".to_owned(),
            };
            let place = place.clone().then(key("query")).then(key(name.clone()));
            let message = format!("operation `{}` has no query parameter `{name}`", operation.name());
            findings.push(document.finding(context.snapshot, operation, message, place, help));
        }
    }
}
