//! Makes a [`Registry`] of a catalog, or of as much of one as could be read.

use std::ops::Range;

use serde_json::Value;

use super::{
    All, Code, Ending, Group, Level, Lifecycle, Param, Profile, RaisedBy, Redirect, Registry, Related, Response,
    Retryable, SCHEMA_NAME, Scheme, Since, VERSION,
};
use crate::catalog::{self, Catalog, Entry, Example, Manifest, SinceKind};
use crate::snapshot::Snapshot;
use crate::values::Words as _;

impl Registry {
    /// The registry of a catalog.
    pub fn of(catalog: &Catalog) -> Registry {
        Registry::with_some(catalog, catalog.groups(), 0..catalog.entries().len())
    }

    /// The registry of a catalog with some of its groups and codes.
    pub(super) fn with_some(catalog: &Catalog, groups: &[catalog::Group], codes: Range<usize>) -> Registry {
        let entries = catalog.entries();
        let code_at = |index: usize| entries.get(index).map(|entry| entry.code.as_str());
        let codes = entries[codes].iter().map(|entry| code(catalog.manifest(), entry, code_at)).collect();
        registry(catalog.manifest(), groups, codes)
    }

    /// The registry of a catalog that may be broken: what could not be read is left out, and a code whose entry could not be read stands there
    /// with its URL alone. `None` without a manifest.
    pub fn of_snapshot(snapshot: &Snapshot) -> Option<Registry> {
        let manifest = snapshot.manifest()?;
        let code_at = |index: usize| snapshot.codes().get(index).map(|code| code.code.as_str());
        let codes = snapshot.codes().iter().map(|of| match &of.entry {
            Some(entry) => code(manifest, entry, code_at),
            None => unread(manifest, of.code.clone(), snapshot.report().sources().path(of.file)),
        });
        Some(registry(manifest, snapshot.groups(), codes.collect()))
    }
}

fn registry(manifest: &Manifest, groups: &[catalog::Group], codes: Vec<Code>) -> Registry {
    Registry {
        schema: manifest.page_url(&[]).map(|url| format!("{url}/{SCHEMA_NAME}")),
        version: VERSION,
        name: manifest.name.clone(),
        description: manifest.description.clone(),
        root: manifest.site.as_ref().map(|site| site.root.clone()),
        url: manifest.page_url(&[]),
        since: match manifest.since {
            SinceKind::Date => Since::Date,
            SinceKind::Version => Since::Version,
        },
        scheme: Scheme {
            prefix: manifest.scheme.prefix.clone(),
            separator: manifest.scheme.separator.clone(),
            levels: manifest.scheme.levels.iter().map(level).collect(),
        },
        profiles: manifest.profiles.iter().map(profile).collect(),
        groups: groups.iter().map(|of| group(manifest, of)).collect(),
        redirects: manifest.redirects.iter().map(redirect).collect(),
        codes,
    }
}

fn level(level: &catalog::Level) -> Level {
    Level { name: level.name.clone(), pattern: level.pattern.clone() }
}

fn profile(profile: &catalog::Profile) -> Profile {
    Profile { name: profile.name.clone(), title: profile.title.clone(), content_type: profile.content_type.clone() }
}

fn group(manifest: &Manifest, group: &catalog::Group) -> Group {
    Group {
        path: group.path.clone(),
        title: group.title.clone(),
        url: manifest.page_url(&group.path),
        redirects: group.redirects.clone(),
        retired: group.retired,
    }
}

fn redirect(redirect: &catalog::Redirect) -> Redirect {
    Redirect { from: redirect.from.clone(), to: redirect.to.clone() }
}

fn code<'c>(manifest: &Manifest, entry: &Entry, code_at: impl Fn(usize) -> Option<&'c str> + Copy) -> Code {
    let response = |of: &catalog::Response| {
        let profile = manifest.profiles.get(of.profile)?;
        Some((profile.name.clone(), Response { status: of.status, title: of.title.clone() }))
    };
    let related = |of: &catalog::Related| Some(Related { code: code_at(of.entry)?.to_owned(), when: of.when.clone() });
    Code {
        code: entry.code.clone(),
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        message: entry.message.as_ref().map(|message| message.template.clone()),
        params: entry.params.iter().map(param).collect(),
        extensions: entry.extensions.clone(),
        responses: entry.responses.iter().filter_map(response).collect(),
        url: manifest.page_url(&entry.segments),
        retryable: entry.retryable.as_ref().map(|of| Retryable { value: of.value, reason: of.reason.clone() }),
        retry_after: entry.retry_after,
        log_level: entry.log_level.map(|level| level.word().to_owned()),
        redact: entry.redact,
        raised_by: raised_by(&entry.raised_by),
        related: entry.related.iter().filter_map(related).collect(),
        since: entry.since.clone(),
        lifecycle: lifecycle(entry),
        deprecated: entry.deprecated.as_ref().map(|of| ending(of, code_at)),
        retired: entry.retired.as_ref().map(|of| ending(of, code_at)),
        reserved: entry.reserved.clone(),
        aliases: entry.aliases.clone(),
        redirects: entry.redirects.clone(),
        emitted_at: Vec::new(),
    }
}

/// A code of which nothing is known but that it is there.
fn unread(manifest: &Manifest, code: String, path: &str) -> Code {
    let segments: Vec<String> = path.trim_end_matches(".yaml").split('/').map(str::to_owned).collect();
    Code { code, url: manifest.page_url(&segments), ..Code::default() }
}

fn param(param: &catalog::Param) -> Param {
    Param {
        name: param.name.clone(),
        ty: param.ty.word().to_owned(),
        example: example(&param.example),
        about: param.about.clone(),
    }
}

fn example(example: &Example) -> Value {
    match example {
        Example::Text(text) => Value::from(text.as_str()),
        Example::Integer(number) => Value::from(*number),
        Example::Boolean(value) => Value::from(*value),
        Example::Timestamp(time) => Value::from(errbook::timestamp::Timestamp(*time).to_string()),
        Example::Duration(seconds) => Value::from(*seconds),
        Example::List(items) => items.iter().map(|item| Value::from(item.as_ref())).collect(),
    }
}

fn raised_by(raised_by: &catalog::RaisedBy) -> Option<RaisedBy> {
    match raised_by {
        catalog::RaisedBy::All => Some(RaisedBy::All(All::All)),
        catalog::RaisedBy::Operations(operations) if operations.is_empty() => None,
        catalog::RaisedBy::Operations(operations) => Some(RaisedBy::Operations(operations.clone())),
    }
}

fn lifecycle(entry: &Entry) -> Lifecycle {
    match entry {
        Entry { retired: Some(_), .. } => Lifecycle::Retired,
        Entry { draft: true, .. } => Lifecycle::Draft,
        Entry { reserved: Some(_), .. } => Lifecycle::Reserved,
        Entry { deprecated: Some(_), .. } => Lifecycle::Deprecated,
        _ => Lifecycle::Active,
    }
}

fn ending<'c>(ending: &catalog::Ending, code_at: impl Fn(usize) -> Option<&'c str>) -> Ending {
    Ending {
        since: ending.since.clone(),
        reason: ending.reason.clone(),
        replaced_by: ending.replaced_by.and_then(code_at).map(str::to_owned),
    }
}
