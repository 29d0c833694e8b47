//! Builds the view of the whole catalog from which export templates generate constants, types, and
//! tables for other languages. Its structs are in [`view::catalog`](crate::view::catalog).

use std::collections::BTreeSet;

use errbook_catalog::{
    Action, ActionBy, ActionKind, Audience, Catalog, Dependency, Ending, Entry, Extension, Field, FieldValue, Header,
    Json, LogLevel, Messages, Operation, ParamType, Response, Wording,
};

use crate::compose;
use crate::facts;
use crate::prose;
use crate::templates::Markup;
use crate::text;

mod names;
pub(crate) mod params;
mod parts;
mod profile;
mod shape;
mod tables;

use names::Distinct;

use crate::view::catalog::{
    ActionView, CatalogView, CodeView, DependencyView, EndingView, FieldValueView, FieldView, HeaderView, MessageView,
    NamesView, NegotiatedView, OperationView, ParentView, ProfileView, ResponseView, ValueView, WordView, WordingView,
};

/// `imports` is the key of `depends` that names the modules of dependencies. `reserved` has the words
/// that the target reserves.
pub(crate) fn catalog(catalog: &Catalog, imports: Option<&str>, reserved: &[String]) -> CatalogView {
    let manifest = catalog.manifest();
    let names = names::of_codes(catalog);
    let mut types = Distinct::of(["ErrorCode", "FieldError"]);
    let profiles = profile::all(catalog, &mut types);
    let mut taken = names::taken(reserved, &names, &profiles);
    let declared: Vec<_> = catalog.fields().map(|of| (of, field(catalog, of))).collect();
    let parent = |at: usize| ParentView { code: catalog.entries()[at].code.clone(), names: names[at].clone() };
    let code = |(entry, own): (&Entry, &NamesView)| CodeView {
        fields: declared.iter().filter_map(|(of, view)| field_value(entry, of, view)).collect(),
        parent: entry.parent.map(parent),
        type_name: taken.name(own.pascal.0.clone()),
        ..code(catalog, &profiles, entry, own.clone(), &mut types)
    };
    let codes: Vec<CodeView> = catalog.entries().iter().zip(&names).map(code).collect();
    CatalogView {
        name: manifest.name.clone(),
        names: names::of(&text::catalog_identifier(&manifest.name)),
        title: facts::title(catalog),
        description: manifest.description.clone(),
        url: manifest.page_url(&[]),
        prefix: manifest.scheme.prefix.clone(),
        separator: manifest.scheme.separator.clone(),
        starts: starts(catalog),
        fields: declared.into_iter().map(|(_, view)| view).collect(),
        internal: catalog.audience() == Audience::Internal,
        action_kinds: action_kinds(),
        action_bys: ActionBy::NAMED.iter().map(|(word, _)| *word).collect(),
        depends: imports.map_or_else(Vec::new, |key| depends(catalog, key)),
        operations: operations(catalog),
        has_messages: codes.iter().any(|code| !code.messages.is_empty()),
        has_wordings: codes.iter().any(|code| !code.wordings.is_empty()),
        kinds: params::kinds(catalog),
        tables: tables::all(catalog, &codes),
        codes,
        profiles,
    }
}

fn starts(catalog: &Catalog) -> Vec<String> {
    let manifest = catalog.manifest();
    let sources: BTreeSet<Option<usize>> = catalog.entries().iter().map(|entry| entry.dependency).collect();
    let own = manifest.scheme.prefix.as_ref().map(|prefix| format!("{prefix}{}", manifest.scheme.separator));
    if own.is_none() && sources.contains(&None) {
        return Vec::new();
    }
    let depends = sources.into_iter().flatten().filter_map(|at| manifest.depends[at].start.clone());
    let starts: BTreeSet<String> = depends.chain(own).collect();
    starts.into_iter().collect()
}

/// The dependencies for which `key` names a module.
fn depends(catalog: &Catalog, key: &str) -> Vec<DependencyView> {
    let depends = &catalog.manifest().depends;
    let names = names::all_modules(depends.iter().map(|of| text::identifier(&of.name)));
    let views = depends.iter().zip(names);
    views.filter_map(|(of, names)| Some(dependency(of, of.module(key)?, names))).collect()
}

fn dependency(of: &Dependency, module: &str, names: NamesView) -> DependencyView {
    DependencyView {
        module: module.to_owned(),
        names,
        own_names: names::of(&text::catalog_identifier(&of.catalog)),
        sends: !of.profiles.is_empty() && of.codes.iter().any(|code| code.raisable),
        masked: masked(of),
    }
}

