//! What templates see. These structs are the interface of whoever writes templates: each field can be used under its name, text is escaped
//! for the target by itself, and a [`Markup`] is in the target's format already.
//!
//! Every template sees [`SiteView`] as `site` and [`PageView`] as `page`, and what its view has beside: `entry` ([`EntryView`]) in
//! `page`, `list` ([`ListView`]) in `index`, `group` and `filter`, `overview` ([`OverviewView`]) in `index`, `terms` ([`TermView`]) in `glossary`, `to` ([`LinkView`]) in `redirect`.
//! Files that are no pages see `nav` ([`NavView`]), `redirects` ([`RedirectView`]) and, `catalog` ([`CatalogView`](catalog::CatalogView)).
//! What is absent is none, so `{% if entry.since %}` asks for it.

#![allow(missing_docs, reason = "fields whose names say it are left without a sentence")]

use serde::Serialize;

pub mod catalog;

pub use crate::templates::Markup;

/// The same on all pages: `site`.
#[derive(Debug, Serialize)]
pub struct SiteView {
    pub name: String,
    pub title: String,
    pub description: String,
    /// How a code is written: `err:system:category:specific`; for a scheme of one level `E0042`-like codes its level's name.
    pub code_format: String,
    /// How many codes there are, retired and unfinished ones too.
    pub codes: usize,
    /// Image beside the title.
    pub logo: Option<LogoView>,
    /// Links of the header, absolute.
    pub links: Vec<LinkView>,
    /// Text at the foot of each page.
    pub footer: Option<Markup>,
    /// Style sheets of the catalog: links from the folder of the error pages, to stand behind `page.base`.
    pub css: Vec<String>,
}

/// Image beside the title: links from the folder of the error pages, to stand behind `page.base`.
#[derive(Debug, Serialize)]
pub struct LogoView {
    /// On a light background.
    pub light: String,
    /// On a dark one; the same where there is no other.
    pub dark: String,
}

/// The page itself: `page`.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// Output path.
    pub path: String,
    /// What takes a relative link to the folder of the error pages: `../../`, or empty on a page right in it.
    pub base: String,
    pub title: String,
    /// One plain sentence for search engines; may be empty.
    pub description: String,
    /// URL that search engines should show.
    pub canonical: Option<String>,
    /// Link to the same page as Markdown.
    pub markdown: Option<String>,
    /// Link to the first page.
    pub home: String,
    /// Link to the glossary.
    pub glossary: Option<String>,
    /// The pages above this one, outermost first.
    pub trail: Vec<LinkView>,
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}

/// A link to the page of a code.
#[derive(Debug, Clone, Serialize)]
pub struct CodeView {
    pub code: String,
    pub name: String,
    pub summary: Option<String>,
    pub href: String,
    /// HTTP statuses, each once, in the order of the profiles.
    pub statuses: Vec<u16>,
    /// Whether a retry can help; none where nobody knows, or no service sends it.
    pub retryable: Option<bool>,
    pub retired: bool,
    pub deprecated: bool,
    pub draft: bool,
    /// What a list says of it in a word: `retired`, `deprecated`, `draft`, `reserved` (nothing sends it yet) or `internal` (no client receives it).
    pub mark: Option<&'static str>,
}

