//! An image that is nowhere: the pages of a catalog come without files of their own.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::docs_url;
use crate::finding::{Finding, Findings};
use crate::names::Lead;
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for text in &entry.texts {
        for image in text.markdown.links.iter().filter(|link| link.image) {
            let destination = &*image.destination;
            let path = destination.split(['?', '#']).next().unwrap_or_default();
            let scheme = destination
                .split(['/', '?', '#'])
                .next()
                .and_then(|start| start.split_once(':'))
                .map(|(scheme, _)| scheme);
            let message = match scheme {
                Some("http" | "https") => continue,
                Some(scheme) => format!("pages do not show images of `{scheme}:`"),
                None if path.is_empty() => "this image has no destination".to_owned(),
                // What the rest of the docs holds is not known here.
                None if path.starts_with('/') && context.manifest.site.is_none() => continue,
                None => match docs_url::resolve(context.manifest, &entry.entry.segments, path) {
                    Some(path) if context.lead(&path) != Lead::Elsewhere => {
                        format!("no image is at `{path}`")
                    }
                    _ => continue,
                },
            };
            let finding = Finding::new(message, text.at(image.destination_range(text.value)));
            findings.push(
                finding.help(
                    "put the image into the rest of your docs and name it from their root, or describe it in words",
                ),
            );
        }
    }
}
