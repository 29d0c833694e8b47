//! Turns an entry into the view of its page. Prose must be rendered in the order of the page,
//! because the first use of a glossary term is a link.

use errbook_catalog::{
    Detail, Ending, Entry, HeadingIds, HowToFix, Note, NoteKind, Origin, Param, ParamType, RaisedBy, Raiser, Request,
    Response, Section, Stage, TextKind, WhatHappened,
};

use super::{Desk, response};
use crate::clients::Call;
use crate::facts::{is_internal, retryable};
use crate::page::Listing;
use crate::prose;
use crate::view::*;

pub(crate) fn entry(entry: &Entry, desk: &mut Desk<'_, '_>) -> EntryView {
    desk.scope.reserve_ids(HeadingIds::of_entry(desk.catalog.manifest().profiles.len()));
    let catalog = desk.catalog;
    let banners = banners(entry, desk);
    let params = entry.params.iter().map(|of| param(of, desk)).collect();
    let what_happened = entry.what_happened.as_ref().map(|section| what_happened(section, desk));
    let mut after = AfterView { what_happened: sections(entry, Section::WhatHappened, desk), ..AfterView::default() };
    let how_to_fix = entry.how_to_fix.as_ref().map(|section| how_to_fix(section, desk));
    after.how_to_fix = sections(entry, Section::HowToFix, desk);
    let common_mistakes = mistakes(entry, desk);
    after.common_mistakes = sections(entry, Section::CommonMistakes, desk);
    let notes = entry.notes.iter().map(|of| note(of, desk)).collect();
    after.notes = sections(entry, Section::Notes, desk);
    let related = related(entry, desk);
    let [previous, next] = neighbours(entry, desk);
    after.related = sections(entry, Section::Related, desk);
    let raised_by = entry.raised_by.origins().iter().map(|of| origin(of, desk)).collect();
    let retryable = retryable(entry, catalog).map(|value| RetryableView {
        value,
        reason: desk.optional_inline(entry.retryable.as_ref().and_then(|retryable| retryable.reason.as_ref())),
    });
    let mut view = EntryView {
        code: entry.code.clone(),
        segments: entry.segments.clone(),
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        message: entry.message.as_ref().map(|message| message.template.clone()),
        banners,
        responses: responses(entry, desk),
        services: entry.responses.iter().map(|response| service(response, desk)).collect(),
        statuses: statuses(entry, desk),
        params,
        causes_lead: causes_lead(entry, desk),
        what_happened,
        how_to_fix,
        common_mistakes,
        notes,
        after,
        related,
        related_from: related_from(entry, desk),
        raised_by,
        raised_by_all: entry.raised_by == RaisedBy::All,
        retryable,
        retry_after: entry.retry_after.filter(|_| entry.reserved.is_none() && !is_internal(entry, catalog)),
        headers: headers(entry),
        since: entry.since.clone(),
        details: entry.details.iter().map(|of| detail(of, desk)).collect(),
        aliases: entry.aliases.clone(),
        type_url: catalog.type_url(entry),
        previous,
        next,
        file: entry.file.clone(),
        edit: edit_url(entry, desk),
        has_details: false,
    };
    view.has_details = has_details(&view);
    view
}

fn has_details(view: &EntryView) -> bool {
    let EntryView { statuses, services, raised_by, headers, details, aliases, .. } = view;
    !(statuses.is_empty() && services.is_empty() && raised_by.is_empty() && headers.is_empty())
        || !(details.is_empty() && aliases.is_empty())
        || view.raised_by_all
        || view.retryable.is_some()
        || view.retry_after.is_some()
}

fn detail(detail: &Detail, desk: &mut Desk<'_, '_>) -> DetailView {
    let text = match detail.kind {
        TextKind::Line => desk.scope.inline(&detail.text),
        TextKind::Block => desk.scope.block(&detail.text),
        TextKind::Data | TextKind::Label | TextKind::Plain => desk.paths.target().format().escaped(&detail.text),
    };
    DetailView { label: detail.label, text: Markup(text) }
}

