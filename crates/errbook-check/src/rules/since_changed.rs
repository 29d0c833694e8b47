//! A code that is said to exist since another time: the first release that had it is history.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    // A catalog that counts in versions now has to restate all of them.
    if comparison.past.since != comparison.now.since {
        return;
    }
    for pair in comparison.pairs() {
        let Some(old) = &pair.old.since else { continue };
        let message = match &pair.new.since {
            Some(new) if new == old => continue,
            Some(new) => format!("`{}` is said to exist since {new}, and was said to exist since {old}", pair.new.code),
            None if pair.broken => continue,
            None => format!("`{}` no longer says since when it exists", pair.new.code),
        };
        let help = format!("restore it: `since: \"{old}\"`");
        changes.find(pair.code(), Bump::Patch, Finding::new(message, pair.key("since"), help));
    }
}
