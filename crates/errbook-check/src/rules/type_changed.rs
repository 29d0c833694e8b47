//! Reports a change of the URLs that responses send as `type`, which is the primary identifier of a
//! problem (RFC 9457, section 3.1.1).

use errbook_catalog::registry::Code;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if !comparison.sends_types() {
        return;
    }
    let (old, new) = (&comparison.past.url, &comparison.now.url);
    let (of_pages, set): (Vec<Pair<'_>>, Vec<Pair<'_>>) = comparison
        .pairs()
        .filter(Pair::is_sent)
        .partition(|pair| pair.old.type_uri.is_none() && pair.new.type_uri.is_none());
    if !comparison.is_manifest_broken() && old != new && !of_pages.is_empty() {
        of_all(comparison, (old, new), changes);
    }
    for pair in set {
        of_code(comparison, pair, changes);
    }
}

/// URLs of pages follow from the code and the site, so all change with the site, or none does. Entries that
/// set `type` aren't affected.
fn of_all(comparison: &Comparison<'_>, (old, new): (&Option<String>, &Option<String>), changes: &mut Changes) {
    let shown = |url: &Option<String>| url.as_ref().map_or("`about:blank`".to_owned(), |url| format!("`{url}/...`"));
    let message = format!("`type` of all responses changed from {} to {}", shown(old), shown(new));
    let finding = Finding::new(message, comparison.manifest_key("site"), "restore `root` and `errors` of `site`");
    let finding = finding.was(comparison.manifest_was([key("site")]), format!("was {}", shown(old)));
    changes.find(None, (Bump::Major, Audience::Clients), finding);
}

fn of_code(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    let shown =
        |code: &Code| code.type_uri.as_ref().or(code.url.as_ref()).map_or("about:blank", String::as_str).to_owned();
    let (old, new) = (shown(pair.old), shown(pair.new));
    if old == new {
        return;
    }
    let message = format!("`type` of `{}` changed from `{old}` to `{new}`", pair.new.code);
    let finding = Finding::new(message, pair.key("type"), format!("restore `type: {old}`"));
    let finding = finding.was(comparison.was(pair, "type"), format!("was `{old}`"));
    changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
}
