//! Reports an OpenAPI document that is missing, invalid, or of an unsupported version.

use super::*;
use crate::openapi::Openapi;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Catalog(check));

fn check(context: &Context<'_>, findings: &mut Findings) {
    match &context.openapi {
        Openapi::Missing(path) => {
            if let Some(manifest) = context.manifest_file() {
                let place = Place::key(manifest, "openapi").range(0..path.len());
                let (message, help) = why_missing(context, path);
                findings.push(Finding::new(message, place, help));
            }
        }
        Openapi::Unreadable(file, problem) => {
            let place = Place::file(*file).range(problem.range.clone());
            findings.push(Finding::new(problem.message.as_str(), place, problem.help));
        }
        Openapi::None | Openapi::Read(_) => {}
    }
}

fn why_missing(context: &Context<'_>, path: &str) -> (String, &'static str) {
    let folder = format!("{}/", path.trim_start_matches("./").trim_end_matches('/'));
    let is_folder = || context.snapshot.files().any(|file| context.snapshot.path(file).starts_with(&folder));
    if path.starts_with("https://") || path.starts_with("http://") {
        (format!("`{path}` is a URL"), "save the document in the catalog's folder, and use its path there")
    } else if is_folder() {
        (format!("`{path}` is a folder"), "use the path of the OpenAPI document in it")
    } else {
        (
            format!("cannot find `{path}`"),
            "correct the path, which is relative to the catalog's folder, or remove the key",
        )
    }
}
