//! Renders the sections of a code's page.
//!
//! Prose must be rendered in the order of the page, because the first use of a glossary term is a
//! link. IDs of headings must not depend on that order, because it differs between targets.

use errbook_catalog::{
    Audience, Detail, Entry, Field, FieldType, FieldValue, HeadingIds, HowToFix, Note, NoteKind, Origin, PageSection,
    Param, Raiser, Request, Section, Stage, TextKind, WhatHappened, Wording,
};
use errbook_syntax::markdown::{Event, FenceInfo, Tag, TagEnd, merged_events};
use errbook_syntax::shell;

use crate::checks::Checked;
use crate::clients::{CLIENTS, Call, Client};
use crate::compose::Desk;
use crate::facts::{action, action_text};
use crate::prose;
use crate::target::Format;
use crate::templates::Markup;
use crate::view::*;

/// Default order of Markdown and MDX pages. The request is part of "What Happened".
const MARKDOWN: [PageSection; 6] = [
    PageSection::Example,
    PageSection::WhatHappened,
    PageSection::HowToFix,
    PageSection::CommonMistakes,
    PageSection::Related,
    PageSection::Details,
];

/// The order in which headings get their IDs. The first of several equal headings has no number.
const OF_IDS: [PageSection; 8] = [
    PageSection::Example,
    PageSection::WhatHappened,
    PageSection::Request,
    PageSection::HowToFix,
    PageSection::CommonMistakes,
    PageSection::Related,
    PageSection::Details,
    PageSection::QuickFix,
];

/// Longest command of a quick fix, in lines.
const QUICK: usize = 5;

/// The sections with their prose.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) quick_fix: Option<QuickFixView>,
    pub(super) params: Vec<ParamView>,
    pub(super) wordings: Vec<WordingView>,
    pub(super) what_happened: Option<WhatHappenedView>,
    pub(super) how_to_fix: Option<HowToFixView>,
    pub(super) requests: Vec<RequestView>,
    pub(super) common_mistakes: Vec<MistakeView>,
    pub(super) notes: Vec<NoteView>,
    pub(super) after: AfterView,
    pub(super) related: Vec<RelatedView>,
    pub(super) raised_by: Vec<OriginView>,
    pub(super) migration: Option<Markup>,
    pub(super) action: Option<ActionView>,
    pub(super) details: Vec<DetailView>,
}

/// The headings in each section.
type Headings = Vec<(PageSection, Vec<prose::Heading>)>;

/// The IDs of the headings in each section.
type Ids = Vec<(PageSection, Vec<String>)>;

/// The sections of the page in order: that of the manifest, or the default of the target.
pub(super) fn order(desk: &Desk<'_, '_>) -> Vec<PageSection> {
    let order = &desk.catalog.manifest().page_order;
    match desk.paths.target().format() {
        _ if !order.is_empty() => order.clone(),
        Format::Html => PageSection::all().collect(),
        Format::Markdown | Format::Mdx => MARKDOWN.to_vec(),
    }
}

/// Renders the sections in order.
pub(super) fn of(entry: &Entry, order: &[PageSection], desk: &mut Desk<'_, '_>) -> Sections {
    let before = desk.scope.used();
    let (sections, headings) = render(entry, order, &Vec::new(), desk);
    let ids = ids(&headings, before.ids.clone());
    let given = in_order_of_ids(&headings).flat_map(|(_, of)| of.iter().map(|heading| &heading.id));
    if ids.iter().flat_map(|(_, ids)| ids).eq(given) {
        return sections;
    }
    // The page has equal headings, in another order than that of their IDs.
    desk.scope.reset(before);
    render(entry, order, &ids, desk).0
}

/// Renders the sections in order. Headings get the next free IDs, unless `ids` has some for their
/// section.
fn render(entry: &Entry, order: &[PageSection], ids: &Ids, desk: &mut Desk<'_, '_>) -> (Sections, Headings) {
    let mut sections = Sections::default();
    let mut headings = Vec::new();
    for &section in order {
        let planned = ids.iter().find(|(of, _)| *of == section).map(|(_, ids)| ids.clone()).unwrap_or_default();
        desk.scope.plan_ids(planned);
        sections.add(section, entry, order, desk);
        headings.push((section, desk.scope.take_headings()));
    }
    (sections, headings)
}

fn in_order_of_ids(headings: &Headings) -> impl Iterator<Item = &(PageSection, Vec<prose::Heading>)> {
    OF_IDS.iter().filter_map(|section| headings.iter().find(|(of, _)| of == section))
}

fn ids(headings: &Headings, mut free: HeadingIds) -> Ids {
    let mut next = |of: &Vec<prose::Heading>| of.iter().map(|heading| free.next(&heading.text)).collect();
    in_order_of_ids(headings).map(|(section, of)| (*section, next(of))).collect()
}

