//! Builds a [`Registry`] from a catalog, or from the readable parts of a snapshot.

use std::ops::Range;

use super::code::{code, header_details, headers, unread};
use super::{Code, Group, Profile, Registry, SCHEMA_NAME, VERSION, envelope, field, prose};
use crate::catalog::{self, Audience, Catalog, Manifest};
use crate::snapshot::Snapshot;

impl Registry {
    /// The registry of a catalog, with the fields that its audience may see.
    pub fn of(catalog: &Catalog) -> Registry {
        Registry::with_some(catalog, catalog.groups(), 0..catalog.entries().len())
    }

    /// Adds the texts of the pages, for sites that include them.
    #[must_use]
    pub fn with_pages(mut self, catalog: &Catalog) -> Registry {
        self.pages = true;
        self.glossary = catalog.manifest().glossary.clone();
        for group in &mut self.groups {
            let description = catalog.group(&group.path).map(|of| of.description.as_str()).unwrap_or_default();
            group.description = Some(description.to_owned()).filter(|text| !text.is_empty());
        }
        for code in &mut self.codes {
            code.page = catalog.entry(&code.code).map(prose::of).unwrap_or_default().into_iter().collect();
        }
        self
    }

    /// The registry of a catalog with some of its groups and codes.
    pub(super) fn with_some(catalog: &Catalog, groups: &[catalog::Group], codes: Range<usize>) -> Registry {
        let entries = catalog.entries();
        let code_at = |index: usize| entries.get(index).map(|entry| entry.code.as_str());
        let (manifest, audience) = (catalog.manifest(), catalog.audience());
        let codes = entries[codes].iter().map(|entry| code(manifest, entry, audience, code_at)).collect();
        registry(manifest, audience, groups, codes)
    }

    /// The registry of a catalog that may have errors. Parts that can't be read are left out, and a
    /// code whose entry can't be read has only its URL. `None` without a manifest.
    pub fn of_snapshot(snapshot: &Snapshot, audience: Audience) -> Option<Registry> {
        let manifest = snapshot.manifest()?;
        let code_at = |index: usize| snapshot.codes().get(index).map(|code| code.code.as_str());
        let codes = snapshot.codes().iter().map(|of| match &of.entry {
            Some(entry) => code(manifest, entry, audience, code_at),
            None => unread(manifest, of.code.clone(), snapshot.report().sources().path(of.file)),
        });
        Some(registry(manifest, audience, snapshot.groups(), codes.collect()))
    }
}

fn registry(manifest: &Manifest, audience: Audience, groups: &[catalog::Group], codes: Vec<Code>) -> Registry {
    Registry {
        schema: manifest.page_url(&[]).map(|url| format!("{url}/{SCHEMA_NAME}")),
        version: VERSION,
        name: manifest.name.clone(),
        description: manifest.description.clone(),
        root: manifest.site.as_ref().map(|site| site.root.clone()),
        canonical: manifest.site.as_ref().and_then(|site| site.canonical.clone()),
        url: manifest.page_url(&[]),
        since: manifest.since,
        scheme: manifest.scheme.clone(),
        rust_name: rust_name(manifest),
        profiles: (0..manifest.profiles.len()).map(|at| profile(&manifest.profiles, at)).collect(),
        stages: manifest.stages.clone(),
        audience,
        depends: manifest.depends.iter().map(catalog::Dependency::needed).collect(),
        pages: false,
        glossary: Vec::new(),
        fields: manifest.fields.seen_by(audience).map(field::field).collect(),
        groups: groups.iter().map(|of| group(manifest, of)).collect(),
        redirects: manifest.redirects.clone(),
        codes,
    }
}

fn rust_name(manifest: &Manifest) -> Vec<String> {
    let (all, levels) = (&manifest.scheme.levels, &manifest.rust_name);
    if levels.len() == all.len() {
        return Vec::new();
    }
    levels.iter().filter_map(|at| Some(all.get(*at)?.name.clone())).collect()
}

fn profile(profiles: &[catalog::Profile], at: usize) -> Profile {
    let profile = &profiles[at];
    let body = |of: usize| if of == at { "same" } else { profiles[of].name.as_str() }.to_owned();
    let of_status = |(status, pieces): &(u16, Vec<_>)| (status.to_string(), envelope::template(pieces));
    Profile {
        name: profile.name.clone(),
        title: profile.title.clone(),
        about: profile.about.clone(),
        content_type: profile.content_type.clone(),
        negotiate: profile.negotiate.iter().map(|of| (of.content_type.clone(), body(of.profile))).collect(),
        envelope: envelope::template(&profile.envelope),
        by_status: profile.by_status.iter().map(of_status).collect(),
        headers: headers(&profile.headers),
        header_details: header_details(&profile.headers),
        catalog: profile.catalog.clone(),
    }
}

fn group(manifest: &Manifest, group: &catalog::Group) -> Group {
    Group {
        path: group.path.clone(),
        title: group.title.clone(),
        url: manifest.page_url(&group.path),
        description: None,
        redirects: group.redirects.clone(),
        retired: group.retired,
        catalog: group.catalog.clone(),
    }
}
