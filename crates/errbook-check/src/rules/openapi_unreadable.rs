//! Reports an OpenAPI document that is missing, invalid, or of an unsupported version.

use super::*;
use crate::openapi::Openapi;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    match &context.openapi {
        Openapi::Missing(path) => {
            if let Some(manifest) = context.manifest_file() {
                let place = Place::key(manifest, "openapi").range(0..path.len());
                let help = "correct the path, which is relative to the catalog's folder, or remove the key";
                findings.push(Finding::new(format!("cannot find `{path}`"), place, help));
            }
        }
        Openapi::Unreadable(file, problem) => {
            let place = Place::file(*file).range(problem.range.clone());
            findings.push(Finding::new(problem.message.as_str(), place, problem.help));
        }
        Openapi::None | Openapi::Read(_) => {}
    }
}
