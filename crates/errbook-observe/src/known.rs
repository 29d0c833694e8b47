//! What a catalog knows of codes and type URLs, indexed once for all exchanges.

use std::collections::HashMap;

use errbook::envelope::Variable;
use errbook_catalog::{Entry, Manifest, Snapshot, suggest};
use errbook_check::shape::{Shape, Shapes};
use serde_json::Value;

/// The longest code or type URL that counts as one.
const LONGEST: usize = 1000;

/// A catalog, indexed.
#[derive(Debug)]
pub(crate) struct Known<'c> {
    pub(crate) snapshot: &'c Snapshot,
    pub(crate) manifest: &'c Manifest,
    pub(crate) shapes: Shapes,
    /// Paths of the members that have a code or a type URL in some profile, without duplicates.
    pub(crate) marks: Vec<Mark>,
    /// What all codes start with. `None` if the scheme has no prefix.
    pub(crate) start: Option<String>,
    /// URL below which all error pages are, without a trailing slash.
    pub(crate) errors_root: Option<String>,
    aliases: HashMap<&'c str, usize>,
    urls: HashMap<String, Named>,
    /// Codes of dependencies and their aliases, with the number of the code.
    pub(crate) outside_codes: HashMap<&'c str, usize>,
    /// Types of codes of dependencies, and the URLs of their pages.
    pub(crate) outside_urls: HashMap<&'c str, usize>,
}

/// Where an error has its code or its type URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) path: Vec<String>,
    /// Whether the member has a code. Otherwise, it has a type URL.
    pub(crate) is_code: bool,
    /// Indexes of the shapes that have it.
    shapes: Vec<usize>,
}

/// What a code or a type URL means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// The code at this position in [`Snapshot::codes`].
    Code(usize),
    /// A former name of the code at this position.
    Former(usize),
    /// The code of a dependency with this number, whose own catalog says what is sent.
    Outside(usize),
    /// A code or type URL that the catalog must know, and doesn't.
    Unknown,
}

impl Named {
    pub(crate) fn position(self) -> Option<usize> {
        match self {
            Named::Code(position) | Named::Former(position) => Some(position),
            Named::Outside(_) | Named::Unknown => None,
        }
    }
}

