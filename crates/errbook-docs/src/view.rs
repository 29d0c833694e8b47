//! The variables that templates can use. Each field is available under its name. Strings are
//! escaped for the target automatically. A [`Markup`] is already in the target's format.
//!
//! Every template has `site` ([`SiteView`]) and `page` ([`PageView`]). In addition:
//!
//! - `page` has `entry` ([`EntryView`])
//! - `index`, `group`, and `filter` have `list` ([`ListView`])
//! - `index` has `overview` ([`OverviewView`])
//! - `glossary` has `terms` ([`TermView`])
//! - `redirect` has `to` ([`LinkView`])
//! - `observed`, which `errbook observe --report` writes, has no `page`, but `observed`
//!   ([`ObservedView`](observed::ObservedView))
//! - `comparison`, which `errbook diff --format html` prints, has no `page`, but `comparison`
//!   ([`ComparisonView`](comparison::ComparisonView))
//! - files that are not pages have `nav` ([`NavView`]), `redirects` ([`RedirectView`]), `moved`
//!   ([`MovedView`]), `gone` (the IDs of pages that are no longer in the navigation), and
//!   `catalog` ([`CatalogView`](catalog::CatalogView))
//!
//! A missing value is none: test for it with `{% if entry.since %}`.

#![allow(missing_docs, reason = "fields with self-explanatory names need no docs")]

use serde::Serialize;

pub mod catalog;
#[cfg(feature = "targets")]
pub mod comparison;
#[cfg(feature = "targets")]
pub mod observed;

pub use crate::templates::Markup;

/// `site`, the same on all pages.
#[derive(Debug, Serialize)]
pub struct SiteView {
    pub name: String,
    pub title: String,
    pub description: String,
    /// Format of codes: `err:system:category:specific`. With a single level, the name of that
    /// level. None if all codes are of dependencies, as in a portal.
    pub code_format: Option<String>,
    /// Whether there are codes of dependencies, whose format can be another one.
    pub has_included: bool,
    /// Number of codes, including retired codes and drafts.
    pub codes: usize,
    /// Whether the pages have fields that are not public.
    pub internal: bool,
    /// Logo next to the title.
    pub logo: Option<LogoView>,
    /// Absolute links in the header.
    pub links: Vec<LinkView>,
    /// The feed of new and retired codes, relative to the folder of the error pages: prefix it with
    /// `page.base`.
    pub feed: Option<String>,
    /// URL of the image for link previews.
    pub image: Option<String>,
    /// Whether pages have a button that copies them as Markdown.
    pub copy_page: bool,
    /// Footer of each page.
    pub footer: Option<Markup>,
    /// The catalog's style sheets, relative to the folder of the error pages: prefix them with
    /// `page.base`.
    pub css: Vec<String>,
    /// The editions, if there are several.
    pub editions: Option<EditionsView>,
}

/// Editions of the site.
#[derive(Debug, Serialize)]
pub struct EditionsView {
    /// Name of this edition. None for the current one.
    pub name: Option<String>,
    /// The list of all editions, relative to the folder of the error pages: prefix it with `page.base`.
    pub list: String,
    /// Folder of the error pages in the output folder of each edition. Empty, or with a trailing slash.
    pub folder: String,
    /// Output path of the home page.
    pub home: String,
}

/// Logo next to the title. Links are relative to the folder of the error pages: prefix them with
/// `page.base`.
#[derive(Debug, Serialize)]
pub struct LogoView {
    /// For a light background.
    pub light: String,
    /// For a dark background. The same as `light` if the catalog has no other.
    pub dark: String,
}

/// `page`, the current page.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// Output path.
    pub path: String,
    /// Relative path to the folder of the error pages: `../../`, or empty for a page directly in
    /// it.
    pub base: String,
    pub title: String,
    /// One plain-text sentence for search engines. May be empty.
    pub description: String,
    /// Canonical URL.
    pub canonical: Option<String>,
    /// Link to the Markdown version of the page.
    pub markdown: Option<String>,
    /// Link from a page of an earlier edition to the same page of the current one.
    pub current: Option<String>,
    /// Link to the home page.
    pub home: String,
    /// Link to the glossary.
    pub glossary: Option<String>,
    /// Breadcrumbs, outermost first.
    pub trail: Vec<LinkView>,
    /// Assistants with a question about the page of a code.
    pub ask: Vec<LinkView>,
    /// What search engines read about the page of a code, as JSON-LD.
    pub structured: Option<Markup>,
    /// The groups, and the codes next to this page. Only a site has it.
    pub sidebar: Vec<SideView>,
}

