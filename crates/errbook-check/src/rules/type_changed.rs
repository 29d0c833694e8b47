//! Reports a change of the URLs that responses send as `type`, which is the primary identifier of a
//! problem (RFC 9457, section 3.1.1).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    // Each URL follows from the code and the site, so all change with the site, or none does.
    let (old, new) = (&comparison.past.url, &comparison.now.url);
    if comparison.is_manifest_broken() || old == new || !comparison.sends_types() {
        return;
    }
    let shown = |url: &Option<String>| url.as_ref().map_or("`about:blank`".to_owned(), |url| format!("`{url}/...`"));
    let message = format!("`type` of all responses changed from {} to {}", shown(old), shown(new));
    let finding = Finding::new(message, comparison.manifest_key("site"), "restore `root` and `errors` of `site`");
    let finding = finding.was(comparison.manifest_was([key("site")]), format!("was {}", shown(old)));
    changes.find(None, (Bump::Major, Audience::Clients), finding);
}
