//! An image that is nowhere: the pages of a catalog come without files of their own.

use super::*;
use crate::docs_url;
use crate::names::Lead;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for (text, image) in links(&entry.texts).filter(|(_, link)| link.image) {
        let destination = &*image.destination;
        let path = destination.split(['?', '#']).next().unwrap_or_default();
        let start = destination.split(['/', '?', '#']).next().unwrap_or_default();
        let message = match start.split_once(':').map(|(scheme, _)| scheme) {
            Some("http" | "https") => continue,
            Some(scheme) => format!("pages do not show images of `{scheme}:`"),
            None if path.is_empty() => "this image has no destination".to_owned(),
            // What the rest of the docs holds is not known here.
            None if path.starts_with('/') && context.manifest.site.is_none() => continue,
            None => match docs_url::resolve(context.manifest, &entry.entry.segments, path) {
                Some(path) if context.lead(&path) != Lead::Elsewhere => format!("no image is at `{path}`"),
                _ => continue,
            },
        };
        let place = text.at(image.destination_range(text.value));
        let help = "put the image into the rest of your docs and name it from their root, or describe it in words";
        findings.push(Finding::new(message, place, help));
    }
}