impl PageView {
    /// Makes links that are relative to the folder of the error pages start with `root`, the path of
    /// that folder on the host.
    pub(crate) fn place_below(&mut self, root: &str) {
        let place = |href: &mut String| href.insert_str(0, root);
        self.base = root.to_owned();
        place(&mut self.home);
        self.glossary.iter_mut().for_each(place);
        SideView::each(&mut self.sidebar, &mut |item| place(&mut item.href));
    }
}

/// A group or a code in `page.sidebar`.
#[derive(Debug, Serialize)]
pub struct SideView {
    pub title: String,
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether it is a group that the page is in.
    pub open: bool,
    /// What is in the group. Empty for codes.
    pub items: Vec<SideView>,
}

impl SideView {
    /// Calls `visit` for all items, and those in them.
    fn each(items: &mut [SideView], visit: &mut impl FnMut(&mut SideView)) {
        for item in items {
            visit(item);
            SideView::each(&mut item.items, visit);
        }
    }
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub title: String,
    /// Empty if there is no page.
    pub href: String,
}

/// A link to the page of a code.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CodeView {
    pub code: String,
    pub name: String,
    pub summary: Option<String>,
    /// Empty if there is no page.
    pub href: String,
    /// Distinct HTTP statuses, in the order of the profiles.
    pub statuses: Vec<u16>,
    /// Whether a retry can succeed. None if unknown, or if no service sends the code.
    pub retryable: Option<bool>,
    pub retired: bool,
    pub deprecated: bool,
    pub draft: bool,
    /// Badge in lists: `retired`, `deprecated`, `draft`, `reserved` (no service sends it yet), or
    /// `internal` (no client receives it).
    pub mark: Option<&'static str>,
    /// The title of the catalog that it comes from, if it isn't this one. Its `href` may be empty then.
    pub from: Option<String>,
}

/// `entry` in `page`: a code.
#[derive(Debug, Serialize)]
pub struct EntryView {
    pub code: String,
    pub segments: Vec<String>,
    pub name: String,
    pub summary: Option<String>,
    /// The public message with placeholders, such as `{name}`.
    pub message: Option<String>,
    /// Warnings at the top of the page: the code is retired, deprecated, reserved, internal, or a
    /// draft.
    pub banners: Vec<BannerView>,
    /// The sections in the order of the page: `quick_fix`, `what_happened`, `how_to_fix`, `example`,
    /// `request`, `common_mistakes`, `related`, and `details`. Notes follow the common mistakes.
    pub order: Vec<&'static str>,
    /// None if it isn't in `order`, or if no step or command is quick.
    pub quick_fix: Option<QuickFixView>,
    /// Example response of each service that sends the code.
    pub responses: Vec<ResponseView>,
    /// Titles of the services that send the code.
    pub services: Vec<String>,
    /// Statuses, and the services that send them.
    pub statuses: Vec<StatusView>,
    pub params: Vec<ParamView>,
    /// Other texts that services send.
    pub wordings: Vec<WordingView>,
    /// Sentence before the causes of `what_happened`.
    pub causes_lead: &'static str,
    pub what_happened: Option<WhatHappenedView>,
    pub how_to_fix: Option<HowToFixView>,
    /// Requests that cause the error. If `request` isn't in `order`, or if `what_happened` has nothing
    /// else, they are in `what_happened`.
    pub requests: Vec<RequestView>,
    pub common_mistakes: Vec<MistakeView>,
    pub notes: Vec<NoteView>,
    /// Free sections, grouped by the section that they follow.
    pub after: AfterView,
    /// Codes that the entry lists.
    pub related: Vec<RelatedView>,
    /// Codes that list this one as related, but are not in `related`.
    pub related_from: Vec<CodeView>,
    /// The nearest code above it.
    pub parent: Option<CodeView>,
    /// The codes below it.
    pub children: Option<ListView>,
    /// Operations and stages that can raise the code.
    pub raised_by: Vec<OriginView>,
    /// Whether every operation can raise the code.
    pub raised_by_all: bool,
    /// How to adapt to what changed about the code.
    pub migration: Option<Markup>,
    /// What `migration` is about, if the code changed and didn't end: `Changed in 1.4.0:`.
    pub migration_lead: Option<String>,
    /// What to do about the error.
    pub action: Option<ActionView>,
    /// Seconds to wait before a retry.
    pub retry_after: Option<u64>,
    pub headers: Vec<HeaderView>,
    /// Date or version.
    pub since: Option<String>,
    /// When what services send last changed, as in a sentence: `in 1.4.0` or `on 2026-01-31`.
    pub changed: Option<String>,
    /// Details that are a label and a value: `since`, `changed`, and fields of the catalog.
    pub details: Vec<DetailView>,
    /// Whether the section "Details" has a row, besides links that targets add.
    pub has_details: bool,
    /// Aliases.
    pub aliases: Vec<String>,
    /// URL in the `type` member of responses.
    pub type_url: Option<String>,
    /// Previous page in the group.
    pub previous: Option<LinkView>,
    /// Next page in the group.
    pub next: Option<LinkView>,
    /// Path of the YAML file, relative to the catalog.
    pub file: String,
    /// URL to edit the YAML file.
    pub edit: Option<String>,
    /// URL to report a mistake on the page.
    pub report: Option<String>,
}

