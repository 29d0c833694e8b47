//! What entries can depend on: the manifest, and the codes of other entries. Codes come from paths,
//! so other entries can refer to one whose file can't be read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use errbook::envelope::Variable;
use regex_lite::Regex;

use super::scheme::Codes;
use crate::catalog::{CodeKind, Field, FieldValue, Profile, Response, SinceKind, Site, Stage};
use crate::decode::Spanned;
use crate::diagnostic::FileId;
use crate::raw::{Given, RawGroup};
use crate::source::Sources;

/// What entries can depend on.
pub(crate) struct World<'w> {
    pub(crate) sources: &'w Sources,
    /// `None` if the scheme is invalid. Then there are no codes either.
    pub(crate) codes_of: Option<Codes>,
    /// All codes, sorted.
    pub(crate) codes: Vec<Address>,
    /// Indexes into `codes`.
    pub(crate) by_code: HashMap<String, usize>,
    pub(crate) groups: Vec<GroupNode<'w>>,
    /// The declared fields.
    pub(crate) fields: Vec<Declared>,
    /// The declared fields can't be read, so references to fields can't be checked.
    pub(crate) fields_broken: bool,
    pub(crate) profiles: Vec<Profile>,
    /// The spread variables of each profile.
    pub(crate) spreads: Vec<Spreads>,
    /// Some group is invalid, so inherited values can't be checked.
    pub(crate) groups_broken: bool,
    /// Some profile is invalid, so references to profiles can't be checked.
    pub(crate) profiles_broken: bool,
    pub(crate) stages: Vec<Stage>,
    /// Some stage is invalid, so references to stages can't be checked.
    pub(crate) stages_broken: bool,
    /// Params in headers of groups and profiles.
    pub(crate) header_params: Vec<Spanned<String>>,
    pub(crate) site: Option<Site>,
    pub(crate) since: SinceKind,
    /// The kind of codes whose groups don't set one.
    pub(crate) kind: CodeKind,
    pub(crate) extra_statuses: Vec<i64>,
    pub(crate) requests: Requests,
    pub(crate) manifest_file: FileId,
}

impl<'w> World<'w> {
    /// `group` and the groups above it.
    pub(crate) fn groups_of(&self, group: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(group, |&group| self.groups[group].parent)
    }

    /// The bodies that responses can have: the indexes of their profiles, with the statuses.
    pub(super) fn bodies(&self, responses: &[Response]) -> BTreeSet<(usize, u16)> {
        let of = |response: &Response| {
            let (own, status) = (response.profile, response.status);
            self.profiles[own].bodies(own).map(move |(_, body)| (body, status)).collect::<Vec<_>>()
        };
        responses.iter().flat_map(of).collect()
    }

    /// The first value found in `own`, or in the groups from the nearest up.
    pub(crate) fn inherited<'a, T>(
        &'a self,
        own: Given<'a, 'w>,
        group: Option<usize>,
        pick: impl Fn(Given<'a, 'w>) -> Option<T>,
    ) -> Option<T> {
        std::iter::once(own).chain(self.groups_of(group).map(|group| self.groups[group].raw.given())).find_map(pick)
    }
}

/// A declared field, with everything needed to check its values.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) field: Field,
    pub(crate) pattern: Option<Regex>,
    /// Whether the type of its values is known.
    pub(crate) is_typed: bool,
}

/// A spread variable, and the names of the members next to it, which its own must not have.
#[derive(Debug)]
pub(crate) struct Spread {
    pub(crate) variable: Variable,
    pub(crate) siblings: Vec<String>,
}

/// The spread variables in the envelopes of a profile.
#[derive(Debug)]
pub(crate) struct Spreads {
    pub(crate) envelope: Vec<Spread>,
    pub(crate) by_status: Vec<(u16, Vec<Spread>)>,
}

impl Spreads {
    /// Those of the envelope for a status.
    pub(crate) fn of(&self, status: u16) -> &[Spread] {
        self.by_status.iter().find(|(of, _)| *of == status).map_or(&self.envelope, |(_, spreads)| spreads)
    }
}

/// The location of a code in the catalog.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) file: FileId,
    pub(crate) code: String,
    pub(crate) segments: Vec<String>,
    /// Index of the group that contains it.
    pub(crate) group: Option<usize>,
}

/// A group of the manifest, before its codes are known.
#[derive(Debug)]
pub(crate) struct GroupNode<'s> {
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<usize>,
    pub(super) title: String,
    /// Its value of each declared field.
    pub(crate) fields: Vec<Option<FieldValue>>,
    /// The group's own keys, without its child groups.
    pub(crate) raw: RawGroup<'s>,
}

/// Settings that all requests share.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    pub(crate) server: Option<String>,
    /// Method and path of a request that names an operation, with the placeholder `{operation}`.
    pub(super) operation: Option<(String, String)>,
    /// With their placeholders filled in.
    pub(super) headers: Arc<[(String, String)]>,
    /// The same for requests with a body.
    pub(super) headers_of_json: Arc<[(String, String)]>,
    pub(super) placeholders: Vec<(String, String)>,
}
