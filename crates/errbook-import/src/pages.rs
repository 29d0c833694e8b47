//! Converts a folder of pages to a catalog. `codes` decides which pages are entries. `site`,
//! `profiles`, `requests`, and `groups` infer what pages share: the URL, the responses, the
//! requests, and the levels above the last.

mod codes;
pub(crate) mod groups;
mod profiles;
mod requests;
mod site;

use std::collections::{HashMap, HashSet};

use crate::ledger::Unit;
use crate::loss_report::LossReport;
use crate::manifest::{Manifest, Site};
use crate::mdx::Dialect;
use crate::model::{Entry, File, Place};
use crate::navigation::{self, Navigation};
use crate::page::{self, Page};
use crate::page_map::PageMap;
use crate::place::{self, World};
use crate::scheme::{Code, most_frequent};
use crate::{ImportError, Made, Pages, Settings};

/// Names of pages that describe a group, besides `index`, unless they contain a code.
const OVERVIEWS: &[&str] = &["overview", "introduction", "README", "readme"];

pub(crate) fn import(input: &Pages, dialect: Dialect, map: &PageMap, settings: &Settings) -> Result<Made, ImportError> {
    let mut report = LossReport::default();
    let navigation = navigation(input, &mut report);
    let pages = read(input, dialect, map, &navigation, &mut report);
    let fields = pages.iter().flat_map(|page| &page.front.fields).map(|field| field.key.as_str());
    map.verify(&pages.iter().flat_map(Page::headings).collect(), &fields.collect())?;
    let scheme = codes::scheme(&pages, settings);
    let (codes, others) = codes::codes(&pages, &scheme, &mut report);
    let site = site::site(&pages, &codes, settings);

    let addresses = addresses(&pages, &codes, site.as_ref());
    let code_at = |url: &str| addresses.get(url.trim_matches('/')).map(|code| (*code).clone());
    let known: HashSet<&Code> = codes.iter().map(|(_, code)| code).collect();
    let world =
        World { scheme: &scheme, map, code_at: &code_at, exists: &|code| known.contains(code), site: site.as_ref() };

    let (profiles, of_page) = profiles::profiles(&pages, &codes);
    let folder = codes::base(&pages, &scheme).unwrap_or_default();
    let former = |page: &Page, code: &Code| {
        let site = site.as_ref()?;
        let navigation = input.navigation.as_ref().map(|_| &navigation);
        Some(site::redirects(&page.path, &site.path(&code.0), site, navigation, &folder))
    };
    let mut entries = Vec::new();
    for (at, code) in &codes {
        let page = &pages[*at];
        let mut own = page.report.clone();
        let mut entry = place::entry(page, code, &world, &mut own);
        entry.profile = of_page.get(at).copied();
        entry.redirects = former(page, code).unwrap_or_default();
        own.name(&scheme.text(code));
        report.extend(own);
        entries.push(entry);
    }
    others.iter().for_each(|at| report.extend(pages[*at].report.clone()));
    let mut groups = groups::of(&entries, &scheme);
    groups::titles(&mut groups, &navigation, &addresses);
    groups::describe(&mut groups, others, &pages, &world, &mut report);
    order_of_codes(&entries, &navigation, input, &mut report);
    let name = settings.name.clone().or_else(|| navigation.name.clone());
    let request_id = most_frequent(pages.iter().filter_map(|page| page.head.example.as_ref()?.0.request_id.clone()));
    let requests = requests::shared(&mut entries, &mut report);
    let manifest = Manifest {
        name: name.unwrap_or_else(|| input.name.clone()),
        reference: map.reference,
        scheme,
        groups,
        profiles,
        site,
        request_id,
        requests,
        ..Manifest::default()
    };
    let units = pages.iter().map(|page| Unit { place: page.start(), text: page.source.clone() }).collect();
    Ok(Made { manifest, entries, report, units })
}

/// A map for pages, with what errbook doesn't recognize as comments.
pub(crate) fn suggest(input: &Pages, dialect: Dialect) -> String {
    let map = PageMap::default();
    let pages = read(input, dialect, &map, &Navigation::default(), &mut LossReport::default());
    crate::suggest::of_pages(&pages, &map)
}

/// Reads all pages, in the order of the navigation.
fn read(input: &Pages, dialect: Dialect, map: &PageMap, navigation: &Navigation, report: &mut LossReport) -> Vec<Page> {
    let mut sources: Vec<&File> = input.files.iter().collect();
    sources.sort_by(|one, two| one.path.cmp(&two.path));
    let mut pages: Vec<Page> =
        sources.into_iter().map(|source| page::read(source, &input.below, dialect, map)).collect();
    order(&mut pages, navigation);
    report.totals.sources = pages.len();
    pages
}

/// The codes of pages by their paths in the source, and by the paths and URLs that they will have.
fn addresses<'c>(pages: &[Page], codes: &'c [(usize, Code)], site: Option<&Site>) -> HashMap<String, &'c Code> {
    let mut addresses = HashMap::new();
    for (_, code) in codes {
        if let Some(site) = site {
            addresses.insert(site.url(&code.0), code);
            addresses.insert(site.path(&code.0).trim_matches('/').to_owned(), code);
        }
    }
    addresses.extend(codes.iter().map(|(at, code)| (pages[*at].path.clone(), code)));
    addresses
}

/// Reports where the navigation's order differs from that of codes, because a catalog sorts entries
/// by code.
fn order_of_codes(entries: &[Entry], navigation: &Navigation, input: &Pages, report: &mut LossReport) {
    let Some(source) = input.navigation.as_ref().filter(|_| !navigation.pages.is_empty()) else { return };
    let mut told: Vec<&[String]> = Vec::new();
    for pair in entries.windows(2) {
        let [one, two] = pair else { continue };
        let (Some((_, above)), Some((_, other))) = (one.code.0.split_last(), two.code.0.split_last()) else { continue };
        if above == other && one.code > two.code && !told.contains(&above) {
            told.push(above);
            let place = Place { file: source.path.clone(), line: 1 };
            report.kept(
                place,
                format!("the pages of `{}` are sorted by code, not in the order of the navigation", above.join("/")),
                "",
            );
        }
    }
}

fn navigation(input: &Pages, report: &mut LossReport) -> Navigation {
    let Some(source) = &input.navigation else { return Navigation::default() };
    navigation::read(&source.text).unwrap_or_else(|(line, reason)| {
        let place = Place { file: source.path.clone(), line };
        report.unplaced(place, format!("invalid JSON: {reason}"), "");
        Navigation::default()
    })
}

/// Sorts pages in the order of the navigation. Pages that it doesn't list come last.
fn order(pages: &mut [Page], navigation: &Navigation) {
    let positions: HashMap<&str, usize> =
        navigation.pages.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
    pages.sort_by_key(|page| positions.get(page.path.as_str()).copied().unwrap_or(usize::MAX));
}

fn unplaced(page: &Page, message: String, report: &mut LossReport) {
    report.totals.skipped += 1;
    report.unplaced(page.start(), message, page.source.as_str());
}

/// Converts any string to a valid catalog name.
pub(crate) fn catalog_name(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name
    } else {
        format!("errors{}{name}", if name.is_empty() { "" } else { "-" })
    }
}
