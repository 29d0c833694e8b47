//! A folder of pages as a catalog: which pages are entries, which are groups, and what they say together about the code scheme, the profiles
//! and the URL.

use std::collections::HashMap;

use crate::envelope::{self, Example};
use crate::manifest::{self, Group, Manifest, Site};
use crate::map::PageMap;
use crate::mdx::Dialect;
use crate::model::{Entry, Place, Source};
use crate::navigation::{self, Navigation};
use crate::page::{self, Head, Page};
use crate::place::{self, World};
use crate::prose;
use crate::report::{Amount, Report};
use crate::scheme::{self, Code, Found, Scheme, Taken, most_frequent};
use crate::yaml::Value;
use crate::{Made, Pages, Settings};

/// Names of pages about a group, beside `index`, where they say no code of their own.
const OVERVIEWS: &[&str] = &["overview", "introduction", "README", "readme"];

/// Makes a catalog of pages.
pub(crate) fn import(input: &Pages, dialect: Dialect, map: &PageMap, settings: &Settings) -> Made {
    let mut report = Report::default();
    let navigation = navigation(input, &mut report);
    let mut sources: Vec<&Source> = input.files.iter().collect();
    sources.sort_by(|one, two| one.path.cmp(&two.path));
    let mut pages: Vec<Page> = sources.into_iter().map(|source| page::read(source, &input.below, dialect)).collect();
    order(&mut pages, &navigation);
    for page in &pages {
        report.totals.read += page.amount;
    }
    report.totals.sources = pages.len();
    let heads: Vec<Head> = pages.iter().map(|page| page.head(&page.text, &prose::blocks(&page.text), map)).collect();
    for detail in heads.iter().filter_map(|head| head.example.as_ref()?.0.detail.as_ref()) {
        report.totals.read.words += detail.split_whitespace().count();
    }
    let scheme = infer_scheme(&pages, &heads, settings);
    let (codes, others) = codes(&pages, &heads, &scheme, &mut report);
    let site = site(&pages, &heads, &codes, settings);

    let by_path: HashMap<&str, &Code> = codes.iter().map(|(at, code)| (pages[*at].path.as_str(), code)).collect();
    let urls = |site: &Site, code: &Code| [site.url(&code.0), site.path(&code.0).trim_matches('/').to_owned()];
    let by_url: HashMap<String, &Code> = site
        .iter()
        .flat_map(|site| codes.iter().flat_map(|(_, code)| urls(site, code).map(|url| (url, code))))
        .collect();
    let code_at = |url: &str| {
        let url = url.trim_matches('/');
        by_path.get(url).or_else(|| by_url.get(url)).map(|code| (*code).clone())
    };
    let known: std::collections::HashSet<&Code> = codes.iter().map(|(_, code)| code).collect();
    let world = World { scheme: &scheme, map, code_at: &code_at, exists: &|code| known.contains(code) };

    let folder = base(&pages, &heads, &scheme).unwrap_or_default();
    let (profiles, of_page) = profiles(&heads, &codes);
    let mut entries = Vec::new();
    let mut lost: Vec<Report> = pages.iter().map(|page| page.report.clone()).collect();
    for (at, code) in &codes {
        let mut own = std::mem::take(&mut lost[*at]);
        let mut entry = place::entry(&pages[*at], code, &world, &mut own);
        entry.profile = of_page.get(at).copied();
        if let (Some(site), Some((example, _))) = (&site, &heads[*at].example) {
            if example.url.is_some() {
                own.took("`type` of the response", "site");
            }
            place::check_url(example, code, &pages[*at], site, &code_at, &scheme, &mut own);
        }
        if let Some(site) = &site {
            entry.redirects = redirects(
                &pages[*at].path,
                &site.path(&code.0),
                site,
                input.navigation.as_ref().map(|_| &navigation),
                &folder,
            );
        }
        own.name(&scheme.text(code));
        report.extend(own);
        entries.push(entry);
    }
    lost.into_iter().for_each(|of| report.extend(of));
    let mut groups = groups(&entries, &scheme);
    titles(&mut groups, &navigation, &by_path);
    describe(&mut groups, others, &pages, &heads, &world, site.as_ref(), &mut report);
    let name = settings.name.clone().or_else(|| navigation.name.clone());
    let request_id = most_frequent(heads.iter().filter_map(|head| head.example.as_ref()?.0.request_id.clone()));
    let manifest = Manifest {
        name: name.unwrap_or_else(|| input.name.clone()),
        description: String::new(),
        scheme,
        versions: false,
        extra_statuses: Vec::new(),
        groups,
        profiles,
        site,
        request_id,
    };
    Made { manifest, entries, report }
}