fn banners(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<BannerView> {
    let mut banners = Vec::new();
    if let Some(ending) = &entry.retired {
        banners.push(ending_banner("retired", ending, desk));
    }
    if let Some(ending) = &entry.deprecated {
        banners.push(ending_banner("deprecated", ending, desk));
    }
    if let Some(reason) = &entry.reserved {
        let reason = Some(desk.inline(reason));
        banners.push(BannerView { kind: "reserved", since: None, reason, replaced_by: None });
    }
    if is_internal(entry, desk.catalog) && entry.reserved.is_none() {
        banners.push(BannerView { kind: "internal", since: None, reason: None, replaced_by: None });
    }
    if entry.draft {
        banners.push(BannerView { kind: "draft", since: None, reason: None, replaced_by: None });
    }
    banners
}

fn ending_banner(kind: &'static str, ending: &Ending, desk: &mut Desk<'_, '_>) -> BannerView {
    BannerView {
        kind,
        since: ending.since.clone(),
        reason: desk.optional_inline(ending.reason.as_ref()),
        replaced_by: ending.replaced_by.map(|at| desk.code(&desk.catalog.entries()[at])),
    }
}

/// The sentence before the causes. It depends on the state, because nothing triggers a code that no
/// service sends.
fn causes_lead(entry: &Entry, desk: &Desk<'_, '_>) -> &'static str {
    if entry.retired.is_some() {
        "Common scenarios that triggered this error:"
    } else if entry.reserved.is_some() {
        "Scenarios that this code is reserved for:"
    } else if is_internal(entry, desk.catalog) {
        "Common scenarios in which this code is logged:"
    } else {
        "Common scenarios that trigger this error:"
    }
}

