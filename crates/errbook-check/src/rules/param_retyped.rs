//! A param of another type: what clients parse, and what services give, no longer fits.

use errbook_catalog::{PathStep, RuleLevel};

use super::Scope;
use crate::against::{Bump, Changes, Comparison};
use crate::finding::Finding;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Past(check);

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        for old in &pair.old.params {
            let Some(new) = pair.new.params.iter().find(|new| new.name == old.name && new.ty != old.ty) else {
                continue;
            };
            let message = format!(
                "the param `{}` of `{}` is of type {}, and was of type {}",
                new.name, pair.new.code, new.ty, old.ty
            );
            let place = pair.key("params").then(PathStep::Key(new.name.clone().into())).then(PathStep::key("type"));
            let finding = Finding::new(message, place).label(format!("was `{}`", old.ty));
            let finding = finding.help(format!(
                "restore the type, and add a param with another name for the new one, such as `{}_{}`",
                new.name, new.ty
            ));
            changes.find(pair.code(), Bump::Major, finding);
        }
    }
}