fn masked(of: &Dependency) -> Vec<String> {
    let is_sensitive = |(key, value): &(String, Json)| key == "sensitive" && *value == Json::Boolean(true);
    let has_sensitive = |wording: &Json| {
        let params = wording.members().iter().filter(|(key, _)| key == "params");
        params.flat_map(|(_, params)| params.members()).any(|(_, param)| param.members().iter().any(is_sensitive))
    };
    let is_masked = |added: &Extension| {
        let wordings = added.texts.iter().filter(|(key, _)| key == "wordings");
        wordings.flat_map(|(_, wordings)| wordings.items()).any(has_sensitive)
    };
    let extensions = of.extensions.iter().filter(|(_, added)| is_masked(added));
    extensions.map(|(code, _)| of.codes[*code].code.clone()).collect()
}

fn code(
    catalog: &Catalog,
    profiles: &[ProfileView],
    entry: &Entry,
    names: NamesView,
    types: &mut Distinct,
) -> CodeView {
    let responses = responses(catalog, profiles, entry, &names, types);
    CodeView {
        code: entry.code.clone(),
        names,
        type_name: Markup::default(),
        name: entry.name.clone(),
        description: facts::description(entry),
        message: entry.message().map(|message| message.template.clone()),
        messages: messages(profiles, entry),
        logged: entry.message().map_or_else(Vec::new, |message| parts::logged(entry, message)),
        wordings: wordings(profiles, entry),
        other_texts: other_texts(entry),
        params: params::all(entry),
        redact: entry.redact,
        raisable: entry.raisable(),
        log_level: entry.log_level.map(LogLevel::as_str),
        fix: entry.fix(),
        sends_params: params::read(entry).any(|param| params::is_sent(entry, param)),
        responses,
        url: catalog.page_url(entry),
        type_url: catalog.type_url(entry),
        action: of_responses(entry, catalog).map(action),
        retryable: of_responses(entry, catalog).map(|action| action.kind.is_retryable()),
        retry_after: entry.retry_after,
        since: entry.since.clone(),
        changed: entry.changed.clone(),
        fields: Vec::new(),
        parent: None,
        lifecycle: lifecycle(entry),
        ending: entry.retired.as_ref().or(entry.deprecated.as_ref()).map(|of| ending(catalog, of)),
        aliases: entry.aliases.clone(),
    }
}

/// The message of each profile, if they differ.
fn messages(profiles: &[ProfileView], entry: &Entry) -> Vec<MessageView> {
    let of = |messages: &Messages, response: &Response| MessageView {
        profile: profiles[response.profile].name.clone(),
        text: messages.of(response.profile).template.clone(),
    };
    let differing = entry.messages.as_ref().filter(|messages| messages.others().next().is_some());
    differing
        .map(|messages| entry.responses.iter().map(|response| of(messages, response)).collect())
        .unwrap_or_default()
}

/// The action in responses. Also for reserved codes: once a service sends one, clients read it with
/// the files that they have.
fn of_responses<'e>(entry: &'e Entry, catalog: &Catalog) -> Option<&'e Action> {
    entry.action.as_ref().filter(|_| !facts::is_internal(entry, catalog))
}

fn other_texts(entry: &Entry) -> Vec<String> {
    entry.read_texts().into_iter().skip(1).map(|message| message.template.clone()).collect()
}

/// The wordings that services send.
fn wordings(profiles: &[ProfileView], entry: &Entry) -> Vec<WordingView> {
    let view = |wording: &Wording| WordingView {
        text: wording.text.template.clone(),
        profiles: wording.profiles.iter().map(|profile| profiles[*profile].name.clone()).collect(),
        operations: wording.operations.clone(),
        when: wording.when.as_deref().map(prose::plain),
        computed: wording.computed,
    };
    entry.wordings.iter().filter(|wording| wording.sent).map(view).collect()
}

fn responses(
    catalog: &Catalog,
    profiles: &[ProfileView],
    entry: &Entry,
    names: &NamesView,
    types: &mut Distinct,
) -> Vec<ResponseView> {
    let responses = entry.responses.iter();
    responses
        .map(|response| {
            let profile = &profiles[response.profile];
            let suffix = if entry.responses.len() > 1 { profile.names.pascal.0.as_str() } else { "" };
            let example = entry.messages.as_ref().map(|of| compose::body(catalog, entry, of, response));
            ResponseView {
                profile: profile.name.clone(),
                profile_names: profile.names.clone(),
                type_name: types.name(format!("{}{suffix}", names.pascal.0)),
                body: profile::body(profile, response.status),
                status: response.status,
                title: response.title.clone(),
                content_type: profile.content_type.clone(),
                description: facts::description_in(entry, response.profile),
                message: entry
                    .messages
                    .as_ref()
                    .map_or_else(Vec::new, |of| parts::message(entry, of.of(response.profile))),
                headers: headers(catalog, entry, response),
                example: example.map(Markup),
                negotiate: negotiate(catalog, profiles, response),
            }
        })
        .collect()
}

