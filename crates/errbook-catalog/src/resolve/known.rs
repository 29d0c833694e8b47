//! The params that an entry can use, before they are resolved: those of its family, and its own.

use super::world::{Family, World};
use crate::catalog::ParamType;
use crate::diagnostic::{FileId, Span};
use crate::keys::Table as _;
use crate::raw::{RawEntry, RawHeaders};
use crate::values::Kept;

/// The params that an entry can use, and what else uses them.
pub(super) struct Known<'e, 's> {
    /// Those of the family, then the entry's own. One of the entry takes the place of one of the
    /// family with the same name.
    pub(super) params: Vec<KnownParam<'e>>,
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
    let mut params: Vec<KnownParam<'e>> = Vec::with_capacity(entry.params.len());
    params.extend(family.into_iter().flat_map(|family| &family.params).map(|of| KnownParam {
        name: &of.param.name,
        span: entry.seen().span,
        ty: Some(of.param.ty),
        sensitive: of.param.sensitive.then_some((of.file, of.span)),
    }));
    let outer = params.len();
    for (name, Kept(raw)) in &entry.params {
        let sensitive = raw.as_ref().and_then(|raw| raw.sensitive.as_ref()).filter(|sensitive| sensitive.value);
        let own = KnownParam {
            name: name.as_str(),
            span: name.span,
            ty: raw.as_ref().and_then(|raw| raw.r#type),
            sensitive: sensitive.map(|sensitive| (file, sensitive.span)),
        };
        match params[..outer].iter_mut().find(|of| of.name == own.name) {
            Some(of) => *of = own,
            None => params.push(own),
        }
    }
    let headers_above = world.parents(group).filter_map(|parent| parent.raw.as_ref()?.headers.as_ref()).collect();
    Known { params, family, headers_above }
}

impl Known<'_, '_> {
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.params.iter().map(|param| param.name)
    }
}
