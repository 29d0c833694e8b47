//! The keys of the manifest.

use super::entry_table::{
    AllOr, RawAction, RawFreeSection, RawHeaders, RawMistake, RawNote, RawRaisedBy, RawReasonedRetry, RawWording,
};
use crate::catalog::{
    ActionKind, Audience, BUDGETS, CodeKind, FieldType, LogLevel, PageSection, RuleLevel, Section, SinceKind,
};
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
#[cfg(feature = "schema")]
use crate::json_schema::{Schemas, any_of};
use crate::keys::{Fields, Key, Table as _, Value, keys};
use crate::values::{Kept, Short, Verbatim, Words as _, words};
use crate::yaml::{Kind, Node};
#[cfg(feature = "schema")]
use serde_json::{Value as Schema, json};

keys! {
    /// The manifest, `catalog.yaml`: settings that all codes share.
    RawManifest, "Manifest", "the manifest" {
        /// Name of the catalog in lowercase. Titles and generated names start with it.
        should name: Text<'s>, Data, Service, "a name";
        /// One sentence about the catalog.
        may description: Text<'s>, Line, Reader, "text";
        /// Format of the codes. Only a catalog with nothing but `depends` has none.
        may codes: RawCodes<'s>, Data, Client;
        /// Whether its codes are errors that services send, or only a reference. Default: `error`.
        may kind: CodeKind, Data, Client;
        /// How codes are named in Rust.
        may rust: RawRust<'s>, Data, Service;
        /// Whether `since` in entries is a date or a version. Default: `date`.
        may since: SinceKind, Data, Reader;
        /// Statuses outside 400 to 599 that entries may use.
        some extra_statuses: Vec<Spanned<i64>>, Data, Editor, "a list of statuses" / "a status";
        /// Groups of codes: a tree with one depth for each level but the last.
        some groups: Named<'s, RawGroup<'s>>, Data, Reader, "a mapping from names to groups";
        /// Response formats of the services. The first is the default.
        some profiles: Named<'s, Short<BuiltIn, RawProfile<'s>>>, Data, Client,
            "a mapping from names to profiles" / "a built-in profile";
        /// Stages: parts of many operations, such as authentication, by the names that `raised_by`
        /// uses.
        some stages: Named<'s, RawStage<'s>>, Data, Service, "a mapping from names to stages";
        /// Fields that entries can set besides the keys of errbook, such as `owner`.
        some fields: Named<'s, Kept<RawField<'s>>>, Data, Service, "a mapping from names to `{type}`";
        /// Catalogs whose codes this one uses. `errbook update` resolves them.
        some depends: Vec<RawDependency<'s>>, Data, Service, "a list of `{name, from}`" / "a dependency";
        /// Where the pages are published.
        may site: RawSite<'s>, Data, Client;
        /// Redirects that don't belong to an entry or group.
        some redirects: Vec<RawRedirect<'s>>, Data, Link, "a list of `{from, to}`";
        /// Defaults for requests in entries.
        may requests: RawRequests<'s>, Data, Reader;
        /// Values for examples.
        may examples: RawExamples<'s>, Data, Reader;
        /// Sections that every page needs.
        some sections: Vec<Section>, Data, Editor, "a list of sections";
        /// The page of a code.
        may page: RawPage<'s>, Data, Reader;
        /// Language of fenced code blocks that set none, such as `rust`.
        may fences: Text<'s>, Data, Reader, "a language";
        /// Terms that pages explain.
        some glossary: Vec<RawTerm<'s>>, Data, Reader, "a list of `{term, text}`";
        /// Levels of the rules of `errbook check`: `error`, `warn`, `allow`, or `{level, paths}`.
        some rules: Named<'s, Short<RuleLevel, RawRuleByPath<'s>>>, Data, Editor, "a mapping from rules to levels";
        /// Maximum lengths of texts in characters. `stub` is the minimum number of words in a
        /// section.
        some budgets: RawBudgets, Data, Editor;
        /// Path of the OpenAPI document, relative to the catalog.
        may openapi: Text<'s>, Data, Editor, "a path";
    }
}

