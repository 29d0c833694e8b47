//! The files of a site for programs.

pub(crate) mod hosts;
pub(crate) mod llms;
pub(crate) mod sitemap;