/// A row in the section "Details".
#[derive(Debug, Serialize)]
pub struct DetailView {
    pub label: String,
    pub text: Markup,
    /// Links to the lists of codes with the same values, in targets that have such lists.
    pub links: Vec<LinkView>,
    /// Whether it is a field that is not public.
    pub internal: bool,
}

/// A warning at the top of a page.
#[derive(Debug, Serialize)]
pub struct BannerView {
    /// `retired`, `deprecated`, `reserved`, `internal` (no client receives it), or `draft`.
    pub kind: &'static str,
    pub since: Option<String>,
    pub reason: Option<Markup>,
    /// The code to use instead.
    pub replaced_by: Option<CodeView>,
}

/// Example response of one service.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    /// Title of the profile.
    pub service: String,
    /// Link to what the home page says about the service.
    pub href: Option<String>,
    pub status: u16,
    pub title: String,
    pub content_type: String,
    /// Other media types that `Accept` can select.
    pub negotiate: Vec<String>,
    /// The status line and the headers, with example values.
    pub head: String,
    /// The response body with example values, pretty-printed.
    pub body: String,
}

/// A status, and the services that send it.
#[derive(Debug, Serialize)]
pub struct StatusView {
    pub status: u16,
    /// Class of the status, its first digit (RFC 9110, section 15): 4.
    pub class: u16,
    pub title: String,
    pub services: Vec<String>,
    /// Link to the list of all codes with this status, in targets that have such lists.
    pub href: Option<String>,
}

/// A parameter of the message.
#[derive(Debug, Serialize)]
pub struct ParamView {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// As messages have it: `***` if it is sensitive and not revealed.
    pub example: String,
    /// Whether logs show `***` instead of it.
    pub sensitive: bool,
    /// Whether responses show it although it is sensitive.
    pub revealed: bool,
    pub about: Option<Markup>,
}

/// Another text of the code.
#[derive(Debug, Serialize)]
pub struct WordingView {
    /// With placeholders, such as `{name}`.
    pub text: String,
    /// Titles of the profiles that send it. Empty if all do.
    pub services: Vec<String>,
    /// Operations that answer with it. Empty if any can.
    pub operations: Vec<String>,
    /// Whether the text is only its general shape.
    pub computed: bool,
    /// Continues a sentence that starts with "When ".
    pub when: Option<Markup>,
}

/// Section "What Happened?".
#[derive(Debug, Serialize)]
pub struct WhatHappenedView {
    pub text: Option<Markup>,
    pub causes: Vec<Markup>,
    pub requests: Vec<RequestView>,
}

/// Section "Quick Fix": a text or a command.
#[derive(Debug, Serialize)]
pub struct QuickFixView {
    /// The first step of "How To Fix" on one line.
    pub text: Option<Markup>,
    /// The first shell command, if there are no steps.
    pub command: Option<String>,
}

/// Section "How To Fix".
#[derive(Debug, Serialize)]
pub struct HowToFixView {
    pub text: Option<Markup>,
    pub steps: Vec<StepView>,
    pub requests: Vec<RequestView>,
}

/// A step of "How To Fix".
#[derive(Debug, Serialize)]
pub struct StepView {
    pub title: Option<Markup>,
    /// A single line if there is no title.
    pub text: Markup,
}

