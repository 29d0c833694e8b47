//! The catalog as rows of tables, which exports for databases write.

use std::collections::BTreeSet;

use errbook_catalog::{Catalog, CodeKind, Entry, FieldValue, RaisedBy, Raiser};

use crate::templates::Markup;
use crate::view::catalog::{CodeView, ColumnView, TableView, ValueView};

type Row = Vec<Option<ValueView>>;

/// The paths of all groups.
type Groups<'c> = BTreeSet<&'c [String]>;

/// All tables. `codes` are those of the catalog, in its order.
pub(super) fn all(catalog: &Catalog, codes: &[CodeView]) -> Vec<TableView> {
    let both = || catalog.entries().iter().zip(codes);
    let groups: Groups<'_> = catalog.groups().iter().map(|group| group.path.as_slice()).collect();
    vec![
        table("codes", &CODES, both().map(|(entry, code)| code_row(catalog, &groups, entry, code))),
        table("aliases", &["alias", "code"], codes.iter().flat_map(alias_rows)),
        table("type_urls", &["url", "code", "is_former boolean"], both().flat_map(|of| url_rows(catalog, of))),
        table("responses", &["code", "profile", "status integer", "title"], codes.iter().flat_map(response_rows)),
        table("groups", &["group_path", "depth integer", "title"], catalog.groups().iter().map(group_row)),
        table("code_groups", &["code", "group_path"], catalog.entries().iter().flat_map(|of| group_rows(&groups, of))),
        table("operations", &["operation"], catalog.operations().iter().map(|of| vec![text(of.name)])),
        table("code_operations", &["code", "operation"], operation_rows(catalog).into_iter()),
        table("fields", &["code", "field", "value"], catalog.entries().iter().flat_map(|of| field_rows(catalog, of))),
    ]
}

/// A table with columns such as `code`, which has strings, or `status integer`.
fn table(name: &str, columns: &[&'static str], rows: impl Iterator<Item = Row>) -> TableView {
    let column = |column: &&'static str| {
        let (name, ty) = column.split_once(' ').unwrap_or((column, "string"));
        ColumnView { name: Markup(name.to_owned()), ty }
    };
    TableView { name: Markup(name.to_owned()), columns: columns.iter().map(column).collect(), rows: rows.collect() }
}

const CODES: [&str; 19] = [
    "code",
    "name",
    "lifecycle",
    "kind",
    "group_path",
    "parent",
    "statuses",
    "raised_by",
    "action",
    "action_by",
    "retryable boolean",
    "retry_after integer",
    "log_level",
    "url",
    "since",
    "changed",
    "ended_since",
    "ended_reason",
    "replaced_by",
];

fn code_row(catalog: &Catalog, groups: &Groups<'_>, entry: &Entry, code: &CodeView) -> Row {
    let statuses: Vec<String> = entry.statuses().iter().map(u16::to_string).collect();
    let ending = code.ending.as_ref();
    vec![
        text(&code.code),
        text(&code.name),
        text(code.lifecycle),
        text(kind(entry.kind)),
        groups_of(groups, entry).pop().and_then(text),
        code.parent.as_ref().and_then(|parent| text(&parent.code)),
        Some(statuses.join(", ")).filter(|statuses| !statuses.is_empty()).and_then(text),
        raised_by(catalog, entry).and_then(text),
        code.action.as_ref().and_then(|action| text(action.kind)),
        code.action.as_ref().and_then(|action| text(action.by)),
        code.retryable.map(ValueView::Boolean),
        code.retry_after.and_then(|seconds| i64::try_from(seconds).ok()).map(ValueView::Integer),
        entry.log_level.and_then(|level| text(level.as_str())),
        optional(code.url.as_ref()),
        optional(code.since.as_ref()),
        optional(code.changed.as_ref()),
        optional(ending.and_then(|ending| ending.since.as_ref())),
        optional(ending.and_then(|ending| ending.reason.as_ref())),
        optional(ending.and_then(|ending| ending.replaced_by.as_ref())),
    ]
}

fn alias_rows(code: &CodeView) -> Vec<Row> {
    code.aliases.iter().map(|alias| vec![text(alias), text(&code.code)]).collect()
}

