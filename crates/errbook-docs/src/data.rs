//! Renders the machine-readable files of a site.

pub(crate) mod editions;
pub(crate) mod feed;
pub(crate) mod hosts;
pub(crate) mod llms;
pub(crate) mod sitemap;