/// A request.
#[derive(Debug, Serialize)]
pub struct RequestView {
    /// ID, unique on the page.
    pub id: String,
    pub text: Option<Markup>,
    pub operation: Option<String>,
    pub method: String,
    pub url: String,
    /// Whether the body is deliberately invalid.
    pub invalid: bool,
    /// The request in each client, curl first. Only curl in Markdown.
    pub clients: Vec<ClientView>,
}

/// A request as code for one client.
#[derive(Debug, Serialize)]
pub struct ClientView {
    pub name: &'static str,
    /// Language of the source, for a code block.
    pub language: &'static str,
    pub source: String,
}

/// A common mistake.
#[derive(Debug, Serialize)]
pub struct MistakeView {
    pub lead: Markup,
    pub text: Markup,
}

/// A callout.
#[derive(Debug, Serialize)]
pub struct NoteView {
    /// `note`, `tip`, `warning`, or `danger`.
    pub kind: &'static str,
    pub text: Markup,
}

/// Free sections, grouped by the section that they follow.
#[derive(Debug, Default, Serialize)]
pub struct AfterView {
    pub what_happened: Vec<SectionView>,
    pub how_to_fix: Vec<SectionView>,
    pub common_mistakes: Vec<SectionView>,
    pub notes: Vec<SectionView>,
    pub related: Vec<SectionView>,
}

/// A free section of the entry.
#[derive(Debug, Serialize)]
pub struct SectionView {
    pub heading: Markup,
    /// The heading as plain text.
    pub title: String,
    pub id: String,
    pub text: Markup,
}

/// A related code.
#[derive(Debug, Serialize)]
pub struct RelatedView {
    pub code: CodeView,
    /// Continues a sentence that starts with "When ".
    pub when: Option<Markup>,
}

/// What to do about an error.
#[derive(Debug, Serialize)]
pub struct ActionView {
    /// `retry`, `wait`, `fix_request`, `reauthenticate`, `upgrade`, `configure`, `contact`, or `stop`.
    pub kind: &'static str,
    /// The kind in words, as an imperative without a period.
    pub text: &'static str,
    /// Whether retrying the same request can succeed.
    pub retryable: bool,
    /// Who can resolve it: `caller` or `operator`.
    pub by: &'static str,
    pub reason: Option<Markup>,
}

/// An operation or a stage that can raise the code.
#[derive(Debug, Serialize)]
pub struct OriginView {
    /// None for a stage.
    pub operation: Option<String>,
    /// None for an operation.
    pub stage: Option<StageView>,
    /// Continues a sentence that starts with "When ".
    pub when: Option<Markup>,
}

/// A part of many operations, such as authentication.
#[derive(Debug, Serialize)]
pub struct StageView {
    pub title: String,
    /// Whether all operations go through it, except those in `except`.
    pub all: bool,
    /// The operations that go through it, if not all do.
    pub operations: Vec<String>,
    pub except: Vec<String>,
}

/// A header of the response.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    pub name: String,
    /// With `{param}` placeholders.
    pub value: String,
    /// How the param is written: `in seconds`, `in milliseconds`, or `as an HTTP date`.
    pub unit: Option<&'static str>,
    /// Completes "When ...".
    pub when: Option<Markup>,
    /// Titles of the profiles that send it. Empty if all do.
    pub services: Vec<String>,
}

/// `list` in `index`, `group`, and `filter`: groups and codes.
#[derive(Debug, Serialize)]
pub struct ListView {
    /// Prefix of the group's codes: `err:unkey:data`. None if they have none.
    pub code: Option<String>,
    /// Description of the group or the catalog.
    pub about: Option<Markup>,
    /// Direct subgroups, without groups whose codes are all retired.
    pub groups: Vec<GroupView>,
    /// Direct codes, retired ones last.
    pub codes: Vec<CodeView>,
    /// All parts, if the list is too long for one page. Otherwise empty.
    pub parts: Vec<PartView>,
}

/// A group in a list.
#[derive(Debug, Serialize)]
pub struct GroupView {
    pub title: String,
    /// Empty if there is no page.
    pub href: String,
    /// Prefix of its codes: `err:unkey:data`. None if they have none, as those of a dependency can.
    pub code: Option<String>,
    pub id: String,
    /// First paragraph of the description, as plain text.
    pub summary: String,
    /// Number of codes in the group and its subgroups, without retired codes.
    pub count: usize,
    /// Subgroups and codes, if the whole list fits on one page. Otherwise empty.
    pub groups: Vec<GroupView>,
    pub codes: Vec<CodeView>,
}

