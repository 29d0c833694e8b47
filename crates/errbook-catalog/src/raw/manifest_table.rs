//! The keys of the manifest.

use super::entry_table::RawReasonedRetry;
use crate::catalog::{BUDGETS, LogLevel, RuleLevel, Section, SinceKind};
use crate::decode::{Decoder, Named, PerProfile, Spanned, Text};
#[cfg(feature = "schema")]
use crate::json_schema::{Schemas, any_of};
use crate::keys::{Fields, Key, Value, keys};
use crate::values::{Short, Words as _, words};
use crate::yaml::{Kind, Node};
#[cfg(feature = "schema")]
use serde_json::{Value as Schema, json};

keys! {
    /// What all codes of a catalog share: `catalog.yaml`.
    RawManifest, "Manifest", "the manifest" {
        /// Name of the catalog in lower case; titles and generated names start from it.
        should name: Text<'s>, Data, Service, "a name";
        /// One sentence about the catalog.
        may description: Text<'s>, Line, Reader, "text";
        /// How codes are written.
        should codes: RawCodes<'s>, Data, Client;
        /// How Rust names them.
        may rust: RawRust<'s>, Data, Service;
        /// Whether `since` in entries is a date or a version. Default: `date`.
        may since: SinceKind, Data, Reader;
        /// Statuses outside 400 to 599 that entries may use.
        some extra_statuses: Vec<Spanned<i64>>, Data, Editor, "a list of statuses" / "a status";
        /// Groups of codes: a tree, one depth for each level above the last.
        some groups: Named<'s, RawGroup<'s>>, Data, Reader, "a mapping from names to groups";
        /// How services put an error on the wire; the first is the default.
        some profiles: Named<'s, Short<BuiltIn, RawProfile<'s>>>, Data, Client,
            "a mapping from names to profiles" / "a built-in profile";
        /// Where the pages are published.
        may site: RawSite<'s>, Data, Client;
        /// Former URLs that belong to no entry.
        some redirects: Vec<RawRedirect<'s>>, Data, Link, "a list of `{from, to}`";
        /// What requests in entries share.
        may requests: RawRequests<'s>, Data, Reader;
        /// Values in examples.
        may examples: RawExamples<'s>, Data, Reader;
        /// Sections that every page must have.
        some sections: Vec<Section>, Data, Editor, "a list of sections";
        /// Words that pages explain.
        some glossary: Vec<RawTerm<'s>>, Data, Reader, "a list of `{term, text}`";
        /// Levels of the rules of `errbook check`: `error`, `warn`, `allow`, or `{level, paths}`.
        some rules: Named<'s, Short<RuleLevel, RawRuleByPath<'s>>>, Data, Editor, "a mapping from rules to levels";
        /// Longest texts in characters; and `stub`, the fewest words of a section.
        some budgets: RawBudgets, Data, Editor;
        /// Path of the OpenAPI document, relative to the catalog.
        may openapi: Text<'s>, Data, Editor, "a path";
    }
}

keys! {
    /// How codes are written.
    RawCodes, "Codes", "`codes`" {
        /// First part of each code; not in the path.
        may prefix: Text<'s>, Data, Client, "a prefix";
        /// What joins the parts. Default: `:`.
        may separator: Text<'s>, Data, Client, "a separator";
        /// The parts after the prefix, one to five.
        should levels: Vec<RawLevel<'s>>, Data, Client, "a list of `{name, pattern}`";
    }
}

keys! {
    /// A part of each code.
    RawLevel, "Level", "a level" {
        /// Such as `category`.
        must name: Text<'s>, Data, Reader, "a name";
        /// Regular expression that it matches as a whole. Default: `[a-z][a-z0-9_]*`.
        may pattern: Text<'s>, Data, Editor, "a pattern";
    }
}

keys! {
    /// How Rust names codes.
    RawRust, "Rust", "`rust`" {
        /// Levels that make a Rust name. Default: all.
        may name: Vec<Text<'s>>, Data, Service, "a list of levels";
    }
}

keys! {
    /// Codes that begin alike. What it says of status, profiles and so on is the default of its codes; the nearest group wins.
    RawGroup, "Group", "a group" {
        /// Heading.
        may title: Text<'s>, Plain, Reader, "a title";
        /// Markdown, shown on the group's page.
        may description: Text<'s>, Block, Reader, "text";
        /// HTTP status.
        may status: PerProfile<'s, Spanned<i64>>, Data, Client, "a status such as 404, or a mapping from profiles to statuses";
        /// Services that send its codes.
        may profiles: Vec<Text<'s>>, Data, Client, "a list of profiles";
        /// Whether sending the same request again can help.
        may retryable: Short<Spanned<bool>, RawReasonedRetry<'s>>, Data, Client;
        /// Seconds after which to try again.
        may retry_after: Spanned<i64>, Data, Client, "a number of seconds";
        /// Level at which a service logs its codes.
        may log_level: LogLevel, Data, Service;
        /// `true`: params never reach the client.
        may redact: Spanned<bool>, Data, Client;
        /// Headers of the response.
        may headers: Named<'s, Text<'s>>, Data, Client, "a mapping from header names to values" / "a header";
        /// Former URLs of the group's page.
        some redirects: Vec<Text<'s>>, Data, Link, "a list of old URLs";
        /// Groups in it.
        some groups: Named<'s, RawGroup<'s>>, Data, Reader, "a mapping from names to groups";
    }
}

