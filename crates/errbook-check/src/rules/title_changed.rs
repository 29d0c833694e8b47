//! A code with another title. RFC 9457 asks that the title of a problem stays as it is.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        for (profile, old) in &pair.old.responses {
            // With another status comes another reason phrase: that is one change, and `status-changed` tells it.
            let same_status = pair.new.responses.get(profile).filter(|new| new.status == old.status);
            let Some(new) = same_status.filter(|new| new.title != old.title) else { continue };
            let message = format!("the title of `{}` changed from `{}` to `{}`", pair.new.code, old.title, new.title);
            let help =
                format!("restore it: `title: \"{}\"`; what is new belongs into `name`, which is for people", old.title);
            let finding = Finding::new(message, pair.key("title"), help).label(format!("was `{}`", old.title));
            changes.find(pair.code(), Bump::Minor, finding);
            // Profiles mostly share their title; the first says enough.
            break;
        }
    }
}
