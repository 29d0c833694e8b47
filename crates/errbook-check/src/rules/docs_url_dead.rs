//! Reports docs URLs that lead to neither a page nor a redirect of this catalog.

use super::*;
use crate::docs_url;
use crate::names::Lead;
use crate::prose::Fence;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let root = context.manifest.site.as_ref().map_or("", |site| site.root.as_str());
    for text in texts.texts {
        for url in docs_url::in_text(context.manifest, text.value) {
            // A path with a placeholder, as in `/errors/<system>`, is not a URL.
            let goes_on = text.value[url.range.end..].starts_with(['<', '{', '$', '…', '*', '[']);
            let is_wrong_on_purpose = text.markdown.fence_at(url.range.start).is_some_and(Fence::is_counterexample);
            if goes_on || is_wrong_on_purpose || context.lead(url.path) != Lead::Dead {
                continue;
            }
            let help = match context.nearest_page(url.path) {
                Some(near) => did_you_mean(root.to_owned() + &near),
                None => "use the URL of an existing page, or add a redirect for an old one".to_owned(),
            };
            let finding = Finding::new("URL does not lead to a page of this catalog", text.at(url.range), help);
            findings.push(finding.label("neither a page nor a redirect"));
        }
    }
}
