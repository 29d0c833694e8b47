//! The params that an entry can use, before they are resolved: those of its family, and its own.

use super::world::{Family, World};
use crate::catalog::ParamType;
use crate::decode::Text;
use crate::diagnostic::{FileId, Span};
use crate::keys::Table as _;
use crate::raw::{RawEntry, RawHeaders, RawParam};
use crate::values::Kept;

/// The params that an entry can use, and what else uses them.
pub(super) struct Known<'e, 's> {
    /// Those of the family, then the entry's own. One of the entry takes the place of one of the
    /// family with the same name.
    pub(super) params: Vec<KnownParam<'e>>,
    /// Those that only wordings can use.
    pub(super) of_wordings: Vec<KnownParam<'e>>,
    pub(super) family: Option<&'e Family>,
    /// The headers of the codes above it.
    pub(super) headers_above: Vec<&'e RawHeaders<'s>>,
}

/// A param that an entry can use.
pub(super) struct KnownParam<'e> {
    pub(super) name: &'e str,
    /// Its name in the entry, or the entry as a whole if it comes from the family.
    pub(super) span: Span,
    /// `None` if it is invalid.
    pub(super) ty: Option<ParamType>,
    /// Where it is declared sensitive.
    pub(super) sensitive: Option<(FileId, Span)>,
}

/// The params of an entry in a group.
pub(super) fn of<'e, 's>(
    world: &'e World<'s>,
    entry: &'e RawEntry<'_>,
    group: Option<usize>,
    file: FileId,
) -> Known<'e, 's> {
    let family = world.family(group);
    let own = |(name, Kept(raw)): &'e (Text<'_>, Kept<RawParam<'_>>)| {
        let sensitive = raw.as_ref().and_then(|raw| raw.sensitive.as_ref()).filter(|sensitive| sensitive.value);
        KnownParam {
            name: name.as_str(),
            span: name.span,
            ty: raw.as_ref().and_then(|raw| raw.r#type),
            sensitive: sensitive.map(|sensitive| (file, sensitive.span)),
        }
    };
    let mut params: Vec<KnownParam<'e>> = Vec::with_capacity(entry.params.len());
    params.extend(family.into_iter().flat_map(|family| &family.params).map(|of| KnownParam {
        name: &of.param.name,
        span: entry.seen().span,
        ty: Some(of.param.ty),
        sensitive: of.param.sensitive.then_some((of.file, of.span)),
    }));
    let outer = params.len();
    for own in entry.params.iter().map(own) {
        match params[..outer].iter_mut().find(|of| of.name == own.name) {
            Some(of) => *of = own,
            None => params.push(own),
        }
    }
    let headers_above = world.parents(group).filter_map(|parent| parent.raw.as_ref()?.headers.as_ref()).collect();
    let of_wordings = entry.wordings.iter().flat_map(|wording| &wording.params).map(own).collect();
    Known { params, of_wordings, family, headers_above }
}

impl Known<'_, '_> {
    /// The names of params that messages can use.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.params.iter().map(|param| param.name)
    }

    /// Whether only wordings can use the param.
    pub(super) fn is_of_wording(&self, name: &str) -> bool {
        self.of_wordings.iter().any(|param| param.name == name)
    }

    /// The names of params that wordings can use.
    pub(super) fn names_in_wordings(&self) -> impl Iterator<Item = &str> {
        self.names().chain(self.of_wordings.iter().map(|param| param.name))
    }
}
