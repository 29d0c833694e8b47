//! Decides which pages are codes, from the codes they contain or else from their paths.

use crate::Settings;
use crate::loss_report::LossReport;
use crate::page::Page;
use crate::scheme::{self, Code, Found, Scheme, Taken, most_frequent};

use super::{OVERVIEWS, unplaced};

/// The scheme of all codes.
pub(super) fn scheme(pages: &[Page], settings: &Settings) -> Scheme {
    let found: Vec<Found<'_>> =
        pages.iter().filter_map(|page| Some(Found { code: &page.head.code.as_ref()?.0, path: page.parts() })).collect();
    if !found.is_empty() {
        return scheme::infer(&found, settings);
    }
    // If no page contains a code, use the paths.
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

/// The codes of pages by page index, and the indices of all other pages.
pub(super) fn codes(pages: &[Page], scheme: &Scheme, report: &mut LossReport) -> (Vec<(usize, Code)>, Vec<usize>) {
    let base = base(pages, scheme);
    let mut claims: Vec<Claim> = Vec::new();
    let mut others = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let path = page_code(page, &base, scheme);
        let code = match &page.head.code {
            Some((text, _)) => scheme.read(text).ok_or_else(|| {
                format!("`{text}` does not have the format `{}`: the page is not imported", scheme.shape())
            }),
            None => match path.clone() {
                Some(code) => Ok(code),
                None => {
                    others.push(at);
                    continue;
                }
            },
        };
        let in_path = path.is_some() && code.as_ref().ok() == path.as_ref();
        if let (Ok(code), Some(of_path)) = (&code, path.filter(|_| !in_path)) {
            let (text, of_path) = (scheme.text(code), scheme.text(&of_path));
            let message =
                format!("the page has code `{text}`, but its path has `{of_path}`: the code on the page is used");
            report.differs(page.start(), message, "");
        }
        match code {
            Ok(code) => claims.push(Claim { page: at, code, in_path }),
            Err(message) => unplaced(page, message, report),
        }
    }
    (settle(claims, pages, scheme, report), others)
}

/// A page with a code.
struct Claim {
    page: usize,
    code: Code,
    /// Whether the code is also in the page's path.
    in_path: bool,
}

/// Gives each code to one page, and reports the others. A copy of a page is at another path, so pages
/// whose path has the code come first.
fn settle(mut claims: Vec<Claim>, pages: &[Page], scheme: &Scheme, report: &mut LossReport) -> Vec<(usize, Code)> {
    claims.sort_by_key(|claim| !claim.in_path);
    let mut taken = Taken::default();
    let mut codes: Vec<(usize, Code)> = Vec::new();
    for Claim { page, code, .. } in claims {
        let Err(first) = taken.take(&code) else {
            codes.push((page, code));
            continue;
        };
        let of_first = codes.iter().find(|(_, code)| *code == first);
        let file = of_first.map(|(page, _)| pages[*page].start().file).unwrap_or_default();
        let message = match first == code {
            true => format!("`{}` is already the code of `{file}`: this page is not imported", scheme.text(&code)),
            false => format!(
                "`{}` would have the same name in Rust or on disk as `{}` of `{file}`: this page is not imported",
                scheme.text(&code),
                scheme.text(&first)
            ),
        };
        unplaced(&pages[page], message, report);
    }
    codes.sort_by_key(|(page, _)| *page);
    codes
}

/// The folder of the codes in the paths of pages.
pub(super) fn base(pages: &[Page], scheme: &Scheme) -> Option<Vec<String>> {
    let bases = pages.iter().filter_map(|page| {
        let code = scheme.read(&page.head.code.as_ref()?.0)?;
        let parts = page.parts();
        let segments: Vec<&str> = code.0.iter().map(String::as_str).collect();
        let base = parts.strip_suffix(segments.as_slice())?;
        Some(base.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>())
    });
    let any = pages.iter().any(|page| page.head.code.is_some());
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

/// The code in the path of a page.
fn page_code(page: &Page, base: &Option<Vec<String>>, scheme: &Scheme) -> Option<Code> {
    let parts: Vec<String> = page.parts().into_iter().map(str::to_owned).collect();
    let rest = parts.strip_prefix(base.as_ref()?.as_slice())?;
    if rest.last().is_some_and(|last| OVERVIEWS.contains(&last.as_str())) {
        return None;
    }
    scheme.fits(rest).then(|| Code(rest.to_vec()))
}