keys! {
    /// Format of the codes.
    RawCodes, "Codes", "`codes`" {
        /// First part of each code. It isn't part of file paths.
        may prefix: Text<'s>, Data, Client, "a prefix";
        /// Separator between the parts. Default: `:`.
        may separator: Text<'s>, Data, Client, "a separator";
        /// The parts after the prefix, one to five.
        should levels: Vec<RawLevel<'s>>, Data, Client, "a list of `{name, pattern}`";
    }
}

keys! {
    /// One part of each code.
    RawLevel, "Level", "a level" {
        /// Name of the level, such as `category`.
        must name: Text<'s>, Data, Reader, "a name";
        /// Regular expression that the whole part must match. Default: `[a-z][a-z0-9_]*`.
        may pattern: Text<'s>, Data, Editor, "a pattern";
        /// If `true`, codes can end before it. Only the last levels can be optional.
        may optional: Spanned<bool>, Data, Editor;
    }
}

keys! {
    /// How codes are named in Rust.
    RawRust, "Rust", "`rust`" {
        /// Levels that form the Rust name. Default: all.
        may name: Vec<Text<'s>>, Data, Service, "a list of levels";
    }
}

keys! {
    /// Codes that share their first parts. The group's status, profiles, and so on are the defaults
    /// of its codes. The nearest group wins.
    RawGroup, "Group", "a group" {
        /// Heading.
        may title: Text<'s>, Plain, Reader, "a title";
        /// Description on the group's page, as Markdown.
        may description: Text<'s>, Block, Reader, "text";
        /// Whether its codes are errors that services send, or only a reference. Default: that of
        /// the group above, or else of the manifest.
        may kind: CodeKind, Data, Client;
        /// HTTP status of its codes.
        may status: PerProfile<'s, Spanned<i64>>, Data, Client, "a status such as 404, or a mapping from profiles to statuses";
        /// Profiles that send its codes.
        may profiles: Vec<Text<'s>>, Data, Client, "a list of profiles";
        /// What to do about its codes: a kind such as `wait`, or `{kind, by, reason}`.
        may action: Short<ActionKind, RawAction<'s>>, Data, Client;
        /// Old form of `action`, which `errbook check --fix` replaces. `true` means `retry`, or `wait`
        /// if there is a delay. `false` means `stop`.
        may retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>, Data, Client;
        /// Seconds to wait before retrying.
        may retry_after: Spanned<i64>, Data, Client, "a number of seconds";
        /// Log level that services use for its codes.
        may log_level: LogLevel, Data, Service;
        /// If `true`, params never reach the client.
        may redact: Spanned<bool>, Data, Client;
        /// Values of `fields`. An entry's or a nearer group's value of a field wins.
        some fields: Named<'s, Node<'s>>, Data, Client, "a mapping from fields to values";
        /// Response headers of its codes. Codes without a param that a header names don't send it.
        may headers: RawHeaders<'s>, Data, Client,
            "a mapping from header names to values" / "a value, or `{param, unit, when}`";
        /// Previous URLs of the group's page.
        some redirects: Vec<Text<'s>>, Data, Link, "a list of old URLs";
        /// Groups below it.
        some groups: Named<'s, RawGroup<'s>>, Data, Reader, "a mapping from names to groups";
    }
}

keys! {
    /// A custom response format.
    RawProfile, "OwnProfile", "a profile" {
        /// Name on pages. Default: the key.
        may title: Text<'s>, Label, Reader, "a title";
        /// What no key can say, as Markdown: the bodies of the validator and of the panic handler,
        /// or the HTML that browsers get.
        may about: Text<'s>, Block, Reader, "text about the profile";
        /// Media type of the response body.
        may content_type: Text<'s>, Data, Client, "a media type";
        /// Other media types that `Accept` can select: `same` for the same body, or the name of
        /// the profile whose body is sent.
        some negotiate: Named<'s, Text<'s>>, Data, Client,
            "a mapping from media types to `same` or a profile" / "`same` or a profile";
        /// JSON with variables such as `$code` and `$detail`, or `rfc9457`, `graphql`, or `jsonapi`.
        should envelope: RawEnvelope<'s>, Data, Client, "a built-in envelope";
        /// Envelopes for specific statuses.
        some by_status: Named<'s, Node<'s>>, Data, Client, "a mapping from statuses to envelopes";
        /// Response headers of all codes, except those that set the same header. Codes without a
        /// param that a header names don't send it.
        some headers: RawHeaders<'s>, Data, Client,
            "a mapping from header names to values" / "a value, or `{param, unit, when}`";
    }
}

