//! Finds contradictions within a page: statuses, titles, and URLs of other pages.

use std::sync::LazyLock;

use errbook_catalog::reason_phrase;
use regex_lite::Regex;

use crate::envelope;
use crate::loss_report::LossReport;
use crate::model::Entry;
use crate::page::{Page, Text};
use crate::prose::{Block, Kind};
use crate::scheme::Code;

use super::World;

/// A status in a sentence: `HTTP 404`, `status code 404`, `status: 404`.
static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:HTTP|status(?: code)?)[ :`*]{1,3}([45][0-9][0-9])\b").ok());

/// Takes a missing status from the text, if it mentions only one.
pub(super) fn find_status(entry: &mut Entry, page: &Page, text: &Text, report: &mut LossReport) {
    if entry.status.is_some() || entry.message.is_none() {
        return;
    }
    let mut found: Vec<(&str, usize)> = STATUS
        .iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|found| found.get(1))
        .map(|status| (status.as_str(), status.start()))
        .collect();
    found.dedup_by_key(|(status, _)| *status);
    if let [(status, at)] = found.as_slice() {
        entry.status = status.parse().ok();
        entry.status_at = Some(page.place(text, *at));
        report.kept(page.place(text, *at), format!("status {status} is taken from this sentence"), "");
    }
}

/// Compares the status of an entry with all others on its page.
pub(super) fn statuses(entry: &Entry, page: &Page, text: &Text, blocks: &[Block], report: &mut LossReport) {
    let Some(status) = entry.status else { return };
    for block in blocks {
        let source = &text[block.range.clone()];
        if let Kind::Code { code, .. } = &block.kind {
            let other = envelope::read(code, &|_| false).and_then(|example| example.status).filter(|of| *of != status);
            if let Some(other) = other {
                let message = format!("this response has status {other}, but the code has {status}");
                report.differs(page.place(text, block.range.start), message, "");
            }
            continue;
        }
        for found in STATUS.iter().flat_map(|pattern| pattern.captures_iter(source)) {
            let Some(other) = found.get(1).filter(|of| of.as_str() != status.to_string()) else { continue };
            let message = format!("this sentence mentions status {}, but the code has {status}", other.as_str());
            let place = page.place(text, block.range.start + other.start());
            report.differs(place, message, found.get(0).map_or("", |of| of.as_str()));
        }
    }
    if let (Some(title), Some(phrase)) = (&entry.title, reason_phrase(status)) {
        let message = format!("the title is not `{phrase}`, the reason phrase of {status}: it is kept as `title`");
        report.differs(page.start(), message, title.as_str());
    }
}

/// Compares the URL in a response with the URL of the page.
pub(super) fn url(code: &Code, page: &Page, world: &World<'_>, report: &mut LossReport) {
    let (Some(site), Some((example, _))) = (world.site, &page.head.example) else { return };
    let Some(url) = &example.url else { return };
    report.took("`type` of the response", "site");
    let own = site.url(&code.0);
    if *url == own {
        return;
    }
    let message = match (world.code_at)(url).filter(|other| other != code) {
        Some(other) => {
            format!("the URL in the response is the page of `{}`: it becomes `{own}`", world.scheme.text(&other))
        }
        None => format!("the URL in the response is not the URL of this page: it becomes `{own}`"),
    };
    report.differs(page.start(), message, url.as_str());
}
