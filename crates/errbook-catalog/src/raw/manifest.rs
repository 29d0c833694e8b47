//! The manifest as it was written.

use super::entry::{RawDefaults, SECTIONS};
use crate::catalog::{BUDGETS, RuleLevel, Section, SinceKind};
use crate::decode::{Decoder, Named, Spanned, Text};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::rule::Rule;
use crate::yaml::{Kind, Node};

/// The manifest as it was written.
#[derive(Debug)]
pub(crate) struct RawManifest<'s> {
    pub(crate) file: FileId,
    pub(crate) name: Option<Text<'s>>,
    pub(crate) description: Option<Text<'s>>,
    pub(crate) codes: Option<RawCodes<'s>>,
    pub(crate) rust_name: Option<Vec<Text<'s>>>,
    pub(crate) since: Option<SinceKind>,
    pub(crate) extra_statuses: Vec<Spanned<i64>>,
    pub(crate) groups: Vec<RawGroup<'s>>,
    /// Something in `groups` was wrong.
    pub(crate) groups_broken: bool,
    /// Something in `profiles` was wrong.
    pub(crate) profiles_broken: bool,
    pub(crate) profiles: Vec<RawProfile<'s>>,
    pub(crate) site: Option<RawSite<'s>>,
    pub(crate) redirects: Vec<RawRedirect<'s>>,
    pub(crate) requests: Option<RawRequests<'s>>,
    pub(crate) request_id: Option<Text<'s>>,
    pub(crate) sections: Vec<Section>,
    pub(crate) glossary: Vec<RawTerm<'s>>,
    pub(crate) rules: Vec<RawRuleSetting<'s>>,
    pub(crate) budgets: Vec<(&'static str, Spanned<i64>)>,
    pub(crate) openapi: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawCodes<'s> {
    pub(crate) span: Span,
    pub(crate) prefix: Option<Text<'s>>,
    pub(crate) separator: Option<Text<'s>>,
    pub(crate) levels: Option<Vec<(Text<'s>, Option<Text<'s>>)>>,
}

#[derive(Debug)]
pub(crate) struct RawGroup<'s> {
    pub(crate) name: Text<'s>,
    pub(crate) title: Option<Text<'s>>,
    pub(crate) description: Option<Text<'s>>,
    pub(crate) own: RawDefaults<'s>,
    pub(crate) redirects: Vec<Text<'s>>,
    pub(crate) groups: Vec<RawGroup<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawProfile<'s> {
    pub(crate) name: Text<'s>,
    pub(crate) title: Option<Text<'s>>,
    pub(crate) content_type: Option<Text<'s>>,
    pub(crate) envelope: Option<RawEnvelope<'s>>,
    pub(crate) by_status: Vec<(Text<'s>, Node<'s>)>,
}

#[derive(Debug)]
pub(crate) enum RawEnvelope<'s> {
    Rfc9457,
    Own(Node<'s>),
}

#[derive(Debug)]
pub(crate) struct RawSite<'s> {
    pub(crate) root: Option<Text<'s>>,
    pub(crate) errors: Option<Text<'s>>,
    pub(crate) canonical: Option<Text<'s>>,
    pub(crate) title: Option<Text<'s>>,
    pub(crate) repository: Option<Text<'s>>,
    pub(crate) logo: Option<LightDark<'s>>,
    pub(crate) accent: Option<LightDark<'s>>,
    pub(crate) footer: Option<Text<'s>>,
    pub(crate) links: Vec<(Text<'s>, Text<'s>)>,
    pub(crate) css: Vec<Text<'s>>,
}

/// A value for light backgrounds, and one for dark ones where it is another.
#[derive(Debug)]
pub(crate) struct LightDark<'s> {
    pub(crate) light: Text<'s>,
    pub(crate) dark: Option<Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawRedirect<'s> {
    pub(crate) from: Text<'s>,
    pub(crate) to: Text<'s>,
}

#[derive(Debug)]
pub(crate) struct RawRequests<'s> {
    pub(crate) server: Option<Text<'s>>,
    pub(crate) operation: Option<Text<'s>>,
    pub(crate) headers: Named<'s, Option<Text<'s>>>,
    pub(crate) placeholders: Named<'s, Text<'s>>,
}

#[derive(Debug)]
pub(crate) struct RawTerm<'s> {
    pub(crate) term: Text<'s>,
    pub(crate) also: Vec<Text<'s>>,
    pub(crate) text: Text<'s>,
}

#[derive(Debug)]
pub(crate) struct RawRuleSetting<'s> {
    pub(crate) rule: Text<'s>,
    pub(crate) level: Option<RuleLevel>,
    pub(crate) paths: Vec<(Text<'s>, RuleLevel)>,
}

