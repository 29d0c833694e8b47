//! What entries can depend on: the manifest, and the codes of other entries. Codes come from paths,
//! so other entries can refer to one whose file can't be read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use errbook::envelope::Variable;
use regex_lite::Regex;

use super::scheme::Codes;
use crate::catalog::{
    CodeKind, Dependency, Field, FieldValue, Messages, Param, Profile, Response, SinceKind, Site, Stage,
};
use crate::decode::{Spanned, Text};
use crate::diagnostic::{FileId, Span};
use crate::keys::Table as _;
use crate::raw::{Given, RawEntry, RawGroup};
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
    /// All dependencies, resolved or not.
    pub(crate) declared: Vec<crate::catalog::Declared>,
    pub(crate) depends: Vec<Dependency>,
    /// The codes of dependencies: their dependency, and their index in it.
    pub(crate) outside: HashMap<String, (usize, usize)>,
    /// Some dependency can't be read, so references to unknown codes can't be checked.
    pub(crate) depends_broken: bool,
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

    /// The groups of `group` and above that are codes too.
    pub(crate) fn parents(&self, group: Option<usize>) -> impl Iterator<Item = &Parent<'w>> {
        self.groups_of(group).filter_map(|group| self.groups[group].entry.as_ref())
    }

    /// The files of codes with codes below them.
    pub(crate) fn parent_files(&self) -> Vec<FileId> {
        let parents = self.groups.iter().filter_map(|group| group.entry.as_ref());
        parents.map(|parent| self.codes[parent.code].file).collect()
    }

    /// The family of the codes in a group: that of the nearest code above them.
    pub(crate) fn family(&self, group: Option<usize>) -> Option<&Family> {
        self.parents(group).next()?.family.as_ref()
    }

    /// Whether what a code in `group` inherits can't be known, because something above it is
    /// invalid.
    pub(crate) fn is_broken(&self, group: Option<usize>) -> bool {
        self.groups_broken || self.parents(group).any(|parent| parent.is_broken)
    }

    /// The first value found in `own`, or in the groups from the nearest up.
    pub(crate) fn inherited<'a, T>(
        &'a self,
        own: Given<'a, 'w>,
        group: Option<usize>,
        pick: impl Fn(Given<'a, 'w>) -> Option<T>,
    ) -> Option<T> {
        std::iter::once(own).chain(self.groups_of(group).map(|group| self.groups[group].given())).find_map(pick)
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
    /// Index of the group that it is, if there are codes below it.
    pub(crate) own_group: Option<usize>,
}

impl Address {
    /// The group whose keys apply to it first.
    pub(crate) fn nearest(&self) -> Option<usize> {
        self.own_group.or(self.group)
    }
}

/// A group, before its codes are known. It is in the manifest, or it is a code with codes below it,
/// or both.
#[derive(Debug)]
pub(crate) struct GroupNode<'s> {
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<usize>,
    pub(super) title: String,
    /// Its value of each declared field.
    pub(crate) fields: Vec<Option<FieldValue>>,
    /// Its keys in the manifest, without its child groups.
    pub(crate) raw: Option<RawGroup<'s>>,
    /// The code that it is.
    pub(crate) entry: Option<Parent<'s>>,
}

impl<'s> GroupNode<'s> {
    /// The keys that its codes inherit.
    pub(crate) fn given(&self) -> Given<'_, 's> {
        let own = self.entry.as_ref().and_then(|parent| parent.raw.as_ref()).map(RawEntry::given).unwrap_or_default();
        own.or(self.raw.as_ref().map(RawGroup::given).unwrap_or_default())
    }

    /// The description in the manifest.
    pub(super) fn description(&self) -> &str {
        self.raw.as_ref().and_then(|raw| raw.description.as_ref()).map(Text::as_str).unwrap_or_default()
    }

    /// The former URLs of its page that the manifest lists.
    pub(super) fn redirects(&self) -> impl Iterator<Item = &Text<'s>> {
        self.raw.iter().flat_map(|raw| &raw.redirects)
    }

    /// Whether its entry sets a key.
    pub(crate) fn entry_sets(&self, key: &str) -> bool {
        self.entry.as_ref().and_then(|parent| parent.raw.as_ref()).is_some_and(|raw| raw.seen().has(key))
    }

    /// Whether the manifest or its entry sets a key.
    pub(crate) fn sets(&self, key: &str) -> bool {
        self.raw.as_ref().is_some_and(|raw| raw.seen().has(key)) || self.entry_sets(key)
    }
}

/// A code with codes below it.
#[derive(Debug)]
pub(crate) struct Parent<'s> {
    /// Index of the code.
    pub(crate) code: usize,
    /// `None` if its file can't be read.
    pub(crate) raw: Option<RawEntry<'s>>,
    /// Whether its file has errors, so what its codes inherit can't be checked.
    pub(crate) is_broken: bool,
    /// What the messages of its codes start with.
    pub(crate) family: Option<Family>,
}

/// What the messages of the codes below a code start with: its message and the separator.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) messages: Messages,
    pub(crate) params: Vec<FamilyParam>,
}

/// A param of a family, and the entry that declares it.
#[derive(Debug, Clone)]
pub(crate) struct FamilyParam {
    pub(crate) param: Param,
    pub(crate) file: FileId,
    pub(crate) span: Span,
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