fn headers(catalog: &Catalog, entry: &Entry, response: &Response) -> Vec<HeaderView> {
    let profile = &catalog.manifest().profiles[response.profile];
    let headers = compose::headers(profile, entry).into_iter();
    headers
        .map(|(name, example)| {
            let header = profile.headers_of(entry).find(|header| header.name == name);
            // Without a header of the catalog, it is the code's `retry_after`.
            let is_integer = header.is_none_or(|header| is_integer(entry, header));
            let value = header.map_or_else(|| vec![parts::text(&example)], |header| parts::header(entry, header));
            let is_own = entry.headers.iter().any(|own| own.name.eq_ignore_ascii_case(&name));
            let of_profile = header.is_some() && !is_own;
            let when = header.and_then(|header| header.when.clone());
            HeaderView { name, is_integer, value, example, when, of_profile }
        })
        .collect()
}

/// Whether the value of a header is always a number.
fn is_integer(entry: &Entry, header: &Header) -> bool {
    let whole = entry.header_params().find(|param| header.value == format!("{{{}}}", param.name));
    whole.is_some_and(|param| matches!(param.ty, ParamType::Integer | ParamType::Duration))
}

fn negotiate(catalog: &Catalog, profiles: &[ProfileView], response: &Response) -> Vec<NegotiatedView> {
    let negotiated = catalog.manifest().profiles[response.profile].negotiate.iter();
    negotiated
        .map(|of| NegotiatedView {
            content_type: of.content_type.clone(),
            type_name: Some(&profiles[of.profile])
                .filter(|_| of.profile != response.profile)
                .and_then(|profile| Some(profile::body_view(profile, response.status)?.type_name.clone())),
        })
        .collect()
}

fn field(catalog: &Catalog, field: &Field) -> FieldView {
    FieldView {
        name: field.name.clone(),
        names: names::of(&text::identifier(&field.name)),
        ty: field.ty.as_str(),
        values: field.values.clone(),
        complete: catalog.is_complete(field),
        about: field.about.as_deref().map_or_else(|| field.title.clone(), prose::plain),
    }
}

fn field_value(entry: &Entry, field: &Field, view: &FieldView) -> Option<FieldValueView> {
    let value = match entry.fields.get(field)? {
        FieldValue::Text(text) => ValueView::Text(text.clone()),
        FieldValue::Integer(number) => ValueView::Integer(*number),
        FieldValue::Boolean(value) => ValueView::Boolean(*value),
        FieldValue::List(items) => ValueView::List(items.iter().map(|item| item.clone().into_owned()).collect()),
    };
    let (name, names) = (view.name.clone(), view.names.clone());
    Some(FieldValueView { name, names, ty: view.ty, complete: view.complete, value })
}

fn action_kinds() -> Vec<WordView> {
    let variants: Vec<String> = ActionKind::NAMED.iter().map(|(_, kind)| format!("{kind:?}")).collect();
    let names = names::all(variants.iter().map(String::as_str));
    ActionKind::NAMED.iter().zip(names).map(|((word, _), names)| WordView { word, names }).collect()
}

fn action(action: &Action) -> ActionView {
    ActionView {
        kind: action.kind.as_str(),
        by: action.by.as_str(),
        reason: action.reason.as_deref().map(prose::plain),
    }
}

fn lifecycle(entry: &Entry) -> &'static str {
    if entry.retired.is_some() {
        "retired"
    } else if entry.draft {
        "draft"
    } else if entry.deprecated.is_some() {
        "deprecated"
    } else if entry.reserved.is_some() {
        "reserved"
    } else {
        "active"
    }
}

fn ending(catalog: &Catalog, ending: &Ending) -> EndingView {
    EndingView {
        since: ending.since.clone(),
        reason: ending.reason.as_deref().map(prose::plain),
        replaced_by: ending.replaced_by.map(|at| catalog.entries()[at].code.clone()),
    }
}

/// All operations that entries and stages name, each with the codes that it can raise.
fn operations(catalog: &Catalog) -> Vec<OperationView> {
    let code = |at: usize| catalog.entries()[at].code.clone();
    let operation = |operation: &Operation<'_>| OperationView {
        name: operation.name.to_owned(),
        codes: catalog.raised_in(operation).into_iter().map(code).collect(),
    };
    catalog.operations().iter().map(operation).collect()
}
