//! Reports images without a destination, or with a path where no image can exist: a catalog
//! publishes no images.

use super::*;
use crate::docs_url;
use crate::names::Lead;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let segments = texts.entry.map(|entry| entry.segments.as_slice());
    for (text, image) in links(texts.texts).filter(|(_, link)| link.image) {
        let destination = &*image.destination;
        let path = destination.split(['?', '#']).next().unwrap_or_default();
        let start = destination.split(['/', '?', '#']).next().unwrap_or_default();
        let message = match start.split_once(':').map(|(scheme, _)| scheme) {
            Some("http" | "https") => continue,
            Some(scheme) => format!("`{scheme}:` images are not supported"),
            None if path.is_empty() => "image has no destination".to_owned(),
            // Without `site`, such a path may lead to the rest of the docs.
            None if path.starts_with('/') && context.manifest.site.is_none() => continue,
            None => match docs_url::resolve(context.manifest, segments, path) {
                Some(path) if context.lead(&path) != Lead::Elsewhere => format!("no image exists at `{path}`"),
                _ => continue,
            },
        };
        let place = text.at(image.destination_range(text.value));
        let help =
            "put the image in the rest of your docs and use its path from the docs root, or describe it in words";
        findings.push(Finding::new(message, place, help));
    }
}
