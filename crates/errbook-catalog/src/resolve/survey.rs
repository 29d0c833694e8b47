//! Builds the [`World`] from the manifest and the paths of all files.

use std::collections::HashMap;

use super::world::{Requests, World};
use super::{address, depends, envelope, family, field, group, headers, request, scheme, stages, status, url};
use crate::catalog::{CodeKind, SinceKind};
use crate::decode::Decoder;
use crate::diagnostic::{Diagnostic, FileId};
use crate::keys::Table as _;
use crate::raw::RawManifest;
use crate::source::{MANIFEST, Sources};
use crate::values::Short;

pub(super) fn of<'w>(
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
        fields: Vec::new(),
        fields_broken: false,
        profiles: Vec::new(),
        spreads: Vec::new(),
        groups_broken: false,
        profiles_broken: false,
        declared: Vec::new(),
        depends: Vec::new(),
        outside: HashMap::new(),
        depends_broken: false,
        stages: Vec::new(),
        stages_broken: false,
        header_params: Vec::new(),
        site: None,
        since: SinceKind::Date,
        kind: CodeKind::Error,
        extra_statuses: Vec::new(),
        requests: Requests::default(),
        manifest_file,
    };
    let depends = manifest.as_deref().map(depends::spans).unwrap_or_default();
    if let Some(manifest) = manifest {
        let mut decoder = Decoder::new(manifest_file, sources.text(manifest_file), diagnostics);
        read_manifest(&mut world, manifest, &mut decoder);
    }
    if world.codes_of.is_some() {
        address::resolve(&mut world, files, diagnostics);
        family::find(&mut world, diagnostics);
        address::place(&mut world);
    }
    depends::check_codes(&world, &depends, diagnostics);
    world.by_code = world.codes.iter().enumerate().map(|(index, of)| (of.code.clone(), index)).collect();
    world
}

fn read_manifest<'w>(world: &mut World<'w>, manifest: &mut RawManifest<'w>, decoder: &mut Decoder<'_>) {
    world.codes_of = scheme::resolve(manifest, decoder);
    world.since = manifest.since.unwrap_or(SinceKind::Date);
    world.kind = manifest.kind.unwrap_or_default();
    world.extra_statuses = manifest.extra_statuses.iter().map(|status| status.value).collect();
    manifest.extra_statuses.iter().for_each(|extra| status::check_extra(extra, decoder));
    world.fields = field::declared(manifest, decoder);
    world.fields_broken = manifest.seen().is_wrong("fields");
    let of_profiles = manifest.profiles.iter().filter_map(|(_, profile)| match profile {
        Short::Long(own) => Some(&own.headers),
        Short::Short(_) => None,
    });
    world.header_params = headers::all_params(of_profiles, decoder.text);
    let before = decoder.diagnostics.len();
    (world.profiles, world.spreads) = envelope::profiles(world, manifest, decoder).into_iter().unzip();
    world.profiles_broken = manifest.seen().is_wrong("profiles") || decoder.diagnostics.len() > before;
    world.stages = stages::of(manifest, decoder);
    world.stages_broken = manifest.seen().is_wrong("stages");
    depends::read(world, manifest, decoder);
    world.groups_broken = manifest.seen().is_wrong("groups");
    world.site =
        manifest.site.as_ref().and_then(|site| url::site(site, manifest.name.as_ref(), world.sources, decoder));
    world.requests = request::defaults(manifest, decoder);
    if let Some(codes) = &world.codes_of {
        world.groups = group::read(std::mem::take(&mut manifest.groups), codes, world, decoder);
        let of_groups = world.groups.iter().filter_map(|group| group.raw.as_ref()?.headers.as_ref());
        world.header_params.extend(headers::all_params(of_groups, decoder.text));
    }
}