const SINCE_KINDS: &[(&str, SinceKind)] = &[("date", SinceKind::Date), ("version", SinceKind::Version)];
const RULE_LEVELS: &[(&str, RuleLevel)] =
    &[("error", RuleLevel::Error), ("warn", RuleLevel::Warn), ("allow", RuleLevel::Allow)];

impl<'d> Decoder<'d> {
    /// Reads the manifest; `None` when it is not even a mapping.
    pub(crate) fn manifest<'s>(&mut self, node: Node<'s>) -> Option<RawManifest<'s>> {
        let mut fields = self.fields(node, "the manifest")?;
        let name = self.required(&mut fields, "name", |decoder, node| decoder.string(node, "the text of a name"));
        let description = fields.take("description").and_then(|node| self.prose(node, "text"));
        let codes = self.required(&mut fields, "codes", Self::codes);
        let rust_name = fields.take("rust").and_then(|node| self.rust(node));
        let since = fields
            .take("since")
            .and_then(|node| self.word(node, "a kind of `since`", SINCE_KINDS))
            .map(|since| since.value);
        let extra_statuses = fields.take("extra_statuses").and_then(|node| self.statuses(node)).unwrap_or_default();
        let before_groups = self.diagnostics.len();
        let groups = fields.take("groups").and_then(|node| self.groups(node)).unwrap_or_default();
        let before_profiles = self.diagnostics.len();
        let profiles = fields.take("profiles").and_then(|node| self.profiles(node)).unwrap_or_default();
        let (groups_broken, profiles_broken) =
            (before_profiles > before_groups, self.diagnostics.len() > before_profiles);
        let site = fields.take("site").and_then(|node| self.site(node));
        let redirects = fields
            .take("redirects")
            .and_then(|node| self.list(node, "a list of `{from, to}`", Self::redirect))
            .unwrap_or_default();
        let requests = fields.take("requests").and_then(|node| self.manifest_requests(node));
        let request_id = fields.take("examples").and_then(|node| self.examples(node));
        let sections = fields.take("sections").and_then(|node| self.section_names(node)).unwrap_or_default();
        let glossary = fields
            .take("glossary")
            .and_then(|node| self.list(node, "a list of `{term, text}`", Self::term))
            .unwrap_or_default();
        let rules = fields.take("rules").and_then(|node| self.rules(node)).unwrap_or_default();
        let budgets = fields.take("budgets").and_then(|node| self.budgets(node)).unwrap_or_default();
        let openapi = fields.take("openapi").and_then(|node| self.string(node, "the text of a path"));
        fields.finish(self);
        let file = self.file;
        Some(RawManifest {
            file,
            name,
            description,
            codes,
            rust_name,
            since,
            extra_statuses,
            groups,
            groups_broken,
            profiles_broken,
            profiles,
            site,
            redirects,
            requests,
            request_id,
            sections,
            glossary,
            rules,
            budgets,
            openapi,
        })
    }

    fn codes<'s>(&mut self, node: Node<'s>) -> Option<RawCodes<'s>> {
        let before = self.diagnostics.len();
        let mut fields = self.fields(node, "`codes`")?;
        let span = self.first_line(fields.span);
        let prefix = fields.take("prefix").and_then(|node| self.string(node, "the text of a prefix"));
        let separator = fields.take("separator").and_then(|node| self.string(node, "the text of a separator"));
        let levels = self.required(&mut fields, "levels", |decoder, node| {
            decoder.list(node, "a list of `{name, pattern}`", Self::level)
        });
        fields.finish(self);
        // A scheme that is wrong in part would find fault with every code.
        (self.diagnostics.len() == before).then_some(RawCodes { span, prefix, separator, levels })
    }

    fn level<'s>(&mut self, node: Node<'s>) -> Option<(Text<'s>, Option<Text<'s>>)> {
        let mut fields = self.fields(node, "a level")?;
        let name = self.required(&mut fields, "name", |decoder, node| decoder.string(node, "the text of a name"));
        let pattern = fields.take("pattern").and_then(|node| self.string(node, "the text of a pattern"));
        fields.finish(self);
        Some((name?, pattern))
    }

    fn rust<'s>(&mut self, node: Node<'s>) -> Option<Vec<Text<'s>>> {
        let mut fields = self.fields(node, "`rust`")?;
        let name = fields.take("name").and_then(|node| self.strings(node, "a list of levels"));
        fields.finish(self);
        name
    }

    fn statuses(&mut self, node: Node<'_>) -> Option<Vec<Spanned<i64>>> {
        self.list(node, "a list of statuses", |decoder, node| decoder.integer(&node, "a status"))
    }

    fn groups<'s>(&mut self, node: Node<'s>) -> Option<Vec<RawGroup<'s>>> {
        let members = self.mapping(node, "a mapping from names to groups")?;
        Some(members.into_iter().filter_map(|(name, node)| self.group(name, node)).collect())
    }

    fn group<'s>(&mut self, name: Text<'s>, node: Node<'s>) -> Option<RawGroup<'s>> {
        let mut own = RawDefaults::default();
        let mut fields = self.fields(node, "a group")?;
        let title = fields.take("title").and_then(|node| self.prose(node, "the text of a title"));
        let description = fields.take("description").and_then(|node| self.prose(node, "text"));
        self.status(&mut fields, &mut own);
        self.defaults(&mut fields, &mut own);
        let redirects = self.texts(fields.take("redirects"), "a list of former URLs");
        let groups = fields.take("groups").and_then(|node| self.groups(node)).unwrap_or_default();
        fields.finish(self);
        Some(RawGroup { name, title, description, own, redirects, groups })
    }

    fn profiles<'s>(&mut self, node: Node<'s>) -> Option<Vec<RawProfile<'s>>> {
        let members = self.mapping(node, "a mapping from names to profiles")?;
        Some(members.into_iter().filter_map(|(name, node)| self.profile(name, node)).collect())
    }

    fn profile<'s>(&mut self, name: Text<'s>, node: Node<'s>) -> Option<RawProfile<'s>> {
        if let Kind::Scalar(_) = node.kind {
            self.word(node, "a profile that is built in", &[("rfc9457", ())])?;
            return Some(RawProfile {
                name,
                title: None,
                content_type: None,
                envelope: Some(RawEnvelope::Rfc9457),
                by_status: Vec::new(),
            });
        }
        let mut fields = self.fields(node, "a profile")?;
        let title = fields.take("title").and_then(|node| self.prose(node, "the text of a title"));
        let content_type = fields.take("content_type").and_then(|node| self.string(node, "the text of a media type"));
        let envelope = self.required(&mut fields, "envelope", Self::envelope);
        let by_status = fields
            .take("by_status")
            .and_then(|node| self.mapping(node, "a mapping from statuses to envelopes"))
            .unwrap_or_default();
        fields.finish(self);
        Some(RawProfile { name, title, content_type, envelope, by_status })
    }

    fn envelope<'s>(&mut self, node: Node<'s>) -> Option<RawEnvelope<'s>> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.value.starts_with('$') => {
                self.word(node, "an envelope that is built in", &[("rfc9457", ())]).map(|_| RawEnvelope::Rfc9457)
            }
            _ => Some(RawEnvelope::Own(node)),
        }
    }

    fn site<'s>(&mut self, node: Node<'s>) -> Option<RawSite<'s>> {
        let mut fields = self.fields(node, "`site`")?;
        let root = self.required(&mut fields, "root", |decoder, node| decoder.string(node, "the text of a URL"));
        let errors = fields.take("errors").and_then(|node| self.string(node, "the text of a path"));
        let canonical = fields.take("canonical").and_then(|node| self.string(node, "the text of a URL"));
        let title = fields.take("title").and_then(|node| self.prose(node, "the text of a title"));
        let repository = fields.take("repository").and_then(|node| self.string(node, "the text of a URL"));
        let logo = fields.take("logo").and_then(|node| self.light_dark(node, "the text of a path"));
        let accent = fields.take("accent").and_then(|node| self.light_dark(node, "the text of a colour"));
        let footer = fields.take("footer").and_then(|node| self.prose(node, "text"));
        let links = fields
            .take("links")
            .and_then(|node| self.list(node, "a list of `{title, url}`", Self::site_link))
            .unwrap_or_default();
        let css = self.texts(fields.take("css"), "a list of paths");
        fields.finish(self);
        Some(RawSite { root, errors, canonical, title, repository, logo, accent, footer, links, css })
    }

    fn light_dark<'s>(&mut self, node: Node<'s>, what: &'static str) -> Option<LightDark<'s>> {
        let Kind::Mapping(_) = node.kind else {
            return Some(LightDark { light: self.string(node, what)?, dark: None });
        };
        let mut fields = self.fields(node, "a value for light and dark")?;
        let light = self.required(&mut fields, "light", |decoder, node| decoder.string(node, what));
        let dark = fields.take("dark").and_then(|node| self.string(node, what));
        fields.finish(self);
        Some(LightDark { light: light?, dark })
    }

    fn site_link<'s>(&mut self, node: Node<'s>) -> Option<(Text<'s>, Text<'s>)> {
        let mut fields = self.fields(node, "a link")?;
        let title = self.required(&mut fields, "title", |decoder, node| decoder.prose(node, "the text of a title"));
        let url = self.required(&mut fields, "url", |decoder, node| decoder.string(node, "the text of a URL"));
        fields.finish(self);
        Some((title?, url?))
    }

    fn redirect<'s>(&mut self, node: Node<'s>) -> Option<RawRedirect<'s>> {
        let mut fields = self.fields(node, "a redirect")?;
        let from = self.required(&mut fields, "from", |decoder, node| decoder.string(node, "the text of a URL"));
        let to = self.required(&mut fields, "to", |decoder, node| decoder.string(node, "the text of a URL"));
        fields.finish(self);
        Some(RawRedirect { from: from?, to: to? })
    }

    fn manifest_requests<'s>(&mut self, node: Node<'s>) -> Option<RawRequests<'s>> {
        let mut fields = self.fields(node, "`requests`")?;
        let server = fields.take("server").and_then(|node| self.string(node, "the text of a URL"));
        let operation = fields.take("operation").and_then(|node| self.string(node, "the text of a method and a path"));
        let headers = fields.take("headers").and_then(|node| self.headers(node, false)).unwrap_or_default();
        let placeholders = fields
            .take("placeholders")
            .and_then(|node| self.mapping(node, "a mapping from names to values"))
            .unwrap_or_default();
        let placeholders = placeholders
            .into_iter()
            .filter_map(|(name, value)| Some((name, self.string(value, "the text of a value")?)))
            .collect();
        fields.finish(self);
        Some(RawRequests { server, operation, headers, placeholders })
    }

    fn examples<'s>(&mut self, node: Node<'s>) -> Option<Text<'s>> {
        let mut fields = self.fields(node, "`examples`")?;
        let request_id = fields.take("request_id").and_then(|node| self.string(node, "the text of a request id"));
        fields.finish(self);
        request_id
    }

    fn section_names(&mut self, node: Node<'_>) -> Option<Vec<Section>> {
        let found = self.list(node, "a list of sections", |decoder, node| decoder.word(node, "a section", SECTIONS))?;
        Some(found.into_iter().map(|section| section.value).collect())
    }

    fn term<'s>(&mut self, node: Node<'s>) -> Option<RawTerm<'s>> {
        let mut fields = self.fields(node, "a term")?;
        let term = self.required(&mut fields, "term", |decoder, node| decoder.prose(node, "the text of a term"));
        let also = self.texts(fields.take("also"), "a list of other forms");
        let text = self.required(&mut fields, "text", |decoder, node| decoder.prose(node, "text"));
        fields.finish(self);
        Some(RawTerm { term: term?, also, text: text? })
    }

    fn rules<'s>(&mut self, node: Node<'s>) -> Option<Vec<RawRuleSetting<'s>>> {
        let members = self.mapping(node, "a mapping from rules to levels")?;
        Some(members.into_iter().filter_map(|(rule, node)| self.rule_setting(rule, node)).collect())
    }

    fn rule_setting<'s>(&mut self, rule: Text<'s>, node: Node<'s>) -> Option<RawRuleSetting<'s>> {
        let level_of =
            |decoder: &mut Self, node: Node<'s>| decoder.word(node, "a level", RULE_LEVELS).map(|level| level.value);
        let Kind::Mapping(_) = node.kind else {
            let level = Some(level_of(self, node)?);
            return Some(RawRuleSetting { rule, level, paths: Vec::new() });
        };
        let mut fields = self.fields(node, "the setting of a rule")?;
        let level = fields.take("level").and_then(|node| level_of(self, node));
        let paths = fields
            .take("paths")
            .and_then(|node| self.mapping(node, "a mapping from globs to levels"))
            .unwrap_or_default();
        let paths = paths.into_iter().filter_map(|(glob, node)| Some((glob, level_of(self, node)?))).collect();
        fields.finish(self);
        Some(RawRuleSetting { rule, level, paths })
    }

    fn budgets(&mut self, node: Node<'_>) -> Option<Vec<(&'static str, Spanned<i64>)>> {
        let mut fields = self.fields(node, "`budgets`")?;
        let mut budgets = Vec::new();
        for &name in BUDGETS {
            let length = fields.take(name).and_then(|node| self.integer(&node, "a number of characters"));
            budgets.extend(length.map(|length| (name, length)));
        }
        fields.finish(self);
        Some(budgets)
    }

    /// The value of a key that must be there.
    pub(super) fn required<'s, T>(
        &mut self,
        fields: &mut crate::decode::Fields<'s>,
        key: &'static str,
        read: impl FnOnce(&mut Self, Node<'s>) -> Option<T>,
    ) -> Option<T> {
        if let Some(node) = fields.take(key) {
            return read(self, node);
        }
        let place = self.first_line(fields.span);
        let found = Diagnostic::error(Rule::MissingKey, format!("{} has no `{key}`", fields.what()));
        self.report(found.help(format!("add `{key}:`")), place, "");
        None
    }
}
