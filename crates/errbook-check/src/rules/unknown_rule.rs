//! A rule that does not exist, in the manifest's `rules` or in an exemption: what its writer meant is not in force.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    for setting in &context.manifest.rules {
        let Some(manifest) = context.manifest_file() else { break };
        // One step further than the file goes, so that the name is marked and not the level.
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

/// The finding about a rule, unless it is one that can be set.
fn unknown(rule: &str, place: Place) -> Option<Finding> {
    if Rule::by_id(rule).is_some() {
        return None;
    }
    if errbook_catalog::Rule::ALL.iter().any(|fixed| fixed.id() == rule) {
        let help = "remove it here: what reading a catalog finds has the level that it has";
        return Some(Finding::new(format!("the level of `{rule}` is fixed"), place, help));
    }
    let near = suggest::nearest(rule, RULES.iter().map(|rule| rule.id)).map(did_you_mean);
    let help = near.unwrap_or_else(|| "a rule is named as `errbook check` shows it in brackets".to_owned());
    Some(Finding::new(format!("there is no rule `{rule}`"), place, help))
}