keys! {
    /// A format of the team's own.
    RawProfile, "OwnProfile", "a profile" {
        /// How pages call it. Default: the key.
        may title: Text<'s>, Label, Reader, "a title";
        /// Media type of the body.
        may content_type: Text<'s>, Data, Client, "a media type";
        /// JSON with variables such as `$code` and `$detail`, or `rfc9457`.
        should envelope: RawEnvelope<'s>, Data, Client, "a built-in envelope";
        /// Envelopes of single statuses.
        some by_status: Named<'s, Node<'s>>, Data, Client, "a mapping from statuses to envelopes";
    }
}

keys! {
    /// Where the pages are published.
    RawSite, "Site", "`site`" {
        /// Root of the docs, without a slash at the end.
        should root: Text<'s>, Data, Client, "a URL";
        /// Folder of the error pages below it.
        may errors: Text<'s>, Data, Client, "a path";
        /// Where search engines should look. Default: no canonical URL.
        may canonical: Text<'s>, Data, Link, "a URL";
        /// Title of the site.
        may title: Text<'s>, Label, Reader, "a title";
        /// Folder that holds the catalog, for "edit this page".
        may repository: Text<'s>, Data, Reader, "a URL";
        /// Image next to the title; `{light, dark}` if each theme needs its own.
        may logo: LightDark<'s>, Data, Reader, "a path";
        /// Color of links and marks, such as "#0b57d0"; `{light, dark}` where one does not do for both.
        may accent: LightDark<'s>, Data, Reader, "a color";
        /// Below every page, Markdown.
        may footer: Text<'s>, Label, Reader, "text";
        /// Links in the header.
        some links: Vec<RawLink<'s>>, Data, Reader, "a list of `{title, url}`";
        /// Style sheets of the catalog's folder, after ours.
        some css: Vec<Text<'s>>, Data, Reader, "a list of paths";
    }
}

/// A value for light and dark backgrounds, or one for each.
pub(crate) type LightDark<'s> = Short<Text<'s>, RawLightDark<'s>>;

keys! {
    /// A value for light backgrounds, and one for dark ones where it is another.
    RawLightDark, "LightDark", "a value for light and dark" {
        /// For light backgrounds.
        must light: Text<'s>, Data, Reader, "a path or color";
        /// For dark backgrounds. Default: the same.
        may dark: Text<'s>, Data, Reader, "a path or color";
    }
}

keys! {
    /// A link.
    RawLink, "Link", "a link" {
        /// Its words.
        must title: Text<'s>, Label, Reader, "a title";
        /// Where it leads.
        must url: Text<'s>, Data, Reader, "a URL";
    }
}

keys! {
    /// A former URL and where it leads.
    RawRedirect, "Redirect", "a redirect" {
        /// The former URL.
        must from: Text<'s>, Data, Link, "a URL";
        /// Where it leads.
        must to: Text<'s>, Data, Link, "a URL";
    }
}

keys! {
    /// What requests in entries share.
    RawRequests, "Requests", "`requests`" {
        /// The server.
        may server: Text<'s>, Data, Reader, "a URL";
        /// Method and path of a request that names an operation: `POST /v2/{operation}`.
        may operation: Text<'s>, Data, Reader, "a method and a path";
        /// Headers of every request.
        some headers: Named<'s, Text<'s>>, Data, Reader, "a mapping from header names to values" / "a header";
        /// Values of `{name}` in headers, paths and bodies.
        some placeholders: Named<'s, Text<'s>>, Data, Reader, "a mapping from names to values" / "a value";
    }
}

keys! {
    /// Values in examples.
    RawExamples, "Examples", "`examples`" {
        /// ID of a request.
        may request_id: Text<'s>, Data, Reader, "a request id";
    }
}

keys! {
    /// A word that pages explain.
    RawTerm, "Term", "a term" {
        /// The word.
        must term: Text<'s>, Label, Reader, "a term";
        /// Other forms of it, such as the plural.
        some also: Vec<Text<'s>>, Data, Reader, "a list of other forms";
        /// What it means, Markdown.
        must text: Text<'s>, Block, Reader, "text";
    }
}

keys! {
    /// A level, and others for some paths.
    RawRuleByPath, "RuleByPath", "the setting of a rule" {
        /// The level where no path says otherwise.
        may level: RuleLevel, Data, Editor;
        /// Globs of entries and their levels; the last that fits wins.
        some paths: Named<'s, RuleLevel>, Data, Editor, "a mapping from globs to levels";
    }
}

/// A format that errbook brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum BuiltIn {
    Rfc9457,
}

words!(BuiltIn, "a built-in profile", ["rfc9457" => BuiltIn::Rfc9457]);
words!(SinceKind, "a kind of `since`", ["date" => SinceKind::Date, "version" => SinceKind::Version]);
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
