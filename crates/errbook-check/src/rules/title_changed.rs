//! Reports codes whose title changed: a title should stay the same for a problem type (RFC 9457,
//! section 3.1.3).

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        for (profile, old) in &pair.old.responses {
            // A new status brings a new reason phrase. That is one change, and `status-changed`
            // reports it.
            let same_status = pair.new.responses.get(profile).filter(|new| new.status == old.status);
            let Some(new) = same_status.filter(|new| new.title != old.title) else { continue };
            let message = format!("title of `{}` changed from `{}` to `{}`", pair.new.code, old.title, new.title);
            let help = format!("restore `title: \"{}\"`, and put the new wording in `name`", old.title);
            let was = comparison.was(pair, "title");
            let finding = Finding::new(message, pair.key("title"), help).was(was, format!("was `{}`", old.title));
            changes.find(pair.code(), (Bump::Minor, Audience::Clients), finding);
            // Most profiles share their title, so one finding is enough.
            break;
        }
    }
}