fn navigation(input: &Pages, report: &mut Report) -> Navigation {
    let Some(source) = &input.navigation else { return Navigation::default() };
    navigation::read(&source.text).unwrap_or_else(|error| {
        let place = Place { file: source.path.clone(), line: 1 };
        report.unplaced(place, format!("this is no JSON: {error}"), "");
        Navigation::default()
    })
}

/// The order of the navigation; what it does not have comes behind, by path.
fn order(pages: &mut [Page], navigation: &Navigation) {
    let positions: HashMap<&str, usize> =
        navigation.pages.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
    pages.sort_by_key(|page| positions.get(page.path.as_str()).copied().unwrap_or(usize::MAX));
}

fn infer_scheme(pages: &[Page], heads: &[Head], settings: &Settings) -> Scheme {
    let found: Vec<Found<'_>> = pages
        .iter()
        .zip(heads)
        .filter_map(|(page, head)| Some(Found { code: &head.code.as_ref()?.0, path: page.parts() }))
        .collect();
    if !found.is_empty() {
        return scheme::infer(&found, settings);
    }
    // Without a single code on a page, the paths are all there is.
    let depth = most_frequent(pages.iter().map(|page| page.parts().len())).unwrap_or(1).clamp(1, 5);
    let tails: Vec<Vec<&str>> =
        pages.iter().map(|page| tail(&page.parts(), depth)).filter(|tail| tail.len() == depth).collect();
    let separator = settings.separator.clone().unwrap_or_else(|| ":".to_owned());
    let texts: Vec<String> = tails.iter().map(|parts| parts.join(&separator)).collect();
    let found: Vec<Found<'_>> = texts.iter().zip(tails).map(|(code, path)| Found { code, path }).collect();
    let mut settings = settings.clone();
    settings.separator = Some(separator);
    let mut scheme = scheme::infer(&found, &settings);
    scheme.prefix = settings.prefix.filter(|prefix| !prefix.is_empty());
    scheme
}

fn tail<'p>(parts: &[&'p str], depth: usize) -> Vec<&'p str> {
    parts[parts.len().saturating_sub(depth)..].to_vec()
}

/// The codes of pages, by position, and the pages that are none.
fn codes(pages: &[Page], heads: &[Head], scheme: &Scheme, report: &mut Report) -> (Vec<(usize, Code)>, Vec<usize>) {
    let base = base(pages, heads, scheme);
    let mut taken = Taken::default();
    let mut codes: Vec<(usize, Code)> = Vec::new();
    let mut others = Vec::new();
    for (at, (page, head)) in pages.iter().zip(heads).enumerate() {
        let path = page_code(page, &base, scheme);
        let Some((text, _)) = &head.code else {
            match path {
                Some(code) => take(at, code, page, &mut taken, &mut codes, scheme, report),
                None => others.push(at),
            }
            continue;
        };
        match scheme.read(text) {
            Some(code) => {
                if let Some(of_path) = path.filter(|of_path| *of_path != code) {
                    let message =
                        format!("the page says `{text}`, and its path `{}`; the page is right", scheme.text(&of_path));
                    report.differs(page.start(), message, "");
                }
                take(at, code, page, &mut taken, &mut codes, scheme, report);
            }
            None => {
                let message = format!("`{text}` is not written like `{}`; this page is not imported", scheme.shape());
                unplaced(page, message, report);
            }
        }
    }
    (codes, others)
}

fn take(
    at: usize,
    code: Code,
    page: &Page,
    taken: &mut Taken,
    codes: &mut Vec<(usize, Code)>,
    scheme: &Scheme,
    report: &mut Report,
) {
    match taken.take(&code) {
        Ok(()) => codes.push((at, code)),
        Err(first) if first == code => {
            let message = format!("a second page for `{}`; this one is not imported", scheme.text(&code));
            unplaced(page, message, report);
        }
        Err(first) => {
            let message = format!(
                "`{}` and `{}` would have one name in Rust or on a disk; this page is not imported",
                scheme.text(&code),
                scheme.text(&first)
            );
            unplaced(page, message, report);
        }
    }
}

fn unplaced(page: &Page, message: String, report: &mut Report) {
    report.unplaced(page.start(), message, page.source.as_str());
}

