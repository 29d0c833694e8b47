//! Gives rules access to the whole catalog.

use errbook_catalog::{Entry, FileId, Manifest, Response, Snapshot};

use crate::facts::{Facts, Graph};
use crate::finding::{Place, did_you_mean};
use crate::names::{Lead, Named, Names};
use crate::openapi::Openapi;
use crate::options::Options;
use crate::shape::Shapes;
use crate::text::{EntryContext, key};

/// The input of rules.
#[derive(Debug)]
pub struct Context<'c> {
    /// The catalog, which may have errors.
    pub snapshot: &'c Snapshot,
    /// The manifest.
    pub manifest: &'c Manifest,
    /// The options of this check.
    pub options: &'c Options,
    /// Links between codes.
    pub graph: Graph,
    /// The facts of each entry, for rules that need all entries. Empty while per-entry rules run.
    pub facts: Vec<Facts>,
    /// Codes, groups, and URLs by name.
    pub(crate) names: Names,
    /// The shapes of responses.
    pub(crate) shapes: Shapes,
    /// The OpenAPI document, if the catalog has one.
    pub(crate) openapi: Openapi,
}

impl<'c> Context<'c> {
    pub(crate) fn new(snapshot: &'c Snapshot, manifest: &'c Manifest, options: &'c Options) -> Context<'c> {
        Context {
            snapshot,
            manifest,
            options,
            graph: Graph::of(snapshot),
            facts: Vec::new(),
            names: Names::new(snapshot),
            shapes: Shapes::new(manifest),
            openapi: Openapi::of(snapshot, manifest, options),
        }
    }

    /// The manifest's file.
    pub fn manifest_file(&self) -> Option<FileId> {
        self.snapshot.file("catalog.yaml")
    }

    /// A length budget set in the manifest.
    pub fn budget(&self, name: &str) -> Option<usize> {
        let budget = self.manifest.budgets.iter().find(|(of, _)| of == name);
        budget.and_then(|(_, length)| usize::try_from(*length).ok())
    }

    /// The entries that could be read, with their positions and files.
    pub fn entries(&self) -> impl Iterator<Item = (usize, FileId, &'c Entry)> {
        let codes = self.snapshot.codes().iter().enumerate();
        codes.filter_map(|(index, code)| Some((index, code.file, code.entry.as_deref()?)))
    }

    /// An entry, without its texts.
    pub(crate) fn entry(&self, position: usize) -> Option<EntryContext<'c>> {
        let code = self.snapshot.codes().get(position)?;
        Some(EntryContext { code, entry: code.entry.as_deref()?, texts: Vec::new() })
    }

    pub(crate) fn named(&self, code: &str) -> Named {
        self.names.code(self.snapshot, code)
    }

    /// The current code of an alias, also of one of a dependency.
    pub(crate) fn current(&self, named: Named) -> Option<&'c str> {
        match named {
            Named::Alias(position) => Some(&self.snapshot.codes().get(position)?.code),
            Named::OutsideAlias(to) => Some(&self.manifest.outside(to)?.1.code),
            _ => None,
        }
    }

    /// The target of a path from the root of the docs.
    pub(crate) fn lead(&self, path: &str) -> Lead {
        self.names.lead(self.snapshot, self.manifest, path)
    }

    /// The path of the page closest to a dead path.
    pub(crate) fn nearest_page(&self, path: &str) -> Option<String> {
        let folder = self.manifest.site.as_ref().map_or("", |site| site.errors.as_str());
        let path = path.trim_start_matches('/');
        let below = path.strip_prefix(folder).unwrap_or(path).trim_matches('/');
        let code = self.manifest.scheme.code(&below.split('/').collect::<Vec<_>>());
        let position = match self.named(&code) {
            Named::Alias(position) => position,
            _ => self.snapshot.position(self.nearest_code(&code)?)?,
        };
        self.manifest.page_path(&crate::names::entry(self.snapshot, position)?.segments)
    }

    /// The existing code that is most similar.
    pub(crate) fn nearest_code(&self, code: &str) -> Option<&'c str> {
        self.names.nearest(self.snapshot, &self.manifest.scheme, code)
    }

    /// Help for a code that does not exist.
    pub(crate) fn help_for_code(&self, code: &str) -> String {
        match self.nearest_code(code) {
            Some(near) => did_you_mean(near),
            None => "use an existing code: run `errbook list` to see all codes".to_owned(),
        }
    }
}

impl EntryContext<'_> {
    /// The location of a key's value, and of the group's value if the entry inherits it.
    pub fn said(&self, context: &Context<'_>, key: &'static str) -> (Place, Option<Place>) {
        let from_group = self.entry.inherits(key).and_then(|of| Place::inherited(context.snapshot, of));
        (self.key(key), from_group)
    }

    /// Like [`said`](Self::said), for the status of a response.
    pub fn status(&self, context: &Context<'_>, response: &Response) -> (Place, Option<Place>) {
        let (place, from_group) = self.said(context, "status");
        let one = self.entry.responses.iter().all(|other| other.status == response.status);
        let place = if one { place } else { place.then(key(context.manifest.profiles[response.profile].name.clone())) };
        (place, from_group)
    }
}
