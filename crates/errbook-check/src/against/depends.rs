//! Compares the dependencies of a catalog with those of its base, and says which entries use what
//! changed.

use std::collections::{BTreeSet, HashMap};

use errbook_catalog::registry::Registry;
use errbook_catalog::{Code, CodeRef, Dependency, FileId, PathStep, RaisedBy, Raiser, Snapshot, Stage};

use super::{Audience, Base, Bump, Change, Comparison, first_paragraph, keep};
use crate::finding::{Finding, Place};

/// The rule that reports what breaks.
const RULE: &str = "dependency-changed";

/// What changed in the dependencies that both have, and dependencies that were removed. `own` are the
/// changes of the catalog's own codes.
pub(crate) fn changes(
    comparison: &Comparison<'_>,
    own: &[Change],
    compare: fn(&Base, &Snapshot) -> Vec<Change>,
) -> Vec<Change> {
    let now = comparison.snapshot;
    let Some((manifest, file)) = now.manifest().zip(now.file("catalog.yaml")) else { return Vec::new() };
    let mut changes = Vec::new();
    for old in &comparison.base.depends {
        let renamed = || manifest.depends.iter().find(|new| new.catalog == old.catalog).map(|new| &new.name);
        let is_named = |name: &String| now.declared().iter().any(|new| new.name == *name);
        let Some(name) = Some(&old.name).filter(|name| is_named(name)).or_else(renamed) else {
            changes.push(removed(old, Place::key(file, "depends")));
            continue;
        };
        // One that can't be read is reported.
        let Some((position, place)) = current(now, file, name) else { continue };
        let new = &manifest.depends[position];
        let used = Used { snapshot: now, dependency: new, place, related: related(now, position) };
        changes.extend(used.of_name(old));
        changes.extend(used.of_code(old));
        changes.extend(used.of_operations(old, comparison.past));
        changes.extend(used.of_registry(old, comparison, compare));
        changes.extend(used.of_profiles(comparison, own, compare));
    }
    changes
}

/// The position of the dependency with a name, and its item of `depends`. `None` if it can't be used.
pub(super) fn current(now: &Snapshot, manifest: FileId, name: &str) -> Option<(usize, Place)> {
    let position = now.manifest()?.depends.iter().position(|of| of.name == name)?;
    let declared = now.declared().iter().find(|of| of.name == name)?;
    Some((position, Place::key(manifest, "depends").then(PathStep::Item(declared.item))))
}

/// The codes of a dependency as a service sends them: in its own profiles.
fn sent_by(service: &Registry, mut codes: Registry) -> Registry {
    if service.profiles.is_empty() {
        return codes;
    }
    let others = std::mem::replace(&mut codes.profiles, service.profiles.clone());
    codes.profiles.extend(others.into_iter().filter(|of| service.profiles.iter().all(|own| own.name != of.name)));
    for field in &service.fields {
        if codes.fields.iter().all(|of| of.name != field.name) {
            let mut field = field.clone();
            field.required = false;
            codes.fields.push(field);
        }
    }
    codes
}

fn removed(old: &Dependency, place: Place) -> Change {
    let count = old.codes.len();
    let codes = if count == 1 { "code" } else { "codes" };
    let message = format!("dependency `{}` was removed, with its {count} {codes}", old.name);
    let help = "this breaks services and clients that use its codes: keep it, or release a major version";
    Change {
        rule: Some(RULE),
        code: None,
        dependency: Some(old.name.clone()),
        bump: Bump::Major,
        audience: Audience::Services,
        finding: Some(Finding::new(message.clone(), place, help)),
        message,
    }
}

/// A dependency, and the catalog that uses it.
struct Used<'c> {
    snapshot: &'c Snapshot,
    dependency: &'c Dependency,
    /// Its item of `depends`.
    place: Place,
    /// The entries that list a code as related, by its position, and the item of each.
    related: HashMap<usize, Vec<(&'c Code, usize)>>,
}

/// Users of a code that a message names.
const SHOWN: usize = 3;

