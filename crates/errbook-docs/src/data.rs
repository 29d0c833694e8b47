//! The files of a site for programs: each is a page of the [`Site`] like any other, listed by [`files`] and rendered on demand.

use crate::error::Error;
use crate::page::{Page, PageKind};
use crate::paths::Spot;
use crate::site::{Part, Site, Step};

mod hosts;
mod llms;
mod registry;
mod sitemap;

/// A file for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFile {
    /// `llms.txt`: what there is, by group, in the form of llmstxt.org.
    Llms,
    /// `llms-full.txt`: the Markdown of all codes.
    LlmsFull,
    /// `errors.json`: the catalog.
    Registry,
    /// `errors.schema.json`: the JSON Schema of `errors.json`.
    Schema,
    /// `sitemap.xml`.
    Sitemap,
    /// `_redirects`: former URLs, for Netlify and Cloudflare Pages.
    Redirects,
    /// `vercel.json`: former URLs, for Vercel.
    Vercel,
    /// `redirects.json`: former URLs from the root of the docs, in the form of the array `redirects` of Mintlify's `docs.json`.
    RedirectList,
    /// Part of the search index.
    Search(SearchFile),
}

/// A part of the search index.
pub use crate::search::SearchFile;
pub(crate) use hosts::former_urls;
pub(crate) use llms::full_piece;

/// The files of a site with their output paths.
pub(crate) fn files(site: &Site<'_>) -> Vec<(String, DataFile)> {
    let mut files = Vec::new();
    files.extend([("llms.txt".to_owned(), DataFile::Llms), ("llms-full.txt".to_owned(), DataFile::LlmsFull)]);
    files.push((site.paths.asset(registry::NAME), DataFile::Registry));
    files.push((site.paths.asset(registry::SCHEMA_NAME), DataFile::Schema));
    // Its URLs are absolute, and which ones are right only the manifest can say.
    if site.paths.canonical(Spot::Index).is_some() {
        files.push(("sitemap.xml".to_owned(), DataFile::Sitemap));
    }
    if !site.redirects.is_empty() {
        files.push(("_redirects".to_owned(), DataFile::Redirects));
        files.push(("vercel.json".to_owned(), DataFile::Vercel));
        files.push(("redirects.json".to_owned(), DataFile::RedirectList));
    }
    let search = crate::search::files(site.catalog);
    files.extend(search.map(|(name, file)| (site.paths.asset(&name), DataFile::Search(file))));
    files
}

/// How many pieces the text of a file comes in.
pub(crate) fn pieces(site: &Site<'_>, file: DataFile) -> usize {
    match file {
        DataFile::LlmsFull => llms::full_pieces(site),
        DataFile::Registry => registry::pieces(site.catalog),
        _ => 1,
    }
}

/// The steps of all pages: `llms-full.txt` grows along with the Markdown versions that it repeats.
pub(crate) fn steps(site: &Site<'_>, pages: &[Page]) -> Vec<Step> {
    let is_full = |page: &Page| page.kind() == PageKind::Data { file: DataFile::LlmsFull };
    let codes = site.catalog.entries().len();
    let full = pages.iter().position(is_full).filter(|_| codes > 0);
    let mut steps: Vec<Step> = Vec::with_capacity(pages.len());
    for (index, page) in pages.iter().enumerate().filter(|(index, _)| full != Some(*index)) {
        steps.extend(site.steps_of(index, page));
        if let (Some(full), PageKind::Entry { entry }, true) = (full, page.kind(), page.is_markdown_version()) {
            // The first piece is the head.
            let pieces = if entry == 0 { 0..2 } else { entry + 1..entry + 2 };
            let parts = pieces.map(|piece| Part { page: full, piece, last: piece == codes });
            steps.last_mut().into_iter().for_each(|step| step.parts.extend(parts.clone()));
        }
    }
    steps
}

/// One piece of the text of a file.
pub(crate) fn piece(site: &Site<'_>, path: &str, file: DataFile, piece: usize) -> Result<String, Error> {
    Ok(match file {
        DataFile::Llms => llms::index(site, path),
        DataFile::LlmsFull => return llms::full(site, path, piece),
        DataFile::Registry => return registry::piece(site.catalog, piece),
        DataFile::Schema => return registry::schema(),
        DataFile::Sitemap => sitemap::xml(site),
        DataFile::Redirects => hosts::lines(site),
        DataFile::Vercel => hosts::vercel(site),
        DataFile::RedirectList => hosts::list(site),
        DataFile::Search(file) => site.search().file(site, file),
    })
}
