//! The files of a site for programs.

use errbook_catalog::registry::Registry;

use crate::error::Error;
use crate::page::DataFile;
use crate::plan::Plan;

mod hosts;
mod llms;
mod registry;
mod sitemap;

pub(crate) use llms::{full_head, full_piece};

/// How many pieces the text of a file comes in.
pub(crate) fn pieces(plan: &Plan<'_>, file: DataFile) -> usize {
    match file {
        // Its head, and each code.
        DataFile::LlmsFull => 1 + plan.catalog.entries().len(),
        DataFile::Registry => registry::pieces(plan.catalog),
        _ => 1,
    }
}

/// One piece of the text of a file at `path`.
pub(crate) fn piece(plan: &Plan<'_>, path: &str, file: DataFile, piece: usize) -> Result<String, Error> {
    Ok(match file {
        DataFile::Llms => llms::index(plan, path),
        DataFile::Registry => registry::piece(plan.catalog, piece)?,
        DataFile::Schema => Registry::JSON_SCHEMA.to_owned(),
        DataFile::Sitemap => sitemap::xml(plan),
        DataFile::Redirects => hosts::lines(plan),
        DataFile::Vercel => hosts::vercel(plan),
        DataFile::RedirectList => hosts::list(plan),
        // These are made of more than the plan.
        DataFile::LlmsFull | DataFile::Search(_) => String::new(),
    })
}
