//! `llms.txt`, in the format of llmstxt.org, and `llms-full.txt`. Both link to Markdown versions.

use errbook_catalog::{Catalog, Entry};

use crate::facts::{code_format, description, first_paragraph, has_included, prefix, title};
use crate::links::relative;
use crate::page::{Listing, PageKind};
use crate::paths::Spot;
use crate::plan::{Plan, REGISTRY};
use crate::text;

/// With more codes, `llms.txt` only lists groups. The Markdown version of a group lists its codes.
const MANY: usize = 1000;

/// `llms.txt`: title, description, and a list for each group. Retired codes are in the section
/// "Optional", which llmstxt.org reserves for links that can be skipped.
pub(crate) fn index(plan: &Plan<'_>, path: &str) -> String {
    let catalog = plan.catalog;
    let mut out = format!("# {}\n", text::markdown(&title(catalog)));
    let description = &catalog.manifest().description;
    if !description.is_empty() {
        out.push_str(&format!("\n> {}\n", text::markdown(description)));
    }
    out.push_str(&facts(plan, path));
    let index = Index { plan, path };
    if catalog.entries().len() > MANY {
        index.groups(&mut out)
    } else {
        index.codes(&mut out)
    }
    out
}

/// What applies to all codes.
fn facts(plan: &Plan<'_>, path: &str) -> String {
    let mut out = String::from("\n");
    if let Some(format) = code_format(plan.catalog) {
        let name = text::code_span(&plan.catalog.manifest().name);
        let of = if has_included(plan.catalog) { format!(" of {name}") } else { String::new() };
        out.push_str(&format!("Codes{of} have the format {}. ", text::code_span(&format)));
    }
    out.push_str("To get the page of a code as Markdown, append `.md` to its URL.");
    out.push_str(&format!(
        " [errors.json]({}) has the whole catalog as data. [llms-full.txt]({}) has all pages in one file.\n",
        link(plan, path, &plan.paths.asset(REGISTRY)),
        link(plan, path, "llms-full.txt"),
    ));
    out
}

struct Index<'s> {
    plan: &'s Plan<'s>,
    path: &'s str,
}

impl Index<'_> {
    /// A section for each group that directly contains codes.
    fn codes(&self, out: &mut String) {
        let entries = self.plan.catalog.entries();
        let live = |at: &&usize| entries[**at].retired.is_none();
        let top: Vec<usize> = (0..entries.len()).filter(|&at| entries[at].segments.len() == 1).collect();
        self.section("Codes", top.iter().filter(live), out);
        for group in self.plan.catalog.groups() {
            self.section(&self.plan.paths.heading(group), group.entries.iter().filter(live), out);
        }
        let retired: Vec<usize> = (0..entries.len()).filter(|&at| entries[at].retired.is_some()).collect();
        self.section("Optional", retired.iter(), out);
    }

    fn section<'e>(&self, heading: &str, entries: impl Iterator<Item = &'e usize>, out: &mut String) {
        for (index, &at) in entries.enumerate() {
            if index == 0 {
                out.push_str(&format!("\n## {}\n\n", text::markdown(heading)));
            }
            let entry = &self.plan.catalog.entries()[at];
            let about = about(entry);
            self.item(&entry.name, PageKind::Entry { entry: at }, &[&text::code_span(&entry.code), &about], out);
        }
    }

    /// A section with all groups.
    fn groups(&self, out: &mut String) {
        out.push_str("\n## Groups\n\n");
        for (at, group) in self.plan.catalog.groups().iter().enumerate().filter(|(_, group)| !group.retired) {
            let codes = prefix(group).map(|prefix| text::code_span(&prefix)).unwrap_or_default();
            let about = text::markdown(&first_paragraph(group));
            self.item(
                &self.plan.paths.heading(group),
                PageKind::List { of: Listing::Group(at), part: 0 },
                &[&codes, &about],
                out,
            );
        }
        if self.plan.catalog.groups().is_empty() {
            self.item("All codes", PageKind::List { of: Listing::Catalog, part: 0 }, &[], out);
        }
    }

    fn item(&self, title: &str, kind: PageKind, notes: &[&str], out: &mut String) {
        let Some(page) = self.plan.markdown_version_of(kind) else { return };
        out.push_str(&format!("- [{}]({})", text::markdown(title), link(self.plan, self.path, page.path())));
        let notes: Vec<&str> = notes.iter().copied().filter(|note| !note.is_empty()).collect();
        if !notes.is_empty() {
            out.push_str(&format!(": {}", notes.join(" ")));
        }
        out.push('\n');
    }
}

/// Statuses and description of a code.
fn about(entry: &Entry) -> String {
    let mut statuses: Vec<String> = entry.responses.iter().map(|response| response.status.to_string()).collect();
    statuses.dedup();
    let statuses = if statuses.is_empty() { String::new() } else { format!("({}) ", statuses.join(", ")) };
    format!("{statuses}{}", text::markdown(&description(entry))).trim_end().to_owned()
}

/// The start of `llms-full.txt`.
pub(crate) fn full_head(catalog: &Catalog) -> String {
    format!("# {}\n\n{}\n", text::markdown(&title(catalog)), text::markdown(&catalog.manifest().description))
}

/// A code in `llms-full.txt`: its page as Markdown, rendered for the path of this file, so links
/// lead to Markdown versions. The URL of the page is above it.
pub(crate) fn full_piece(plan: &Plan<'_>, entry: usize, page: &str) -> String {
    let url = plan.paths.public(Spot::Entry(entry)).map(|url| format!("URL: {url}\n\n")).unwrap_or_default();
    format!("\n---\n\n{url}{}\n", page.trim())
}

/// The URL of a file, or else the relative link from `path`.
fn link(plan: &Plan<'_>, path: &str, file: &str) -> String {
    plan.paths.url(file).unwrap_or_else(|| relative(path, file))
}