keys! {
    /// A part of many operations that raises codes, such as authentication.
    RawStage, "Stage", "a stage" {
        /// Name on pages. Default: the key.
        may title: Text<'s>, Label, Reader, "a title";
        /// Operations that go through it, or `all`. Default: `all`.
        may operations: AllOr<Vec<Text<'s>>>, Data, Service, "a list of operations, or `all`" / "an operation";
        /// Operations that don't go through it.
        some except: Vec<Text<'s>>, Data, Service, "a list of operations" / "an operation";
    }
}

keys! {
    /// A field that entries can set.
    RawField, "Field", "a field" {
        /// Type of its values. A `list` is a list of strings.
        should r#type: FieldType, Data, Service;
        /// Values of an `enum`.
        may values: Vec<Text<'s>>, Data, Service, "a list of strings" / "a string";
        /// Regular expression that a `string` must match as a whole.
        may pattern: Text<'s>, Data, Editor, "a pattern";
        /// Whether every entry must set it or inherit it, except drafts and retired codes.
        may required: Spanned<bool>, Data, Service;
        /// Whether the site has a page for each value, with its codes.
        may list_by: Spanned<bool>, Data, Reader;
        /// `internal` keeps it out of everything that is public. Default: `public`.
        may audience: Audience, Data, Service;
        /// Label on pages. Default: the name in words.
        may title: Text<'s>, Label, Reader, "a title";
        /// What it is for, as Markdown.
        may about: Text<'s>, Line, Reader, "text about the field";
    }
}

keys! {
    /// A catalog whose codes this one uses.
    RawDependency, "Dependency", "a dependency" {
        /// Its name in this catalog. Names in generated code start with it.
        must name: Text<'s>, Data, Service, "a name";
        /// Where `errbook update` finds it.
        must from: RawFrom<'s>, Data, Editor;
        /// Whether its pages are part of this site, or linked. Default: `links`, or `pages` in a catalog
        /// without codes of its own.
        may include: Include, Data, Reader;
        /// The Rust crate or module with its generated code, such as `platform_errors`.
        may crate_: Text<'s>, Data, Service, "a Rust path";
        /// The Go package with its export, such as `example.com/platform/platformerrors`.
        may go: Text<'s>, Data, Service, "an import path";
        /// The TypeScript module with its export, such as `@acme/platform-errors`.
        may typescript: Text<'s>, Data, Service, "a module";
        /// The Python module with its export, such as `platform_errors`.
        may python: Text<'s>, Data, Service, "a Python module";
        /// What this catalog adds to its codes.
        some extends: Named<'s, Verbatim<RawExtension<'s>>>, Data, Reader, "a mapping from codes to what to add";
    }
}

keys! {
    /// Where a dependency is: a path, a Git repository, or an `errors.json`.
    RawFrom, "From", "`from`" {
        /// Folder of the catalog: from this one, or from the root of the repository in `git`.
        may path: Text<'s>, Data, Editor, "a path";
        /// URL of a Git repository.
        may git: Text<'s>, Data, Editor, "a URL";
        /// Branch, tag, or commit of the repository. Default: its default branch.
        may rev: Text<'s>, Data, Editor, "a revision";
        /// Path of an `errors.json`, from this catalog's folder.
        may registry: Text<'s>, Data, Editor, "a path";
    }
}

keys! {
    /// What a catalog adds to a code of a dependency.
    RawExtension, "Extension", "an extension" {
        /// More texts of the code.
        some wordings: Vec<RawWording<'s>>, Data, Client, "a list of `{text, params, when}`";
        /// More mistakes that lead to the error.
        some common_mistakes: Vec<RawMistake<'s>>, Data, Reader, "a list of `{lead, text}`";
        /// More callouts.
        some notes: Vec<RawNote<'s>>, Data, Reader, "a list of `{kind, text}`";
        /// More sections.
        some sections: Vec<RawFreeSection<'s>>, Data, Reader, "a list of `{heading, text}`";
        /// Operations of this catalog that raise it.
        may raised_by: RawRaisedBy<'s>, Data, Service, "a list of operations, or `all`" / "an operation, or `{stage, when}`";
    }
}

