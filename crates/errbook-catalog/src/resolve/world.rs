//! What entries can know of the manifest and of each other. The set of codes comes from the paths, so that a broken entry still exists for
//! its neighbours.

use std::collections::HashMap;

use super::address::{self, Address};
use super::group::{self, GroupNode};
use super::scheme::{self, Codes};
use super::{envelope, request, status, url};
use crate::catalog::{Profile, SinceKind, Site};
use crate::decode::Decoder;
use crate::diagnostic::{Diagnostic, FileId};
use crate::raw::{Given, RawManifest};
use crate::source::{MANIFEST, Sources};

/// What entries can know.
pub(crate) struct World<'w> {
    pub(crate) sources: &'w Sources,
    /// `None` when the scheme is broken: then there are no codes either.
    pub(crate) codes_of: Option<Codes>,
    /// All codes, sorted.
    pub(crate) codes: Vec<Address>,
    /// Positions in `codes`.
    pub(crate) by_code: HashMap<String, usize>,
    pub(crate) groups: Vec<GroupNode<'w>>,
    pub(crate) profiles: Vec<Profile>,
    /// Some group is broken: what entries get from groups cannot be judged.
    pub(crate) groups_broken: bool,
    /// Some profile is broken: what entries say of profiles cannot be judged.
    pub(crate) profiles_broken: bool,
    pub(crate) site: Option<Site>,
    pub(crate) since: SinceKind,
    pub(crate) extra_statuses: Vec<i64>,
    pub(crate) requests: request::Requests,
    pub(crate) manifest_file: FileId,
}

impl<'w> World<'w> {
    pub(crate) fn new(
        sources: &'w Sources,
        manifest: Option<&mut RawManifest<'w>>,
        files: &[(FileId, &str)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> World<'w> {
        let manifest_file = sources.paths().find(|(_, path)| *path == MANIFEST).map_or(FileId(0), |(file, _)| file);
        let mut world = World {
            sources,
            codes_of: None,
            codes: Vec::new(),
            by_code: HashMap::new(),
            groups: Vec::new(),
            profiles: Vec::new(),
            groups_broken: false,
            profiles_broken: false,
            site: None,
            since: SinceKind::Date,
            extra_statuses: Vec::new(),
            requests: request::Requests::default(),
            manifest_file,
        };
        if let Some(manifest) = manifest {
            let mut decoder = Decoder::new(manifest_file, sources.text(manifest_file), diagnostics);
            world.read_manifest(manifest, &mut decoder);
        }
        if world.codes_of.is_some() {
            address::resolve(&mut world, files, diagnostics);
        }
        world.by_code = world.codes.iter().enumerate().map(|(index, of)| (of.code.clone(), index)).collect();
        world
    }

    fn read_manifest(&mut self, manifest: &mut RawManifest<'w>, decoder: &mut Decoder<'_>) {
        self.codes_of = scheme::resolve(manifest, decoder);
        self.since = manifest.since.unwrap_or(SinceKind::Date);
        self.extra_statuses = manifest.extra_statuses.iter().map(|status| status.value).collect();
        manifest.extra_statuses.iter().for_each(|extra| status::check_extra(extra, decoder));
        let before = decoder.diagnostics.len();
        self.profiles = envelope::profiles(manifest, decoder);
        self.profiles_broken = manifest.seen.is_wrong("profiles") || decoder.diagnostics.len() > before;
        self.groups_broken = manifest.seen.is_wrong("groups");
        self.site =
            manifest.site.as_ref().and_then(|site| url::site(site, manifest.name.as_ref(), self.sources, decoder));
        self.requests = request::defaults(manifest, decoder);
        if let Some(codes) = &self.codes_of {
            self.groups = group::read(std::mem::take(&mut manifest.groups), codes, decoder);
        }
    }

    /// `group` and the groups above it.
    pub(crate) fn groups_of(&self, group: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(group, |&group| self.groups[group].parent)
    }

    /// The first answer of `own` or, from the nearest on, of the groups.
    pub(crate) fn inherited<'a, T>(
        &'a self,
        own: Given<'a, 'w>,
        group: Option<usize>,
        pick: impl Fn(Given<'a, 'w>) -> Option<T>,
    ) -> Option<T> {
        std::iter::once(own).chain(self.groups_of(group).map(|group| self.groups[group].raw.given())).find_map(pick)
    }
}
