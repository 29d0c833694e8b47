//! Reports codes that lost their parent or have another one, which breaks code that uses `parent()`
//! or `children()`.

use std::collections::HashMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    let current: HashMap<&str, &str> =
        comparison.pairs().map(|pair| (pair.old.code.as_str(), pair.new.code.as_str())).collect();
    for pair in comparison.pairs() {
        let Some(old) = pair.old.parent.as_deref() else { continue };
        let (code, now) = (&pair.new.code, pair.new.parent.as_deref());
        // A parent that was renamed is the same.
        let was = current.get(old).copied().unwrap_or(old);
        let message = match now {
            Some(now) if now == was => continue,
            Some(now) => format!("parent of `{code}` changed from `{old}` to `{now}`"),
            // Without an entry, the parent isn't known.
            None if pair.broken => continue,
            None => format!("`{code}` no longer has the parent `{old}`"),
        };
        let finding = Finding::new(message, Place::file(pair.file), format!("restore `{old}` as the code above it"));
        changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
    }
}
