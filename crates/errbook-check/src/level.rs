//! Determines the level of a rule: the default, the level in the manifest, or the level for a path.
//! Later ones override earlier ones, and the last matching path wins.

use errbook_catalog::{Manifest, RuleLevel};

use crate::options::Options;
use crate::rules::{Rule, Scope};

/// The level of a rule for a file.
pub(crate) fn of(manifest: &Manifest, rule: &Rule, path: &str) -> RuleLevel {
    let Some(setting) = manifest.rules.iter().find(|setting| setting.rule == rule.id) else { return rule.level };
    let for_path = setting.paths.iter().rev().find(|(glob, _)| matches(glob, path));
    for_path.map(|(_, level)| *level).or(setting.level).unwrap_or(rule.level)
}

/// Whether a rule is off for all files, so it can be skipped.
pub(crate) fn is_off(manifest: &Manifest, rule: &Rule) -> bool {
    let off = |level: RuleLevel| level == RuleLevel::Allow;
    match manifest.rules.iter().find(|setting| setting.rule == rule.id) {
        Some(setting) => off(setting.level.unwrap_or(rule.level)) && setting.paths.iter().all(|(_, level)| off(*level)),
        None => off(rule.level),
    }
}

/// Whether the input that a rule needs exists.
pub(crate) fn may_run(options: &Options, manifest: Option<&Manifest>, rule: &Rule) -> bool {
    match rule.scope {
        // Also runs if the document is unreadable, because a rule reports that.
        Scope::OpenapiEntry(_) | Scope::Calls(_) | Scope::Openapi(_) => {
            options.openapi.is_some() || manifest.is_some_and(|manifest| manifest.openapi.is_some())
        }
        Scope::Base(_) => options.base.is_some(),
        Scope::Source(_) => options.scan.is_some(),
        Scope::Observed(_) => options.observed.is_some(),
        Scope::Traffic => false,
        Scope::Entry(_) | Scope::Texts(_) | Scope::Catalog(_) | Scope::Run => true,
    }
}

/// Whether a glob matches a path: `*` matches any part of a name, `**` any number of folders.
fn matches(glob: &str, path: &str) -> bool {
    match glob.split_once("**") {
        Some((before, after)) => {
            let after = after.trim_start_matches('/');
            path.match_indices('/').map(|(at, _)| at + 1).chain([0]).any(|at| {
                let start = &path[..at];
                name_matches(before, start)
                    && (after.is_empty()
                        || path
                            .match_indices('/')
                            .map(|(at, _)| at + 1)
                            .chain([0])
                            .filter(|&end| end >= at)
                            .any(|end| matches(after, &path[end..])))
            })
        }
        None => name_matches(glob, path),
    }
}

/// Whether a glob without `**` matches: `*` matches anything but a slash.
fn name_matches(glob: &str, path: &str) -> bool {
    match glob.split_once('*') {
        None => glob == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let end = rest.find('/').unwrap_or(rest.len());
            (0..=end).filter(|&at| rest.is_char_boundary(at)).any(|at| name_matches(after, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_like_gitignore() {
        for (glob, path, expected) in [
            ("unkey/data/key.yaml", "unkey/data/key.yaml", true),
            ("unkey/*/key.yaml", "unkey/data/key.yaml", true),
            ("unkey/*.yaml", "unkey/data/key.yaml", false),
            ("unkey/**", "unkey/data/key.yaml", true),
            ("**/key.yaml", "unkey/data/key.yaml", true),
            ("**/key.yaml", "key.yaml", true),
            ("**/data/**", "unkey/data/key.yaml", true),
            ("**/date/**", "unkey/data/key.yaml", false),
            ("frontline/**", "unkey/data/key.yaml", false),
        ] {
            assert_eq!(matches(glob, path), expected, "{glob} on {path}");
        }
    }
}
