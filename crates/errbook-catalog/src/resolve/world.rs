//! What entries can know of the manifest and of each other. The set of codes comes from the paths, so that a broken entry still exists for
//! its neighbours.

use std::collections::HashMap;
use std::sync::Arc;

use super::scheme::Codes;
use crate::catalog::{Profile, SinceKind, Site};
use crate::diagnostic::FileId;
use crate::raw::{Given, RawGroup};
use crate::source::Sources;

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
    pub(crate) requests: Requests,
    pub(crate) manifest_file: FileId,
}

impl<'w> World<'w> {
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

/// Where a code lives.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) file: FileId,
    pub(crate) code: String,
    pub(crate) segments: Vec<String>,
    /// Index of the group that holds it.
    pub(crate) group: Option<usize>,
}

/// A group without what its codes say of it.
#[derive(Debug)]
pub(crate) struct GroupNode<'s> {
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<usize>,
    pub(super) title: String,
    /// As it was written, without the groups in it.
    pub(crate) raw: RawGroup<'s>,
}

/// What all requests share.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    pub(crate) server: Option<String>,
    /// Method and path of a request that names an operation, with `{operation}` in it.
    pub(super) operation: Option<(String, String)>,
    /// With their placeholders filled in.
    pub(super) headers: Arc<[(String, String)]>,
    /// The same of a request that has a body.
    pub(super) headers_of_json: Arc<[(String, String)]>,
    pub(super) placeholders: Vec<(String, String)>,
}
