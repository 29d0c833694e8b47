//! Reports rules in the manifest's `rules` or in `allow` that do not exist or have a fixed level.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    for setting in &context.manifest.rules {
        let Some(manifest) = context.manifest_file() else { break };
        // One step deeper than the file goes, so the label covers the rule's name instead of its
        // level.
        let place = Place::key(manifest, "rules").then(key(setting.rule.clone())).then(key(""));
        unknown(&setting.rule, place).into_iter().for_each(|finding| findings.push(finding));
    }
    for (_, file, entry) in context.entries() {
        for (index, allow) in entry.allow.iter().enumerate() {
            let place = Place::key(file, "allow").then(PathStep::Item(index)).then(key("rule"));
            unknown(&allow.rule, place).into_iter().for_each(|finding| findings.push(finding));
        }
    }
}

/// Rules that no longer exist, each with what replaces it.
const REPLACED: &[(&str, &str)] =
    &[("code-untested", "use `never-observed`, which runs with `errbook check --observed FILE`")];

/// The finding about a rule that is unknown or has a fixed level.
fn unknown(rule: &str, place: Place) -> Option<Finding> {
    if Rule::by_id(rule).is_some() {
        return None;
    }
    if errbook_catalog::Rule::ALL.iter().any(|fixed| fixed.id() == rule) {
        let help = "remove it: you cannot change or suppress this rule";
        return Some(Finding::new(format!("level of rule `{rule}` is fixed"), place, help));
    }
    if let Some((_, help)) = REPLACED.iter().find(|(id, _)| *id == rule) {
        return Some(Finding::new(format!("rule `{rule}` no longer exists"), place, *help));
    }
    let near = suggest::nearest(rule, RULES.iter().map(|rule| rule.id)).map(did_you_mean);
    let help = near.unwrap_or_else(|| "use the ID that `errbook check` prints in brackets, such as `stub`".to_owned());
    Some(Finding::new(format!("unknown rule `{rule}`"), place, help))
}