impl Used<'_> {
    /// It has another name.
    fn of_name(&self, old: &Dependency) -> Option<Change> {
        let (was, now) = (&old.name, &self.dependency.name);
        // Names in generated Rust and the URLs of included pages contain it.
        let bump = if old.rust.is_some() || old.has_pages { Bump::Major } else { Bump::Patch };
        let help =
            format!("restore `name: {was}`, or release a major version, because this breaks what contains the name");
        (was != now).then(|| self.own(bump, None, format!("dependency `{was}` was renamed to `{now}`"), help))
    }

    /// What an update changed in its codes.
    fn of_registry(
        &self,
        old: &Dependency,
        comparison: &Comparison<'_>,
        compare: fn(&Base, &Snapshot) -> Vec<Change>,
    ) -> Vec<Change> {
        if old.text == self.dependency.text {
            return Vec::new();
        }
        // The loader has read both.
        let (Ok(before), Ok(after)) = (Registry::from_json(&old.text), Registry::from_json(&self.dependency.text))
        else {
            return Vec::new();
        };
        let base = Base::new(sent_by(&comparison.now, before));
        let now = Snapshot::from_sources(sent_by(&comparison.now, after.clone()).sources());
        compare(&base, &now).into_iter().map(|change| self.change(change, &after)).collect()
    }

    /// What changed in the catalog's own profiles, which send its codes. What the catalog's own codes show
    /// is reported already.
    fn of_profiles(
        &self,
        comparison: &Comparison<'_>,
        own: &[Change],
        compare: fn(&Base, &Snapshot) -> Vec<Change>,
    ) -> Vec<Change> {
        let (past, now) = (comparison.past, &comparison.now);
        if past.profiles.is_empty() || past.profiles == now.profiles || comparison.is_manifest_broken() {
            return Vec::new();
        }
        let Ok(codes) = Registry::from_json(&self.dependency.text) else { return Vec::new() };
        let base = Base::new(sent_by(past, codes.clone()));
        let found = compare(&base, &Snapshot::from_sources(sent_by(now, codes).sources()));
        let is_new = |change: &Change| own.iter().all(|own| own.message != change.message);
        let name = &self.dependency.name;
        let place = || comparison.manifest_at([PathStep::key("profiles")]);
        let change = |change: Change| {
            let message = match &change.code {
                Some(_) => change.message,
                None => format!("{}, in responses with codes of `{name}`", change.message),
            };
            let help = keep((change.bump, change.audience));
            let finding = change.rule.map(|_| Finding::new(message.clone(), place(), help));
            Change { message, finding, dependency: Some(name.clone()), ..change }
        };
        found.into_iter().filter(is_new).map(change).collect()
    }

    /// Its generated code is elsewhere, or no longer used.
    fn of_code(&self, old: &Dependency) -> Vec<Change> {
        let change = |key: &str| {
            let (name, before) = (&old.name, old.module(key)?);
            let message = match self.dependency.module(key) {
                Some(after) if after == before => return None,
                Some(after) => format!("the errors of `{name}` changed from those of `{before}` to those of `{after}`"),
                None => format!("generated code no longer uses `{before}` for the errors of `{name}`"),
            };
            let help = format!("restore `{key}: {before}`, or release a major version, because this breaks services");
            Some(self.own(Bump::Major, None, message, help))
        };
        Dependency::MODULES.into_iter().filter_map(change).collect()
    }

    /// Operations that raise other codes of it than before.
    fn of_operations(&self, old: &Dependency, past: &Registry) -> Vec<Change> {
        let stages = |of: &Snapshot| of.manifest().map(|manifest| manifest.stages.clone()).unwrap_or_default();
        let before: BTreeSet<(String, String)> =
            raised(old, &past.stages).into_iter().map(|of| self.renamed(of)).collect();
        let after = raised(self.dependency, &stages(self.snapshot));
        let change = |(operation, code): &(String, String), verb: &str, bump: Bump| {
            let message = format!("operation `{operation}` {verb} `{code}`");
            let help =
                format!("change `raised_by` in `extends` of `{}` back, or release a {} version", old.name, bump.name());
            self.own(bump, Some(code.clone()), message, help)
        };
        let removed = before.difference(&after).map(|of| change(of, "no longer raises", Bump::Major));
        removed.chain(after.difference(&before).map(|of| change(of, "now also raises", Bump::Minor))).collect()
    }

    /// An operation, and the name that a code has now. The dependency's change says that it was renamed.
    fn renamed(&self, (operation, code): (String, String)) -> (String, String) {
        let now = self.dependency.find(&code).map(|at| self.dependency.codes[at].code.clone());
        (operation, now.unwrap_or(code))
    }

    /// A change of what this catalog makes of the dependency. Only one that breaks is a finding.
    fn own(&self, bump: Bump, code: Option<String>, message: String, help: String) -> Change {
        let place = self.place.clone().then(PathStep::key("name"));
        let rule = (bump == Bump::Major).then_some(RULE);
        let finding = rule.map(|_| Finding::new(message.clone(), place, help));
        let dependency = Some(self.dependency.name.clone());
        Change { rule, code, dependency, bump, audience: Audience::Services, message, finding }
    }

    /// A change of the dependency as one of the catalog. What the dependency may do, such as retiring a
    /// code, can break this catalog too.
    fn change(&self, change: Change, after: &Registry) -> Change {
        let name = &self.dependency.name;
        let message = format!("dependency `{name}`: {}", change.message);
        let position = change.code.as_deref().and_then(|code| self.dependency.find(code));
        let breaks = change.bump == Bump::Major;
        let finding = breaks.then(|| {
            let who = change.audience.name();
            let help = format!("this breaks {who}: release a major version, or restore the `{name}` that you had");
            let finding = Finding::new(message.clone(), self.place.clone().then(PathStep::key("name")), help);
            let migration = change.code.as_deref().and_then(|code| after.code(code)?.migration.as_deref());
            let finding = match migration {
                Some(migration) => finding.help(tell(migration)),
                None => finding,
            };
            position.map_or(finding.clone(), |position| self.used(position, finding))
        });
        Change {
            rule: breaks.then_some(RULE),
            code: change.code,
            dependency: Some(name.clone()),
            bump: change.bump,
            audience: change.audience,
            message: message + &position.map(|position| self.users(position)).unwrap_or_default(),
            finding,
        }
    }

    /// Who uses a code: `` (used by `a`, raised by `b`)``. Empty if nobody does.
    fn users(&self, code: usize) -> String {
        let codes = self.related.get(&code).map(Vec::as_slice).unwrap_or_default();
        let shown = codes.iter().take(SHOWN).map(|(own, _)| format!("`{}`", own.code));
        let more = (codes.len() > SHOWN).then(|| format!("and {} more", codes.len() - SHOWN));
        let shown: Vec<String> = shown.chain(more).collect();
        let used = (!shown.is_empty()).then(|| format!("used by {}", shown.join(", ")));
        let extension = self.dependency.extensions.iter().find(|(of, _)| *of == code);
        let raised = extension.and_then(|(_, of)| operations(&of.raised_by)).map(|of| format!("raised by {of}"));
        let users: Vec<String> = used.into_iter().chain(raised).collect();
        if users.is_empty() { String::new() } else { format!(" ({})", users.join(", ")) }
    }

    /// Adds where the catalog uses a code.
    fn used(&self, code: usize, mut finding: Finding) -> Finding {
        for (own, item) in self.related.get(&code).into_iter().flatten() {
            let place = Place::key(own.file, "related").then(PathStep::Item(*item));
            finding = finding.and(place.then(PathStep::key("code")), "used here");
        }
        let Some((_, extension)) = self.dependency.extensions.iter().find(|(of, _)| *of == code) else {
            return finding;
        };
        let name = PathStep::key(self.dependency.codes[code].code.clone());
        let place = self.place.clone().then(PathStep::key("extends")).then(name);
        finding = finding.and(place, "extended here");
        match operations(&extension.raised_by) {
            Some(operations) => finding.note(format!("raised by {operations}")),
            None => finding,
        }
    }
}