/// The folder above the codes in the paths of pages.
fn base(pages: &[Page], heads: &[Head], scheme: &Scheme) -> Option<Vec<String>> {
    let bases = pages.iter().zip(heads).filter_map(|(page, head)| {
        let code = scheme.read(&head.code.as_ref()?.0)?;
        let parts = page.parts();
        let segments: Vec<&str> = code.0.iter().map(String::as_str).collect();
        let base = parts.strip_suffix(segments.as_slice())?;
        Some(base.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>())
    });
    let any = heads.iter().any(|head| head.code.is_some());
    if any {
        return most_frequent(bases);
    }
    let depth = scheme.levels.len();
    let bases = pages.iter().filter(|page| page.parts().len() >= depth).map(|page| {
        let parts = page.parts();
        parts[..parts.len() - depth].iter().map(|part| (*part).to_owned()).collect::<Vec<_>>()
    });
    most_frequent(bases)
}

/// The code that the path of a page is.
fn page_code(page: &Page, base: &Option<Vec<String>>, scheme: &Scheme) -> Option<Code> {
    let parts: Vec<String> = page.parts().into_iter().map(str::to_owned).collect();
    let rest = parts.strip_prefix(base.as_ref()?.as_slice())?;
    if rest.last().is_some_and(|last| OVERVIEWS.contains(&last.as_str())) {
        return None;
    }
    scheme.fits(rest).then(|| Code(rest.to_vec()))
}

/// Where the pages will be published: what most URLs in responses say.
fn site(pages: &[Page], heads: &[Head], codes: &[(usize, Code)], settings: &Settings) -> Option<Site> {
    let path = |code: &Code| format!("/{}", code.0.join("/"));
    let found = most_frequent(codes.iter().filter_map(|(at, code)| {
        let url = heads[*at].example.as_ref()?.0.url.as_deref()?;
        url.strip_suffix(path(code).as_str()).map(str::to_owned)
    }));
    let folder = most_frequent(codes.iter().filter_map(|(at, code)| {
        pages[*at].path.strip_suffix(code.0.join("/").as_str()).map(|base| base.trim_matches('/').to_owned())
    }));
    let errors = settings.errors.clone().map(|errors| errors.trim_matches('/').to_owned());
    if let Some(root) = &settings.docs_url {
        let root = root.trim_end_matches('/').to_owned();
        let below = || {
            found.as_ref().and_then(|url| url.strip_prefix(root.as_str())).map(|rest| rest.trim_matches('/').to_owned())
        };
        let errors = errors.or_else(below).or(folder).unwrap_or_default();
        return Some(Site { root, errors });
    }
    let url = found?;
    let host = url.find("://").map_or(0, |at| at + 3);
    let split = |errors: &str| {
        let root = url.strip_suffix(errors)?.trim_end_matches('/');
        (root.len() > host).then(|| Site { root: root.to_owned(), errors: errors.to_owned() })
    };
    let last = url[host..].rsplit_once('/').map(|(_, last)| last.to_owned());
    let candidates = [errors, folder.filter(|folder| !folder.is_empty()), last];
    candidates.iter().flatten().find_map(|errors| split(errors)).or_else(|| split(""))
}

/// The shapes of responses, the most frequent first, and which of them a page has.
fn profiles(heads: &[Head], codes: &[(usize, Code)]) -> (Vec<(String, Vec<(String, Value)>)>, HashMap<usize, usize>) {
    let mut shapes: Vec<(Vec<(String, Value)>, Vec<usize>)> = Vec::new();
    let examples = codes.iter().filter_map(|(at, _)| Some((*at, &heads[*at].example.as_ref()?.0)));
    for (at, Example { shape, .. }) in examples {
        let same =
            shapes.iter_mut().find_map(|(of, pages)| envelope::merged(of, shape).map(|merged| (of, pages, merged)));
        match same {
            Some((of, pages, merged)) => {
                *of = merged;
                pages.push(at);
            }
            None => shapes.push((shape.clone(), vec![at])),
        }
    }
    shapes.sort_by_key(|(_, pages)| std::cmp::Reverse(pages.len()));
    let mut of_page = HashMap::new();
    let mut profiles = Vec::new();
    for (index, (shape, pages)) in shapes.into_iter().enumerate() {
        let name = if index == 0 { "api".to_owned() } else { format!("api_{}", index + 1) };
        profiles.push((name, shape));
        of_page.extend(pages.into_iter().map(|at| (at, index)));
    }
    (profiles, of_page)
}

/// Former paths: that of the page where it will be another, and those that lead to it today. Without a navigation nobody knows where the root
/// of the docs is, and the folder that most codes are in is taken for that of the error pages.
fn redirects(path: &str, own: &str, site: &Site, navigation: Option<&Navigation>, folder: &[String]) -> Vec<String> {
    let path = match navigation {
        Some(_) => format!("/{path}"),
        None => {
            let below = path.strip_prefix(folder.join("/").as_str()).unwrap_or(path);
            site.path(&[below.trim_start_matches('/').to_owned()])
        }
    };
    let mut former: Vec<String> = if own == path { Vec::new() } else { vec![path.clone()] };
    let all = navigation.into_iter().flat_map(|navigation| &navigation.redirects);
    let leading = all.filter(|(from, to)| *to == path && from != own && !from.contains([':', '*', '#', '?']));
    former.extend(leading.map(|(from, _)| from.clone()));
    former.dedup();
    former
}

