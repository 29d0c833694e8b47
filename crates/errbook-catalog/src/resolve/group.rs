//! Groups: the tree of the manifest, flattened, each before its children.

use super::address::bad_segment;
use super::scheme::Codes;
use super::url;
use super::world::World;
use crate::catalog::Group;
use crate::decode::{Decoder, Text};
use crate::diagnostic::Diagnostic;
use crate::raw::{RawDefaults, RawGroup};
use crate::rule::Rule;
use crate::snapshot::Code;

/// A group without what its codes say of it.
#[derive(Debug)]
pub(crate) struct GroupNode {
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<usize>,
    title: String,
    description: String,
    pub(crate) redirects: Vec<(String, crate::diagnostic::Span)>,
}

/// Flattens the manifest's tree and judges its names.
pub(super) fn read<'s>(
    groups: Vec<RawGroup<'s>>,
    codes: &Codes,
    decoder: &mut Decoder<'_>,
) -> (Vec<GroupNode>, Vec<RawDefaults<'s>>) {
    let mut flat = (Vec::new(), Vec::new());
    flatten(groups, None, codes, decoder, &mut flat);
    flat
}

fn flatten<'s>(
    groups: Vec<RawGroup<'s>>,
    parent: Option<usize>,
    codes: &Codes,
    decoder: &mut Decoder<'_>,
    flat: &mut (Vec<GroupNode>, Vec<RawDefaults<'s>>),
) {
    for raw in groups {
        let mut path = parent.map(|parent: usize| flat.0[parent].path.clone()).unwrap_or_default();
        let depth = path.len();
        if depth + 1 >= codes.scheme.levels.len() {
            let found = Diagnostic::error(
                Rule::UnknownGroup,
                format!("the scheme has no level for the group `{}`", raw.name.as_str()),
            );
            decoder.report(found.help("groups stand for the levels above the last"), raw.name.span, "");
            continue;
        }
        if let Some(found) = bad_segment(codes, depth, raw.name.as_str()) {
            decoder.report(found, raw.name.span, "");
        }
        path.push(raw.name.as_str().to_owned());
        flat.0.push(GroupNode {
            path,
            parent,
            title: raw.title.as_ref().map_or_else(|| url::words(raw.name.as_str()), |title| title.as_str().to_owned()),
            description: raw.description.as_ref().map(Text::as_str).unwrap_or_default().to_owned(),
            redirects: raw.redirects.iter().map(|text| (text.as_str().to_owned(), text.span)).collect(),
        });
        flat.1.push(raw.own);
        let this = flat.0.len() - 1;
        flatten(raw.groups, Some(this), codes, decoder, flat);
    }
}

/// The groups with their entries, for the catalog.
pub(super) fn resolve(world: &World<'_>, codes: &[Code]) -> Vec<Group> {
    let site = world.site.as_ref();
    let mut groups: Vec<Group> = world
        .groups
        .iter()
        .map(|node| Group {
            path: node.path.clone(),
            title: node.title.clone(),
            description: node.description.clone(),
            redirects: node.redirects.iter().filter_map(|(former, _)| url::path_of(site, former)).collect(),
            children: Vec::new(),
            entries: Vec::new(),
            retired: true,
        })
        .collect();
    for (index, node) in world.groups.iter().enumerate() {
        if let Some(parent) = node.parent {
            groups[parent].children.push(index);
        }
    }
    let mut empty = vec![true; groups.len()];
    for (index, (address, code)) in world.codes.iter().zip(codes).enumerate() {
        if let Some(group) = address.group {
            groups[group].entries.push(index);
        }
        for group in std::iter::successors(address.group, |&group| world.groups[group].parent) {
            groups[group].retired &= code.entry.as_ref().is_some_and(|entry| entry.retired.is_some());
            empty[group] = false;
        }
    }
    for (group, empty) in groups.iter_mut().zip(empty) {
        group.retired &= !empty;
    }
    groups
}
