//! Reports query parameters of a request that its operation does not declare.

use errbook_syntax::placeholder;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Calls(check));

/// Maximum number of declared parameters to list in the help. If there are more, it lists none.
const LISTED: usize = 8;

fn check(context: &Context<'_>, calls: &Calls<'_>, document: &Document, findings: &mut Findings) {
    for call in calls.calls.iter().filter(|call| !call.expect_invalid) {
        let operation = document.called(context.manifest, call);
        let Some(operation) = operation.filter(|operation| !operation.any_query) else { continue };
        let in_object = |name: &String| {
            let object = name.split_once('[').map(|(object, _)| object);
            object.is_some_and(|object| operation.query_objects.iter().any(|of| of == object))
        };
        let is_known = |name: &String| {
            operation.query.contains(name) || in_object(name) || call.is_in_code() && placeholder::is_in(name)
        };
        for (name, place) in call.query.iter().filter(|(name, _)| !is_known(name)) {
            let help = match suggest::nearest(name, operation.query.iter().map(String::as_str)) {
                Some(near) => did_you_mean(near),
                None if operation.query.is_empty() => "remove it: the operation takes no query parameters".to_owned(),
                None if operation.query.len() <= LISTED => {
                    format!("use a parameter that it takes: `{}`", operation.query.join("`, `"))
                }
                None => "use a query parameter that the OpenAPI document declares for the operation".to_owned(),
            };
            let message = format!("operation `{}` has no query parameter `{name}`", operation.name());
            findings.push(document.finding(context.snapshot, operation, message, place.clone(), help));
        }
    }
}