/// `overview` in `index`: a summary of the catalog.
#[derive(Debug, Serialize)]
pub struct OverviewView {
    /// A code that explains the format. None if the catalog has no codes of its own.
    pub example: Option<CodeView>,
    /// The levels of the example.
    pub levels: Vec<LevelView>,
    /// Example response of each service, for a code that it sends.
    pub responses: Vec<ResponseView>,
    /// Services about which there is more to say.
    pub services: Vec<ServiceView>,
    /// Groups that directly contain codes. Empty if there are more than 60.
    pub groups: Vec<CountView>,
    /// Lists of codes by HTTP status, in targets that have them.
    pub statuses: Vec<CountView>,
    /// Lists of retryable and non-retryable codes, in targets that have them.
    pub retryable: Vec<CountView>,
    /// Lists of codes by the values of each field with `list_by`, in targets that have them. Without
    /// fields that have more than 60 values.
    pub fields: Vec<CountsView>,
}

/// A service, which sends errors in the format of a profile.
#[derive(Debug, Serialize)]
pub struct ServiceView {
    /// Title of the profile.
    pub title: String,
    pub content_type: String,
    /// Other media types that `Accept` can select.
    pub negotiate: Vec<NegotiatedView>,
    pub about: Option<Markup>,
}

/// A media type that `Accept` can select.
#[derive(Debug, Serialize)]
pub struct NegotiatedView {
    pub content_type: String,
    /// Title of the service whose body it has. None if the body is the same.
    pub body_of: Option<String>,
}

/// Links to the lists of a field's values.
#[derive(Debug, Serialize)]
pub struct CountsView {
    pub title: String,
    pub values: Vec<CountView>,
}

/// A level of the code scheme.
#[derive(Debug, Serialize)]
pub struct LevelView {
    /// For example, `category`.
    pub name: String,
    /// Segment of the example at this level.
    pub segment: String,
    /// Title and page of the group that the segment names. None for the last level.
    pub group: Option<LinkView>,
}

/// A link to a list.
#[derive(Debug, Serialize)]
pub struct CountView {
    pub title: String,
    pub href: String,
    /// Number of codes in the list, without retired codes.
    pub count: usize,
}

/// A part of a long list.
#[derive(Debug, Serialize)]
pub struct PartView {
    pub number: usize,
    pub href: String,
    pub current: bool,
    /// First code of the part.
    pub first: String,
    /// Last code of the part.
    pub last: String,
}

/// One of `terms` in `glossary`.
#[derive(Debug, Serialize)]
pub struct TermView {
    pub term: String,
    pub id: String,
    pub also: Vec<String>,
    pub text: Markup,
}

/// `nav` in files that are not pages: the tree of groups and pages. In a file with `each: group`,
/// the tree of that group.
#[derive(Debug, Serialize)]
pub struct NavView {
    pub title: String,
    /// Prefix of the group's codes.
    pub code: Option<String>,
    /// Output path of the group's list of codes. For a code with codes below it, its page.
    pub path: String,
    /// Link to that list.
    pub href: String,
    /// Path of that list from the root of the docs, without extension: `errors/unkey/data/index`.
    pub id: String,
    /// Whether all codes are retired.
    pub retired: bool,
    /// Pages of the group: further parts of a long list, then codes, retired ones last. At the top
    /// level, also the glossary.
    pub pages: Vec<NavPageView>,
    /// Subgroups, including retired ones.
    pub groups: Vec<NavView>,
}

/// A page in the navigation.
#[derive(Debug, Serialize)]
pub struct NavPageView {
    pub title: String,
    /// None if the page is not the page of a code.
    pub code: Option<String>,
    pub path: String,
    pub href: String,
    pub id: String,
    pub retired: bool,
}

/// One of `redirects` in files that are not pages: an old URL and its target.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// Path from the root of the docs.
    pub from: String,
    /// Path from the root of the docs, or a URL.
    pub to: String,
}

/// One of `moved` in files that are not pages: the IDs of a page, as in [`NavPageView`].
#[derive(Debug, Serialize)]
pub struct MovedView {
    /// Where the page was.
    pub from: String,
    /// Where it is.
    pub to: String,
}