/// A code: `entry` in `page`.
#[derive(Debug, Serialize)]
pub struct EntryView {
    pub code: String,
    pub segments: Vec<String>,
    pub name: String,
    pub summary: Option<String>,
    /// The public message with its placeholders as `{name}`.
    pub message: Option<String>,
    /// What a reader must know first: the code is retired, deprecated, reserved, internal or a draft.
    pub banners: Vec<BannerView>,
    /// What each service that sends it answers.
    pub responses: Vec<ResponseView>,
    /// Titles of the services that send it.
    pub services: Vec<String>,
    /// Statuses with the services that send them.
    pub statuses: Vec<StatusView>,
    pub params: Vec<ParamView>,
    /// What leads in the causes of `what_happened`.
    pub causes_lead: &'static str,
    pub what_happened: Option<WhatHappenedView>,
    pub how_to_fix: Option<HowToFixView>,
    pub common_mistakes: Vec<MistakeView>,
    pub notes: Vec<NoteView>,
    /// Free sections by the section that they follow.
    pub after: AfterView,
    /// Codes that the entry lists.
    pub related: Vec<RelatedView>,
    /// Codes that list this one and are not listed by it.
    pub related_from: Vec<CodeView>,
    /// Operations that raise it.
    pub raised_by: Vec<String>,
    /// Every operation can raise it.
    pub raised_by_all: bool,
    pub retryable: Option<RetryableView>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
    pub headers: Vec<HeaderView>,
    /// Date or version.
    pub since: Option<String>,
    /// Texts that need no more than a label, `since` among them.
    pub details: Vec<DetailView>,
    /// Former codes.
    pub aliases: Vec<String>,
    /// URL of the page's `type`.
    pub type_url: Option<String>,
    /// The page before this one in its group.
    pub previous: Option<LinkView>,
    /// The page after this one in its group.
    pub next: Option<LinkView>,
    /// Path of its YAML below the catalog.
    pub file: String,
    /// URL at which the YAML can be edited.
    pub edit: Option<String>,
}

/// A row of the section Details.
#[derive(Debug, Serialize)]
pub struct DetailView {
    pub label: &'static str,
    pub text: Markup,
}

/// A word of warning at the top of a page.
#[derive(Debug, Serialize)]
pub struct BannerView {
    /// `retired`, `deprecated`, `reserved`, `internal` (no client receives it) or `draft`.
    pub kind: &'static str,
    pub since: Option<String>,
    pub reason: Option<Markup>,
    /// The code to use now.
    pub replaced_by: Option<CodeView>,
}

/// What one service answers.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    /// Title of the profile.
    pub service: String,
    pub status: u16,
    pub title: String,
    pub content_type: String,
    /// The body with example values, on lines.
    pub body: String,
}

/// A status and who sends it.
#[derive(Debug, Serialize)]
pub struct StatusView {
    pub status: u16,
    /// Its first digit, which is its class (RFC 9110, section 15): 4.
    pub class: u16,
    pub title: String,
    pub services: Vec<String>,
    /// Link to the page of all codes with this status, in targets that have one.
    pub href: Option<String>,
}

/// A typed value in the message.
#[derive(Debug, Serialize)]
pub struct ParamView {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: &'static str,
    pub example: String,
    pub about: Option<Markup>,
}

/// Section "What Happened?".
#[derive(Debug, Serialize)]
pub struct WhatHappenedView {
    pub text: Option<Markup>,
    pub causes: Vec<Markup>,
    pub requests: Vec<RequestView>,
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
    /// One line where there is no title.
    pub text: Markup,
}

/// A request.
#[derive(Debug, Serialize)]
pub struct RequestView {
    /// An id that nothing else on the page has.
    pub id: String,
    pub text: Option<Markup>,
    pub operation: Option<String>,
    pub method: String,
    pub url: String,
    /// The body is the broken one.
    pub invalid: bool,
    /// The request in each client, curl first; in Markdown, curl alone.
    pub clients: Vec<ClientView>,
}

/// A request in one client.
#[derive(Debug, Serialize)]
pub struct ClientView {
    pub name: &'static str,
    /// Language of the source, for a fence.
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
    /// `note`, `tip`, `warning` or `danger`.
    pub kind: &'static str,
    pub text: Markup,
}

/// Free sections by the section that they follow.
#[derive(Debug, Default, Serialize)]
pub struct AfterView {
    pub what_happened: Vec<SectionView>,
    pub how_to_fix: Vec<SectionView>,
    pub common_mistakes: Vec<SectionView>,
    pub notes: Vec<SectionView>,
    pub related: Vec<SectionView>,
}

/// A section of the entry's own.
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
    /// Follows "When ".
    pub when: Option<Markup>,
}

/// Whether sending the same request again can help.
#[derive(Debug, Serialize)]
pub struct RetryableView {
    pub value: bool,
    pub reason: Option<Markup>,
}