/// The type of a code and its former types, as services sent them: the URL of its page, unless the entry
/// sets `type`, and redirects.
fn url_rows(catalog: &Catalog, (entry, code): (&Entry, &CodeView)) -> Vec<Row> {
    let row = |url: &str, is_former| vec![text(url), text(&code.code), Some(ValueView::Boolean(is_former))];
    let url = catalog.type_url(entry);
    // Services send URLs of the dependency's own site.
    if let Some(outside) = catalog.outside(entry) {
        let former = outside.former_urls.iter().chain(&outside.url).filter(|of| Some(*of) != url.as_ref());
        return url.iter().map(|url| row(url, false)).chain(former.map(|url| row(url, true))).collect();
    }
    let page = catalog.page_path(entry);
    let of_manifest = catalog.manifest().redirects.iter().filter(|of| page.as_ref() == Some(&of.to)).map(|of| &of.from);
    let paths = entry.redirects.iter().chain(of_manifest);
    let site = catalog.manifest().site.as_ref();
    let former = site.into_iter().flat_map(|site| paths.clone().map(move |path| format!("{}{path}", site.root)));
    let former: BTreeSet<String> =
        former.chain(catalog.page_url(entry)).filter(|of| Some(of) != url.as_ref()).collect();
    url.iter().map(|url| row(url, false)).chain(former.iter().map(|url| row(url, true))).collect()
}

fn response_rows(code: &CodeView) -> Vec<Row> {
    let responses = code.responses.iter();
    responses
        .map(|of| {
            let status = Some(ValueView::Integer(of.status.into()));
            vec![text(&code.code), text(&of.profile), status, text(&of.title)]
        })
        .collect()
}

fn group_row(group: &errbook_catalog::Group) -> Row {
    let depth = i64::try_from(group.path.len()).ok();
    vec![text(group.path.join("/")), depth.map(ValueView::Integer), text(&group.title)]
}

/// A row per group that a code is in, at any depth.
fn group_rows(groups: &Groups<'_>, entry: &Entry) -> Vec<Row> {
    groups_of(groups, entry).into_iter().map(|path| vec![text(&entry.code), text(path)]).collect()
}

/// The groups that a code is in, the outermost first. A code that is a group is in it.
fn groups_of(groups: &Groups<'_>, entry: &Entry) -> Vec<String> {
    let paths = (1..=entry.segments.len()).map(|length| &entry.segments[..length]);
    paths.filter(|path| groups.contains(path)).map(|path| path.join("/")).collect()
}

/// A row per code and operation that can raise it, sorted.
fn operation_rows(catalog: &Catalog) -> Vec<Row> {
    let operations = catalog.operations();
    let pairs = operations.iter().flat_map(|of| catalog.raised_in(of).into_iter().map(move |at| (at, of.name)));
    let pairs: BTreeSet<(usize, &str)> = pairs.collect();
    let code = |at: usize| catalog.entries().get(at).and_then(|entry| text(&entry.code));
    pairs.into_iter().map(|(at, operation)| vec![code(at), text(operation)]).collect()
}

/// `listed` if only the operations in `code_operations` raise a code, and `all` if those that the
/// catalog doesn't name can too. `None` if that is unknown, or if nothing raises it.
fn raised_by(catalog: &Catalog, entry: &Entry) -> Option<&'static str> {
    let stages = &catalog.manifest().stages;
    let is_open = |raiser: &Raiser| match raiser {
        Raiser::Stage(at) => stages.get(*at).is_some_and(|stage| stage.operations.is_none()),
        Raiser::Operation(_) => false,
    };
    match &entry.raised_by {
        _ if !entry.raisable() => None,
        RaisedBy::All => Some("all"),
        RaisedBy::Some(origins) if origins.is_empty() => None,
        RaisedBy::Some(origins) if origins.iter().any(|origin| is_open(&origin.raiser)) => Some("all"),
        RaisedBy::Some(_) => Some("listed"),
    }
}

/// A row per value. A list has several.
fn field_rows(catalog: &Catalog, entry: &Entry) -> Vec<Row> {
    let rows = |field: &str, value: &FieldValue| {
        let items: BTreeSet<String> = value.items().into_iter().collect();
        items.into_iter().map(|item| vec![text(&entry.code), text(field), text(item)]).collect::<Vec<_>>()
    };
    catalog.fields_of(entry).flat_map(|(field, value)| rows(&field.name, value)).collect()
}

fn kind(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Error => "error",
        CodeKind::Reference => "reference",
    }
}

fn text(text: impl Into<String>) -> Option<ValueView> {
    Some(ValueView::Text(text.into()))
}

fn optional(value: Option<&String>) -> Option<ValueView> {
    value.and_then(text)
}
