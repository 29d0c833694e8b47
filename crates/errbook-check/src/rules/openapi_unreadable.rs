//! The OpenAPI document is missing, broken, or of a version that cannot be checked.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings, Place};
use crate::openapi::Openapi;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Catalog(check);

fn check(context: &Context<'_>, findings: &mut Findings) {
    match &context.openapi {
        Openapi::Missing(path) => {
            let manifest = context.snapshot.file("catalog.yaml").map(|file| Place::key(file, "openapi"));
            let finding =
                manifest.map(|place| Finding::new(format!("cannot find `{path}`"), place.range(0..path.len())));
            findings.found.extend(
                finding
                    .map(|finding| finding.help("the path is relative to the catalog: correct it, or remove the key")),
            );
        }
        Openapi::Unreadable(file, problem) => {
            let place = Place::file(*file).range(problem.range.clone());
            findings.push(Finding::new(problem.message.as_str(), place).help(problem.help));
        }
        Openapi::None | Openapi::Read(_) => {}
    }
}
