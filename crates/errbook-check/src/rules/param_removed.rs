//! A param that is gone, or no longer a member of the body: clients read it. Params only grow.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::against::{Bump, Changes, Comparison};
use crate::finding::Finding;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Past(check);

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        let code = &pair.new.code;
        for old in &pair.old.params {
            let name = &old.name;
            if !pair.new.params.iter().any(|new| new.name == *name) {
                let finding =
                    Finding::new(format!("`{code}` lost its param `{name}`"), pair.key("params")).help(format!(
                        "restore it: `{name}: {{type: {}, example: ...}}`, in the message or in `extensions`",
                        old.ty
                    ));
                changes.find(pair.code(), Bump::Major, finding);
            } else if pair.old.extensions.contains(name) && !pair.new.extensions.contains(name) {
                let message = format!("the body of `{code}` lost its member `{name}`");
                let finding = Finding::new(message, pair.key("extensions"));
                changes.find(pair.code(), Bump::Major, finding.help(format!("add `{name}` to `extensions` again")));
            }
        }
    }
}
