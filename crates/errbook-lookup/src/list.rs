//! Selects codes by group and fields, and describes them as JSON.

use errbook_catalog::{Audience, Catalog, Entry, Field, FieldType, Group, suggest};
use errbook_check::lifecycle::Refusal;
use serde_json::{Map, Value, json};

/// The codes in a group that have all these values of fields, in the order of the catalog.
///
/// ```
/// use errbook_lookup::select;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref()).unwrap();
/// let codes: Vec<&str> = select(&catalog, Some("customers"), &[])?.iter().map(|entry| entry.code.as_str()).collect();
/// assert_eq!(codes, ["err:customers:not_found", "err:customers:unknown"]);
///
/// let refusal = select(&catalog, Some("custmers"), &[]).unwrap_err();
/// assert_eq!(refusal.help, ["did you mean `customers`?"]);
/// # Ok::<(), errbook_check::lifecycle::Refusal>(())
/// ```
///
/// # Errors
/// If the catalog has no such group, field, or value.
pub fn select<'c>(
    catalog: &'c Catalog,
    group: Option<&str>,
    fields: &[(String, String)],
) -> Result<Vec<&'c Entry>, Refusal> {
    let group = group.map(|group| path_of_group(catalog, group)).transpose()?.unwrap_or_default();
    let mut entries: Vec<&Entry> = catalog.entries().iter().filter(|of| of.segments.starts_with(&group)).collect();
    for (name, value) in fields {
        let field = field(catalog, name, value)?;
        let has = |entry: &&Entry| entry.fields.get(field).is_some_and(|of| of.items().contains(value));
        entries.retain(has);
    }
    Ok(entries)
}

/// The segments of a group, given as the beginning of a code (with or without prefix) or as a path.
fn path_of_group(catalog: &Catalog, text: &str) -> Result<Vec<String>, Refusal> {
    let separator = &catalog.manifest().scheme.separator;
    let is_path = |group: &&Group| [group.path.join(separator), group.path.join("/")].iter().any(|path| path == text);
    let group = catalog.groups().iter().find(is_path).or_else(|| group_of_codes(catalog, text));
    group.map(|group| group.path.clone()).ok_or_else(|| {
        let names: Vec<String> = catalog.groups().iter().map(|group| group.path.join("/")).collect();
        let help = match names.as_slice() {
            [] => "this catalog has no groups".to_owned(),
            names => suggest::help(text, names.iter().map(String::as_str)),
        };
        Refusal::new(format!("unknown group `{text}`"), help)
    })
}

/// The group whose codes start with a text: that of the catalog, or of the only dependency that has one.
fn group_of_codes<'c>(catalog: &'c Catalog, text: &str) -> Option<&'c Group> {
    if text.is_empty() || catalog.manifest().scheme.prefix.as_deref() == Some(text) {
        return None;
    }
    let mut groups = catalog.groups().iter().filter(|group| group.prefix == text);
    let own = groups.clone().find(|group| group.catalog.is_none());
    own.or_else(|| groups.next().filter(|_| groups.next().is_none())).or_else(|| group_of_dependency(catalog, text))
}

/// The group of the only dependency whose codes start with a text. It has no prefix of its own if it is a
/// group of the dependency.
fn group_of_dependency<'c>(catalog: &'c Catalog, text: &str) -> Option<&'c Group> {
    let prefix = |start: &str| start.strip_prefix(text).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
    let mut depends = catalog.manifest().depends.iter().filter(|of| of.start.as_deref().is_some_and(prefix));
    let name = &depends.next().filter(|_| depends.next().is_none())?.name;
    catalog.groups().iter().find(|group| group.path.as_slice() == std::slice::from_ref(name))
}

/// The field of this name, if it can have the value.
fn field<'c>(catalog: &'c Catalog, name: &str, value: &str) -> Result<&'c Field, Refusal> {
    let Some(field) = catalog.fields().find(|field| field.name == name) else {
        let is_internal = catalog.manifest().fields.seen_by(Audience::Internal).any(|field| field.name == name);
        let names: Vec<&str> = catalog.fields().map(|field| field.name.as_str()).collect();
        let help = match names.as_slice() {
            _ if is_internal => "add `--audience internal`".to_owned(),
            [] => "declare it under `fields` in catalog.yaml".to_owned(),
            names => suggest::help(name, names.iter().copied()),
        };
        return Err(Refusal::new(format!("unknown field `{name}`"), help));
    };
    if field.ty == FieldType::Enum && !field.values.iter().any(|of| of == value) {
        let help = suggest::help(value, field.values.iter().map(String::as_str));
        return Err(Refusal::new(format!("`{value}` is not a value of `{name}`"), help));
    }
    Ok(field)
}

/// The state of a code, `None` if it is in normal use.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// assert_eq!(errbook_lookup::state(catalog.entry("err:customers:unknown").expect("a code")), Some("retired"));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn state(entry: &Entry) -> Option<&'static str> {
    let states = [
        (entry.retired.is_some(), "retired"),
        (entry.draft, "draft"),
        (entry.deprecated.is_some(), "deprecated"),
        (entry.reserved.is_some(), "reserved"),
    ];
    states.iter().find(|(holds, _)| *holds).map(|(_, state)| *state)
}

/// The JSON of a code in a list, and in the candidates of a lookup.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let json = errbook_lookup::code(&catalog, catalog.entry("err:orders:not_paid").expect("a code"));
/// assert_eq!(json["responses"][0]["status"], 402);
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn code(catalog: &Catalog, entry: &Entry) -> Value {
    let responses = entry.responses.iter().map(|response| {
        let profile = &catalog.manifest().profiles[response.profile];
        json!({"profile": profile.name, "status": response.status, "title": response.title})
    });
    let fields: Map<String, Value> =
        catalog.fields_of(entry).map(|(field, value)| (field.name.clone(), value.to_json())).collect();
    json!({
        "code": entry.code,
        "name": entry.name,
        "summary": entry.summary,
        "parent": catalog.parent(entry).map(|parent| &parent.code),
        "catalog": entry.dependency.map(|at| &catalog.manifest().depends[at].catalog),
        "state": state(entry),
        "responses": responses.collect::<Vec<_>>(),
        "type": catalog.type_url(entry),
        "fields": fields,
        // The files of a dependency are elsewhere.
        "file": entry.dependency.is_none().then_some(&entry.file),
    })
}