/// A header that goes with the response.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    pub name: String,
    pub value: String,
}

/// Groups and codes: `list` in `index`, `group` and `filter`.
#[derive(Debug, Serialize)]
pub struct ListView {
    /// How codes of the group start: `err:unkey:data`.
    pub code: Option<String>,
    /// Of the group, or of the catalog.
    pub about: Option<Markup>,
    /// Groups right below; those whose codes are all retired are left out.
    pub groups: Vec<GroupView>,
    /// Codes right below, retired ones last.
    pub codes: Vec<CodeView>,
    /// All parts of a list that is too long for one page; else empty.
    pub parts: Vec<PartView>,
}

/// A group in a list.
#[derive(Debug, Serialize)]
pub struct GroupView {
    pub title: String,
    pub href: String,
    /// How its codes start: `err:unkey:data`.
    pub code: String,
    pub id: String,
    /// The first sentences of its description, plain.
    pub summary: String,
    /// How many codes are in it, here and below, without retired ones.
    pub count: usize,
    /// Groups and codes below it, where the whole list is short enough for one page; else empty.
    pub groups: Vec<GroupView>,
    pub codes: Vec<CodeView>,
}

/// What the manifest says of all codes: `overview` in `index`.
#[derive(Debug, Serialize)]
pub struct OverviewView {
    /// A code to explain the format with; none in an empty catalog.
    pub example: Option<CodeView>,
    /// The levels of the example.
    pub levels: Vec<LevelView>,
    /// What each service answers, with the example of a code that it sends.
    pub responses: Vec<ResponseView>,
    /// The lowest groups.
    pub groups: Vec<CountView>,
    /// Pages of codes by HTTP status, in targets that have them.
    pub statuses: Vec<CountView>,
    /// Pages of codes by what a retry does, in targets that have them.
    pub retryable: Vec<CountView>,
}

/// A level of the code scheme.
#[derive(Debug, Serialize)]
pub struct LevelView {
    /// Such as `category`.
    pub name: String,
    /// What stands there in the example.
    pub segment: String,
    /// Title and page of the group that it names, above the last level.
    pub group: Option<LinkView>,
}

/// A link to a list.
#[derive(Debug, Serialize)]
pub struct CountView {
    pub title: String,
    pub href: String,
    /// How many codes it lists, without retired ones.
    pub count: usize,
}

/// A part of a long list.
#[derive(Debug, Serialize)]
pub struct PartView {
    pub number: usize,
    pub href: String,
    pub current: bool,
    /// The first and the last code on it.
    pub first: String,
    pub last: String,
}

/// A term: one of `terms` in `glossary`.
#[derive(Debug, Serialize)]
pub struct TermView {
    pub term: String,
    pub id: String,
    pub also: Vec<String>,
    pub text: Markup,
}

/// Pages and groups of pages: `nav` in files that are no pages. That of a file for each group is the group.
#[derive(Debug, Serialize)]
pub struct NavView {
    pub title: String,
    /// How codes of the group start.
    pub code: Option<String>,
    /// Output path of the list of the codes.
    pub path: String,
    /// The link to it.
    pub href: String,
    /// Its path from the root of the docs, without extension: `errors/unkey/data/index`.
    pub id: String,
    /// All codes are retired.
    pub retired: bool,
    /// The pages beside it: further parts of a long list, then codes, retired ones last; at the top, the glossary too.
    pub pages: Vec<NavPageView>,
    /// The groups below, retired ones too.
    pub groups: Vec<NavView>,
}

/// A page in a list of pages.
#[derive(Debug, Serialize)]
pub struct NavPageView {
    pub title: String,
    /// None for what is not the page of a code.
    pub code: Option<String>,
    pub path: String,
    pub href: String,
    pub id: String,
    pub retired: bool,
}

/// A former URL: one of `redirects` in files that are no pages.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// Path from the root of the docs.
    pub from: String,
    /// Path from the root of the docs, or a URL.
    pub to: String,
}