/// The groups of all entries, in the order of their pages.
pub(crate) fn groups(entries: &[Entry], scheme: &Scheme) -> Vec<Group> {
    let mut groups = Vec::new();
    for entry in entries.iter().filter(|_| scheme.levels.len() > 1) {
        Group::at(&mut groups, &entry.code.0[..entry.code.0.len() - 1]);
    }
    groups
}

/// Titles of the navigation's groups, where all of their pages are in one group of the catalog.
fn titles(groups: &mut Vec<Group>, navigation: &Navigation, by_path: &HashMap<&str, &Code>) {
    for (title, pages) in &navigation.groups {
        let codes: Vec<&&Code> = pages.iter().filter_map(|path| by_path.get(path.as_str())).collect();
        let Some(first) = codes.first() else { continue };
        let shared =
            (0..first.0.len()).take_while(|at| codes.iter().all(|code| code.0.get(*at) == first.0.get(*at))).count();
        let shared = shared.min(first.0.len() - 1);
        if let Some(group) = Group::at(groups, &first.0[..shared]).filter(|group| group.title.is_none()) {
            group.title = Some(title.clone());
        }
    }
}

/// Pages that are no codes: that of a group describes it, and all others stay out.
fn describe(
    groups: &mut Vec<Group>,
    others: Vec<usize>,
    pages: &[Page],
    heads: &[Head],
    world: &World<'_>,
    site: Option<&Site>,
    report: &mut Report,
) {
    let base = base(pages, heads, world.scheme);
    for at in others {
        let page = &pages[at];
        let parts: Vec<String> = page.parts().into_iter().map(str::to_owned).collect();
        let below = base.as_ref().and_then(|base| parts.strip_prefix(base.as_slice())).unwrap_or_default();
        let below = match below.split_last() {
            Some((last, above)) if OVERVIEWS.contains(&last.as_str()) => above,
            _ => below,
        };
        match find(groups, below) {
            Some(group) if group.description.is_none() => {
                let (title, text) = about(page, &heads[at], world, report);
                group.title = title.or(group.title.take());
                group.description = Some(text).filter(|text| !text.is_empty());
                let own = site.map(|site| site.path(below));
                if own.is_some_and(|own| own != format!("/{}", page.path)) {
                    group.redirects.push(format!("/{}", page.path));
                }
                report.took("page of a group", "groups");
            }
            _ => unplaced(page, "no code on this page, and none in its path; it is not imported".to_owned(), report),
        }
    }
}

fn find<'g>(groups: &'g mut [Group], path: &[String]) -> Option<&'g mut Group> {
    let (first, rest) = path.split_first()?;
    let group = groups.iter_mut().find(|group| group.name == *first)?;
    if rest.is_empty() { Some(group) } else { find(&mut group.groups, rest) }
}

/// Title and text of the page of a group.
fn about(page: &Page, head: &Head, world: &World<'_>, report: &mut Report) -> (Option<String>, String) {
    let title = page.front.get("title").map(|field| field.value.clone());
    let title = title.or_else(|| head.title.as_ref().map(|(title, _)| prose::plain(title)));
    let lead = page.front.get("description").map(|field| prose::escape(&field.value)).unwrap_or_default();
    let text = place::linked(page, world, report);
    let blocks = prose::blocks(&text);
    let start = head.title.as_ref().and_then(|(_, at)| blocks.get(*at)).map_or(0, |block| block.range.end);
    let body = page::slice(&text, start..text.len());
    (title, [lead.as_str(), body].iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join("\n\n"))
}

/// How much text stands on the pages of groups.
pub(crate) fn amount(groups: &[Group]) -> Amount {
    let mut sum = Amount::default();
    for group in groups {
        sum += prose::amount(group.description.as_deref().unwrap_or_default());
        sum += amount(&group.groups);
    }
    sum
}

/// The name of a catalog, made of any text.
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

/// The title of a group for the report.
pub(crate) fn outline(groups: &[Group], above: &str, out: &mut Vec<String>) {
    for group in groups {
        let path = if above.is_empty() { group.name.clone() } else { format!("{above}/{}", group.name) };
        let title = group.title.clone().unwrap_or_else(|| manifest::words(&group.name));
        out.push(format!("{path} ({title})"));
        outline(&group.groups, &path, out);
    }
}