impl Sections {
    fn add(&mut self, section: PageSection, entry: &Entry, order: &[PageSection], desk: &mut Desk<'_, '_>) {
        match section {
            PageSection::QuickFix => self.quick_fix = entry.how_to_fix.as_ref().and_then(|of| quick_fix(of, desk)),
            PageSection::Example => {
                self.params = params(entry).map(|of| param(of, desk)).collect();
                let sent = entry.wordings.iter().filter(|wording| wording.sent);
                self.wordings = sent.map(|of| wording(of, desk)).collect();
            }
            PageSection::WhatHappened => {
                let is_separate = order.contains(&PageSection::Request);
                self.what_happened = entry.what_happened.as_ref().map(|of| what_happened(of, is_separate, desk));
                self.after.what_happened = free_sections(entry, Section::WhatHappened, desk);
            }
            PageSection::Request => {
                let requests = entry.what_happened.as_ref().map_or(&[][..], WhatHappened::separate_requests);
                self.requests = requests.iter().enumerate().map(|(at, of)| request(at, of, desk)).collect();
            }
            PageSection::HowToFix => {
                let before = entry.what_happened.as_ref().map_or(0, |of| of.requests.len());
                self.how_to_fix = entry.how_to_fix.as_ref().map(|of| how_to_fix(of, before, desk));
                self.after.how_to_fix = free_sections(entry, Section::HowToFix, desk);
            }
            PageSection::CommonMistakes => {
                self.common_mistakes = mistakes(entry, desk);
                self.after.common_mistakes = free_sections(entry, Section::CommonMistakes, desk);
                self.notes = entry.notes.iter().map(|of| note(of, desk)).collect();
                self.after.notes = free_sections(entry, Section::Notes, desk);
            }
            PageSection::Related => {
                self.related = related(entry, desk);
                self.after.related = free_sections(entry, Section::Related, desk);
            }
            PageSection::Details => {
                self.migration = entry.migration.as_deref().and_then(|text| desk.block(text));
                self.raised_by = entry.raised_by.origins().iter().map(|of| origin(of, desk)).collect();
                self.action = action(entry, desk.catalog).map(|of| ActionView {
                    kind: of.kind.as_str(),
                    text: action_text(of.kind),
                    retryable: of.kind.is_retryable(),
                    by: of.by.as_str(),
                    reason: desk.optional_inline(of.reason.as_ref()),
                });
                self.details = details(entry, desk);
            }
        }
    }
}

/// The first step, or its title. Without steps, the first command.
fn quick_fix(section: &HowToFix, desk: &mut Desk<'_, '_>) -> Option<QuickFixView> {
    if let Some(step) = section.steps.first() {
        let text = desk.inline(step.title.as_deref().unwrap_or(&step.text));
        return Some(QuickFixView { text: Some(text), command: None });
    }
    let default = desk.catalog.manifest().fences.as_deref().unwrap_or_default();
    let request = || section.requests.first().map(|of| client_view(&CLIENTS[0], &Call::new(of)).source);
    let command = first_command(&section.text, default).or_else(request)?;
    (command.lines().count() <= QUICK).then_some(QuickFixView { text: None, command: Some(command) })
}

/// The first block of shell commands in a text that isn't wrong on purpose.
fn first_command(text: &str, default_language: &str) -> Option<String> {
    let mut command: Option<String> = None;
    for event in merged_events(text) {
        match (event, &mut command) {
            (Event::Start(Tag::CodeBlock(kind)), None) => {
                let info = FenceInfo::of_block(&kind);
                let language = if info.language.is_empty() { default_language } else { info.language };
                command = (kind.is_fenced() && shell::is_shell(language) && !info.is_wrong()).then(String::new);
            }
            (Event::Text(text), Some(command)) => command.push_str(&text),
            (Event::End(TagEnd::CodeBlock), Some(command)) => return Some(command.trim_end().to_owned()),
            _ => {}
        }
    }
    None
}

fn client_view(client: &Client, call: &Call<'_>) -> ClientView {
    ClientView { name: client.name, language: client.language, source: (client.source)(call) }
}

/// The params of the texts that the page shows.
fn params(entry: &Entry) -> impl Iterator<Item = &Param> {
    let sent = entry.wordings.iter().filter(|wording| wording.sent);
    entry.params.iter().chain(sent.flat_map(|wording| &wording.params))
}

fn wording(wording: &Wording, desk: &mut Desk<'_, '_>) -> WordingView {
    let profiles = &desk.catalog.manifest().profiles;
    WordingView {
        text: wording.text.template.clone(),
        services: wording.profiles.iter().map(|profile| profiles[*profile].title.clone()).collect(),
        operations: wording.operations.clone(),
        computed: wording.computed,
        when: desk.optional_inline(wording.when.as_ref()),
    }
}

