//! Reports a change of `site.root` that leaves no old URL working. The catalog cannot redirect from
//! another root.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() || !comparison.urls().moved {
        return;
    }
    let old = comparison.past.root.as_deref().unwrap_or_default();
    let (message, place) = match &comparison.now.root {
        Some(new) => {
            let place = comparison.manifest_key("site").then(PathStep::key("root"));
            (format!("all pages moved from {old} to {new}"), place)
        }
        None => (format!("pages under {old} lost their URL"), comparison.manifest_key("site")),
    };
    let help = format!("restore `root`, or redirect each path under {old} to its new URL permanently");
    let base = comparison.manifest_was([key("site"), key("root")]);
    let finding = Finding::new(message, place, help).was(base, format!("was {old}"));
    changes.find(None, (Bump::Major, Audience::Links), finding);
}