fn related(now: &Snapshot, position: usize) -> HashMap<usize, Vec<(&Code, usize)>> {
    let mut found: HashMap<usize, Vec<(&Code, usize)>> = HashMap::new();
    for own in now.codes() {
        for related in own.entry.iter().flat_map(|entry| &entry.related) {
            if let CodeRef::Outside { dependency, code } = related.to
                && dependency == position
            {
                found.entry(code).or_default().push((own, related.item));
            }
        }
    }
    found
}

/// The operations of a catalog, with the codes of a dependency that they raise.
fn raised(of: &Dependency, stages: &[Stage]) -> BTreeSet<(String, String)> {
    let named = of.extensions.iter().flat_map(|(_, of)| of.raised_by.operations()).map(|(_, name)| name);
    let operations: BTreeSet<&str> = named.chain(stages.iter().flat_map(Stage::named)).collect();
    let codes = |operation: &'_ str| {
        let codes: Vec<String> = of.raised_in(operation, stages).map(|code| of.codes[code].code.clone()).collect();
        codes.into_iter().map(|code| (operation.to_owned(), code)).collect::<Vec<_>>()
    };
    operations.into_iter().flat_map(codes).collect()
}

/// What to tell clients, as for the catalog's own codes.
fn tell(migration: &str) -> String {
    format!("tell clients how to migrate: {}", first_paragraph(migration))
}

fn operations(raised_by: &RaisedBy) -> Option<String> {
    let names = raised_by.origins().iter().filter_map(|origin| match &origin.raiser {
        Raiser::Operation(name) => Some(format!("`{name}`")),
        Raiser::Stage(_) => None,
    });
    let names: Vec<String> = names.collect();
    match raised_by {
        RaisedBy::All => Some("all operations".to_owned()),
        RaisedBy::Some(_) => (!names.is_empty()).then(|| names.join(", ")),
    }
}