fn param(param: &Param, desk: &mut Desk<'_, '_>) -> ParamView {
    ParamView {
        name: param.name.clone(),
        ty: param.ty.as_str(),
        example: param.text(),
        sensitive: param.sensitive,
        revealed: param.revealed,
        about: desk.optional_inline(param.about.as_ref()),
    }
}

fn what_happened(section: &WhatHappened, is_separate: bool, desk: &mut Desk<'_, '_>) -> WhatHappenedView {
    let moved = is_separate && !section.separate_requests().is_empty();
    let requests = if moved { &[] } else { &*section.requests };
    WhatHappenedView {
        text: desk.block(&section.text),
        causes: section.causes.iter().map(|cause| desk.inline(cause)).collect(),
        requests: requests.iter().enumerate().map(|(index, of)| request(index, of, desk)).collect(),
    }
}

/// `before` is the number of requests in other sections.
fn how_to_fix(section: &HowToFix, before: usize, desk: &mut Desk<'_, '_>) -> HowToFixView {
    HowToFixView {
        text: desk.block(&section.text),
        steps: section.steps.iter().map(|of| step(of.title.as_deref(), &of.text, desk)).collect(),
        requests: section.requests.iter().enumerate().map(|(index, of)| request(before + index, of, desk)).collect(),
    }
}

fn step(title: Option<&str>, text: &str, desk: &mut Desk<'_, '_>) -> StepView {
    match title {
        Some(title) => StepView { title: Some(desk.inline(title)), text: Markup(desk.scope.block(text)) },
        None => StepView { title: None, text: desk.inline(text) },
    }
}

/// IDs of headings have no dots, so these are free.
fn request(index: usize, request: &Request, desk: &mut Desk<'_, '_>) -> RequestView {
    let call = Call::new(request);
    let clients = desk.clients().iter().map(|client| client_view(client, &call)).collect();
    RequestView {
        id: format!("request.{}", index + 1),
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

fn free_sections(entry: &Entry, after: Section, desk: &mut Desk<'_, '_>) -> Vec<SectionView> {
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
    let own = entry.dependency.map(|at| &desk.catalog.manifest().depends[at].title);
    let listed = entry.related.iter().filter_map(|related| {
        let mut code = desk.code_at(related.to)?;
        code.from = code.from.filter(|from| Some(from) != own);
        Some(RelatedView { code, when: desk.optional_inline(related.when.as_ref()) })
    });
    listed.collect()
}

fn details(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<DetailView> {
    let mut details: Vec<DetailView> = entry.details.iter().map(|of| detail(of, desk)).collect();
    let catalog = desk.catalog;
    details.extend(dependency(entry, desk));
    details.extend(catalog.fields_of(entry).map(|(of, value)| field(of, value, desk)));
    details.extend(desk.checks.and_then(|checks| checks.get(&entry.code)).map(|of| checked(of, desk)));
    details
}

/// The catalog that a code comes from, if it isn't this one.
fn dependency(entry: &Entry, desk: &Desk<'_, '_>) -> Option<DetailView> {
    let of = &desk.catalog.manifest().depends[entry.dependency?];
    let text = Markup(desk.paths.target().format().escaped(&of.title));
    Some(DetailView { label: "Catalog".to_owned(), text, links: Vec::new(), internal: false })
}

fn checked(checked: &Checked, desk: &mut Desk<'_, '_>) -> DetailView {
    let text = format!("against {} on {}", checked.commit, checked.date);
    let text = Markup(desk.paths.target().format().escaped(&text));
    DetailView { label: "Checked".to_owned(), text, links: Vec::new(), internal: false }
}

fn field(field: &Field, value: &FieldValue, desk: &mut Desk<'_, '_>) -> DetailView {
    let text = match value {
        FieldValue::Text(url) if field.ty == FieldType::Url => desk.scope.inline(&format!("<{url}>")),
        FieldValue::Boolean(value) => (if *value { "yes" } else { "no" }).to_owned(),
        other => {
            let line = other.value().to_string().split_whitespace().collect::<Vec<_>>().join(" ");
            desk.paths.target().format().escaped(&line)
        }
    };
    let link = |title: String| {
        let list = desk.lists.list_of(&field.name, &title)?;
        Some(LinkView { href: desk.href(&desk.paths.list(list, 0)), title })
    };
    let links =
        if desk.paths.has_filters() { value.items().into_iter().filter_map(link).collect() } else { Vec::new() };
    let internal = field.audience == Audience::Internal;
    DetailView { label: field.title.clone(), text: Markup(text), links, internal }
}

fn detail(detail: &Detail, desk: &mut Desk<'_, '_>) -> DetailView {
    let text = match detail.kind {
        TextKind::Line => desk.scope.inline(&detail.text),
        TextKind::Block => desk.scope.block(&detail.text),
        TextKind::Data | TextKind::Label | TextKind::Plain => desk.paths.target().format().escaped(&detail.text),
    };
    DetailView { label: detail.label.to_owned(), text: Markup(text), links: Vec::new(), internal: false }
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