keys! {
    /// Where the pages are published.
    RawSite, "Site", "`site`" {
        /// Root URL of the docs, without a trailing slash.
        should root: Text<'s>, Data, Client, "a URL";
        /// Folder of the error pages below the root.
        may errors: Text<'s>, Data, Client, "a path";
        /// Canonical root URL for search engines. Default: no canonical URL.
        may canonical: Text<'s>, Data, Link, "a URL";
        /// Title of the site.
        may title: Text<'s>, Label, Reader, "a title";
        /// URL of the catalog's folder in its repository, for "Edit this page".
        may repository: Text<'s>, Data, Reader, "a URL";
        /// URL for "Report a mistake". `{code}`, `{name}`, and `{url}` are those of the page.
        may report: Text<'s>, Data, Reader, "a URL";
        /// Whether pages have a button that copies them as Markdown.
        may copy_page: Spanned<bool>, Data, Reader;
        /// Assistants that pages of codes link to. `{prompt}` in a URL is a question about the page.
        some ask: Vec<RawLink<'s>>, Data, Reader, "a list of `{title, url}`";
        /// Image for link previews, 1200 by 630 pixels.
        may image: Text<'s>, Data, Reader, "a path";
        /// Image next to the title, or `{light, dark}` if the themes need different ones.
        may logo: LightDark<'s>, Data, Reader, "a path";
        /// Color of links and highlights, such as "#0b57d0", or `{light, dark}` if the themes need
        /// different ones.
        may accent: LightDark<'s>, Data, Reader, "a color";
        /// Footer of every page, as Markdown.
        may footer: Text<'s>, Label, Reader, "text";
        /// Links in the header.
        some links: Vec<RawLink<'s>>, Data, Reader, "a list of `{title, url}`";
        /// Style sheets in the catalog's folder, loaded after the default ones.
        some css: Vec<Text<'s>>, Data, Reader, "a list of paths";
    }
}

/// A value for both themes, or one for each.
pub(crate) type LightDark<'s> = Short<Text<'s>, RawLightDark<'s>>;

keys! {
    /// A value for each theme.
    RawLightDark, "LightDark", "a value for light and dark" {
        /// For the light theme.
        must light: Text<'s>, Data, Reader, "a path or color";
        /// For the dark theme. Default: the value for the light theme.
        may dark: Text<'s>, Data, Reader, "a path or color";
    }
}

keys! {
    /// A link.
    RawLink, "Link", "a link" {
        /// Text of the link.
        must title: Text<'s>, Label, Reader, "a title";
        /// Target of the link.
        must url: Text<'s>, Data, Reader, "a URL";
    }
}

keys! {
    /// A previous URL and where it leads.
    RawRedirect, "Redirect", "a redirect" {
        /// The previous URL.
        must from: Text<'s>, Data, Link, "a URL";
        /// Target of the link.
        must to: Text<'s>, Data, Link, "a URL";
    }
}

keys! {
    /// Defaults for requests in entries.
    RawRequests, "Requests", "`requests`" {
        /// URL of the server.
        may server: Text<'s>, Data, Reader, "a URL";
        /// Method and path of requests that name an operation, such as `POST /v2/{operation}`.
        may operation: Text<'s>, Data, Reader, "a method and a path";
        /// Headers of every request.
        some headers: Named<'s, Text<'s>>, Data, Reader, "a mapping from header names to values" / "a header";
        /// Values of `{name}` in headers, paths, and bodies.
        some placeholders: Named<'s, Text<'s>>, Data, Reader, "a mapping from names to values" / "a value";
    }
}

keys! {
    /// The page of a code.
    RawPage, "Page", "`page`" {
        /// Order of the sections. Those that it leaves out follow in the default order.
        some order: Vec<Spanned<PageSection>>, Data, Reader, "a list of sections";
    }
}

keys! {
    /// Values for examples.
    RawExamples, "Examples", "`examples`" {
        /// A request ID.
        may request_id: Text<'s>, Data, Reader, "a request id";
    }
}

