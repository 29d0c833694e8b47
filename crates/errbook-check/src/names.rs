//! Looks up codes, aliases, groups, and paths of the published docs.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use errbook_catalog::{CodeRef, Entry, Manifest, Scheme, Snapshot, suggest, without_suffix};

/// Lookup tables, built once for all rules.
#[derive(Debug, Default)]
pub(crate) struct Names {
    aliases: HashMap<String, usize>,
    /// Codes and aliases of dependencies.
    outside: HashMap<String, Named>,
    /// Paths of groups, joined by slashes, with their direct codes.
    groups: HashMap<String, Vec<usize>>,
    /// Codes by their last segment, for suggestions.
    by_last: OnceLock<HashMap<String, Vec<usize>>>,
    /// Redirects, as paths from the root of the docs.
    redirects: HashSet<String>,
    /// Shapes of codes in a scheme without a prefix; see [`shape`].
    shapes: HashSet<String>,
}

/// The meaning of a written code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A current code, by its position in [`Snapshot::codes`].
    Code(usize),
    /// An alias of the code at this position.
    Alias(usize),
    /// A code of a dependency.
    Outside(CodeRef),
    /// An alias of a dependency's code.
    OutsideAlias(CodeRef),
    /// A group.
    Group,
    /// Not a known code.
    Unknown,
}

impl Named {
    /// The position of a code or of an alias's code.
    pub(crate) fn position(self) -> Option<usize> {
        match self {
            Named::Code(position) | Named::Alias(position) => Some(position),
            Named::Outside(_) | Named::OutsideAlias(_) | Named::Group | Named::Unknown => None,
        }
    }
}

/// The target of a path from the root of the docs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lead {
    /// The page of a code.
    Entry(usize),
    /// Another page or file of the catalog.
    Page,
    /// A redirect.
    Redirect,
    /// A missing page of this catalog.
    Dead,
    /// A page outside this catalog.
    Elsewhere,
}

impl Names {
    pub(crate) fn new(snapshot: &Snapshot) -> Names {
        let mut names = Names::default();
        let Some(manifest) = snapshot.manifest() else { return names };
        names.outside = outside(manifest);
        names.redirects.extend(manifest.redirects.iter().map(|redirect| redirect.from.clone()));
        for group in snapshot.groups() {
            names.groups.insert(group.path.join("/"), group.entries.clone());
            names.redirects.extend(group.redirects.iter().cloned());
        }
        for (position, code) in snapshot.codes().iter().enumerate() {
            if manifest.scheme.prefix.is_none() {
                names.shapes.extend(shape(&code.code));
            }
            let Some(entry) = &code.entry else { continue };
            names.aliases.extend(entry.aliases.iter().map(|alias| (alias.clone(), position)));
            names.redirects.extend(entry.redirects.iter().cloned());
        }
        names
    }

    pub(crate) fn code(&self, snapshot: &Snapshot, code: &str) -> Named {
        match (snapshot.position(code), self.aliases.get(code)) {
            (Some(position), _) => Named::Code(position),
            (None, Some(&position)) => Named::Alias(position),
            (None, None) => self.outside(code),
        }
    }

    /// The code of a dependency, or [`Named::Unknown`].
    pub(crate) fn outside(&self, code: &str) -> Named {
        self.outside.get(code).copied().unwrap_or(Named::Unknown)
    }

