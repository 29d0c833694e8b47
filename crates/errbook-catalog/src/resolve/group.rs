//! Groups: flattens the manifest's tree, with parents before children.

use super::address::bad_segment;
use super::scheme::Codes;
use super::world::{GroupNode, World};
use super::{action, field, headers, kind, url};
use crate::catalog::{Code, Group};
use crate::decode::{Decoder, Named};
use crate::raw::RawGroup;
use crate::rule::Rule;

/// Flattens the manifest's tree and checks the names in it.
pub(super) fn read<'s>(
    groups: Named<'s, RawGroup<'s>>,
    codes: &Codes,
    world: &World<'_>,
    decoder: &mut Decoder<'_>,
) -> Vec<GroupNode<'s>> {
    let mut flat = Vec::new();
    flatten(groups, None, (codes, world), decoder, &mut flat);
    flat
}

fn flatten<'s>(
    groups: Named<'s, RawGroup<'s>>,
    parent: Option<usize>,
    (codes, world): (&Codes, &World<'_>),
    decoder: &mut Decoder<'_>,
    flat: &mut Vec<GroupNode<'s>>,
) {
    for (name, mut raw) in groups {
        let mut path = parent.map(|parent: usize| flat[parent].path.clone()).unwrap_or_default();
        let depth = path.len();
        if depth + 1 >= codes.scheme.levels.len() {
            let message = format!("group `{}` is too deep for the code scheme", name.as_str());
            decoder.error(
                Rule::UnknownGroup,
                message,
                "move it up: groups exist for every level except the last",
                name.span,
            );
            continue;
        }
        if let Some(found) = bad_segment(codes, depth, name.as_str()) {
            decoder.report(found, name.span);
        }
        decoder.one_line(raw.title.as_ref());
        if let Some(headers) = &raw.headers {
            headers::check(headers, decoder);
        }
        path.push(name.as_str().to_owned());
        let groups = std::mem::take(&mut raw.groups);
        flat.push(GroupNode {
            path,
            parent,
            title: raw.title.as_ref().map_or_else(|| url::words(name.as_str()), |title| title.as_str().to_owned()),
            fields: field::values(world, &raw.fields, decoder).0,
            raw: Some(raw),
            entry: None,
        });
        let index = flat.len() - 1;
        action::check(flat[index].given(), has_delay(flat, index), decoder);
        flatten(groups, Some(index), (codes, world), decoder, flat);
    }
}

/// Whether the codes of a group inherit a time to wait.
fn has_delay(groups: &[GroupNode<'_>], group: usize) -> bool {
    let all = || std::iter::successors(Some(group), |&group| groups[group].parent).map(|group| groups[group].given());
    let headers = all().find_map(|of| of.headers).into_iter().flatten();
    all().any(|of| of.retry_after.is_some()) || action::is_delay(headers.map(|(name, _)| name.as_str()))
}

/// The catalog's groups, with their entries.
pub(super) fn resolve(world: &World<'_>, codes: &[Code]) -> Vec<Group> {
    let site = world.site.as_ref();
    let scheme = world.codes_of.as_ref().map(|codes| &codes.scheme);
    let mut groups: Vec<Group> = world
        .groups
        .iter()
        .enumerate()
        .map(|(index, node)| Group {
            kind: kind::of(world, Some(index)),
            path: node.path.clone(),
            prefix: scheme.map(|scheme| scheme.code(&node.path)).unwrap_or_default(),
            title: node.title.clone(),
            code: node.entry.as_ref().map(|parent| parent.code),
            description: node.description().to_owned(),
            redirects: node.redirects().filter_map(|former| url::path_of(site, former.as_str())).collect(),
            action: node
                .raw
                .as_ref()
                .and_then(|raw| action::said(raw.given()))
                .map(|said| said.action(has_delay(&world.groups, index))),
            children: Vec::new(),
            entries: Vec::new(),
            retired: true,
            catalog: None,
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