/// Example responses. Drafts and retired codes without a message have none.
fn responses(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<ResponseView> {
    let Some(message) = &entry.message else { return Vec::new() };
    let responses = entry.responses.iter();
    responses.map(|response| response::example(desk.catalog, entry, message, response)).collect()
}

fn service(response: &Response, desk: &Desk<'_, '_>) -> String {
    desk.catalog.manifest().profiles[response.profile].title.clone()
}

fn statuses(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<StatusView> {
    let mut statuses: Vec<StatusView> = Vec::new();
    for response in &entry.responses {
        let service = service(response, desk);
        match statuses.iter_mut().find(|of| of.status == response.status && of.title == response.title) {
            Some(of) => of.services.push(service),
            None => statuses.push(StatusView {
                status: response.status,
                class: response.status / 100,
                title: response.title.clone(),
                href: desk
                    .paths
                    .has_filters()
                    .then(|| desk.href(&desk.paths.list(Listing::Status(response.status), 0))),
                services: vec![service],
            }),
        }
    }
    statuses
}

fn param(param: &Param, desk: &mut Desk<'_, '_>) -> ParamView {
    ParamView {
        name: param.name.clone(),
        ty: match param.ty {
            ParamType::String => "string",
            ParamType::Integer => "integer",
            ParamType::Decimal => "decimal",
            ParamType::Url => "url",
            ParamType::Boolean => "boolean",
            ParamType::Timestamp => "timestamp",
            ParamType::Duration => "duration",
            ParamType::List => "list",
        },
        example: param.example.value().to_string(),
        about: desk.optional_inline(param.about.as_ref()),
    }
}

fn what_happened(section: &WhatHappened, desk: &mut Desk<'_, '_>) -> WhatHappenedView {
    WhatHappenedView {
        text: desk.block(&section.text),
        causes: section.causes.iter().map(|cause| desk.inline(cause)).collect(),
        requests: section.requests.iter().map(|of| request(of, desk)).collect(),
    }
}

fn how_to_fix(section: &HowToFix, desk: &mut Desk<'_, '_>) -> HowToFixView {
    HowToFixView {
        text: desk.block(&section.text),
        steps: section.steps.iter().map(|of| step(of.title.as_deref(), &of.text, desk)).collect(),
        requests: section.requests.iter().map(|of| request(of, desk)).collect(),
    }
}

fn step(title: Option<&str>, text: &str, desk: &mut Desk<'_, '_>) -> StepView {
    match title {
        Some(title) => StepView { title: Some(desk.inline(title)), text: Markup(desk.scope.block(text)) },
        None => StepView { title: None, text: desk.inline(text) },
    }
}

fn request(request: &Request, desk: &mut Desk<'_, '_>) -> RequestView {
    let call = Call::new(request);
    let clients = desk.clients().iter().map(|client| ClientView {
        name: client.name,
        language: client.language,
        source: (client.source)(&call),
    });
    let clients = clients.collect();
    RequestView {
        id: desk.scope.id("request"),
        text: request.text.as_deref().and_then(|text| desk.block(text)),
        operation: request.operation.clone(),
        method: request.method.clone(),
        url: request.url.clone(),
        invalid: request.expect_invalid,
        clients,
    }
}

fn mistakes(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<MistakeView> {
    let mistakes = entry.common_mistakes.iter();
    mistakes.map(|of| MistakeView { lead: desk.inline(&of.lead), text: desk.inline(&of.text) }).collect()
}

fn note(note: &Note, desk: &mut Desk<'_, '_>) -> NoteView {
    let kind = match note.kind {
        NoteKind::Note => "note",
        NoteKind::Tip => "tip",
        NoteKind::Warning => "warning",
        NoteKind::Danger => "danger",
    };
    NoteView { kind, text: Markup(desk.scope.block(&note.text)) }
}

fn sections(entry: &Entry, after: Section, desk: &mut Desk<'_, '_>) -> Vec<SectionView> {
    let sections = entry.sections.iter().filter(|section| section.after == after);
    sections
        .map(|section| SectionView {
            id: desk.scope.id(&prose::plain(&section.heading)),
            title: prose::plain(&section.heading),
            heading: desk.inline(&section.heading),
            text: Markup(desk.scope.block(&section.text)),
        })
        .collect()
}

fn related(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<RelatedView> {
    let listed = entry.related.iter().map(|related| RelatedView {
        code: desk.code(&desk.catalog.entries()[related.entry]),
        when: desk.optional_inline(related.when.as_ref()),
    });
    listed.collect()
}

/// Codes that list this one as related, without those that it lists itself.
fn related_from(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<CodeView> {
    let listed = |other: &Entry| entry.related.iter().any(|of| desk.catalog.entries()[of.entry].code == other.code);
    desk.catalog.related_from(&entry.code).filter(|other| !listed(other)).map(|other| desk.code(other)).collect()
}

fn origin(origin: &Origin, desk: &mut Desk<'_, '_>) -> OriginView {
    let (operation, stage) = match &origin.raiser {
        Raiser::Operation(name) => (Some(name.clone()), None),
        Raiser::Stage(at) => (None, desk.catalog.manifest().stages.get(*at).map(stage)),
    };
    OriginView { operation, stage, when: desk.optional_inline(origin.when.as_ref()) }
}

fn stage(stage: &Stage) -> StageView {
    let operations = stage.operations.iter().flatten().filter(|operation| stage.has(operation)).cloned().collect();
    let except = if stage.operations.is_none() { stage.except.clone() } else { Vec::new() };
    StageView { title: stage.title.clone(), all: stage.operations.is_none(), operations, except }
}

/// The previous and the next page in the list of the group.
fn neighbours(entry: &Entry, desk: &Desk<'_, '_>) -> [Option<LinkView>; 2] {
    let entries = desk.catalog.entries();
    let neighbours = desk.catalog.position(&entry.code).map(|at| desk.lists.neighbours(at)).unwrap_or_default();
    neighbours.map(|at| {
        let entry = &entries[at?];
        Some(LinkView { title: entry.name.clone(), href: desk.href(&desk.paths.entry(entry)) })
    })
}

fn headers(entry: &Entry) -> Vec<HeaderView> {
    entry.headers.iter().map(|(name, value)| HeaderView { name: name.clone(), value: value.clone() }).collect()
}

fn edit_url(entry: &Entry, desk: &Desk<'_, '_>) -> Option<String> {
    let repository = desk.catalog.manifest().site.as_ref()?.repository.as_deref().filter(|url| prose::is_safe(url))?;
    Some(format!("{}/{}", repository.trim_end_matches('/'), entry.file))
}