    /// The most similar code: the only one with the same last segment, or the nearest in the same
    /// or a similar group. Doesn't search all codes, which is slow in a large catalog.
    pub(crate) fn nearest<'s>(&self, snapshot: &'s Snapshot, scheme: &Scheme, code: &str) -> Option<&'s str> {
        let codes = snapshot.codes();
        let start = scheme.prefix.as_ref().map_or(0, |prefix| prefix.len() + scheme.separator.len());
        if scheme.levels.len() == 1 || !code.get(start..).unwrap_or_default().contains(&scheme.separator) {
            return suggest::nearest(code, codes.iter().map(|known| known.code.as_str()));
        }
        let of = |positions: &[usize]| {
            positions.iter().filter_map(|&position| Some(codes.get(position)?.code.as_str())).collect::<Vec<_>>()
        };
        let (above, last) = code.rsplit_once(&scheme.separator)?;
        let same_last = self
            .by_last
            .get_or_init(|| by_last(snapshot, scheme))
            .get(last)
            .map(|positions| of(positions))
            .unwrap_or_default();
        if let [one] = same_last[..] {
            return Some(one);
        }
        let group = above.get(start..).unwrap_or_default().replace(&scheme.separator, "/");
        let group = match self.groups.get(&group) {
            Some(positions) => Some(positions),
            None => {
                suggest::nearest(&group, self.groups.keys().map(String::as_str)).and_then(|near| self.groups.get(near))
            }
        };
        let in_group = group.map(|positions| of(positions)).unwrap_or_default();
        suggest::nearest(code, in_group).or_else(|| suggest::nearest(code, same_last))
    }

    /// Whether a group has this path.
    pub(crate) fn is_group(&self, segments: &[&str]) -> bool {
        self.groups.contains_key(&segments.join("/"))
    }

    /// Whether some code has this shape.
    pub(crate) fn has_shape(&self, word: &str) -> bool {
        !self.shapes.is_empty() && shape(word).is_some_and(|shape| self.shapes.contains(&shape))
    }

    /// The target of `path`, which starts at the root of the docs and has no query or fragment.
    pub(crate) fn lead(&self, snapshot: &Snapshot, manifest: &Manifest, path: &str) -> Lead {
        let path = path.trim_end_matches('/');
        if self.redirects.contains(path) {
            return Lead::Redirect;
        }
        let Some(below) = below(path, manifest.site.as_ref().map_or("", |site| site.errors.as_str())) else {
            return Lead::Elsewhere;
        };
        let below = below.trim_matches('/');
        let page = without_suffix(below);
        // Files such as `llms.txt` and `errors.json` are next to the first page.
        let file = !below.contains('/') && page == below && below.contains('.');
        if matches!(page, "" | "index" | "glossary") || file {
            return Lead::Page;
        }
        let segments: Vec<&str> = page.split('/').collect();
        // The pages of a dependency that are part of the site.
        if manifest.depends.iter().any(|of| of.has_pages && of.name == segments[0]) {
            return Lead::Elsewhere;
        }
        match snapshot.position(&manifest.scheme.code(&segments)) {
            Some(position) => Lead::Entry(position),
            None if self.groups.contains_key(page) => Lead::Page,
            None => Lead::Dead,
        }
    }
}

/// The codes and aliases of dependencies.
fn outside(manifest: &Manifest) -> HashMap<String, Named> {
    let codes = manifest.depends.iter().enumerate().flat_map(|(dependency, of)| {
        of.codes.iter().enumerate().map(move |(code, of)| (CodeRef::Outside { dependency, code }, of))
    });
    let names = codes.flat_map(|(to, of)| {
        let aliases = of.aliases.iter().map(move |alias| (alias.clone(), Named::OutsideAlias(to)));
        aliases.chain([(of.code.clone(), Named::Outside(to))])
    });
    names.collect()
}

fn by_last(snapshot: &Snapshot, scheme: &Scheme) -> HashMap<String, Vec<usize>> {
    let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, code) in snapshot.codes().iter().enumerate() {
        let last = code.code.rsplit(&scheme.separator).next().unwrap_or_default();
        by_last.entry(last.to_owned()).or_default().push(position);
    }
    by_last
}

/// The part of a path below a folder.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A code with all digits replaced by `0`: `E0042` has the shape `E0000`. A code without digits has
/// no shape, because it could be any word.
fn shape(code: &str) -> Option<String> {
    code.contains(|char: char| char.is_ascii_digit())
        .then(|| code.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect())
}

/// The entry at a position.
pub(crate) fn entry(snapshot: &Snapshot, position: usize) -> Option<&Entry> {
    snapshot.codes().get(position).and_then(|code| code.entry.as_deref())
}