keys! {
    /// A term that pages explain.
    RawTerm, "Term", "a term" {
        /// The term.
        must term: Text<'s>, Label, Reader, "a term";
        /// Other forms of the term, such as the plural.
        some also: Vec<Text<'s>>, Data, Reader, "a list of other forms";
        /// What it means, as Markdown.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A level, and other levels for some paths.
    RawRuleByPath, "RuleByPath", "the setting of a rule" {
        /// The level for all other paths.
        may level: RuleLevel, Data, Editor;
        /// Globs of entry paths and their levels. The last match wins.
        some paths: Named<'s, RuleLevel>, Data, Editor, "a mapping from globs to levels";
    }
}

/// How a site shows the codes of a dependency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Include {
    Links,
    Pages,
}

words!(Include, "what to include", ["links" => Include::Links, "pages" => Include::Pages]);

impl RawManifest<'_> {
    /// Whether it only shows the codes of other catalogs.
    pub(crate) fn is_portal(&self) -> bool {
        !self.seen().has("codes") && !self.depends.is_empty()
    }
}

/// A built-in response format.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum BuiltIn {
    /// Problem details.
    Rfc9457,
    /// A response of a GraphQL server.
    Graphql,
    /// A document of JSON:API.
    Jsonapi,
}

words!(BuiltIn, "a built-in profile", [
    "rfc9457" => BuiltIn::Rfc9457,
    "graphql" => BuiltIn::Graphql,
    "jsonapi" => BuiltIn::Jsonapi,
]);
words!(CodeKind, "a kind of code", ["error" => CodeKind::Error, "reference" => CodeKind::Reference]);
words!(PageSection, "a section of a page", PageSection::NAMED);
words!(SinceKind, "a kind of `since`", ["date" => SinceKind::Date, "version" => SinceKind::Version]);
words!(Audience, "an audience", ["public" => Audience::Public, "internal" => Audience::Internal]);
words!(FieldType, "a field type", FieldType::NAMED);
words!(RuleLevel, "a level", [
    "error" => RuleLevel::Error,
    "warn" => RuleLevel::Warn,
    "allow" => RuleLevel::Allow,
]);

/// The body of a response.
#[derive(Debug)]
pub(crate) enum RawEnvelope<'s> {
    BuiltIn(BuiltIn),
    Own(Node<'s>),
}

impl<'s> Value<'s> for RawEnvelope<'s> {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, key: &Key) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.value.starts_with('$') => {
                decoder.word(node, key.what, BuiltIn::WORDS).map(RawEnvelope::BuiltIn)
            }
            _ => Some(RawEnvelope::Own(node)),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(schemas: &mut Schemas) -> Schema {
        let variable = json!({"type": "string", "pattern": r"^\$"});
        any_of([BuiltIn::schema(schemas), variable, json!({"type": "object"}), json!({"type": "array"})])
    }
}

/// Lengths by the names in [`BUDGETS`].
#[derive(Debug, Default)]
pub(crate) struct RawBudgets(pub(crate) Vec<(&'static str, Spanned<i64>)>);

impl RawBudgets {
    const KEYS: &'static [Key] = &{
        let key = Key { what: "a number of characters", ..Key::WHOLE };
        let mut keys = [key; BUDGETS.len()];
        let mut at = 0;
        while at < keys.len() {
            keys[at].name = BUDGETS[at];
            at += 1;
        }
        keys
    };
}

impl<'s> Value<'s> for RawBudgets {
    fn read(decoder: &mut Decoder<'_>, node: Node<'s>, _: &Key) -> Option<Self> {
        let mut fields = Fields::open(decoder, node, "`budgets`", Self::KEYS)?;
        let length = |&name: &&'static str| Some((name, fields.optional(decoder)?));
        let budgets = RawBudgets(BUDGETS.iter().filter_map(length).collect());
        fields.finish(decoder);
        Some(budgets)
    }

    #[cfg(feature = "schema")]
    fn schema(_: &mut Schemas) -> Schema {
        let names: serde_json::Map<_, _> =
            BUDGETS.iter().map(|name| ((*name).to_owned(), json!({"type": "integer"}))).collect();
        json!({"type": "object", "properties": names, "additionalProperties": false})
    }
}