impl<'c> Known<'c> {
    pub(crate) fn new(snapshot: &'c Snapshot, manifest: &'c Manifest) -> Known<'c> {
        let shapes = Shapes::new(manifest);
        let scheme = &manifest.scheme;
        let site = manifest.site.as_ref();
        let mut known = Known {
            snapshot,
            manifest,
            marks: marks(&shapes),
            shapes,
            start: scheme.prefix.as_ref().map(|prefix| format!("{prefix}{}", scheme.separator)),
            errors_root: site.map(|site| [&*site.root, &*site.errors].join("/").trim_end_matches('/').to_owned()),
            aliases: HashMap::new(),
            urls: HashMap::new(),
            outside_codes: HashMap::new(),
            outside_urls: HashMap::new(),
        };
        known.index();
        known
    }

    fn index(&mut self) {
        for (number, code) in self.manifest.depends.iter().flat_map(|of| &of.codes).enumerate() {
            let names = code.aliases.iter().chain([&code.code]);
            self.outside_codes.extend(names.map(|name| (name.as_str(), number)));
            let urls = code.former_urls.iter().chain(&code.url).chain(&code.type_uri);
            self.outside_urls.extend(urls.map(|url| (url.as_str(), number)));
        }
        let root = self.manifest.site.as_ref().map(|site| site.root.as_str());
        let entries = self.snapshot.codes().iter().enumerate();
        for (position, entry) in entries.filter_map(|(position, code)| Some((position, code.entry.as_ref()?))) {
            self.aliases.extend(entry.aliases.iter().map(|alias| (alias.as_str(), position)));
            for (root, path) in root.iter().flat_map(|root| entry.redirects.iter().map(move |path| (root, path))) {
                self.urls.entry(format!("{root}{path}")).or_insert(Named::Former(position));
            }
            if let Some(url) = self.manifest.type_url(entry) {
                self.urls.insert(url, Named::Code(position));
            }
            // It was the type before the entry set another one.
            if let Some(page) = self.manifest.page_url(&entry.segments) {
                self.urls.entry(page).or_insert(Named::Former(position));
            }
        }
        for redirect in root.iter().flat_map(|_| &self.manifest.redirects) {
            let url = |path: &str| format!("{}{path}", root.unwrap_or_default());
            if let Some(position) = self.urls.get(&url(&redirect.to)).and_then(|named| named.position()) {
                self.urls.entry(url(&redirect.from)).or_insert(Named::Former(position));
            }
        }
    }

    /// The entry at a position.
    pub(crate) fn entry(&self, position: usize) -> Option<&'c Entry> {
        self.snapshot.codes().get(position)?.entry.as_deref()
    }

    /// What a text means as a code. `None` if it can be anything.
    pub(crate) fn code(&self, text: &str) -> Option<Named> {
        if let Some(position) = self.snapshot.position(text) {
            return Some(Named::Code(position));
        }
        if let Some(position) = self.aliases.get(text) {
            return Some(Named::Former(*position));
        }
        if let Some(number) = self.outside_codes.get(text) {
            return Some(Named::Outside(*number));
        }
        let starts = self.start.iter().chain(self.manifest.depends.iter().filter_map(|of| of.start.as_ref()));
        let rest = starts.filter_map(|start| text.strip_prefix(start.as_str())).next()?;
        let is_code = !rest.is_empty() && text.len() <= LONGEST && !rest.contains(char::is_whitespace);
        is_code.then_some(Named::Unknown)
    }

    /// The dependency whose codes start like an unknown one. `None` if those of the catalog do, too.
    pub(crate) fn dependency_like(&self, code: &str) -> Option<&'c str> {
        let is_own = self.start.as_ref().is_some_and(|start| code.starts_with(start.as_str()));
        self.manifest.dependency_like(code).filter(|_| !is_own).map(|of| of.name.as_str())
    }

    /// What a text means as a type URL. `None` if nothing is known of it and it isn't below the errors root.
    pub(crate) fn url(&self, text: &str) -> Option<Named> {
        if let Some(named) = self.known_url(text) {
            return Some(named);
        }
        let page = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let page = page.strip_suffix(".html").or_else(|| page.strip_suffix(".md")).unwrap_or(page);
        if let Some(named) = self.known_url(page) {
            return Some(named);
        }
        let below = text.strip_prefix(self.errors_root.as_ref()?)?;
        (below.starts_with('/') && text.len() <= LONGEST).then_some(Named::Unknown)
    }

    fn known_url(&self, text: &str) -> Option<Named> {
        let outside = || self.outside_urls.get(text).map(|number| Named::Outside(*number));
        self.urls.get(text).copied().or_else(outside)
    }

    /// The code that is most similar to an unknown code or type URL.
    pub(crate) fn nearest(&self, text: &str) -> Option<&'c str> {
        let codes = self.snapshot.codes().iter().map(|code| code.code.as_str());
        let Some(page) = self.errors_root.as_ref().and_then(|root| text.strip_prefix(root)) else {
            return nearest(text, codes);
        };
        let segments: Vec<&str> = page.trim_matches('/').split('/').collect();
        nearest(&self.manifest.scheme.code(&segments), codes)
    }

    /// The shape of a profile's bodies with a status.
    pub(crate) fn shape(&self, profile: usize, status: u16) -> Option<&Shape> {
        self.shapes.at(profile, status)
    }

    /// The message in a body, where the profile that it is most like has it.
    pub(crate) fn detail<'v>(&self, value: &'v Value) -> Option<&'v str> {
        let shapes = self.shapes.shapes.iter().map(|(_, _, shape)| shape);
        let text = |shape: &Shape| {
            let path = shape.paths_of(&Variable::Detail).into_iter().next()?;
            path.iter().try_fold(value, |value, name| value.get(name))?.as_str()
        };
        let found = shapes.filter_map(|shape| Some((shape.likeness(value), text(shape)?)));
        found.reduce(|one, other| if other.0 > one.0 { other } else { one }).map(|(_, text)| text)
    }

    /// Whether a value is the body of a profile that sends neither codes nor type URLs.
    pub(crate) fn is_unmarked_body(&self, value: &Value) -> bool {
        let is_unmarked = |(index, _): &(usize, &Shape)| self.marks.iter().all(|mark| !mark.shapes.contains(index));
        let shapes = self.shapes.shapes.iter().map(|(_, _, shape)| shape).enumerate();
        shapes.filter(is_unmarked).any(|(_, shape)| shape.fits(value))
    }

    /// How much a value is like the bodies that have `mark`, and how many members these must have.
    pub(crate) fn likeness(&self, mark: &Mark, value: &Value) -> (usize, usize) {
        let of = |index: &usize| {
            let (_, _, shape) = self.shapes.shapes.get(*index)?;
            let required = shape.required().len();
            // A body of one member has nothing else to be like.
            Some((if required < 2 { 100 } else { shape.likeness(value) }, required))
        };
        mark.shapes.iter().filter_map(of).max().unwrap_or_default()
    }
}

fn nearest<'k>(text: &str, codes: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
    // A code can have moved to another group.
    let last = |code: &str| code.rsplit([':', '.', '/', '-']).next().unwrap_or_default().to_owned();
    let wanted = last(text);
    suggest::nearest(text, codes.clone()).or_else(|| codes.into_iter().find(|code| last(code) == wanted))
}

/// The paths of codes and type URLs in all shapes, codes first.
fn marks(shapes: &Shapes) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (variable, is_code) in [(Variable::Code, true), (Variable::Type, false)] {
        for (index, (_, _, shape)) in shapes.shapes.iter().enumerate() {
            for path in shape.paths_of(&variable) {
                let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
                // A service can send the member in another place.
                let alone = path.last().cloned().into_iter().collect();
                for path in if path.len() > 1 { vec![path, alone] } else { vec![path] } {
                    match marks.iter_mut().find(|mark| mark.is_code == is_code && mark.path == path) {
                        Some(mark) => mark.shapes.push(index),
                        None => marks.push(Mark { path, is_code, shapes: vec![index] }),
                    }
                }
            }
        }
    }
    marks
}
